"""Which attempts a regrade is for, and the yes to it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from ..actions import DryRun, Scope
from ..models import Question, Quiz, Response

OUTSIDE = "none"
YEARS = range(2000, 2101)
STALE = (
    "Something was answered or marked after you had opened this page. Nothing has been"
    " changed yet. Look at the new numbers, then confirm them."
)


def day_picker() -> forms.DateInput:
    """The browser's own: it needs no script."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ScopeForm(forms.Form):
    """All attempts, unless some of them are chosen."""

    quiz = forms.ChoiceField(label="Quiz", required=False)
    since = forms.DateField(label="Begun from", required=False, widget=day_picker())
    until = forms.DateField(label="Begun until", required=False, widget=day_picker())
    shown = forms.ChoiceField(label="Learners saw", required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marked = Response.objects.marked_before(question.published)
        quizzes = Quiz.objects.filter(attempts__responses__in=marked).distinct()
        self.fields["quiz"].choices = [
            ("", "Any"),
            *quizzes.order_by("order").values_list("pk", "title"),
            (OUTSIDE, "None: practice of one's own, a single question"),
        ]
        older = question.revisions.filter(number__lt=question.published.number)
        self.fields["shown"].choices = [
            ("", "Any revision"),
            *((pk, f"Revision {n}") for pk, n in older.values_list("pk", "number")),
        ]

    def clean_since(self) -> date | None:
        return self._sensible("since")

    def clean_until(self) -> date | None:
        return self._sensible("until")

    def _sensible(self, name: str) -> date | None:
        day = self.cleaned_data[name]
        if day and day.year not in YEARS:
            raise forms.ValidationError("Enter a day of this century.")
        return day

    def clean(self) -> None:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "This is before the first day.")

    def scope(self) -> Scope:
        """The choice as it stands in a form without faults."""
        said = self.cleaned_data
        quiz, until = said["quiz"], said["until"]
        return Scope(
            quiz=int(quiz) if quiz not in {"", OUTSIDE} else None,
            is_outside_quizzes=quiz == OUTSIDE,
            since=_midnight(said["since"]),
            before=_midnight(until + timedelta(days=1) if until else None),
            shown=int(said["shown"]) if said["shown"] else None,
        )

    def in_words(self) -> str:
        return "; ".join(self._words()) or "All attempts"

    def _words(self) -> Iterator[str]:
        said = self.cleaned_data
        if said["quiz"]:
            title = dict(self.fields["quiz"].choices)
            yield f"Quiz: {title.get(said['quiz']) or title[int(said['quiz'])]}"[:200]
        if said["since"]:
            yield f"begun from {date_format(said['since'])}"
        if said["until"]:
            yield f"begun until {date_format(said['until'])}"
        if said["shown"]:
            yield f"shown: {dict(self.fields['shown'].choices)[int(said['shown'])]}"

    def sent(self) -> list[tuple[str, str]]:
        """Names and values that carry the choice into the form that confirms."""
        return [(name, self.data.get(name, "")) for name in self.fields]


def _midnight(day: date | None) -> datetime | None:
    """When a day begins for who looks at the page."""
    if day is None:
        return None
    return datetime.combine(day, time.min, timezone.get_current_timezone())


class ConfirmForm(forms.Form):
    """The reason, and the dry run that it is a yes to."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField", "size": 80}),
        help_text="For colleagues, in the list of regrades. Learners do not see it.",
        error_messages={"required": "Say in a few words why marks are changed."},
    )
    is_stale = False

    def show(self, run: DryRun) -> None:
        """Confirm this dry run from now on."""
        self.fields["digest"].initial = run.digest
        if self.is_bound:
            self.data = self.data.copy()
            self.data["digest"] = run.digest

    def refuse_as_stale(self) -> None:
        self.is_stale = True
        self.add_error(None, STALE)

"""The form of an unfolding case, with its steps as rows on the same page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from lessons.markup import mentions
from lessons.models import Lesson
from sps_learn.publishing.admin_forms import RowForm

from .. import schemas
from ..models import Bank, Case, Question
from .row_forms import LOOK_BELOW, PartForm, Rows


class StepForm(PartForm):
    question = forms.ChoiceField(
        error_messages={
            "required": "Choose a question, or delete this step.",
            "invalid_choice": "%(value)s is in another case, or there is no such"
            " question.",
        },
    )

    def __init__(
        self, *args: Any, choices: list[Any], known: dict[str, Question], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [("", "Choose a question"), *choices]
        self.chosen = known.get(self["question"].value())

    @property
    def note(self) -> str:
        """Whether the step is published, with the way to its page."""
        if self.chosen is None:
            return ""
        address = reverse("admin:quizzes_question_change", args=[self.chosen.pk])
        return format_html(
            '{} <a href="{}">Open {}</a>',
            f"{state_of(self.chosen)}.",
            address,
            self.chosen.slug,
        )

    def part(self, free_ids: Iterator[str]) -> str:
        return self.cleaned_data["question"]


STEPS = Rows(
    name="steps",
    form=StepForm,
    title="Steps",
    one="step",
    many="steps",
    at_least=1,
    blank=4,
    help_text="Learners meet them in this order, one after the other, and nowhere else."
    " A question is in one case at most. Deleting a step frees the question, which"
    " stays in its bank.",
)


class CaseForm(RowForm):
    schema = schemas.CaseContent
    names = {"id": "slug"}

    class Meta:
        model = Case
        fields = ("title", "slug", "bank")
        labels = {"slug": "Id"}
        help_texts = {
            "slug": "Unique over all banks, like sym-mrs-k. It stays once the case has"
            " been asked.",
            "bank": "All steps are questions of this bank. It stays.",
        }
        error_messages = {"slug": {"unique": "Another case has this id."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.instance
        known = {question.slug: question for question in _to_choose_from(case)}
        is_new = case.pk is None
        self.steps = STEPS.formset(
            self.data if self.is_bound else None,
            [{"question": slug} for slug in case.steps],
            choices=_by_bank(known.values()) if is_new else _listed(case, known),
            known=known,
        )
        self.waits = not is_new and not case.published_steps
        self.chosen: list[Question] = []

    def clean(self) -> None:
        super().clean()
        self.steps.full_clean()
        self.steps.refuse_repetition("question", "Another step is the same question.")
        if self.steps.is_valid():
            self._choose(self.steps.parts())
        if not self.steps.is_valid():
            self.add_error(None, LOOK_BELOW)

    def _choose(self, slugs: Sequence[str]) -> None:
        """Look the questions up, locked: of two cases only one gets a question."""
        rows = Question.objects.filter(slug__in=slugs).order_by("pk").defer("draft")
        found = {question.slug: question for question in rows.select_for_update()}
        bank = self.instance.bank if self.instance.pk else self.cleaned_data.get("bank")
        for number, slug in enumerate(slugs):
            if fault := self._step_fault(found.get(slug), bank):
                self.steps.place((number, "question"), fault)
        self.chosen = [found[slug] for slug in slugs if slug in found]

    def _step_fault(self, question: Question | None, bank: Bank | None) -> str | None:
        if question is None:
            return "There is no such question any more."
        if question.case_id not in {None, self.instance.pk}:
            return "It is a step of another case."
        if bank is not None and question.bank_id != bank.pk:
            return f"It is not a question of the bank “{bank}”."
        return None

    def row_content(self) -> dict[str, Any]:
        steps = [question.slug for question in self.chosen]
        return {**self.instance.content(), "steps": steps}

    @property
    def changed_data(self) -> list[str]:
        found = super().changed_data
        return [*found, "steps"] if self.steps.has_changed() else found


# Questions to choose from ---------------------------------------------------------


def _to_choose_from(case: Case) -> QuerySet[Question]:
    """Those in no other case; of its bank, once that is known."""
    free = Question.objects.filter(Q(case=None) | Q(case=case.pk))
    if case.pk is not None:
        free = free.filter(bank=case.bank_id)
    return free.select_related("bank").annotate(stem=KT("draft__stem")).defer("draft")


def _by_bank(questions: Iterable[Question]) -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in questions:
        groups.setdefault(one.bank.title, []).append((one.slug, _label(one)))
    return list(groups.items())


def _listed(case: Case, known: dict[str, Question]) -> list[Any]:
    """The questions of its bank; a step that is gone can be seen, not saved."""
    gone = [slug for slug in case.steps if slug not in known]
    return [
        *((question.slug, _label(question)) for question in known.values()),
        *((slug, f"{slug} (not there any more)") for slug in gone),
    ]


def _label(question: Question) -> str:
    state = "" if question.is_published else f" ({state_of(question).lower()})"
    return f"{question.slug}: {Truncator(question.stem).chars(60)}{state}"


def state_of(question: Question) -> str:
    if question.is_published:
        return "Published"
    return "Retired" if question.published_id else "Not published yet"


def lessons_asking(slugs: Iterable[str]) -> Iterator[tuple[str, Lesson]]:
    """Lessons with a check that is one of these questions."""
    wanted = set(slugs)
    for lesson in Lesson.objects.select_related("published"):
        versions = [lesson.draft, lesson.published and lesson.published.content]
        bodies = [version["body"] for version in versions if version]
        asked = {one.name for body in bodies for one in _checks_in(body, wanted)}
        for slug in sorted(asked & wanted):
            yield slug, lesson


def _checks_in(body: str, wanted: set[str]) -> list[Any]:
    # To parse a lesson takes long: only where one of the names stands in it.
    if not any(slug in body for slug in wanted):
        return []
    return [mention for mention in mentions(body) if mention.kind == "check"]

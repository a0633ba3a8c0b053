"""Forms of a quiz in the admin: how it is answered, and the rows of its blueprint."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

from sps_learn.publishing.admin_forms import RowForm

from .. import schemas
from ..models import BlueprintRow, Quiz

TOO_MANY = (
    f"A quiz asks for at most {schemas.MAX_QUIZ_COUNT}; with this row it is %s."
    " Lower the number here or above."
)


class QuizForm(RowForm):
    schema = schemas.QuizContent

    class Meta:
        model = Quiz
        fields = (
            *("title", "slug", "order", "summary", "mode", "topic", "pass_mark"),
            *("attempts_allowed", "time_limit_minutes", "is_published", "is_retired"),
        )
        widgets: ClassVar = {"summary": AdminTextareaWidget(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "order": "Quizzes are listed by it, lowest first.",
            "summary": "One or two sentences for learners: what it asks about.",
            "pass_mark": "Empty: none. To pass, a learner also has to be right in every"
            " safety question that is drawn.",
            "time_limit_minutes": "Empty: no limit, which suits most. Where there is"
            " one, learners with more time, or without limits, in their settings keep"
            " that.",
            "is_published": "Learners find it and can start it. Refused while a row"
            " below is short; what you wrote is saved all the same.",
        }

    def row_content(self) -> dict[str, Any]:
        # The rows of the blueprint are forms of their own.
        quiz = self.instance
        return {
            "slug": quiz.slug,
            "title": quiz.title,
            "summary": quiz.summary,
            "mode": quiz.mode,
            "topic": quiz.topic.slug if quiz.topic else None,
            "blueprint": [{"count": 1}],
            "pass_mark": quiz.pass_mark,
            "attempts_allowed": quiz.attempts_allowed,
            "time_limit_minutes": quiz.time_limit_minutes,
        }


class BlueprintRowForm(forms.ModelForm):
    class Meta:
        model = BlueprintRow
        fields = (
            "order",
            "bank",
            "objective",
            "level",
            "role",
            "safety",
            "cases",
            "count",
        )
        labels: ClassVar = {"cases": "whole cases"}
        help_texts: ClassVar = {
            "order": "Empty: at the end.",
            "cases": "Draws whole unfolding cases. Without the tick: single questions,"
            " none of them out of a case.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        if self.instance.pk is None:
            self.initial["order"] = None

    def clean_count(self) -> int:
        count = self.cleaned_data["count"]
        if count > schemas.MAX_ROW_COUNT:
            raise forms.ValidationError(
                f"A row asks for at most {schemas.MAX_ROW_COUNT}."
            )
        return count


class BlueprintFormSet(forms.BaseInlineFormSet):
    default_error_messages: ClassVar = {
        **forms.BaseFormSet.default_error_messages,
        "too_few_forms": "A quiz needs at least one row: say how many to draw.",
    }

    @property
    def rows(self) -> list[BlueprintRow]:
        """The rows as they are written; what is to be deleted is not among them."""
        return [form.instance for form in self._kept()]

    def _kept(self) -> list[forms.ModelForm]:
        filled = [form for form in self.forms if form.instance.count]
        return [form for form in filled if not self._is_to_go(form)]

    def _is_to_go(self, form: forms.ModelForm) -> bool:
        return hasattr(form, "cleaned_data") and self._should_delete_form(form)

    def clean(self) -> None:
        """Put too large a sum beside the row that passes it."""
        super().clean()
        asked = 0
        for form in self._kept():
            asked += form.instance.count
            if asked > schemas.MAX_QUIZ_COUNT:
                form.add_error("count", TOO_MANY % asked)
                return

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> BlueprintRow:
        self._place_at_the_end(form.instance)
        return super().save_new(form, commit=commit)

    def save_existing(
        self, form: forms.ModelForm, obj: BlueprintRow, commit: bool = True
    ) -> BlueprintRow:
        self._place_at_the_end(form.instance)
        return super().save_existing(form, obj, commit=commit)

    def _place_at_the_end(self, row: BlueprintRow) -> None:
        if row.order is None:
            taken = [one.order for one in self.rows if one.order is not None]
            row.order = max(taken, default=-1) + 1

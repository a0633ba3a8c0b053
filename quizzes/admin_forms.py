"""Forms of the quizzes' admin: a question with all its options on one page."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminTextareaWidget,
    AdminTextInputWidget,
)

from lessons.admin_forms import ROLES, citation_fault, paragraphs_known
from lessons.markup import Library, render_lesson
from lessons.models import Lesson, Objective
from lessons.rendering import split_citation
from sps_learn.publishing.admin_forms import (
    DraftForm,
    LongText,
    RowForm,
    YamlField,
    yaml_fault,
)
from sps_learn.publishing.files import Location

from . import schemas
from .grading import CHOICE_KINDS
from .models import Bank, BlueprintRow, Level, Question, Quiz
from .option_forms import BaseOptionFormSet, option_formset

KINDS: dict[str, tuple[str, type[schemas.QuestionContent]]] = {
    "single": ("One best answer", schemas.SingleQuestion),
    "multiple": ("Several answers", schemas.MultipleQuestion),
    "true-false": ("True or false", schemas.TrueFalseQuestion),
    "matching": ("Matching (kept as a draft)", schemas.MatchingQuestion),
    "ordering": ("Ordering (kept as a draft)", schemas.OrderingQuestion),
    "short": ("Short answer (kept as a draft)", schemas.ShortQuestion),
    "numeric": ("Number (kept as a draft)", schemas.NumericQuestion),
}
SCHEMES = [
    ("all", "All or nothing"),
    ("proportional", "In proportion to right decisions"),
    ("right-minus-wrong", "Right minus wrong"),
]
_SHARED = {*schemas.QuestionContent.model_fields, *schemas.Closing.model_fields}
_BETWEEN_KEYS = re.compile(r"[\s,;]+")
_CITATION = re.compile(r"[A-Za-z][A-Za-z0-9]*(:\d+)?")


def parts_of(kind: str) -> list[str]:
    """The fields that only this kind of question has."""
    return [name for name in KINDS[kind][1].model_fields if name not in _SHARED]


# What does not fit the rest of the database ---------------------------------------


def question_faults(content: dict[str, Any]) -> list[str]:
    """What is wrong with a question beyond its shape."""
    found = reference_faults(content["references"])
    if not Objective.objects.filter(code=content["objective"]).exists():
        found.append(f"There is no objective {content['objective']}.")
    if content["lesson"] not in addresses():
        found.append(f"There is no lesson or section {content['lesson']}.")
    return found


def reference_faults(citations: Sequence[str]) -> list[str]:
    known = paragraphs_known()
    faults = [citation_fault(*split_citation(one), known) for one in citations]
    return [fault for fault in faults if fault]


def addresses() -> dict[str, str]:
    """Every lesson and section that a question may lead to, with its title."""
    lessons = Lesson.objects.filter(is_retired=False)
    found = {}
    for lesson in lessons.select_related("module", "published"):
        path = f"{lesson.module.slug}/{lesson.slug}"
        found[path] = f"{lesson} (the whole lesson)"
        for name, title in _sections_of(lesson):
            found[f"{path}#{name}"] = f"{lesson}: {title}"
    return found


def _sections_of(lesson: Lesson) -> Iterator[tuple[str, str]]:
    if lesson.published:
        for section in lesson.published.rendered["sections"]:
            yield section["id"], section["title"]
    else:
        for section in render_lesson(lesson.draft["body"], Library()).sections:
            yield section.id, f"{section.title} (not published yet)"


# Questions ------------------------------------------------------------------------


class SourcesField(forms.CharField):
    """Sources by key, separated by spaces or commas."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        keys = _BETWEEN_KEYS.split(super().clean(value))
        if odd := [key for key in keys if not _CITATION.fullmatch(key)]:
            raise forms.ValidationError(
                f"“{odd[0]}” is not a source; write causes:2 or R30."
            )
        return keys

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != _BETWEEN_KEYS.split((data or "").strip())


class QuestionForm(DraftForm):
    names = {"id": "slug"}

    slug = forms.CharField(
        label="Id",
        max_length=100,
        widget=AdminTextInputWidget,
        help_text="Unique over all banks, like mech-gad-product. It stays once the"
        " question has been published.",
    )
    kind = forms.ChoiceField(choices=[(key, KINDS[key][0]) for key in KINDS])
    scheme = forms.ChoiceField(
        choices=SCHEMES, help_text="Matters where several answers are right."
    )
    objective = forms.ChoiceField()
    level = forms.ChoiceField(choices=Level)
    roles = forms.MultipleChoiceField(
        label="For",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one."},
    )
    safety = forms.BooleanField(
        label="Safety question: where a test draws it, it must be right", required=False
    )
    vignette = LongText(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text=f"The case, at most {schemas.MAX_VIGNETTE_WORDS} words.",
    )
    stem = LongText(label="Question", widget=AdminTextareaWidget(attrs={"rows": 2}))
    parts = YamlField(
        label="Parts",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 12, "class": "source"}),
        help_text="As YAML. Matching: pairs. Ordering: items. Short answer: accept,"
        " wrong. Number: accept, unit, wrong.",
    )
    key_idea = LongText(
        label="Key idea",
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="One sentence to remember.",
    )
    lesson = forms.ChoiceField(
        label="Lesson", help_text="Where to read on: a lesson, or a section of it."
    )
    references = SourcesField(
        label="Sources",
        widget=AdminTextInputWidget(attrs={"size": 80}),
        help_text="Keys with spaces between them, like causes:2 R30.",
        error_messages={"required": "Name at least one source."},
    )
    checked = forms.DateField(
        widget=AdminDateWidget,
        help_text="The day on which somebody last compared it with its sources.",
    )

    class Meta:
        model = Question
        fields = ("bank",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft = self.instance.draft or {}
        self.fields["slug"].disabled = self.instance.published_id is not None
        self.fields["objective"].choices = objective_choices()
        self.fields["lesson"].choices = lesson_choices(draft.get("lesson"))
        if "checked" in draft:
            self.initial["checked"] = dt.date.fromisoformat(draft["checked"])
        if draft and draft["kind"] not in CHOICE_KINDS:
            self.initial["parts"] = {
                name: draft[name] for name in parts_of(draft["kind"])
            }
        self.options = self._option_rows(draft)

    def _option_rows(self, draft: Mapping[str, Any]) -> BaseOptionFormSet:
        rows = draft.get("options", [])
        kind = self.data.get("kind") if self.is_bound else draft.get("kind", "single")
        return option_formset(extra=1 if rows else 4)(
            self.data if self.is_bound else None,
            initial=rows,
            prefix="options",
            kind=kind or "single",
        )

    @property
    def has_options(self) -> bool:
        return self.cleaned_data.get("kind") in CHOICE_KINDS

    def clean_vignette(self) -> str:
        vignette = self.cleaned_data["vignette"]
        words = len(vignette.split())
        if words > schemas.MAX_VIGNETTE_WORDS:
            raise forms.ValidationError(
                f"{words} words; at most {schemas.MAX_VIGNETTE_WORDS} are read."
            )
        return vignette

    def clean_references(self) -> list[str]:
        citations = self.cleaned_data["references"]
        if found := reference_faults(citations):
            raise forms.ValidationError(found)
        return citations

    def clean_lesson(self) -> str:
        address = self.cleaned_data["lesson"]
        if address not in addresses():
            raise forms.ValidationError(f"There is no lesson or section {address}.")
        return address

    def clean(self) -> None:
        if self.has_options:
            self._clean_options()
        elif self.cleaned_data.get("kind"):
            self._clean_parts()
        super().clean()

    def _clean_options(self) -> None:
        if self.cleaned_data.get("parts"):
            self.add_error("parts", "This kind has options instead: empty this field.")
        if not self.options.is_valid():
            self.add_error(None, "Look at the options below: something is missing.")

    def _clean_parts(self) -> None:
        if not isinstance(self.cleaned_data.get("parts") or {}, dict):
            self.add_error("parts", "Write keys and values, such as pairs: and a list.")
        if not self.options.is_valid() or self.options.filled:
            self.add_error(
                None, "This kind has no options: delete them, or choose another kind."
            )

    def assemble(self) -> dict[str, Any]:
        content = super().assemble()
        parts = content.pop("parts")
        if self.has_options:
            return {**content, "options": self.options.parts(self._used_ids())}
        return {**content, **(parts or {})}

    def _used_ids(self) -> set[str]:
        """Ids that options of this question have or had."""
        contents = [self.instance.draft or {}]
        if self.instance.pk:
            contents += self.instance.revisions.values_list("content", flat=True)
        return {
            option["id"]
            for content in contents
            for option in content.get("options", [])
        }

    def validated(self, content: dict[str, Any]) -> schemas.QuestionContent:
        return schemas.QUESTION.validate_python(content)

    @property
    def tags(self) -> int:
        return 1

    def place(self, path: Location, message: str) -> None:
        """A fault of an option at its row, one of other parts with its line."""
        if not path or path[0] in self.fields or path[0] in self.names:
            super().place(path, message)
        elif path[0] == "options" and len(path) > 1:
            row = self.options.ordered_forms[path[1]]
            row.add_error(path[2] if len(path) > 2 else None, message)
            self.add_error(None, "Look at the options below.")
        else:
            text = self["parts"].data or ""
            self.add_error("parts", yaml_fault(text, path, message))

    def faults(self, content: dict[str, Any]) -> Mapping[str, Sequence[str]]:
        others = Question.objects.filter(slug=content["id"])
        is_taken = others.exclude(pk=self.instance.pk).exists()
        return {"slug": ["Another question has this id."]} if is_taken else {}

    @property
    def changed_data(self) -> list[str]:
        found = super().changed_data
        return [*found, "options"] if self.options.has_changed() else found


def objective_choices() -> list[Any]:
    """Objectives by module; none chosen at first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in Objective.objects.select_related("module"):
        groups.setdefault(one.module.title, []).append((one.code, str(one)))
    return [("", "---------"), *groups.items()]


def lesson_choices(current: str | None) -> list[Any]:
    """Lessons and sections by lesson; one that is gone can be seen, not saved."""
    known = addresses()
    choices: list[Any] = [("", "---------"), *known.items()]
    if current and current not in known:
        choices.append((current, f"{current} (not there any more)"))
    return choices


# Banks and quizzes ----------------------------------------------------------------


class BankForm(RowForm):
    schema = schemas.BankContent
    names = {"bank": "slug"}

    class Meta:
        model = Bank
        fields = ("slug", "title", "topic")


class QuizForm(RowForm):
    schema = schemas.QuizContent

    class Meta:
        model = Quiz
        fields = (
            *("title", "slug", "order", "summary", "mode", "topic", "pass_mark"),
            "is_retired",
        )
        widgets = {"summary": AdminTextareaWidget(attrs={"rows": 3})}

    def row_content(self) -> dict[str, Any]:
        # The rows of the blueprint are forms of their own.
        quiz = self.instance
        return {
            "slug": quiz.slug,
            "title": quiz.title,
            "summary": quiz.summary,
            "mode": quiz.mode,
            "topic": quiz.topic.slug if quiz.topic else None,
            "pass_mark": quiz.pass_mark,
            "blueprint": [{"count": 1}],
        }


class BlueprintRowForm(forms.ModelForm):
    class Meta:
        model = BlueprintRow
        fields = ("order", "bank", "objective", "level", "role", "count")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("bank", "objective", "level", "role"):
            field = self.fields[name]
            field.choices = [("", "Any"), *list(field.choices)[1:]]

    def clean_count(self) -> int:
        count = self.cleaned_data["count"]
        if count > 100:
            raise forms.ValidationError("A row asks for at most 100 questions.")
        return count

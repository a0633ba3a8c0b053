"""Forms of the quizzes' admin: a question with all its options on one page."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
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
from .grading import CHOICE_KINDS, ONE_CHOICE_KINDS
from .models import Bank, BlueprintRow, Level, Question, Quiz

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
MIN_OPTIONS, MAX_OPTIONS = 2, 12
_SHARED = {*schemas.QuestionContent.model_fields, *schemas.Closing.model_fields}
_BETWEEN_KEYS = re.compile(r"[\s,;]+")
_CITATION = re.compile(r"[A-Za-z][A-Za-z0-9]*(:\d+)?")


def parts_of(kind: str) -> list[str]:
    """The fields that only this kind of question has."""
    return [name for name in KINDS[kind][1].model_fields if name not in _SHARED]


# What does not fit the rest of the database ---------------------------------------


def question_faults(content: dict[str, Any]) -> dict[str, list[str]]:
    """What is wrong with a question beyond its shape, by field."""
    found: dict[str, list[str]] = {"references": reference_faults(content)}
    if not Objective.objects.filter(code=content["objective"]).exists():
        found["objective"] = [f"There is no objective {content['objective']}."]
    if content["lesson"] not in addresses():
        found["lesson"] = [f"There is no lesson or section {content['lesson']}."]
    return found


def reference_faults(content: dict[str, Any]) -> list[str]:
    known = paragraphs_known()
    faults = [
        citation_fault(*split_citation(citation), known)
        for citation in content["references"]
    ]
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


# Options ----------------------------------------------------------------------------


class OptionForm(forms.Form):
    id = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    text = LongText(
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"required": "Write the text of the option."},
    )
    key = forms.BooleanField(label="This is a key (right)", required=False)
    rationale = LongText(
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="Why it is right; or why it tempts, and what is wrong with it.",
        error_messages={"required": "Say why: learners read it after answering."},
    )
    credit = forms.FloatField(
        label="Credit",
        required=False,
        help_text="Above 0, up to 1: for a choice that is worth something.",
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    pinned = forms.BooleanField(label="Keeps its place", required=False)

    def clean_credit(self) -> float | None:
        credit = self.cleaned_data["credit"]
        if credit is not None and not 0 < credit <= 1:
            raise forms.ValidationError("Credit lies above 0 and is at most 1.")
        return credit


class BaseOptionFormSet(forms.BaseFormSet):
    """The options of a choice question, each with the reason for it."""

    deletion_widget = forms.CheckboxInput
    ordering_widget = forms.NumberInput(attrs={"min": 1, "class": "vIntegerField"})

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Place"
        form.fields["DELETE"].label = "Delete this option"

    @property
    def filled(self) -> list[forms.Form]:
        """The rows that stay."""
        return [
            form
            for number, form in enumerate(self.forms)
            if not self._should_delete_form(form)
            and (number < self.initial_form_count() or form.has_changed())
        ]

    def clean(self) -> None:
        if self.kind not in CHOICE_KINDS:
            return
        self._refuse_repetition()
        if not MIN_OPTIONS <= len(self.filled) <= MAX_OPTIONS:
            raise forms.ValidationError(
                f"A question has {MIN_OPTIONS} to {MAX_OPTIONS} options;"
                f" this one has {len(self.filled)}."
            )
        if self.kind == "true-false" and len(self.filled) != MIN_OPTIONS:
            raise forms.ValidationError("A true-false question has two options.")
        self._check_keys()

    def _refuse_repetition(self) -> None:
        texts = [_folded(form) for form in self.filled]
        times = Counter(texts)
        for form, text in zip(self.filled, texts, strict=True):
            if text and times[text] > 1:
                form.add_error("text", "Another option has the same text.")

    def _check_keys(self) -> None:
        keys = [form for form in self.filled if form.cleaned_data.get("key")]
        if not keys:
            raise forms.ValidationError("No option is the key: tick the right one.")
        if self.kind in ONE_CHOICE_KINDS and len(keys) > 1:
            for form in keys:
                form.add_error(
                    "key", f"{len(keys)} options are keys; this kind has one."
                )

    def parts(self, used_ids: set[str]) -> list[dict[str, Any]]:
        """The options in order; a new one gets an id that was never another's."""
        free = _unused_ids(used_ids)
        return [
            {
                "id": form.cleaned_data["id"] or next(free),
                **{name: form.cleaned_data[name] for name in _OPTION_FIELDS},
            }
            for form in self.ordered_forms
        ]


_OPTION_FIELDS = ("text", "key", "rationale", "credit", "pinned")


def option_formset(extra: int) -> type[BaseOptionFormSet]:
    return forms.formset_factory(
        OptionForm,
        formset=BaseOptionFormSet,
        extra=extra,
        max_num=MAX_OPTIONS,
        absolute_max=50,
        can_delete=True,
        can_order=True,
    )


def _folded(form: forms.Form) -> str:
    return " ".join(form.cleaned_data.get("text", "").lower().split())


def _unused_ids(used: set[str]) -> Iterator[str]:
    letters = schemas.LETTERS
    pairs = (first + second for first in letters for second in letters)
    return (name for name in chain(letters, pairs) if name not in used)


# Questions --------------------------------------------------------------------------


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
        found = question_faults(content)
        others = Question.objects.filter(slug=content["id"])
        if others.exclude(pk=self.instance.pk).exists():
            found["slug"] = ["Another question has this id."]
        return found

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


# Banks and quizzes ------------------------------------------------------------------


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

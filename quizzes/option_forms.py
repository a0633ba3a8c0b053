"""The options of a choice question in the admin: rows, each with the reason for it."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget

from sps_learn.publishing.admin_forms import LongText

from .grading import CHOICE_KINDS, ONE_CHOICE_KINDS
from .schemas import LETTERS

MIN_OPTIONS, MAX_OPTIONS = 2, 12


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
    letters = LETTERS
    pairs = (first + second for first in letters for second in letters)
    return (name for name in chain(letters, pairs) if name not in used)

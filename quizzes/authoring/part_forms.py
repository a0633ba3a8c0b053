"""The rows of each kind of question: what they hold, and what is wrong among them.

Their fields are named as in quizzes/schemas/parts.py. What needs several rows to be
seen is checked here too, because the schema cannot say which row it is about.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget

from sps_learn.publishing.admin_forms import LongText

from ..kinds.short import normalised
from ..kinds.typed import MAX_CHARACTERS
from .row_forms import PartForm, RowFormSet, Rows

type Lists = Mapping[str, RowFormSet]
type Check = Callable[[Lists], None]


# Fields ---------------------------------------------------------------------------


def id_field() -> forms.Field:
    return forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)


def text_field(what: str, **options: Any) -> LongText:
    return LongText(
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"required": f"Write {what}."},
        **options,
    )


def reason_field(help_text: str = "", **options: Any) -> LongText:
    return LongText(
        label="Rationale",
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={"required": "Say why: learners read it after answering."},
        **options,
    )


def answer_field(label: str) -> forms.CharField:
    """What a learner may type."""
    return forms.CharField(
        label=label,
        max_length=MAX_CHARACTERS,
        widget=AdminTextInputWidget,
        error_messages={"required": "Write the answer."},
    )


class NumberField(forms.FloatField):
    widget = forms.NumberInput(attrs={"step": "any"})


class CreditField(NumberField):
    def clean(self, value: Any) -> float | None:
        credit = super().clean(value)
        if credit is not None and not 0 < credit <= 1:
            raise forms.ValidationError("Credit lies above 0 and is at most 1.")
        return credit


class ToleranceField(NumberField):
    def clean(self, value: Any) -> float | None:
        tolerance = super().clean(value)
        if tolerance is not None and tolerance < 0:
            raise forms.ValidationError("A tolerance is 0 or more.")
        return tolerance


def full_credit_field() -> CreditField:
    return CreditField(
        required=False, help_text="Above 0, up to 1. Empty: 1, fully right."
    )


def tolerance_field() -> ToleranceField:
    return ToleranceField(
        required=False, help_text="So much more or less counts too. Empty: 0."
    )


# Rows -----------------------------------------------------------------------------


class OptionForm(PartForm):
    small = ("credit", "pinned")

    id = id_field()
    text = text_field("the text of the option")
    key = forms.BooleanField(label="This is a key (right)", required=False)
    rationale = reason_field(
        "Why it is right; or why it tempts, and what is wrong with it."
    )
    credit = CreditField(
        required=False,
        help_text="Above 0, up to 1: for a choice that is worth something.",
    )
    pinned = forms.BooleanField(label="Keeps its place", required=False)


class PairForm(PartForm):
    id = id_field()
    left = text_field(
        "the left side",
        required=False,
        help_text="Empty: the right side is a distractor, which matches nothing.",
    )
    right = text_field("the right side")
    rationale = reason_field(
        "Why they belong together; or why the distractor tempts.", required=False
    )


class ItemForm(PartForm):
    id = id_field()
    text = text_field("the item")
    rationale = reason_field("Why it comes here.", required=False)


class AcceptedTextForm(PartForm):
    small = ("credit",)

    text = answer_field("Text")
    credit = full_credit_field()


class AnticipatedTextForm(PartForm):
    match = answer_field("What a learner may write")
    rationale = reason_field("Why it tempts, and what is wrong with it.")


class AcceptedValueForm(PartForm):
    small = ("value", "tolerance", "credit")

    value = NumberField(error_messages={"required": "Write the number."})
    tolerance = tolerance_field()
    credit = full_credit_field()


class AnticipatedValueForm(PartForm):
    small = ("value", "tolerance")
    begins_small = True

    value = NumberField(error_messages={"required": "Write the number."})
    tolerance = tolerance_field()
    rationale = reason_field("Why it tempts, and what is wrong with it.")


OPTIONS = Rows(
    name="options",
    form=OptionForm,
    title="Options",
    one="option",
    many="options",
    at_least=2,
    at_most=12,
    blank=4,
)
TWO_OPTIONS = replace(OPTIONS, at_most=2, blank=2)
PAIRS = Rows(
    name="pairs",
    form=PairForm,
    title="Pairs",
    one="pair",
    many="pairs",
    at_least=2,
    at_most=12,
    blank=4,
    help_text="The right sides are shown in a drawn order.",
)
ITEMS = Rows(
    name="items",
    form=ItemForm,
    title="Items",
    one="item",
    many="items",
    at_least=2,
    at_most=12,
    blank=4,
    help_text="Give them their places in the right order. Learners see a drawn one.",
)
ACCEPTED_TEXTS = Rows(
    name="accept",
    prefix="accepted_text",
    form=AcceptedTextForm,
    title="Accepted answers",
    one="accepted answer",
    many="accepted answers",
    at_least=1,
    blank=2,
    help_text="Capitals, spaces and a full stop at the end make no difference.",
)
ANTICIPATED_TEXTS = Rows(
    name="wrong",
    prefix="wrong_text",
    form=AnticipatedTextForm,
    title="Anticipated wrong answers",
    one="wrong answer",
    many="wrong answers",
    help_text="Who writes one of these reads its rationale.",
)
ACCEPTED_VALUES = Rows(
    name="accept",
    prefix="accepted_value",
    form=AcceptedValueForm,
    title="Accepted answers",
    one="accepted answer",
    many="accepted answers",
    at_least=1,
)
ANTICIPATED_VALUES = Rows(
    name="wrong",
    prefix="wrong_value",
    form=AnticipatedValueForm,
    title="Anticipated wrong answers",
    one="wrong answer",
    many="wrong answers",
    help_text="Who writes one of these reads its rationale; the first to fit counts.",
)


# What is wrong among them ---------------------------------------------------------


def check_options(lists: Lists) -> None:
    """Each says something of its own, and one at least is right."""
    options = lists["options"]
    options.refuse_repetition("text", "Another option has the same text.")
    if options.filled and not _keys_among(options):
        options.refuse("No option is the key: tick the right one.")


def check_options_with_one_key(lists: Lists) -> None:
    check_options(lists)
    keys = _keys_among(lists["options"])
    for row in keys if len(keys) > 1 else []:
        row.add_error("key", f"{len(keys)} options are keys; this kind has one.")


def _keys_among(options: RowFormSet) -> list[PartForm]:
    return [row for row in options.filled if row.said("key")]


def check_pairs(lists: Lists) -> None:
    """Each line has one partner, and no distractor is the partner of a line."""
    pairs = lists["pairs"]
    lines = [row for row in pairs.filled if row.said("left")]
    partners = {" ".join((row.said("right") or "").split()) for row in lines}
    for row in pairs.filled:
        right = " ".join((row.said("right") or "").split())
        if row not in lines and right and right in partners:
            row.add_error("right", "A distractor must differ from the right answers.")
    if len(lines) < 2 <= len(pairs.filled):
        pairs.refuse("Fewer than two pairs have a left side.")
    pairs.refuse_repetition("left", "Another pair has the same left side.")


def check_items(lists: Lists) -> None:
    lists["items"].refuse_repetition("text", "Another item has the same text.")


def check_texts(lists: Lists) -> None:
    """No two are the same to a learner's answer."""
    _check_credit(lists["accept"])
    rows = [(row, "text") for row in lists["accept"].filled]
    rows += [(row, "match") for row in lists["wrong"].filled]
    said = [(row, name, normalised(row.said(name) or "")) for row, name in rows]
    times = Counter(text for _, _, text in said)
    for row, name, text in said:
        if row.said(name) and not text:
            row.add_error(name, "There is nothing here but marks.")
        elif text and times[text] > 1:
            row.add_error(name, "Another answer is the same, as answers are compared.")


def check_values(lists: Lists) -> None:
    _check_credit(lists["accept"])


def _check_credit(accepted: RowFormSet) -> None:
    credits = [row.cleaned_data.get("credit") for row in accepted.filled]
    # An empty one stands for 1.
    if credits and not any(credit is None or credit == 1 for credit in credits):
        accepted.refuse("No accepted answer gives full credit.")

"""How the admin speaks of each kind of question, and which rows it shows."""

from dataclasses import dataclass

from .part_forms import (
    ACCEPTED_TEXTS,
    ACCEPTED_VALUES,
    ANTICIPATED_TEXTS,
    ANTICIPATED_VALUES,
    ITEMS,
    OPTIONS,
    PAIRS,
    TWO_OPTIONS,
    Check,
    check_items,
    check_options,
    check_options_with_one_key,
    check_pairs,
    check_texts,
    check_values,
)
from .row_forms import Rows

SCHEMES = [
    ("all", "All or nothing"),
    ("proportional", "In proportion to right decisions"),
    ("right-minus-wrong", "Right minus wrong"),
]
# What a scheme makes of an answer: the table in quizzes/kinds/base.py.
_ONE_CHOICE = (
    "All three are the same for this kind: the option that is chosen decides, and may"
    " give credit of its own."
)
_ONE_ANSWER = (
    "All three are the same for this kind: the accepted answer that fits gives its"
    " credit."
)


@dataclass(frozen=True, slots=True)
class KindOfQuestion:
    label: str
    sentence: str
    schemes: str  # what each credit scheme does
    rows: tuple[Rows, ...]
    check: Check
    fields: tuple[str, ...] = ()  # what no other kind has

    @property
    def keys(self) -> set[str]:
        return {rows.key for rows in self.rows}


KINDS = {
    "single": KindOfQuestion(
        "One best answer",
        "One option is right, and the learner chooses one.",
        _ONE_CHOICE,
        (OPTIONS,),
        check_options_with_one_key,
    ),
    "multiple": KindOfQuestion(
        "Several answers",
        "Any number of options are right, and the learner chooses all of them.",
        "All or nothing: every key and nothing else. In proportion: the options"
        " rightly chosen or left, of all. Right minus wrong: the keys chosen minus the"
        " distractors chosen, of all keys, and never below 0.",
        (OPTIONS,),
        check_options,
    ),
    "true-false": KindOfQuestion(
        "True or false",
        "The learner chooses one of two options.",
        _ONE_CHOICE,
        (TWO_OPTIONS,),
        check_options_with_one_key,
        ("mimic",),
    ),
    "matching": KindOfQuestion(
        "Matching",
        "The learner chooses the right partner for each line on the left.",
        "All or nothing: every line is right. In proportion: the right lines, of all"
        " lines. Right minus wrong: the right lines minus the wrong ones, of all lines,"
        " and never below 0; a line left open takes nothing away.",
        (PAIRS,),
        check_pairs,
    ),
    "ordering": KindOfQuestion(
        "Ordering",
        "The learner puts the items in order.",
        "All or nothing: the whole order. The others look at every two items. In"
        " proportion: those that stand in the right order, of all. Right minus wrong:"
        " those minus the rest, of all, and never below 0.",
        (ITEMS,),
        check_items,
    ),
    "short": KindOfQuestion(
        "Short answer",
        "The learner writes a few words, which are compared with the accepted answers.",
        _ONE_ANSWER,
        (ACCEPTED_TEXTS, ANTICIPATED_TEXTS),
        check_texts,
        ("spelling_slack",),
    ),
    "numeric": KindOfQuestion(
        "Number",
        "The learner writes a number, which is right within the tolerance.",
        _ONE_ANSWER,
        (ACCEPTED_VALUES, ANTICIPATED_VALUES),
        check_values,
        ("unit",),
    ),
}
OWN_FIELDS = {name for kind in KINDS.values() for name in kind.fields}
ALL_KEYS = {key for kind in KINDS.values() for key in kind.keys}

"""How the parts of a question did that has no table of options.

Lines, items and options that are kept or left are right or wrong each by itself; of a
typed answer only the wrong ones that its author foresaw are counted, never the words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lessons.cleaning import plain_text

from ..grading import Answer, Content, grade


@dataclass(frozen=True, slots=True)
class PartLine:
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class PartTable:
    title: str
    heading: str
    counted: str  # what the counts are of
    meaning: str
    answered: int  # learners who did not leave it blank
    rows: Sequence[PartLine]


def part_table(
    content: Content, rendered: Mapping[str, Any], answers: Iterable[Answer]
) -> PartTable | None:
    """The table of a kind that has parts; None where there is nothing to count."""
    grades = [grade(content, answer) for answer in answers]
    right = Counter(
        name for one in grades for name, is_right in one.parts.items() if is_right
    )
    foreseen = Counter(one.anticipated for one in grades)
    title, heading, counted, meaning = _WORDS[content["kind"]]
    rows = [
        PartLine(text, right[part]) for part, text in _texts(content, rendered)
    ] or [
        PartLine(str(wrong.get("match", wrong.get("value"))), foreseen[at])
        for at, wrong in enumerate(content.get("wrong", ()))
    ]
    if not rows:
        return None
    return PartTable(title, heading, counted, meaning, len(grades), rows)


_TYPED = (
    "Wrong answers foreseen",
    "Answer",
    "Given by",
    "What else was typed is not shown.",
)
_WORDS = {
    "multiple": (
        "Options",
        "Option",
        "Decided rightly",
        "Chosen where it is right, left where it is wrong.",
    ),
    "matching": ("Lines", "Line", "Matched rightly", "Each line by itself."),
    "ordering": (
        "Places",
        "In the right order",
        "Put in the right place",
        "Each item by itself; one that is out of place moves others.",
    ),
    "short": _TYPED,
    "numeric": _TYPED,
}


def _texts(content: Content, rendered: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Id and words of each part that is right or wrong by itself."""
    keys = {one["id"] for one in content.get("options", ()) if one["key"]}
    for option in rendered.get("options", ()):
        what = "right" if option["id"] in keys else "wrong"
        yield option["id"], f"{plain_text(option['text'])} ({what})"
    for pair in rendered.get("pairs", ()):
        if pair["left"]:
            yield pair["id"], plain_text(pair["left"])
    for item in rendered.get("items", ()):
        yield item["id"], plain_text(item["text"])

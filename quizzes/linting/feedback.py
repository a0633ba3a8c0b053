"""The rules for what is said after an answer: F1 to F5 of the teaching plan (1.4)."""

import re
from collections.abc import Iterator
from itertools import combinations

from . import words
from .finding import Item

FEWEST_WORDS, MOST_WORDS = 12, 70
FEWEST_WORDS_OF_KEY, MOST_WORDS_OF_KEY = 25, 110
HIGHEST_LIKENESS = 0.7
# What shows that a distractor's reason says when it would be right (F4).
_CONTRAST = re.compile(
    r"\b(because|would|instead|rather|seen in|unlike|whereas|but|yet|(al)?though)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(this is )?(in)?(correct|wrong|no|false|right|yes|true)\b", re.I
)


def feedback_faults(item: Item) -> Iterator[tuple[str, str]]:
    """The rule and what it finds, for each reason of the question."""
    for name, rationale in _rationales(item):
        if not rationale:
            yield "F1", f"{name} has no rationale"
        elif _GENERIC.match(rationale) and len(rationale) <= 40:
            yield "F3", f"the rationale of {name} says only “{rationale}”"
    for option in item.options:
        yield from _length(item, option["id"], option["rationale"], option["key"])
    yield from _likeness(item)


def says_when_right(rationale: str) -> bool:
    """Whether a distractor's reason draws a contrast (F4)."""
    return bool(_CONTRAST.search(rationale))


def _rationales(item: Item) -> Iterator[tuple[str, str]]:
    for field in ("options", "pairs", "items"):
        for part in item.content.get(field, ()):
            yield f"{field.removesuffix('s')} {part['id']}", part["rationale"].strip()


def _length(
    item: Item, name: str, rationale: str, is_key: bool
) -> Iterator[tuple[str, str]]:
    number = len(rationale.split())
    fewest, most = FEWEST_WORDS, MOST_WORDS
    if is_key:
        # Of several right answers each says its part.
        fewest = FEWEST_WORDS if item.kind == "multiple" else FEWEST_WORDS_OF_KEY
        most = MOST_WORDS_OF_KEY
    if rationale and not fewest <= number <= most:
        message = (
            f"the rationale of option {name} has {number} words; {fewest} to {most}"
        )
        yield "F2", message


def _likeness(item: Item) -> Iterator[tuple[str, str]]:
    said = [(name, set(words.tokens(text))) for name, text in _rationales(item) if text]
    for (one, first), (other, second) in combinations(said, 2):
        if len(first & second) >= HIGHEST_LIKENESS * len(first | second):
            yield "F3", f"the rationales of {one} and {other} say nearly the same"

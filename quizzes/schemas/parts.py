"""The parts of questions: options, pairs, items, accepted and anticipated answers."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from lessons.schemas import Text
from sps_learn.publishing.files import Schema

from ..kinds.typed import MAX_CHARACTERS

Credit = Annotated[float, Field(gt=0, le=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]
# No longer than what a learner can type.
Typed = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
PartId = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=10)
]

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Option(Schema):
    """One choice of a single, multiple or true-false question."""

    omitted_when_empty: ClassVar = frozenset({"credit", "pinned"})

    id: PartId = ""
    text: Text
    key: bool = False
    rationale: str = ""
    credit: Credit | None = None
    pinned: bool = False


class Pair(Schema):
    """One row of a matching question; without `left`, a distractor on the right."""

    id: PartId = ""
    left: str = ""
    right: Text
    rationale: str = ""


class Item(Schema):
    """One thing to put in order."""

    id: PartId = ""
    text: Text
    rationale: str = ""


class AcceptedText(Schema):
    text: Typed
    credit: Credit = 1.0


class AnticipatedText(Schema):
    match: Typed
    rationale: Text


class AcceptedValue(Schema):
    value: Number
    tolerance: Tolerance = 0.0
    credit: Credit = 1.0


class AnticipatedValue(Schema):
    value: Number
    tolerance: Tolerance = 0.0
    rationale: Text


def name_parts(parts: Sequence[Option | Pair | Item]) -> None:
    """Give parts without an id the next free letter; ids given stay for ever."""
    taken = [part.id for part in parts if part.id]
    if twice := [name for name, n in Counter(taken).items() if n > 1]:
        raise ValueError(f"id {twice[0]} is given twice")
    pairs = (first + second for first in LETTERS for second in LETTERS)
    free = (name for name in chain(LETTERS, pairs) if name not in taken)
    for part in parts:
        if not part.id:
            part.id = next(free)


def refuse_repetition(
    texts: Sequence[tuple[str, str]], what: str, *, seen: str = "the text"
) -> None:
    """Raise where two of (id, text) say the same, case and spaces set aside."""
    folded = [" ".join(text.lower().split()) for _, text in texts]
    times = Counter(folded)
    for (name, _), text in zip(texts, folded, strict=True):
        if times[text] > 1:
            raise ValueError(f"{what} {name} repeats {seen} of another")

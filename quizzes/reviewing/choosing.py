"""Which due questions are asked next, and in what order. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..interleaving import interleave

MOST = 20  # in one sitting


@dataclass(frozen=True, slots=True)
class Due:
    """A question that is due, and what one learner knows of it."""

    question: int
    topic: int
    recall: float  # as predicted, 0 to 1
    was_certain: bool = False  # missed while certain, and not mended since
    is_corrected: bool = False  # its key, since it was answered


def choose(due: Sequence[Due], most: int) -> list[Due]:
    """The most urgent, in the order in which they are asked; topics take turns.

    What was missed while certain comes first, then what was corrected, then what is
    likeliest forgotten: as early as is possible with no more than two of a topic in a
    row, where any order allows that.
    """
    return interleave(sorted(due, key=_urgency)[:most], lambda one: one.topic)


def how_many(a_day: int, reviewed: int, *, anyway: bool = False) -> int:
    """How many questions a sitting may have; `anyway` goes past the day's number."""
    return MOST if anyway else max(0, min(MOST, a_day - reviewed))


def _urgency(one: Due) -> tuple[bool, bool, float, int]:
    return not one.was_certain, not one.is_corrected, one.recall, one.question

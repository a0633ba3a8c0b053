"""Which questions an attempt asks, and in what order. Pure: imports nothing from Django.

The same rows, pools and seed give the same slots, so that a draw can be repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn: its number, and its options in stored order."""

    id: int
    options: tuple[str, ...]
    pinned: frozenset[str] = frozenset()  # options that keep their stored place


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a blueprint: so many out of a pool."""

    count: int
    pool: Sequence[Candidate]


@dataclass(frozen=True, slots=True)
class Slot:
    question: int
    option_order: tuple[str, ...]


class NotEnoughQuestions(ValueError):
    """A blueprint row asks for more than its pool can give."""

    def __init__(self, row: int, wanted: int, available: int) -> None:
        super().__init__(f"Row {row + 1} asks for {wanted}; {available} are available.")
        self.row, self.wanted, self.available = row, wanted, available


def draw(rows: Sequence[Row], seed: int) -> list[Slot]:
    """Slots for an attempt, no question twice; raises NotEnoughQuestions.

    Narrow pools are served first, so that a wide row does not use up what a narrow
    one needs; the questions are then shuffled.
    """
    random = Random(seed)
    drawn: dict[int, Candidate] = {}
    by_width = sorted(range(len(rows)), key=lambda at: (len(rows[at].pool), at))
    for at in by_width:
        row = rows[at]
        free = [candidate for candidate in row.pool if candidate.id not in drawn]
        if len(free) < row.count:
            raise NotEnoughQuestions(at, row.count, len(free))
        free.sort(key=lambda candidate: candidate.id)
        drawn |= {
            candidate.id: candidate for candidate in random.sample(free, row.count)
        }
    chosen = [drawn[key] for key in sorted(drawn)]
    random.shuffle(chosen)
    return [Slot(one.id, shuffled_options(one, random)) for one in chosen]


def shuffled_options(candidate: Candidate, random: Random) -> tuple[str, ...]:
    """The options in a random order, pinned ones in their stored place."""
    loose = [option for option in candidate.options if option not in candidate.pinned]
    random.shuffle(loose)
    waiting = iter(loose)
    return tuple(
        option if option in candidate.pinned else next(waiting)
        for option in candidate.options
    )

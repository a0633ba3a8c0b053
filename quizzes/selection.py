"""Which questions an attempt asks, in what order. Pure: imports nothing from Django.

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

    Succeeds whenever the rows can be served together: a row that finds its questions
    taken asks the others to change theirs (augmenting paths). Then all is shuffled.
    """
    random = Random(seed)
    candidates = {one.id: one for row in rows for one in row.pool}
    wishes = [_shuffled(sorted(one.id for one in row.pool), random) for row in rows]
    taken: dict[int, int] = {}
    for at in sorted(range(len(rows)), key=lambda at: (len(wishes[at]), at)):
        for found in range(rows[at].count):
            if not _take_one(at, wishes, taken, asked=set()):
                raise NotEnoughQuestions(at, rows[at].count, found)
    chosen = [candidates[key] for key in _shuffled(sorted(taken), random)]
    return [Slot(one.id, shuffled_options(one, random)) for one in chosen]


def _take_one(
    at: int, wishes: Sequence[list[int]], taken: dict[int, int], asked: set[int]
) -> bool:
    """Give row `at` one question more, out of another row's hands if need be."""
    asked.add(at)
    for question in wishes[at]:
        if question not in taken:
            taken[question] = at
            return True
    for question in wishes[at]:
        holder = taken[question]
        if holder not in asked and _take_one(holder, wishes, taken, asked):
            taken[question] = at
            return True
    return False


def _shuffled(ids: list[int], random: Random) -> list[int]:
    random.shuffle(ids)
    return ids


def shuffled_options(candidate: Candidate, random: Random) -> tuple[str, ...]:
    """The options in a random order, pinned ones in their stored place."""
    loose = [option for option in candidate.options if option not in candidate.pinned]
    random.shuffle(loose)
    waiting = iter(loose)
    return tuple(
        option if option in candidate.pinned else next(waiting)
        for option in candidate.options
    )

"""Which questions an attempt asks, in what order. Pure: imports nothing from Django.

The same rows, pools, history and seed give the same slots, so that a draw can be
repeated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

# A retake may repeat so much of what this learner met in so many days, where the
# banks allow it (teaching plan, M18). The draw does better: as little as they allow.
MET_SHARE, MET_DAYS = 0.30, 90

type BlockKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn: its number, and its options in stored order."""

    id: int
    options: tuple[str, ...]
    pinned: frozenset[str] = frozenset()  # options that keep their stored place


@dataclass(frozen=True, slots=True)
class Block:
    """What is drawn as one: a question, or the steps of an unfolding case in order."""

    steps: tuple[Candidate, ...]
    case: int | None = None

    @property
    def key(self) -> BlockKey:
        return (1, self.case) if self.case is not None else (0, self.steps[0].id)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a blueprint: so many blocks out of a pool."""

    count: int
    pool: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Slot:
    question: int
    option_order: tuple[str, ...]
    case: int | None = None


class NotEnoughQuestions(ValueError):
    """A blueprint row asks for more than its pool can give."""

    def __init__(self, row: int, wanted: int, available: int) -> None:
        super().__init__(f"Row {row + 1} asks for {wanted}; {available} are available.")
        self.row, self.wanted, self.available = row, wanted, available


def draw(
    rows: Sequence[Row], seed: int, met: Mapping[int, datetime] | None = None
) -> list[Slot]:
    """Slots for an attempt, no question twice; raises NotEnoughQuestions.

    `met` says when the learner last met a question. New ones are taken first, then
    those met longest ago; among equals chance decides. Succeeds whenever the rows can
    be served together, and then repeats as few blocks as can be: the blocks that rows
    can share out form a transversal matroid, in which taking the best first is best
    (Edmonds and Fulkerson 1965).
    """
    random = Random(seed)
    blocks = {block.key: block for row in rows for block in row.pool}
    chance = _shuffled(sorted(blocks), random)
    by_freshness = sorted(chance, key=lambda key: _last_met(blocks[key], met or {}))
    sharing = _Sharing(rows)
    for key in by_freshness:
        if sharing.is_done:
            break
        sharing.take(key)
    sharing.check()
    chosen = [blocks[key] for key in _shuffled(sorted(sharing.row_of), random)]
    return [
        Slot(step.id, shuffled_options(step, random), block.case)
        for block in chosen
        for step in block.steps
    ]


def in_order(candidates: Sequence[Candidate], seed: int) -> list[Slot]:
    """Slots for questions that are chosen, in this order; only options are shuffled."""
    random = Random(seed)
    return [Slot(one.id, shuffled_options(one, random)) for one in candidates]


def as_blocks(candidates: Sequence[Candidate]) -> list[Block]:
    """Each question as a block of its own."""
    return [Block((candidate,)) for candidate in candidates]


@dataclass(slots=True)
class _Sharing:
    """Blocks shared out to rows; a full row may hand one on to take another."""

    rows: Sequence[Row]
    row_of: dict[BlockKey, int] = field(default_factory=dict)
    held: list[list[BlockKey]] = field(init=False)
    wanted_by: dict[BlockKey, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.held = [[] for _ in self.rows]
        self.wanted_by = {}
        for at, row in enumerate(self.rows):
            for block in row.pool:
                self.wanted_by.setdefault(block.key, []).append(at)

    @property
    def is_done(self) -> bool:
        return len(self.row_of) == sum(row.count for row in self.rows)

    def take(self, key: BlockKey) -> bool:
        return self._place(key, asked=set())

    def _place(self, key: BlockKey, asked: set[int]) -> bool:
        """Give the block to a row that wants it, along an augmenting path."""
        wanting = [at for at in self.wanted_by[key] if at not in asked]
        for at in wanting:
            if len(self.held[at]) < self.rows[at].count:
                self._put(key, at)
                return True
        for at in wanting:
            asked.add(at)
            for other in list(self.held[at]):
                if self._place(other, asked):
                    self.held[at].remove(other)
                    self._put(key, at)
                    return True
        return False

    def _put(self, key: BlockKey, at: int) -> None:
        self.held[at].append(key)
        self.row_of[key] = at

    def check(self) -> None:
        for at, row in enumerate(self.rows):
            if len(self.held[at]) < row.count:
                raise NotEnoughQuestions(at, row.count, len(self.held[at]))


def _last_met(block: Block, met: Mapping[int, datetime]) -> tuple[bool, float]:
    times = [met[step.id].timestamp() for step in block.steps if step.id in met]
    return bool(times), max(times, default=0.0)


def _shuffled[T](keys: list[T], random: Random) -> list[T]:
    random.shuffle(keys)
    return keys


def shuffled_options(candidate: Candidate, random: Random) -> tuple[str, ...]:
    """The options in a random order, pinned ones in their stored place."""
    loose = [option for option in candidate.options if option not in candidate.pinned]
    random.shuffle(loose)
    waiting = iter(loose)
    return tuple(
        option if option in candidate.pinned else next(waiting)
        for option in candidate.options
    )

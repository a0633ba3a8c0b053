"""Which questions check a lesson at its end. Pure: imports nothing from Django.

Some on what the lesson is for, and some on what came before it, so that that is met
again (teaching plan, 1.5). The same candidates and seed give the same questions.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from random import Random
from typing import Any, Protocol

OWN, OLDER = 3, 2


@dataclass(frozen=True, slots=True)
class Own:
    """A question on an objective of the lesson."""

    question: int
    objective: str
    is_of_lesson: bool  # its reasons lead to this lesson and not to another
    met_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Older:
    """A question on an objective of other lessons."""

    question: int
    objective: str
    lessons_ago: int | None = None  # on the path; None: not before this one
    is_known: bool = False  # the learner has read of its objective, or answered on it
    is_taught: bool = True  # its reasons lead to a lesson that was read or comes before
    due_at: datetime | None = None  # where it is due today
    met_at: datetime | None = None

    @property
    def may_be_asked(self) -> bool:
        return self.is_known or self.lessons_ago is not None


class _Candidate(Protocol):
    @property
    def question(self) -> int: ...
    @property
    def objective(self) -> str: ...


def choose(own: Iterable[Own], older: Iterable[Older], seed: int) -> list[int]:
    """The questions in the order in which they are asked, the older ones in between.

    New ones come first; of these, one for each objective before a second on any, and
    those whose reasons lead to this lesson before others. Of the older ones what is
    due comes first, then what the learner knows of, then the nearest lesson before;
    what a lesson still to come teaches of the same objective waits for the end.
    """
    random = Random(seed)
    own = _take(own, OWN, _rank_of_own, random)
    older = [one for one in older if one.may_be_asked]
    older = _take(older, OLDER, _rank_of_older, random)
    pairs = zip_longest(own, older)
    return [one.question for pair in pairs for one in pair if one is not None]


def _take[C: _Candidate](
    candidates: Iterable[C],
    most: int,
    rank: Callable[[C, int], tuple[Any, ...]],
    random: Random,
) -> list[C]:
    """The best by rank, one after the other; among equals chance decides."""
    waiting = sorted(candidates, key=lambda one: one.question)
    random.shuffle(waiting)
    taken: list[C] = []
    asked: Counter[str] = Counter()
    while waiting and len(taken) < most:
        best = min(waiting, key=lambda one: rank(one, asked[one.objective]))
        waiting.remove(best)
        asked[best.objective] += 1
        taken.append(best)
    return taken


def _rank_of_own(one: Own, asked: int) -> tuple[Any, ...]:
    return one.met_at is not None, asked, not one.is_of_lesson, _moment(one.met_at)


def _rank_of_older(one: Older, asked: int) -> tuple[Any, ...]:
    if one.due_at is not None:
        return 0, asked, _moment(one.due_at)
    met = (one.met_at is not None, _moment(one.met_at))
    if not one.is_taught:
        return 3, asked, *met
    if one.is_known:
        return 1, asked, *met
    return 2, asked, one.lessons_ago, *met


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0

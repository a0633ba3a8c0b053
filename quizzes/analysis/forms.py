"""The marks of a quiz as item analysis wants them. Pure: imports nothing from Django.

Where all learners met the same questions the quiz is one form, and only those who met
it as it is now count; how many have a mark by an earlier key is only said.
Else it is drawn: every attempt counts, and a question marked by an earlier key is an
item of its own. Steps of a case depend on each other: they are items, and stay out of
alpha and of what follows from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ..statistics.analysis import Analysis, analyse
from ..statistics.drawn import DrawnAttempt, analyse_drawn
from ..statistics.matrix import Matrix, matrix_of

ONLY_CASES = "All questions are steps of cases, which depend on each other."

# What follows from alpha; kept in step with QuizStatistics.
_OF_RELIABILITY = (
    *("alpha", "alpha_low", "alpha_high", "kr20", "kr21"),
    *("sem", "error_ratio", "reason"),
)


class Slot(NamedTuple):
    """What one learner got for one question."""

    sitting: object  # the learner's attempt
    item: str
    is_current: bool  # marked by the key of now
    is_step: bool  # of a case
    mark: float | None  # 0 to 1; None for a blank


@dataclass(frozen=True, slots=True)
class Form:
    """The sittings to analyse: a matrix where all met the same, else what each met."""

    matrix: Matrix | None
    drawn: Sequence[DrawnAttempt]
    steps: frozenset[str]  # items that are steps of a case
    outdated: int  # sittings left out because a key has changed since

    @property
    def is_drawn(self) -> bool:
        return self.matrix is None

    @property
    def n(self) -> int:
        return len(self.drawn) if self.matrix is None else self.matrix.n

    def analyse(self) -> Analysis:
        if self.matrix is None:
            return analyse_drawn(self.drawn)
        return analyse_with_cases(self.matrix, self.steps)


def form_of(slots: Iterable[Slot], items: Sequence[str]) -> Form:
    """The form of these slots; `items` are their questions, in their order."""
    sittings: dict[object, dict[str, Slot]] = {}
    for slot in slots:
        sittings.setdefault(slot.sitting, {})[slot.item] = slot
    steps = frozenset(
        item for met in sittings.values() for item, slot in met.items() if slot.is_step
    )
    if len({frozenset(met) for met in sittings.values()}) == 1:
        return _fixed(list(sittings.values()), items, steps)
    drawn = [
        {_name(slot): slot.mark for slot in met.values()} for met in sittings.values()
    ]
    return Form(None, drawn, steps, outdated=0)


def _fixed(
    sittings: Sequence[Mapping[str, Slot]], items: Sequence[str], steps: frozenset[str]
) -> Form:
    met = [item for item in items if item in sittings[0]]
    current = [
        [sitting[item].mark for item in met]
        for sitting in sittings
        if all(slot.is_current for slot in sitting.values())
    ]
    outdated = len(sittings) - len(current)
    return Form(matrix_of(met, current), (), steps, outdated)


def analyse_with_cases(matrix: Matrix, steps: frozenset[str]) -> Analysis:
    """The analysis of a form, with alpha and all that follows from it without steps."""
    whole = analyse(matrix)
    if steps.isdisjoint(matrix.items):
        return whole
    without: dict[str, Any] = dict.fromkeys(_OF_RELIABILITY)
    without["reason"] = ONLY_CASES
    alphas: dict[str, float | None] = {}
    if not steps.issuperset(matrix.items):
        apart = analyse(matrix.without(steps))
        without = {name: getattr(apart.quiz, name) for name in _OF_RELIABILITY}
        alphas = {item.item: item.alpha_if_deleted for item in apart.items}
    return Analysis(
        quiz=replace(whole.quiz, **without),
        items=tuple(
            replace(item, alpha_if_deleted=alphas.get(item.item))
            for item in whole.items
        ),
    )


EARLIER = " (earlier key)"


def _name(slot: Slot) -> str:
    return slot.item if slot.is_current else f"{slot.item}{EARLIER}"

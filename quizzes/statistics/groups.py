"""The upper and the lower 27 % of the learners. Pure: imports nothing from Django.

27 % is Kelley's share (J Educ Psychol 1939). A group has exactly 0.27 n places, which
need not be a whole number. Learners tied at its border share the places left, so that
the order of the rows decides nothing (teaching plan, 2.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from .moments import ROUNDING, is_constant

GROUP_SHARE = 0.27


@dataclass(frozen=True, slots=True)
class Groups:
    """How much of each of n learners is in either group, 0 to 1, in their order."""

    upper: tuple[float, ...]
    lower: tuple[float, ...]

    def upper_mean(self, marks: Sequence[float]) -> float:
        return _weighted_mean(marks, self.upper)

    def lower_mean(self, marks: Sequence[float]) -> float:
        return _weighted_mean(marks, self.lower)


def groups_by(totals: Sequence[float]) -> Groups | None:
    """The two groups by score; None where no learner is above another."""
    if len(totals) < 2 or is_constant(totals):
        return None
    return Groups(
        upper=_best(totals),
        lower=_best([-total for total in totals]),
    )


def _best(scores: Sequence[float]) -> tuple[float, ...]:
    """The weight of each: 1 in the group, 0 outside, a share at the border."""
    places = GROUP_SHARE * len(scores)
    weights = [0.0] * len(scores)
    for tied in _ties(scores):
        weight = min(1.0, places / len(tied))
        for at in tied:
            weights[at] = weight
        places -= len(tied)
        if places <= 0:
            break
    return tuple(weights)


def _ties(scores: Sequence[float]) -> list[list[int]]:
    """The places of equal scores, best first."""
    ties: list[list[int]] = []
    for at in sorted(range(len(scores)), key=lambda at: scores[at], reverse=True):
        if ties and scores[ties[-1][-1]] - scores[at] <= ROUNDING:
            ties[-1].append(at)
        else:
            ties.append([at])
    return ties


def _weighted_mean(marks: Sequence[float], weights: Sequence[float]) -> float:
    found = fsum(m * w for m, w in zip(marks, weights, strict=True)) / fsum(weights)
    return min(1.0, found)

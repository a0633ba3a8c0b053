"""How much of an analysis may be shown, and in which words. Pure.

In 22 cohorts of 10 to 15, 29 of 32 items were "poor" in one and "excellent" in
another (Young 2017), so few learners get counts and no verdict (teaching plan, 2.1).
"""

from enum import StrEnum
from math import atanh, sqrt, tanh
from statistics import NormalDist

from .reliability import CONFIDENCE, Interval

COUNTS_FROM, GREYED_FROM, NORMAL_FROM = 10, 30, 100

# Stands next to every alpha.
ALPHA_NOTE = (
    "A quiz that most learners get right has a low alpha by design: alpha says how"
    " well scores tell learners apart, not how much they learned."
)


class Detail(StrEnum):
    """What n learners allow to be shown."""

    HIDDEN = "hidden"  # fewer than 10: nothing
    COUNTS = "counts"  # 10 to 29: how many, and no statistics
    GREYED = "greyed"  # 30 to 99: statistics in grey, each with its interval
    NORMAL = "normal"  # 100 and more


class Band(StrEnum):
    """Ebel and Frisbie's words for a D index or a discrimination."""

    VERY_GOOD = "very good"
    GOOD = "good"
    MARGINAL = "marginal"
    POOR = "poor"
    CHECK_KEY = "check the key"


_LEAST = {
    Band.VERY_GOOD: 0.40,
    Band.GOOD: 0.30,
    Band.MARGINAL: 0.20,
    Band.POOR: 0.0,
}


def detail_for(n: int) -> Detail:
    if n < COUNTS_FROM:
        return Detail.HIDDEN
    if n < GREYED_FROM:
        return Detail.COUNTS
    return Detail.GREYED if n < NORMAL_FROM else Detail.NORMAL


def band_of(value: float | None) -> Band | None:
    """The word for a D index or a discrimination; None for None."""
    if value is None:
        return None
    reached = (band for band, least in _LEAST.items() if value >= least)
    return next(reached, Band.CHECK_KEY)


def facility_interval(
    facility: float | None, n: int, confidence: float = CONFIDENCE
) -> Interval | None:
    """Wilson's interval of a share (J Am Stat Assoc 1927); None without learners.

    For part marks it is too wide rather than too narrow, because their variance is
    never above p (1 - p).
    """
    if facility is None or n < 1:
        return None
    z = _z(confidence)
    middle = (facility + z**2 / (2 * n)) / (1 + z**2 / n)
    spread = facility * (1 - facility) / n + (z / (2 * n)) ** 2
    half = z / (1 + z**2 / n) * sqrt(spread)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def correlation_interval(
    r: float | None, n: int, confidence: float = CONFIDENCE
) -> Interval | None:
    """Fisher's interval of a correlation (Metron 1921); None for fewer than four."""
    if r is None or n < 4:
        return None
    if abs(r) == 1:
        return Interval(r, r)
    half = _z(confidence) / sqrt(n - 3)
    return Interval(tanh(atanh(r) - half), tanh(atanh(r) + half))


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)

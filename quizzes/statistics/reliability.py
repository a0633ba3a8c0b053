"""How far the scores of a form can be trusted. Pure: imports nothing from Django.

    alpha      k/(k-1) (1 - Σ s_i² / s_T²), all variances with n - 1 (Cronbach 1951)
    KR-20      the same for 0/1 marks; its pq is a variance with n, so that of the
               scores must be too (Kuder and Richardson 1937)
    KR-21      k/(k-1) (1 - M (k - M) / (k σ_T²)), as if all were equally hard
    interval   1 - (1 - alpha) F, with n-1 and (n-1)(k-1) degrees (Feldt 1965)
    SEM        s_T sqrt(1 - alpha), in marks; error ratio 100 sqrt(1 - alpha), in %
    at score x sqrt(x (k - x) / (k - 1)), in marks (Lord 1955)
    length     m alpha / (1 + (m-1) alpha) for a form m times as long (Spearman 1910,
               Brown 1910)

Alpha below 0 stays below 0: it says that the items contradict each other. Nothing
here is defined for fewer than two items, two learners, or equal scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from .f_distribution import f_quantile
from .items import are_right_or_wrong
from .moments import mean, variance

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def cronbach_alpha(
    columns: Sequence[Sequence[float]], totals: Sequence[float]
) -> float | None:
    """Alpha of k columns of n marks and the n scores; at most 1."""
    return _alpha([variance(column) or 0.0 for column in columns], variance(totals))


def alphas_if_deleted(
    columns: Sequence[Sequence[float]], rests: Sequence[Sequence[float]]
) -> list[float | None]:
    """Alpha of the form without each item, from the rest scores of each."""
    within = [variance(column) or 0.0 for column in columns]
    return [
        _alpha([*within[:at], *within[at + 1 :]], variance(rest))
        for at, rest in enumerate(rests)
    ]


def _alpha(within: Sequence[float], spread: float | None) -> float | None:
    """Alpha from the variances of the items and of the scores."""
    k = len(within)
    if k < 2 or not spread:
        return None
    # Only the last bit is cut: the variance of a sum allows no more than 1.
    return min(1.0, k / (k - 1) * (1 - fsum(within) / spread))


def kr20(columns: Sequence[Sequence[float]], totals: Sequence[float]) -> float | None:
    """Kuder and Richardson's formula 20; None where a mark is between 0 and 1."""
    k, spread = len(columns), _variance_with_n(totals)
    if k < 2 or not spread or not all(map(are_right_or_wrong, columns)):
        return None
    shares = [mean(column) or 0.0 for column in columns]
    return min(1.0, k / (k - 1) * (1 - fsum(p * (1 - p) for p in shares) / spread))


def kr21(columns: Sequence[Sequence[float]], totals: Sequence[float]) -> float | None:
    """Formula 21, never above formula 20; None where a mark is between 0 and 1."""
    k, spread, middle = len(columns), _variance_with_n(totals), mean(totals)
    if k < 2 or not spread or middle is None:
        return None
    if not all(map(are_right_or_wrong, columns)):
        return None
    return min(1.0, k / (k - 1) * (1 - middle * (k - middle) / (k * spread)))


def alpha_interval(
    alpha: float | None, n: int, k: int, confidence: float = CONFIDENCE
) -> Interval | None:
    """Where alpha lies in all learners of whom these n are a sample."""
    if alpha is None or n < 2 or k < 2:
        return None
    tail = (1 - confidence) / 2
    degrees = (n - 1, (n - 1) * (k - 1))
    return Interval(
        low=1 - (1 - alpha) * f_quantile(1 - tail, *degrees),
        high=1 - (1 - alpha) * f_quantile(tail, *degrees),
    )


def standard_error(sd_of_scores: float | None, alpha: float | None) -> float | None:
    """The standard error of measurement, in marks."""
    if sd_of_scores is None or alpha is None:
        return None
    return sd_of_scores * sqrt(1 - alpha)


def error_ratio(alpha: float | None) -> float | None:
    """How much of the spread of scores is error, in %; above 100 for alpha below 0."""
    return None if alpha is None else 100 * sqrt(1 - alpha)


def standard_error_at(score: float, k: int) -> float | None:
    """The standard error at one score of k items of 0 or 1, for the pass mark."""
    if k < 2 or not 0 <= score <= k:
        return None
    return sqrt(score * (k - score) / (k - 1))


def lengthened(alpha: float, times: float) -> float | None:
    """Alpha of a form so many times as long, of items alike; None if undefined."""
    divisor = 1 + (times - 1) * alpha
    return None if times <= 0 or divisor <= 0 else times * alpha / divisor


def items_needed(alpha: float, target: float, k: int) -> float | None:
    """How many items alike would reach the target; rarely a whole number.

    None where none would: for alpha at or below 0, and a target outside 0 to 1.
    """
    if not 0 < alpha < 1 or not 0 < target < 1:
        return None
    return k * target * (1 - alpha) / (alpha * (1 - target))


def _variance_with_n(values: Sequence[float]) -> float | None:
    found = variance(values)
    return None if found is None else found * (len(values) - 1) / len(values)

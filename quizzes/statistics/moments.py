"""Means, spreads and correlations, None where undefined. Pure.

Variances and covariances divide by n - 1. Skewness and kurtosis are those of Fisher's
k-statistics, as in Moodle (teaching plan, 2.1).
"""

from collections.abc import Sequence
from math import fsum, sqrt

# Values that differ by less are the same: 0.1 + 0.5 and 0.3 + 0.3 are one score.
ROUNDING = 1e-9
# A correlation nearer to 0 is the rounding of a covariance that is 0.
_NO_CORRELATION = 1e-12


def mean(values: Sequence[float]) -> float | None:
    return fsum(values) / len(values) if values else None


def is_constant(values: Sequence[float]) -> bool:
    """Whether all are the same, which leaves every correlation undefined."""
    return not values or max(values) - min(values) <= ROUNDING


def deviations(values: Sequence[float]) -> list[float]:
    """How far each is from the mean; exactly 0 where all are the same."""
    if is_constant(values):
        return [0.0] * len(values)
    middle = fsum(values) / len(values)
    return [value - middle for value in values]


def variance(values: Sequence[float]) -> float | None:
    """The variance with n - 1; None for fewer than two values."""
    if len(values) < 2:
        return None
    return fsum(d * d for d in deviations(values)) / (len(values) - 1)


def sd(values: Sequence[float]) -> float | None:
    found = variance(values)
    return None if found is None else sqrt(found)


def covariance(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """The covariance with n - 1; None for fewer than two pairs."""
    if len(xs) < 2:
        return None
    dx, dy = deviations(xs), deviations(ys)
    total = fsum(x * y for x, y in zip(dx, dy, strict=True))
    scale = sqrt(fsum(x * x for x in dx) * fsum(y * y for y in dy))
    return 0.0 if abs(total) <= _NO_CORRELATION * scale else total / (len(xs) - 1)


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r; None for fewer than two pairs or where one side is constant."""
    shared, sx, sy = covariance(xs, ys), sd(xs), sd(ys)
    if shared is None or not sx or not sy:
        return None
    # Only the last bit is cut: Cauchy and Schwarz allow no more than 1.
    return max(-1.0, min(1.0, shared / (sx * sy)))


def skewness(values: Sequence[float]) -> float | None:
    """k3 / k2^1.5; None for fewer than three values or no spread."""
    n, m2 = len(values), _central_moment(values, 2)
    if n < 3 or not m2:
        return None
    k2 = n * m2 / (n - 1)
    k3 = n**2 * _central_moment(values, 3) / ((n - 1) * (n - 2))
    return float(k3 / k2**1.5)


def kurtosis(values: Sequence[float]) -> float | None:
    """k4 / k2^2, which is 0 for a normal distribution; None for fewer than four."""
    n, m2 = len(values), _central_moment(values, 2)
    if n < 4 or not m2:
        return None
    k2 = n * m2 / (n - 1)
    m4 = _central_moment(values, 4)
    k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
    return float(k4 / k2**2)


def _central_moment(values: Sequence[float], order: int) -> float:
    return fsum(d**order for d in deviations(values)) / max(len(values), 1)

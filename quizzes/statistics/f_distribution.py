"""Quantiles of the F distribution. Pure: imports nothing from Django.

By hand, because the only library that has them would be the largest dependency here.
The distribution is a regularised incomplete beta function (NIST Digital Library of
Mathematical Functions, 8.17), this is its continued fraction 8.17.22, worked out by
Lentz's method (Applied Optics 1976) as modified by Thompson and Barnett (1986). The
quantile is found by Newton's method on log f, kept within a bracket.

Relative errors of a quantile stay below 1e-9 for degrees of freedom up to 1e6.
"""

from math import exp, inf, lgamma, log, log1p

_TINY = 1e-300
_PRECISION = 1e-15
_MOST_TERMS = 100_000


def f_quantile(p: float, d1: float, d2: float) -> float:
    """The f below which F(d1, d2) falls with probability p, for 0 < p < 1."""
    if not 0 < p < 1 or d1 <= 0 or d2 <= 0:
        raise ValueError(f"No quantile for p={p} with {d1} and {d2} degrees.")
    low, high = -1.0, 1.0  # of log f
    while f_cdf(exp(low), d1, d2) > p:
        low *= 2
    while f_cdf(exp(high), d1, d2) < p:
        high *= 2
    t = (low + high) / 2
    for _ in range(200):
        gap = f_cdf(exp(t), d1, d2) - p
        low, high = (low, t) if gap > 0 else (t, high)
        slope = _slope(t, d1, d2)
        step = gap / slope if slope else inf
        following = t - step if low < t - step < high else (low + high) / 2
        if abs(following - t) <= 1e-14 * max(1.0, abs(t)):
            return exp(following)
        t = following
    return exp(t)


def f_cdf(f: float, d1: float, d2: float) -> float:
    """The probability that F(d1, d2) is at most f, for f > 0."""
    x, y = _beta_arguments(f, d1, d2)
    return beta_cdf(d1 / 2, d2 / 2, x, y)


def beta_cdf(a: float, b: float, x: float, y: float) -> float:
    """The regularised incomplete beta function I_x(a, b).

    y is 1 - x, asked for by itself so that a caller who knows it better loses nothing.
    """
    if x <= 0 or y <= 0:
        return 0.0 if x <= 0 else 1.0
    # The fraction converges fast below the mean; above it the other tail is taken.
    if x > (a + 1) / (a + b + 2):
        return 1 - _density_term(b, a, y, x) / b * _fraction(b, a, y)
    return _density_term(a, b, x, y) / a * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """1 / (1 + c1 / (1 + c2 / (1 + ...))), the coefficients those of 8.17.23."""
    value, numerator, denominator = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        coefficient = _coefficient(term, a, b, x)
        denominator = 1 / (1 + coefficient * denominator or _TINY)
        numerator = 1 + coefficient / numerator or _TINY
        change = numerator * denominator
        value *= change
        if abs(change - 1) < _PRECISION:
            return 1 / value
    raise ArithmeticError(f"I_{x}({a}, {b}) did not converge.")


def _coefficient(term: int, a: float, b: float, x: float) -> float:
    m = term // 2
    if term % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _density_term(a: float, b: float, x: float, y: float) -> float:
    """x^a y^b / B(a, b)."""
    log_x = log(x) if x < 0.5 else log1p(-y)
    log_y = log(y) if y < 0.5 else log1p(-x)
    return exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log_x + b * log_y)


def _slope(t: float, d1: float, d2: float) -> float:
    """How fast the distribution grows in log f."""
    x, y = _beta_arguments(exp(t), d1, d2)
    return _density_term(d1 / 2, d2 / 2, x, y)


def _beta_arguments(f: float, d1: float, d2: float) -> tuple[float, float]:
    """x and 1 - x of the beta function, each without cancellation."""
    return d1 * f / (d1 * f + d2), d2 / (d1 * f + d2)

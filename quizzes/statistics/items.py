"""How one item did. Pure: imports nothing from Django (teaching plan, 2.1).

x_i are the n marks on item i, T the learners' scores, R = T - x_i the rest scores.

    facility                    mean x_i
    point-biserial              r(x_i, T); inflated, because T holds the item itself
    discrimination              r(x_i, R), the corrected item-total correlation
    biserial                    r(x_i, T) sqrt(pq) / phi(z_p), for marks of 0 and 1
                                (Pearson 1909); unstable at extreme p, may pass 1
    D index                     facility of the upper less that of the lower 27 %
    discriminative efficiency   cov(x_i, R) in % of the covariance of both sorted
    effective weight            sqrt cov(x_i, T) in % of their sum over all items
                                whose covariance is not below 0 (Moodle)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import NormalDist

from .groups import Groups
from .moments import correlation, covariance, is_constant, mean, sd

EVERYONE_RIGHT = "everyone right"
EVERYONE_WRONG = "everyone wrong"
EVERYONE_THE_SAME = "everyone the same mark"


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """The numbers of one item; None where a number is not defined."""

    item: str
    n: int  # learners who met it
    omitted: int  # of them, who left it blank
    facility: float | None  # 0 to 1
    sd: float | None  # marks, with n - 1
    point_biserial: float | None  # -1 to 1
    biserial: float | None
    discrimination: float | None  # -1 to 1
    p_upper: float | None  # 0 to 1, facility in the upper 27 %
    p_lower: float | None
    d_index: float | None  # -1 to 1
    discriminative_efficiency: float | None  # %, at most 100
    effective_weight: float | None  # %
    alpha_if_deleted: float | None  # at most 1
    note: str | None  # why it has no correlation


def item_statistics(
    item: str,
    marks: Sequence[float],
    *,
    omitted: int,
    totals: Sequence[float],
    rests: Sequence[float],
    groups: Groups | None,
    compared: Sequence[float] | None = None,
    effective_weight: float | None = None,
    alpha_if_deleted: float | None = None,
) -> ItemStatistics:
    """The statistics of n marks, with scores and rest scores in the same order.

    Where some learners have no rest score, `compared` are the marks of the others, and
    scores, rest scores and groups are theirs.
    """
    if compared is None:
        compared = marks
    point_biserial = correlation(compared, totals)
    upper = groups.upper_mean(compared) if groups else None
    lower = groups.lower_mean(compared) if groups else None
    return ItemStatistics(
        item=item,
        n=len(marks),
        omitted=omitted,
        facility=mean(marks),
        sd=sd(marks),
        point_biserial=point_biserial,
        biserial=biserial(point_biserial, compared),
        discrimination=correlation(compared, rests),
        p_upper=upper,
        p_lower=lower,
        d_index=None if upper is None or lower is None else upper - lower,
        discriminative_efficiency=discriminative_efficiency(compared, rests),
        effective_weight=effective_weight,
        alpha_if_deleted=alpha_if_deleted,
        note=note_on(marks),
    )


def biserial(point_biserial: float | None, marks: Sequence[float]) -> float | None:
    """The correlation with what a dichotomy stands for; None for part marks."""
    if point_biserial is None or not are_right_or_wrong(marks):
        return None
    p = fsum(marks) / len(marks)
    height = NormalDist().pdf(NormalDist().inv_cdf(p))
    return point_biserial * sqrt(p * (1 - p)) / height


def discriminative_efficiency(
    marks: Sequence[float], rests: Sequence[float]
) -> float | None:
    """What the item tells learners apart, in % of the most its marks could."""
    found = covariance(marks, rests)
    most = covariance(sorted(marks), sorted(rests))
    return None if found is None or not most else 100 * found / most


def effective_weights(
    columns: Sequence[Sequence[float]], totals: Sequence[float]
) -> list[float | None]:
    """What share of the spread of scores each item makes, in %."""
    roots = [_root(covariance(column, totals)) for column in columns]
    total = fsum(root for root in roots if root is not None)
    return [None if root is None or not total else 100 * root / total for root in roots]


def note_on(marks: Sequence[float]) -> str | None:
    """Why an item tells nobody apart; None where it could."""
    if not marks or not is_constant(marks):
        return None
    if is_constant([*marks, 1.0]):
        return EVERYONE_RIGHT
    return EVERYONE_WRONG if is_constant([*marks, 0.0]) else EVERYONE_THE_SAME


def are_right_or_wrong(marks: Sequence[float]) -> bool:
    """Whether no mark is in between."""
    return all(mark in {0.0, 1.0} for mark in marks)


def _root(number: float | None) -> float | None:
    return None if number is None or number < 0 else sqrt(number)

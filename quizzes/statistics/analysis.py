"""The item analysis of a form that all learners answered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .groups import groups_by
from .items import ItemStatistics, effective_weights, item_statistics
from .matrix import Matrix
from .moments import is_constant, kurtosis, mean, sd, skewness
from .reliability import (
    alpha_interval,
    alphas_if_deleted,
    cronbach_alpha,
    error_ratio,
    kr20,
    kr21,
    standard_error,
)

ONE_ITEM = "Reliability needs two items or more."
ONE_LEARNER = "Reliability needs two learners or more."
EQUAL_SCORES = "All scores are the same, so nothing can be said of reliability."


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """The numbers of a quiz as a whole; None where a number is not defined."""

    n: int  # learners
    k: int | None  # items; None where learners had different ones
    mean: float | None  # marks, 0 to k; of a drawn quiz %
    median: float | None  # as the mean
    sd: float | None  # as the mean, with n - 1
    skewness: float | None
    kurtosis: float | None  # 0 for a normal distribution
    alpha: float | None  # at most 1
    alpha_low: float | None  # Feldt's 95 % interval
    alpha_high: float | None
    kr20: float | None  # for marks of 0 and 1 only
    kr21: float | None
    sem: float | None  # marks
    error_ratio: float | None  # %
    reason: str | None  # why there is no alpha


@dataclass(frozen=True, slots=True)
class Analysis:
    quiz: QuizStatistics
    items: tuple[ItemStatistics, ...]  # in the order of the matrix


def analyse(matrix: Matrix) -> Analysis:
    """All statistics of n learners and k items."""
    columns, totals = matrix.columns(), matrix.totals()
    rests = [rest_scores(column, totals) for column in columns]
    groups = groups_by(totals)
    weights = effective_weights(columns, totals)
    alphas = alphas_if_deleted(columns, rests)
    omitted = matrix.omitted()
    return Analysis(
        quiz=quiz_statistics(columns, totals),
        items=tuple(
            item_statistics(
                item,
                columns[at],
                omitted=omitted[at],
                totals=totals,
                rests=rests[at],
                groups=groups,
                effective_weight=weights[at],
                alpha_if_deleted=alphas[at],
            )
            for at, item in enumerate(matrix.items)
        ),
    )


def quiz_statistics(
    columns: Sequence[Sequence[float]], totals: Sequence[float]
) -> QuizStatistics:
    """The quiz as a whole, from k columns of n marks and the n scores."""
    n, k, spread = len(totals), len(columns), sd(totals)
    alpha = cronbach_alpha(columns, totals)
    interval = alpha_interval(alpha, n, k)
    return QuizStatistics(
        n=n,
        k=k,
        mean=mean(totals),
        median=median(totals) if totals else None,
        sd=spread,
        skewness=skewness(totals),
        kurtosis=kurtosis(totals),
        alpha=alpha,
        alpha_low=interval.low if interval else None,
        alpha_high=interval.high if interval else None,
        kr20=kr20(columns, totals),
        kr21=kr21(columns, totals),
        sem=standard_error(spread, alpha),
        error_ratio=error_ratio(alpha),
        reason=why_no_alpha(k, totals),
    )


def rest_scores(marks: Sequence[float], totals: Sequence[float]) -> list[float]:
    """What each learner got for the other items, in marks."""
    return [total - mark for total, mark in zip(totals, marks, strict=True)]


def why_no_alpha(k: int, totals: Sequence[float]) -> str | None:
    if k < 2:
        return ONE_ITEM
    if len(totals) < 2:
        return ONE_LEARNER
    return EQUAL_SCORES if is_constant(totals) else None

"""The item analysis of quizzes that ask each learner something else. Pure.

There is no complete matrix. An item is pooled over all attempts that held it; scores
and rest scores are percentages, the rest score that on the attempt's other items. An
attempt without another item counts in the facility, and in no correlation. Alpha and
what follows from it are not defined (teaching plan, 2, "Drawn quizzes").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median

from .analysis import Analysis, QuizStatistics
from .groups import groups_by
from .items import ItemStatistics, item_statistics
from .matrix import check_marks, worth
from .moments import kurtosis, mean, sd, skewness

DIFFERENT_ITEMS = (
    "Learners had different questions, so reliability cannot be worked out."
)

# What an attempt asked: item -> mark from 0 to 1, None if left blank.
type DrawnAttempt = Mapping[str, float | None]


def analyse_drawn(attempts: Sequence[DrawnAttempt]) -> Analysis:
    """The statistics of n attempts, one a learner; items in the order of their names.

    Raises ValueError for a mark that does not lie between 0 and 1.
    """
    for attempt in attempts:
        check_marks(attempt.values())
    scored = [
        _Scored(attempt, fsum(worth(attempt.values())))
        for attempt in attempts
        if attempt
    ]
    items = sorted({item for attempt in scored for item in attempt.marks})
    return Analysis(
        quiz=_quiz_statistics([attempt.percentage for attempt in scored]),
        items=tuple(_item_statistics(item, scored) for item in items),
    )


@dataclass(frozen=True, slots=True)
class _Scored:
    """An attempt with the sum of its marks."""

    marks: DrawnAttempt
    total: float

    @property
    def percentage(self) -> float:
        return 100 * self.total / len(self.marks)

    def percentage_without(self, item: str) -> float:
        return 100 * (self.total - (self.marks[item] or 0.0)) / (len(self.marks) - 1)


def _item_statistics(item: str, attempts: Sequence[_Scored]) -> ItemStatistics:
    holding = [attempt for attempt in attempts if item in attempt.marks]
    compared = [attempt for attempt in holding if len(attempt.marks) > 1]
    totals = [attempt.percentage for attempt in compared]
    return item_statistics(
        item,
        worth(attempt.marks[item] for attempt in holding),
        omitted=sum(attempt.marks[item] is None for attempt in holding),
        compared=worth(attempt.marks[item] for attempt in compared),
        totals=totals,
        rests=[attempt.percentage_without(item) for attempt in compared],
        groups=groups_by(totals),
    )


def _quiz_statistics(scores: Sequence[float]) -> QuizStatistics:
    return QuizStatistics(
        n=len(scores),
        k=None,
        mean=mean(scores),
        median=median(scores) if scores else None,
        sd=sd(scores),
        skewness=skewness(scores),
        kurtosis=kurtosis(scores),
        alpha=None,
        alpha_low=None,
        alpha_high=None,
        kr20=None,
        kr21=None,
        sem=None,
        error_ratio=None,
        reason=DIFFERENT_ITEMS,
    )

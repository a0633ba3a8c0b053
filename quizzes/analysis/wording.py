"""Numbers and their meaning as a page says them. Pure: imports nothing from Django."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..statistics.analysis import QuizStatistics
from ..statistics.display import (
    ALPHA_NOTE,
    COUNTS_FROM,
    GREYED_FROM,
    NORMAL_FROM,
    Detail,
    detail_for,
)
from ..statistics.reliability import Interval

NOTHING = "–"


def number(value: float | None, places: int = 2) -> str:
    if value is None:
        return NOTHING
    # Without a minus before a number that is rounded to 0.
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")


def share(value: float | None, places: int = 0) -> str:
    """A number from 0 to 1 as %."""
    return NOTHING if value is None else f"{number(100 * value, places)} %"


def span(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{number(interval.low)} to {number(interval.high)}"


def share_span(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{number(100 * interval.low, 0)} to {share(interval.high)}"


def counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def caution(n: int) -> str:
    """What so few learners do not allow to be said yet; empty for 100 and more."""
    match detail_for(n):
        case Detail.HIDDEN:
            missing = counted(COUNTS_FROM - n, "more learner")
            return f"Nothing is shown of fewer than {COUNTS_FROM}: {missing} needed."
        case Detail.COUNTS:
            missing = counted(GREYED_FROM - n, "more learner")
            return (
                f"Only counts are shown of fewer than {GREYED_FROM}, because chance"
                f" still decides the rest: {missing} needed."
            )
        case Detail.GREYED:
            missing = counted(NORMAL_FROM - n, "more learner")
            return (
                f"These figures are rough. They are shown with the range in which they"
                f" lie 95 times of 100; {missing} make them firm."
            )
    return ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a quiz, and how to read it."""

    name: str
    value: str
    meaning: str
    range: str = ""


def quiz_figures(quiz: QuizStatistics) -> list[Figure]:
    """The numbers of a quiz as a whole; what is not defined says why or is left out."""
    return [figure for figure in _figures(quiz) if figure.value != NOTHING]


def _figures(quiz: QuizStatistics) -> Iterator[Figure]:
    unit = "%" if quiz.k is None else f"of {counted(quiz.k, 'mark')}"
    yield Figure(
        "Mean",
        f"{number(quiz.mean)} {unit}",
        "What a learner got on average.",
    )
    yield Figure(
        "Median",
        f"{number(quiz.median)} {unit}",
        "Half of the learners got this or less.",
    )
    yield Figure(
        "Standard deviation",
        number(quiz.sd),
        "How far results lie from the mean: about two thirds of the learners are"
        " nearer than this.",
    )
    yield Figure(
        "Skewness",
        number(quiz.skewness),
        "Below 0 most results are high and a few trail below; above 0 the reverse.",
    )
    yield Figure(
        "Kurtosis",
        number(quiz.kurtosis),
        "Above 0 more results lie very far from the mean than in a bell curve.",
    )
    yield Figure("Alpha", number(quiz.alpha), ALPHA_NOTE, _range_of_alpha(quiz))
    yield Figure(
        "Standard error",
        number(quiz.sem),
        "How far a result may be from what the same learner would get on average, in"
        " marks: a result and a pass mark that are nearer than this are hard to tell"
        " apart.",
    )
    yield Figure(
        "Error ratio",
        NOTHING if quiz.error_ratio is None else f"{number(quiz.error_ratio, 0)} %",
        "How much of the spread of results is chance and not a difference between"
        " learners.",
    )


def _range_of_alpha(quiz: QuizStatistics) -> str:
    if quiz.alpha_low is None or quiz.alpha_high is None:
        return ""
    return span(Interval(quiz.alpha_low, quiz.alpha_high))

"""What the analysis page of a quiz shows, and its table as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lessons.cleaning import plain_text

from ..models import Question, Quiz
from ..statistics.analysis import Analysis
from ..statistics.display import (
    Band,
    Detail,
    band_of,
    correlation_interval,
    detail_for,
    facility_interval,
)
from ..statistics.items import ItemStatistics
from ..statistics.reliability import Interval
from .collecting import Sittings, sittings_at
from .forms import EARLIER
from .remarks import Remark, remarks_on
from .wording import Figure, quiz_figures


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of the item table."""

    statistics: ItemStatistics
    question: Question
    is_earlier: bool  # with a key that does not count any more
    is_step: bool  # of a case

    @property
    def stem(self) -> str:
        published = self.question.published
        return plain_text(published.rendered["stem"]) if published else ""

    @property
    def detail(self) -> Detail:
        return detail_for(self.statistics.n)

    @property
    def has_statistics(self) -> bool:
        """Whether so many met it that more than counts may be said."""
        return self.detail in {Detail.GREYED, Detail.NORMAL}

    @property
    def marks(self) -> float:
        """What all got together, of one mark each."""
        return (self.statistics.facility or 0.0) * self.statistics.n

    @property
    def facility_range(self) -> Interval | None:
        return facility_interval(self.statistics.facility, self.statistics.n)

    @property
    def discrimination_range(self) -> Interval | None:
        return correlation_interval(self.statistics.discrimination, self.statistics.n)

    @property
    def band(self) -> Band | None:
        return band_of(self.statistics.discrimination)

    @property
    def remarks(self) -> list[Remark]:
        return remarks_on(self.statistics)


@dataclass(frozen=True)
class QuizFigures:
    quiz: Quiz
    sittings: Sittings

    @property
    def n(self) -> int:
        return self.sittings.form.n

    @property
    def detail(self) -> Detail:
        return detail_for(self.n)

    @property
    def has_statistics(self) -> bool:
        return self.detail in {Detail.GREYED, Detail.NORMAL}

    @cached_property
    def analysis(self) -> Analysis:
        return self.sittings.form.analyse()

    @property
    def figures(self) -> list[Figure]:
        return quiz_figures(self.analysis.quiz)

    @cached_property
    def lines(self) -> list[ItemLine]:
        """All items in the order of the banks; with an earlier key after their own."""
        place = {one.slug: at for at, one in enumerate(self.sittings.questions)}
        lines = [self._line(item) for item in self.analysis.items]
        return sorted(
            lines, key=lambda line: (place[line.question.slug], line.is_earlier)
        )

    def _line(self, item: ItemStatistics) -> ItemLine:
        slug = item.item.removesuffix(EARLIER)
        return ItemLine(
            item,
            self._by_slug[slug],
            is_earlier=slug != item.item,
            is_step=slug in self.sittings.form.steps,
        )

    @cached_property
    def _by_slug(self) -> Mapping[str, Question]:
        return {question.slug: question for question in self.sittings.questions}

    @property
    def current_lines(self) -> list[ItemLine]:
        return [line for line in self.lines if not line.is_earlier]

    @property
    def earlier_lines(self) -> list[ItemLine]:
        return [line for line in self.lines if line.is_earlier]


def figures_of(quiz: Quiz) -> QuizFigures:
    """In four queries, whatever the quiz asks."""
    return QuizFigures(quiz, sittings_at(quiz))

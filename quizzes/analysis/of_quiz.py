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
    def right(self) -> int:
        """How many marks all learners got together, rounded to whole ones."""
        return round((self.statistics.facility or 0.0) * self.statistics.n)

    @property
    def facility_range(self) -> Interval | None:
        return facility_interval(self.statistics.facility, self.statistics.n)

    @property
    def discrimination_range(self) -> Interval | None:
        return correlation_interval(self.statistics.discrimination, self.statistics.n)

    @property
    def band(self) -> Band | None:
        return band_of(self.statistics.discrimination)

    @cached_property
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

    @cached_property
    def analysis(self) -> Analysis:
        return self.sittings.form.analyse()

    @property
    def figures(self) -> list[Figure]:
        return quiz_figures(self.analysis.quiz)

    @cached_property
    def lines(self) -> list[ItemLine]:
        """All items in the order of their bank, one with an earlier key after its own."""
        order = {one.slug: at for at, one in enumerate(self.sittings.questions)}
        items = sorted(
            self.analysis.items,
            key=lambda item: (order[item.item.removesuffix(EARLIER)], item.item),
        )
        return [self._line(item, self._by_slug) for item in items]

    @cached_property
    def _by_slug(self) -> Mapping[str, Question]:
        return {question.slug: question for question in self.sittings.questions}

    def _line(self, item: ItemStatistics, by_slug: Mapping[str, Question]) -> ItemLine:
        slug = item.item.removesuffix(EARLIER)
        is_step = slug in self.sittings.form.steps
        return ItemLine(item, by_slug[slug], slug != item.item, is_step)

    @property
    def current_lines(self) -> list[ItemLine]:
        return [line for line in self.lines if not line.is_earlier]

    @property
    def earlier_lines(self) -> list[ItemLine]:
        return [line for line in self.lines if line.is_earlier]


def figures_of(quiz: Quiz) -> QuizFigures:
    """In four queries, whatever the quiz asks."""
    return QuizFigures(quiz, sittings_at(quiz))

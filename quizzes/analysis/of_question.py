"""What the analysis page of a question shows, over everything that ever asked it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from lessons.cleaning import plain_text

from ..kinds.choice import WITH_ONE_KEY, keys_of
from ..models import Question, Response
from ..statistics.display import (
    Band,
    Detail,
    band_of,
    correlation_interval,
    detail_for,
    facility_interval,
)
from ..statistics.groups import groups_by
from ..statistics.items import ItemStatistics, item_statistics
from ..statistics.moments import mean
from ..statistics.options import OptionStatistics, OptionTable, option_table
from ..statistics.reliability import Interval
from .collecting import MOST_LEARNERS, Given, given_to, versions_by_question
from .parts import PartTable, part_table
from .remarks import Remark, remarks_on
from .versions import Version


@dataclass(frozen=True, slots=True)
class OptionLine:
    """A row of the option table, with the words of the option."""

    statistics: OptionStatistics
    text: str
    mean_rest: float | None  # % of the other questions, of those who chose it

    @property
    def is_blank(self) -> bool:
        return self.statistics.option is None


@dataclass(frozen=True, slots=True)
class Sureness:
    """Of those who said to be so sure, how many were right."""

    label: str
    n: int
    right: int

    @property
    def wrong(self) -> int:
        return self.n - self.right


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    name: str
    n: int


@dataclass(frozen=True)
class QuestionFigures:
    """First answers to a question with the key of now; each of another learner."""

    question: Question
    version: Version
    given: Sequence[Given]  # the newest first

    @property
    def n(self) -> int:
        return len(self.given)

    @property
    def detail(self) -> Detail:
        return detail_for(self.n)

    @property
    def has_statistics(self) -> bool:
        """Whether so many answered that more than counts may be said."""
        return self.detail in {Detail.GREYED, Detail.NORMAL}

    @property
    def facility_range(self) -> Interval | None:
        return facility_interval(self.item.facility, self.n)

    @property
    def discrimination_range(self) -> Interval | None:
        return correlation_interval(self.item.discrimination, len(self.compared))

    @property
    def band(self) -> Band | None:
        return band_of(self.item.discrimination)

    @property
    def are_newest(self) -> bool:
        """Whether there were more, which were not looked at."""
        return self.n >= MOST_LEARNERS

    @property
    def right(self) -> int:
        return sum(one.fraction == 1 for one in self.given)

    @property
    def partly(self) -> int:
        return sum(0 < one.fraction < 1 for one in self.given)

    @property
    def omitted(self) -> int:
        return sum(one.answer is None for one in self.given)

    @cached_property
    def compared(self) -> list[Given]:
        """Those asked beside other questions, so that there is a rest score."""
        return [one for one in self.given if one.attempt__size > 1]

    @cached_property
    def totals(self) -> list[float]:
        return [100 * one.attempt__marks / one.attempt__size for one in self.compared]

    @cached_property
    def rests(self) -> list[float]:
        """What each got of the other questions of the attempt, in %."""
        return [
            100 * (one.attempt__marks - one.fraction) / (one.attempt__size - 1)
            for one in self.compared
        ]

    @cached_property
    def item(self) -> ItemStatistics:
        return item_statistics(
            self.question.slug,
            [one.fraction for one in self.given],
            omitted=self.omitted,
            compared=[one.fraction for one in self.compared],
            totals=self.totals,
            rests=self.rests,
            groups=groups_by(self.totals),
        )

    @property
    def has_options(self) -> bool:
        """Whether exactly one option can be chosen, and one is right."""
        content = self.version.newest.content
        return content["kind"] in WITH_ONE_KEY and len(keys_of(content)) == 1

    @cached_property
    def chosen(self) -> list[str | None]:
        return [
            one.answer["options"][0] if one.answer else None for one in self.compared
        ]

    @cached_property
    def table(self) -> OptionTable | None:
        if not self.has_options:
            return None
        content = self.version.newest.content
        (key,) = keys_of(content)
        return option_table(
            self.chosen,
            options=[option["id"] for option in content["options"]],
            key=key,
            totals=self.totals,
            rests=self.rests,
        )

    @property
    def option_lines(self) -> list[OptionLine]:
        """The rows of the table; the last is for blanks, and left out without any."""
        return [
            OptionLine(row, self.texts.get(row.option or "", ""), self._rest(row))
            for row in (self.table.rows if self.table else ())
            if row.option is not None or row.count
        ]

    def _rest(self, row: OptionStatistics) -> float | None:
        pairs = zip(self.chosen, self.rests, strict=True)
        return mean([rest for one, rest in pairs if one == row.option])

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The words of each option, by id."""
        return option_texts(self.question)

    @cached_property
    def remarks(self) -> list[Remark]:
        return remarks_on(self.item, self.table, self.texts)

    @property
    def parts(self) -> PartTable | None:
        """Of a question without a table of options."""
        if self.has_options:
            return None
        answers = [one.answer for one in self.given if one.answer is not None]
        rendered = self.question.published.rendered
        return part_table(self.version.newest.content, rendered, answers)

    @property
    def sureness(self) -> list[Sureness]:
        """How sure they were against how right; none where nobody said."""
        answered = [one for one in self.given if one.answer is not None]
        said = Counter(one.confidence for one in answered if one.confidence)
        right = Counter(one.confidence for one in answered if one.fraction == 1)
        return [
            Sureness(level.label, said[level], right[level])
            for level in reversed(Response.Confidence)
            if said
        ]


def option_texts(question: Question) -> dict[str, str]:
    shown = question.published.rendered.get("options", ())
    return {option["id"]: plain_text(option["text"]) for option in shown}


def figures_of(question: Question, versions: Sequence[Version]) -> QuestionFigures:
    """In one query; `question` comes with its published revision."""
    version = versions[-1]
    return QuestionFigures(question, version, given_to(version))


def earlier_versions(versions: Sequence[Version]) -> list[EarlierVersion]:
    """How many answers to earlier keys do not count, and to which; in one query."""
    *earlier, now = versions
    pks = [pk for version in earlier for pk in version.pks]
    if not pks:
        return []
    asked = Response.objects.filter(shown_revision__in=pks, answer__isnull=False)
    marked_again = Q(graded_revision__in=now.pks, shown_revision__in=now.alike)
    found = asked.scored().exclude(marked_again).in_complete_attempts().order_by()
    counts = dict(found.values_list("shown_revision").annotate(Count("pk")))
    return [
        EarlierVersion(str(version), n)
        for version in earlier
        if (n := sum(counts.get(pk, 0) for pk in version.pks))
    ]


def all_figures(question: Question) -> tuple[QuestionFigures, list[EarlierVersion]]:
    versions = versions_by_question([question])[question.pk]
    return figures_of(question, versions), earlier_versions(versions)

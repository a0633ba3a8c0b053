"""The topics as one learner knows them: what was read of each, and how well it is kept.

Rows and no models: the page shows every topic and every objective from the first day
on, so that it costs the same to somebody who has answered ten thousand times.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lessons.models import Lesson, Objective
from quizzes.mastery import FAMILIAR_SHARE, Standing, State
from quizzes.standing import Standings
from quizzes.units import Skill, cell_unit, objective_unit, topic_unit
from sps_learn.accounts.models import User

# What is begun and weak comes first, what needs nothing last.
_WEAK_FIRST = (
    State.LEARNING,
    State.FADING,
    State.NEW,
    State.FAMILIAR,
    State.SECURE,
)


@dataclass(frozen=True, slots=True)
class TopicName:
    pk: int
    slug: str
    title: str
    family: str
    order: int


@dataclass(frozen=True, slots=True)
class LessonLine:
    topic: TopicName
    module: str
    slug: str
    title: str
    minutes: int
    objectives: Sequence[str]  # their codes
    read_at: datetime | None

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def url(self) -> str:
        return reverse("lessons:lesson", args=[self.module, self.slug])


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    code: str
    text: str
    standing: Standing
    answered_at: datetime | None  # the last time

    @property
    def phrase(self) -> str:
        """It inside a sentence."""
        return self.text.rstrip(".")

    @property
    def is_weak(self) -> bool:
        """Answered, and less than 70 % of it right."""
        share = self.standing.share
        return share is not None and share < FAMILIAR_SHARE - 1e-9


@dataclass(frozen=True, slots=True)
class Cell:
    """A topic by what a question asks of one."""

    skill: Skill
    standing: Standing
    published: int  # how many questions there are


@dataclass(frozen=True, slots=True)
class TopicLine:
    topic: TopicName
    url: str  # of the module where its lessons begin
    standing: Standing
    published: int
    cells: Sequence[Cell]
    objectives: Sequence[ObjectiveLine]  # weak ones first
    lessons: int
    lessons_read: int

    @property
    def is_secure(self) -> bool:
        return self.standing.state is State.SECURE


def lessons_of(learner: User) -> list[LessonLine]:
    """Every published lesson in the order of the path, in one query."""
    found = Lesson.objects.published().for_progress_page(learner)
    return [LessonLine(TopicName(*row[:5]), *row[5:]) for row in found]


def topics_of(standings: Standings, lessons: Iterable[LessonLine]) -> list[TopicLine]:
    """The topics that teach something now, in order, in one query."""
    taught: dict[TopicName, list[LessonLine]] = defaultdict(list)
    for lesson in lessons:
        taught[lesson.topic].append(lesson)
    modules = {lesson.module for of_topic in taught.values() for lesson in of_topic}
    objectives: dict[int, list[ObjectiveLine]] = defaultdict(list)
    columns = ("pk", "code", "text", "module__slug", "module__topic")
    for pk, code, text, module, topic in Objective.objects.values_list(*columns):
        if module in modules:
            answered_at = standings.answered_at(objective_unit(pk))
            line = ObjectiveLine(code, text, standings.objective(pk), answered_at)
            objectives[topic].append(line)
    return [
        _line(standings, topic, objectives[topic.pk], taught[topic])
        for topic in sorted(taught, key=lambda topic: (topic.order, topic.pk))
    ]


def _line(
    standings: Standings,
    topic: TopicName,
    objectives: list[ObjectiveLine],
    lessons: list[LessonLine],
) -> TopicLine:
    return TopicLine(
        topic=topic,
        url=reverse("lessons:module", args=[lessons[0].module]),
        standing=standings.topic(topic.pk),
        published=standings.published(topic_unit(topic.pk)),
        cells=[_cell(standings, topic, skill) for skill in Skill],
        objectives=sorted(objectives, key=_how_weak),
        lessons=len(lessons),
        lessons_read=sum(lesson.is_read for lesson in lessons),
    )


def _cell(standings: Standings, topic: TopicName, skill: Skill) -> Cell:
    return Cell(
        skill,
        standings.cell(topic.pk, skill),
        standings.published(cell_unit(topic.pk, skill)),
    )


def _how_weak(line: ObjectiveLine) -> tuple[int, float]:
    standing = line.standing
    return _WEAK_FIRST.index(standing.state), standing.share or 0.0

"""The questions that could check a lesson, with what a learner knows of each."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from lessons.models import Lesson
from sps_learn.accounts.models import User

from ..lesson_check import OLDER, OWN, Older, Own, choose
from ..models import Question, Recall, Response
from ..querysets import QuestionQuerySet
from ..selection import MET_DAYS


def how_many(lesson: Lesson, learner: User | None, *, is_first: bool) -> int:
    """About how many questions a check would ask; in one query."""
    own = own_questions(lesson)
    if learner:
        own = own.outside_running_tests_of(learner)
    number = len(own.values_list("pk")[:OWN])  # not counted: three are enough
    # Before every other lesson there is something to ask of.
    return number + OLDER if number and not is_first else number


def own_questions(lesson: Lesson) -> QuestionQuerySet:
    """On the objectives of the lesson, without those that are asked inside it."""
    shown = lesson.published.rendered
    return (
        Question.objects.published()
        .to_draw()
        .filter(objective__code__in=shown["objectives"])
        .exclude(slug__in=shown["checks"])
        .order_by()
    )


def to_ask(learner: User, lesson: Lesson, seed: int, now: datetime) -> list[int]:
    """The questions of a new check, in order; seven queries, whatever there is."""
    met = Response.objects.last_met(learner, now - timedelta(days=MET_DAYS))
    return choose(_own(learner, lesson, met), _older(learner, lesson, met, now), seed)


def _own(learner: User, lesson: Lesson, met: Mapping[int, datetime]) -> list[Own]:
    address = f"{lesson.module.slug}/{lesson.slug}"
    found = own_questions(lesson).outside_running_tests_of(learner)
    columns = ("pk", "objective__code", "published__content__lesson")
    return [
        Own(pk, objective, leads_to.partition("#")[0] == address, met.get(pk))
        for pk, objective, leads_to in found.values_list(*columns)
    ]


def _older(
    learner: User, lesson: Lesson, met: Mapping[int, datetime], now: datetime
) -> list[Older]:
    """On other objectives; none for the first lesson, which nothing comes before."""
    path = _path()
    before = path[: [taught.lesson for taught in path].index(lesson.pk)]
    if not before:
        return []
    completed = set(learner.lesson_completions.values_list("lesson", flat=True))
    read = [taught for taught in path if taught.lesson in completed]
    ago = _lessons_ago(before)
    known = {code for taught in read for code in taught.objectives}
    known |= _objectives_answered(learner)
    taught_in = {taught.address for taught in (*before, *read)}
    due = _due(learner, now)
    own = set(lesson.published.rendered["objectives"])
    found = Question.objects.published().to_draw().outside_running_tests_of(learner)
    asked = found.filter(objective__code__in=(known | ago.keys()) - own).order_by()
    columns = ("pk", "objective__code", "published__content__lesson")
    return [
        Older(
            question=pk,
            objective=code,
            lessons_ago=ago.get(code),
            is_known=code in known,
            is_taught=leads_to.partition("#")[0] in taught_in,
            due_at=due.get(pk),
            met_at=met.get(pk),
        )
        for pk, code, leads_to in asked.values_list(*columns)
    ]


class Taught(NamedTuple):
    """A lesson of the path, and what it is for."""

    lesson: int
    module: str
    slug: str
    objectives: list[str]

    @property
    def address(self) -> str:
        return f"{self.module}/{self.slug}"


def _path() -> list[Taught]:
    columns = ("pk", "module__slug", "slug", "published__rendered__objectives")
    path = Lesson.objects.published().in_order().values_list(*columns)
    return [Taught(*one) for one in path]


def _lessons_ago(before: Sequence[Taught]) -> dict[str, int]:
    """How far back the path served each objective last."""
    found: dict[str, int] = {}
    for ago, taught in enumerate(reversed(before), start=1):
        for code in taught.objectives:
            found.setdefault(code, ago)
    return found


def _objectives_answered(learner: User) -> set[str]:
    answered = Recall.objects.for_learner(learner).by_themselves().order_by()
    codes = answered.filter(question__objective__isnull=False)
    return set(codes.values_list("question__objective__code", flat=True).distinct())


def _due(learner: User, now: datetime) -> dict[int, datetime]:
    due = Recall.objects.for_learner(learner).due(now, learner.zone)
    return dict(due.values_list("question", "due_at"))

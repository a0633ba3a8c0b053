"""The questions that could check a lesson, with what a learner knows of each."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
    number = min(own.count(), OWN)
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
    taught = _objectives_by_lesson()
    ago = _lessons_ago(lesson, taught)
    if not ago:
        return []
    known = _known_objectives(learner, taught)
    due = _due(learner, now)
    own = set(lesson.published.rendered["objectives"])
    found = Question.objects.published().to_draw().outside_running_tests_of(learner)
    asked = found.filter(objective__code__in=(known | ago.keys()) - own).order_by()
    return [
        Older(pk, code, ago.get(code), code in known, due.get(pk), met.get(pk))
        for pk, code in asked.values_list("pk", "objective__code")
    ]


def _objectives_by_lesson() -> dict[int, list[str]]:
    """What each lesson of the path is for, in the order of the path."""
    path = Lesson.objects.published().in_order()
    return dict(path.values_list("pk", "published__rendered__objectives"))


def _lessons_ago(lesson: Lesson, taught: Mapping[int, list[str]]) -> dict[str, int]:
    """How far back the path served each objective last."""
    path = list(taught)
    at = path.index(lesson.pk)
    found: dict[str, int] = {}
    for ago, pk in enumerate(reversed(path[:at]), start=1):
        for code in taught[pk]:
            found.setdefault(code, ago)
    return found


def _known_objectives(learner: User, taught: Mapping[int, list[str]]) -> set[str]:
    """What the learner has read of, or answered a question on."""
    read = learner.lesson_completions.values_list("lesson", flat=True)
    answered = Recall.objects.for_learner(learner).by_themselves()
    codes = answered.filter(question__objective__isnull=False).order_by()
    return {
        *(code for pk in read for code in taught.get(pk, ())),
        *codes.values_list("question__objective__code", flat=True).distinct(),
    }


def _due(learner: User, now: datetime) -> dict[int, datetime]:
    due = Recall.objects.for_learner(learner).due(now, ZoneInfo(learner.time_zone))
    return dict(due.values_list("question", "due_at"))

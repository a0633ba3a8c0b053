"""What the days to come bring, and what is known on the day of an examination."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from lessons.models import Objective, Topic
from sps_learn.accounts.models import User

from ..models import Recall
from ..planning import Expected, Forecast, expect, forecast, left_over
from ..scheduling import Memory, midnight


@dataclass(frozen=True, slots=True)
class Line:
    objective: Objective
    expected: Expected


@dataclass(frozen=True, slots=True)
class TopicLines:
    topic: Topic
    expected: Expected
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Target:
    """An examination that lies ahead, and what is known on its day as things are."""

    day: date
    days_left: int
    reviews: int  # due before it
    left_over: int  # of those, at the pace that is planned
    topics: Sequence[TopicLines]  # weakest first, and within them too

    @property
    def is_tomorrow(self) -> bool:
        return self.days_left == 1

    @property
    def reviews_a_day(self) -> int:
        return ceil(self.reviews / self.days_left)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What _forecast.html and _target.html show."""

    forecast: Forecast
    spread: int  # questions that were put off to later days
    target: Target | None

    @property
    def is_piled_up(self) -> bool:
        return self.forecast.today.left > 0

    @property
    def can_spread(self) -> bool:
        """Whether there is a later day to which something may go."""
        return self.is_piled_up and not (self.target and self.target.is_tomorrow)


def outlook(learner: User, now: datetime, zone: ZoneInfo, *, reviewed: int) -> Outlook:
    """Two queries, `reviewed` being known; two more before an examination."""
    today = now.astimezone(zone).date()
    mine = Recall.objects.for_learner(learner)
    due = Counter(mine.due_days(now, zone).values())
    put_off = mine.postponed(now, zone).due_days(now, zone)
    found = forecast(
        due,
        learner.reviews_a_day,
        today,
        reviewed=reviewed,
        put_off_to=max(put_off.values(), default=None),
    )
    target = None
    # From its day on there is nothing left to plan for.
    if learner.target_on and learner.target_on > today:
        target = _target(learner, due, today, zone, reviewed)
    return Outlook(found, len(put_off), target)


def _target(
    learner: User, due: Counter[date], today: date, zone: ZoneInfo, reviewed: int
) -> Target:
    day = learner.target_on
    eve = day - timedelta(days=1)
    before = Counter({on: n for on, n in due.items() if on < day})
    return Target(
        day=day,
        days_left=(day - today).days,
        reviews=before.total(),
        left_over=left_over(
            before, learner.reviews_a_day, today, eve, reviewed=reviewed
        ),
        topics=_expected_at(learner, midnight(day, zone)),
    )


def _expected_at(learner: User, at: datetime) -> list[TopicLines]:
    """What is known then of all that was answered, if nothing is reviewed before."""
    recalls = Recall.objects.for_learner(learner).for_expectation()
    memories = [(one.question.objective_id, one.memory) for one in recalls]
    objectives = Objective.objects.select_related("module__topic").in_bulk(
        {objective for objective, _ in memories}
    )
    return _by_topic([(objectives[pk], memory) for pk, memory in memories], at)


def _by_topic(
    memories: Sequence[tuple[Objective, Memory]], at: datetime
) -> list[TopicLines]:
    lines = [Line(*pair) for pair in expect(memories, at).items()]
    topics = expect(((one.module.topic, memory) for one, memory in memories), at)
    return [
        TopicLines(
            topic,
            expected,
            [line for line in lines if line.objective.module.topic == topic],
        )
        for topic, expected in topics.items()
    ]

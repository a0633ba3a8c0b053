"""How much is due: one answer for the navigation, the pages and the mail."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Min, Q

from sps_learn.accounts.models import User

from ..models import Attempt, Recall, Response
from ..scheduling import next_midnight

SECONDS_A_QUESTION = 45  # one that was met before


@dataclass(frozen=True, slots=True)
class DueCounts:
    today: int  # with what has waited since before
    tomorrow: int  # what comes due on that day alone
    week: int  # all of the seven days that begin with today

    @property
    def minutes(self) -> int:
        return minutes_for(self.today)


def minutes_for(questions: int) -> int:
    """About how long it takes to review so many."""
    return ceil(questions * SECONDS_A_QUESTION / 60)


def due_counts(learner: User, now: datetime, zone: ZoneInfo) -> DueCounts:
    """The same as RecallQuerySet.due gives for 1, 2 and 7 days, in one query."""
    return DueCounts(**Recall.objects.for_learner(learner).due_counts(now, zone))


def reviewed_today(learner: User, now: datetime, zone: ZoneInfo) -> int:
    """How many questions were answered in reviews since the learner's midnight."""
    since = next_midnight(now, zone, days=0)
    return (
        Response.objects.for_learner(learner)
        # So that the answers of all reviews that there ever were are not looked at.
        .filter(Q(attempt__finished_at=None) | Q(attempt__finished_at__gte=since))
        .filter(
            attempt__purpose=Attempt.Purpose.REVIEW,
            answer__isnull=False,
            answered_at__gte=since,
            answered_at__lt=next_midnight(now, zone),
        )
        .count()
    )


def next_review_on(learner: User, now: datetime, zone: ZoneInfo) -> date | None:
    """The next day, after today, on which something comes due."""
    later = (
        Recall.objects.for_learner(learner)
        .by_themselves()
        .filter(due_at__gte=next_midnight(now, zone))
    )
    at = later.aggregate(first=Min("due_at"))["first"]
    return at and at.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class Rest:
    """What a review that has just ended leaves."""

    today: int  # due still
    reviewed: int  # today
    a_day: int
    next_on: date | None

    @property
    def is_enough_for_today(self) -> bool:
        return self.reviewed >= self.a_day


def rest_of_today(learner: User, now: datetime, zone: ZoneInfo) -> Rest:
    return Rest(
        today=due_counts(learner, now, zone).today,
        reviewed=reviewed_today(learner, now, zone),
        a_day=learner.reviews_a_day,
        next_on=next_review_on(learner, now, zone),
    )

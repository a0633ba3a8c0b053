"""Make what is due follow how a learner wishes to review."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sps_learn.accounts.models import User

from ..models import Recall
from ..recall import apply_plan
from .spread import spread_reviews

PLAN_FIELDS = ("reviews_a_day", "desired_retention", "target_on")


@dataclass(frozen=True, slots=True)
class Replanned:
    """What another plan did."""

    moved: int  # questions that are due on another day than before
    due_today: int


@transaction.atomic
def change_plan(*, learner: User, now: datetime) -> Replanned:
    """Save the wishes that `learner` has been given, and make them hold."""
    zone = learner.zone
    mine = Recall.objects.for_learner(learner)
    before = mine.due_days(now, zone)
    _replan(learner, now)
    learner.save(update_fields=PLAN_FIELDS)
    after = mine.due_days(now, zone)
    today = now.astimezone(zone).date()
    return Replanned(
        moved=sum(after.get(question) != day for question, day in before.items()),
        due_today=sum(day == today for day in after.values()),
    )


def end_past_targets(now: datetime) -> int:
    """Plan on without an examination where its day is over; for how many."""
    # The day is the learner's own: over first where clocks are furthest ahead.
    near = now.date() + timedelta(days=1)
    learners = User.objects.filter(target_on__lt=near).order_by("pk")
    return sum(_end_target(learner, now) for learner in learners)


@transaction.atomic
def _end_target(learner: User, now: datetime) -> bool:
    past, learner.target_on = learner.target_on, None
    if past >= now.astimezone(learner.zone).date():
        return False
    _replan(learner, now)
    # Not where the learner has chosen another day meanwhile.
    still = User.objects.filter(pk=learner.pk, target_on=past)
    if not still.update(target_on=None):
        transaction.set_rollback(True)
        return False
    return True


def _replan(learner: User, now: datetime) -> None:
    """Move what is due; what had been spread is spread again."""
    zone = learner.zone
    was_spread = Recall.objects.for_learner(learner).postponed(now, zone).exists()
    apply_plan(learner)
    if was_spread:
        spread_reviews(learner=learner, now=now)

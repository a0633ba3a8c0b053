"""Lay what has piled up over the days to come, or put it back."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction

from sps_learn.accounts.models import User

from ..models import Recall
from ..planning import Waiting, spread
from ..recall import apply_plan
from ..reviewing.counts import reviewed_today
from ..scheduling import midnight, retrievability


@transaction.atomic
def spread_reviews(*, learner: User, now: datetime) -> int:
    """Postpone what is due today beyond the learner's limit; how many that were.

    The day before an examination keeps what fits nowhere before it. What is due
    because its key was corrected stays: it comes first.
    """
    zone = learner.zone
    today = now.astimezone(zone).date()
    mine = Recall.objects.for_learner(learner)
    # Locked in the order of all who write recalls.
    due = mine.due(now, zone).order_by("pk").select_for_update(of=("self",))
    free = [recall for recall in due if not recall.corrected_at]
    taken = Counter(mine.due_days(now, zone).values())
    taken[today] += reviewed_today(learner, now, zone) - len(free)
    days = spread(
        [_waiting(recall, now) for recall in free],
        learner.reviews_a_day,
        today,
        taken,
        last_day_of(learner),
    )
    moved = [recall for recall in free if days[recall.question_id] > today]
    for recall in moved:
        recall.due_at = midnight(days[recall.question_id], zone)
        recall.is_postponed = True
    Recall.objects.bulk_update(moved, ["due_at", "is_postponed"], batch_size=500)
    return len(moved)


@transaction.atomic
def put_reviews_back(*, learner: User, now: datetime) -> int:
    """Make all due when the plan has it; how many of them waited for later days."""
    mine = Recall.objects.for_learner(learner)
    waiting = mine.postponed(now, learner.zone).count()
    apply_plan(learner)
    return waiting


def last_day_of(learner: User) -> date | None:
    """The last day before the learner's examination."""
    return learner.target_on - timedelta(days=1) if learner.target_on else None


def _waiting(recall: Recall, now: datetime) -> Waiting:
    was_sure = recall.mistake is not None and recall.mistake.was_certain
    return Waiting(
        recall.question_id, retrievability(recall.memory, now), comes_first=was_sure
    )

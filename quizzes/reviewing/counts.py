"""How much is due: one answer for the navigation, the pages and the mail."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from sps_learn.accounts.models import User

from ..models import Recall
from ..scheduling import next_midnight

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class DueCounts:
    today: int  # with what has waited since before
    tomorrow: int  # what comes due on that day alone
    week: int  # all of the seven days that begin with today


def due_counts(learner: User, now: datetime, zone: ZoneInfo) -> DueCounts:
    """The same as RecallQuerySet.due gives for 1, 2 and 7 days, in one query."""
    first, second = (next_midnight(now, zone, days) for days in (1, 2))
    due = Recall.objects.for_learner(learner).due(now, zone, WEEK_DAYS)
    found = due.aggregate(
        today=Count("pk", filter=Q(due_at__lt=first)),
        tomorrow=Count("pk", filter=Q(due_at__gte=first, due_at__lt=second)),
        week=Count("pk"),
    )
    return DueCounts(**found)

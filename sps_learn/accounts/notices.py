"""Tell learners something, and remember what they have read.

How many are unread stands in the learner's own row, because every page shows it; it
is counted anew whenever something changes, so it cannot drift.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from sps_learn.accounts.models import Notice, User

CHUNK = 500


@transaction.atomic
def tell(notices: Iterable[Notice]) -> None:
    """Store notices, of as many learners as there are."""
    told: set[int] = set()
    for chunk in batched(notices, CHUNK):
        Notice.objects.bulk_create(chunk)
        told.update(notice.learner_id for notice in chunk)
    recount_unread(told)


@transaction.atomic
def withdraw_unread(key: str) -> None:
    """Take back what nobody has read yet of the notices about something."""
    unread = Notice.objects.about(key).unread()
    learners = set(unread.values_list("learner", flat=True))
    unread.delete()
    recount_unread(learners)


@transaction.atomic
def mark_read(learner: User, *, now: datetime, notice: int | None = None) -> None:
    """Note that one notice of a learner was read, or all; twice is once."""
    # First, as who takes a regrade back does.
    User.objects.filter(pk=learner.pk).lock_in_order()
    unread = Notice.objects.for_learner(learner).unread()
    if notice is not None:
        unread = unread.filter(pk=notice)
    unread.update(read_at=now)
    recount_unread([learner.pk])


@transaction.atomic(savepoint=False)
def recount_unread(learners: Collection[int]) -> None:
    """Bring the numbers in the learners' rows up to date."""
    counted = (
        Notice.objects.filter(learner=OuterRef("pk"))
        .unread()
        .order_by()
        .values("learner")
        .annotate(n=Count("pk"))
        .values("n")
    )
    for chunk in batched(sorted(learners), CHUNK):
        people = User.objects.filter(pk__in=chunk)
        people.lock_in_order()
        people.update(unread_notices=Coalesce(Subquery(counted), 0))

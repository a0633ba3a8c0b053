"""What is asked of people and their notices, in the words of who looks after them."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from sps_learn.accounts.accommodations import NO_LIMIT, WISHED_FACTORS

if TYPE_CHECKING:
    from sps_learn.accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    def with_waiting_wish(self) -> Self:
        """People who asked for more time than they have been granted."""
        # The same rule for one row: User.is_wish_waiting.
        has_less = Q(time_wish=NO_LIMIT)
        for wish, factor in WISHED_FACTORS.items():
            has_less |= Q(time_wish=wish, time_factor__lt=factor)
        return self.filter(has_less, has_no_time_limit=False)

    def lock_in_order(self) -> "list[User]":
        """Wait for whoever counts for one of these learners; then they as they are."""
        return list(self.order_by("pk").select_for_update(no_key=True))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

    def about(self, key: str) -> Self:
        return self.filter(about=key)

    def unread(self) -> Self:
        # The same rule for one row: Notice.is_read.
        return self.filter(read_at=None)

    def read(self) -> Self:
        return self.filter(read_at__isnull=False)

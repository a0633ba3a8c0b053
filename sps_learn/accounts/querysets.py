"""What is asked of people, in the words of who looks after them."""

from typing import Self

from django.db import models
from django.db.models import Q

from sps_learn.accounts.accommodations import NO_LIMIT, WISHED_FACTORS


class UserQuerySet(models.QuerySet["User"]):
    def with_waiting_wish(self) -> Self:
        """People who asked for more time than they have been granted."""
        # The same rule for one row: User.is_wish_waiting.
        has_less = Q(time_wish=NO_LIMIT)
        for wish, factor in WISHED_FACTORS.items():
            has_less |= Q(time_wish=wish, time_factor__lt=factor)
        return self.filter(has_less, has_no_time_limit=False)

"""What the pages ask of memory and of where a learner stands."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from .scheduling import CERTAIN, next_midnight

if TYPE_CHECKING:
    from sps_learn.accounts.models import User


_SURE_FIRST = models.Case(
    models.When(missed_confidence=CERTAIN, then=models.Value(0)),
    default=models.Value(1),
    output_field=models.IntegerField(),
)


class RecallQuerySet(models.QuerySet["Recall"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

    def of_published(self) -> Self:
        return self.filter(
            question__published__isnull=False, question__is_retired=False
        )

    def by_themselves(self) -> Self:
        """Of questions that may come outside of a case, and are asked still."""
        return self.of_published().filter(question__case=None)

    def from_before_memory(self) -> Self:
        """Rows of an earlier version, which `rebuild_recall` brings up to date."""
        from .models import UnitStanding

        standings = UnitStanding.objects.filter(learner=models.OuterRef("learner"))
        return self.filter(Q(due_at=None) | ~models.Exists(standings))

    def lock_in_order(self) -> int:
        """Wait, before answers are read, for whoever replays or marks them."""
        return len(self.order_by("pk").select_for_update().values_list("pk"))

    def due(self, now: datetime, zone: ZoneInfo, days: int = 1) -> Self:
        """What a learner in this zone should meet again today or should have before.

        With more days, what will be due by the end of the last of them.
        """
        # The same rule for one row: Recall.is_due. Questions of a case come only
        # inside it.
        return self.by_themselves().filter(due_at__lt=next_midnight(now, zone, days))

    def to_mend(self) -> Self:
        """Missed, and not right on two days since; who was certain comes first."""
        # The same rule for one row: Recall.mistake.
        return self.by_themselves().filter(missed_at__isnull=False)

    def for_mistakes_page(self) -> Self:
        """With what a line of the list shows; missed for certain first, then new."""
        return (
            self.select_related("question__bank__topic", "question__published")
            .defer("question__draft", "question__published__content")
            .order_by(_SURE_FIRST, "-missed_at", "-pk")
        )

    def in_order_of_practice(self) -> Self:
        """Missed for certain first, then what has waited longest."""
        return self.order_by(_SURE_FIRST, "missed_at", "pk")

    def missed_for_certain(self) -> Self:
        return self.filter(missed_at__isnull=False, missed_confidence=CERTAIN)


class StandingQuerySet(models.QuerySet["UnitStanding"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

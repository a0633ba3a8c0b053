"""What is asked of regrades, and of what they did to marks."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from sps_learn.accounts.models import User

    from .models import Regrade


class RegradeQuerySet(models.QuerySet["Regrade"]):
    def standing(self) -> Self:
        # The same rule for one row: Regrade.is_standing.
        return self.filter(undone_at=None)

    def built_on(self, regrade: "Regrade") -> Self:
        """Later ones, not undone, that marked some of the same answers again."""
        same = regrade.changes.values("response")
        return (
            self.standing()
            .filter(question=regrade.question_id, pk__gt=regrade.pk)
            .filter(changes__response__in=same)
            .distinct()
        )


class MarkChangeQuerySet(models.QuerySet["MarkChange"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(response__attempt__learner=learner)

    def standing(self) -> Self:
        return self.filter(regrade__undone_at=None)

    def moved(self) -> Self:
        """Those after which the mark is another number."""
        return self.exclude(old_fraction=models.F("new_fraction"))

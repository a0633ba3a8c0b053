"""What the pages ask of memory and of where a learner stands."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, Min, Q

from .scheduling import CERTAIN, FULLY_RIGHT, next_midnight

if TYPE_CHECKING:
    from sps_learn.accounts.models import User


_SURE_FIRST = models.Case(
    models.When(missed_confidence=CERTAIN, then=models.Value(0)),
    default=models.Value(1),
    output_field=models.IntegerField(),
)

WEEK_DAYS = 7

_OF_TOPIC = ("slug", "title", "order", "family")


_BY_ITSELF = Q(question__case=None)
_TO_MEND = Q(missed_at__isnull=False)
_MISSED_FOR_CERTAIN = _TO_MEND & Q(missed_confidence=CERTAIN)


class RecallQuerySet(models.QuerySet["Recall"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

    def of_published(self) -> Self:
        return self.filter(
            question__published__isnull=False, question__is_retired=False
        )

    def by_themselves(self) -> Self:
        """Of questions that may come outside of a case, and are asked still."""
        return self.of_published().filter(_BY_ITSELF)

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

    def for_expectation(self) -> Self:
        """With what says how well each is kept, and of which objective it is."""
        return (
            self.of_published()
            .filter(due_at__isnull=False, question__objective__isnull=False)
            .select_related("question")
            .only(
                *("stability", "difficulty", "last_answered_at", "due_at"),
                "question__objective_id",
            )
            .order_by("pk")
        )

    def due_counts(self, now: datetime, zone: ZoneInfo) -> dict[str, int]:
        """How much is due today, tomorrow alone, and within the week."""
        within_the_week = self.due(now, zone, WEEK_DAYS)
        return within_the_week.aggregate(**_due_counts(now, zone))

    def due_days(self, now: datetime, zone: ZoneInfo) -> dict[int, date]:
        """The day on which each question is due, by its key; today what has waited."""
        today = now.astimezone(zone).date()
        moments = self.by_themselves().filter(due_at__isnull=False)
        return {
            question: max(due_at.astimezone(zone).date(), today)
            for question, due_at in moments.values_list("question", "due_at")
        }

    def postponed(self, now: datetime, zone: ZoneInfo) -> Self:
        """What the learner has spread over days that are still to come."""
        tomorrow = next_midnight(now, zone)
        return self.by_themselves().filter(is_postponed=True, due_at__gte=tomorrow)

    def for_review(self) -> Self:
        """With what says when each is asked and why, and in which topic it is."""
        return (
            self.select_related("question__bank__topic")
            .only(
                *("last_fraction", "last_answered_at", "stability", "difficulty"),
                *("due_at", "corrected_at", "missed_at", "missed_confidence"),
                *("mending_days", "question__bank__topic"),
                *(f"question__bank__topic__{name}" for name in _OF_TOPIC),
            )
            .order_by("pk")
        )

    def to_mend(self) -> Self:
        """Missed, and not right on two days since; who was certain comes first."""
        # The same rule for one row: Recall.mistake.
        return self.by_themselves().filter(_TO_MEND)

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
        return self.filter(_MISSED_FOR_CERTAIN)

    def summed_up(self, now: datetime, zone: ZoneInfo) -> Self:
        """A row for each confidence of the last answers: what they come to."""
        # As due, to_mend and missed_for_certain have it, without a query for each.
        due = _BY_ITSELF & Q(due_at__lt=next_midnight(now, zone))
        return (
            self.of_published()
            .order_by()
            .values("last_confidence")
            .annotate(
                questions=Count("pk"),
                right=Count("pk", filter=Q(last_fraction__gte=FULLY_RIGHT)),
                to_mend=Count("pk", filter=_BY_ITSELF & _TO_MEND),
                certain_and_due=Count("pk", filter=due & _MISSED_FOR_CERTAIN),
                next_due_at=Min("due_at", filter=_BY_ITSELF),
                **_due_counts(now, zone),
            )
            .values_list(
                *("last_confidence", "questions", "right", "to_mend"),
                *("certain_and_due", "next_due_at", "today", "tomorrow", "week"),
                named=True,
            )
        )


def _due_counts(now: datetime, zone: ZoneInfo) -> dict[str, Count]:
    first, second, last = (next_midnight(now, zone, n) for n in (1, 2, WEEK_DAYS))
    return {
        "today": Count("pk", filter=_BY_ITSELF & Q(due_at__lt=first)),
        "tomorrow": Count(
            "pk", filter=_BY_ITSELF & Q(due_at__gte=first, due_at__lt=second)
        ),
        "week": Count("pk", filter=_BY_ITSELF & Q(due_at__lt=last)),
    }


class StandingQuerySet(models.QuerySet["UnitStanding"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

"""What is kept of a learner's answers beside them, to be had without them.

All of it is written in the transaction that grades; `rebuild_recall` makes it anew
from the responses, and comes to the same.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from .. import mastery
from ..memory_querysets import RecallQuerySet, StandingQuerySet
from ..mistakes import Mistake
from ..scheduling import Memory, next_midnight
from .banks import Question


class Recall(models.Model):
    """What one learner's answers to one question come to."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recalls"
    )
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="recalls"
    )
    answers = models.PositiveIntegerField()
    last_fraction = models.FloatField()
    last_confidence = models.PositiveSmallIntegerField(null=True)
    last_answered_at = models.DateTimeField()
    recent_days = models.JSONField(default=list)
    was_mixed = models.BooleanField(default=False)
    # Null in rows older than these columns: the next answer, or rebuild_recall, fills
    # all three.
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    due_at = models.DateTimeField(null=True)
    # The learner spread what had piled up: due later than memory says, until the next
    # answer.
    is_postponed = models.BooleanField(default=False)
    # When the key of the last answer was corrected: the question is due from then on,
    # until it is answered again.
    corrected_at = models.DateTimeField(null=True)
    # When it was missed last, while it is not mended yet; how sure the learner was,
    # and the days since on which it was right.
    missed_at = models.DateTimeField(null=True)
    missed_confidence = models.PositiveSmallIntegerField(null=True)
    mending_days = models.JSONField(default=list)

    objects = RecallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "question"], name="quizzes_one_recall_per_question"
            )
        ]
        indexes = [
            models.Index(fields=["learner", "due_at"], name="quizzes_recalls_due")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.last_fraction}"

    @property
    def memory(self) -> Memory | None:
        """What the scheduler goes on from; None before an answer has made one."""
        if self.due_at is None:
            return None
        return Memory(
            stability=self.stability,
            difficulty=self.difficulty,
            last_review=self.last_answered_at,
            due_at=self.due_at,
        )

    @property
    def mistake(self) -> Mistake | None:
        """What is still to mend, if anything."""
        # The same rule for many rows: RecallQuerySet.to_mend.
        if self.missed_at is None:
            return None
        return Mistake(
            self.missed_at, self.missed_confidence, frozenset(self.mending_days)
        )

    @mistake.setter
    def mistake(self, mistake: Mistake | None) -> None:
        self.missed_at = mistake.missed_at if mistake else None
        self.missed_confidence = mistake.confidence if mistake else None
        self.mending_days = sorted(mistake.right_days) if mistake else []

    def is_due(self, now: datetime, zone: ZoneInfo) -> bool:
        # The same rule for many rows: RecallQuerySet.due.
        return (
            self.due_at is not None
            and self.due_at < next_midnight(now, zone)
            and self.question.is_published
            and self.question.case_id is None
        )


class UnitStanding(models.Model):
    """Where one learner stands in an objective, a topic, or a cell of the grid.

    `unit` names which, as units.py has it; `pool` the questions that were published
    for it when this was worked out. Where they are others now, it has to be again.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="standings"
    )
    unit = models.CharField(max_length=40)
    pool = models.CharField(max_length=40)
    state = models.PositiveSmallIntegerField()
    seen = models.PositiveSmallIntegerField()
    share = models.FloatField()
    fades_at = models.DateTimeField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "unit"], name="quizzes_one_standing_per_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.standing.state.label}"

    @property
    def standing(self) -> mastery.Standing:
        return mastery.Standing(
            mastery.State(self.state), self.seen, self.share, self.fades_at
        )


class PracticeDay(models.Model):
    """A day, by the learner's own midnight, on which something was answered."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice_days"
    )
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "day"], name="quizzes_one_row_per_practice_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"

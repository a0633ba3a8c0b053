"""What learning makes: attempts, responses, recall. Never edited by people."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from .. import grading
from ..querysets import (
    AttemptQuerySet,
    RecallQuerySet,
    ResponseQuerySet,
)
from .authored import Question, QuestionRevision, Quiz


class Attempt(models.Model):
    """One sitting. Its slots are written at the start and keep their revisions."""

    class Purpose(models.TextChoices):
        QUIZ = "quiz", "Quiz"
        LESSON_CHECK = "lesson-check", "Question in a lesson"
        LIVE = "live", "Question on the front page"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts"
    )
    quiz = models.ForeignKey(
        Quiz, null=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    purpose = models.CharField(max_length=20, choices=Purpose)
    title = models.CharField(max_length=100)
    gives_feedback_at_once = models.BooleanField()
    pass_mark = models.PositiveSmallIntegerField(null=True)
    seed = models.PositiveBigIntegerField()
    is_mixed = models.BooleanField(default=False)
    size = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField(default=0)
    marks = models.FloatField(default=0.0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "quiz"],
                condition=models.Q(finished_at=None),
                name="quizzes_one_running_attempt_per_quiz",
            ),
        ]
        indexes = [
            models.Index(
                fields=["learner", "-started_at"], name="quizzes_attempts_of_learner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.started_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:attempt", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        # The same rule for many rows: AttemptQuerySet.running and finished.
        return self.finished_at is not None

    @property
    def percent(self) -> int:
        return round(100 * self.marks / self.size)

    @property
    def is_passed(self) -> bool | None:
        """Whether the pass mark was reached; None where there is none."""
        if self.pass_mark is None or not self.is_finished:
            return None
        # Exact at the border: 7 of 10 reaches 70 %.
        return self.marks * 100 >= self.pass_mark * self.size - 1e-9


class Response(models.Model):
    """One slot of an attempt: what was asked, and what was answered."""

    class Confidence(models.IntegerChoices):
        GUESSING = 1, "Guessing"
        FAIRLY_SURE = 2, "Fairly sure"
        CERTAIN = 3, "Certain"

    attempt = models.ForeignKey(
        Attempt, on_delete=models.CASCADE, related_name="responses"
    )
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="responses"
    )
    shown_revision = models.ForeignKey(
        QuestionRevision, on_delete=models.PROTECT, related_name="+"
    )
    graded_revision = models.ForeignKey(
        QuestionRevision, null=True, on_delete=models.PROTECT, related_name="+"
    )
    option_order = models.JSONField()
    answer = models.JSONField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True, choices=Confidence)
    version = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    fraction = models.FloatField(null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="quizzes_one_response_per_slot"
            ),
            models.CheckConstraint(
                condition=models.Q(fraction=None)
                | models.Q(fraction__gte=0, fraction__lte=1),
                name="quizzes_fraction_is_between_0_and_1",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.position}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:question", args=[self.attempt_id, self.position])

    @property
    def is_graded(self) -> bool:
        return self.fraction is not None

    @property
    def is_released(self) -> bool:
        """Whether the key and the reasons may be shown."""
        return self.is_graded or self.attempt.is_finished

    @property
    def chosen(self) -> list[str]:
        return self.answer["options"] if self.answer else []

    @property
    def grade(self) -> grading.Grade:
        return grading.grade(self.shown_revision.content, self.answer)

    def mark(self) -> None:
        """Grade the stored answer, without saving."""
        self.fraction = self.grade.fraction
        self.graded_revision_id = self.shown_revision_id


class Recall(models.Model):
    """What one learner's answers to one question come to.

    A summary of responses, written in the transaction that grades them;
    `rebuild_recall` makes it anew from the responses.
    """

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

    objects = RecallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "question"], name="quizzes_one_recall_per_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.last_fraction}"

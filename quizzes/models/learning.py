"""What learning makes: attempts and responses. Never edited by people."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

from lessons.models import Lesson

from .. import grading, timing
from ..learning_querysets import AttemptQuerySet, ResponseQuerySet
from .banks import Case, Question, QuestionRevision
from .quizzes import Quiz


class Attempt(models.Model):
    """One sitting. Its slots are written at the start and keep their revisions."""

    class Purpose(models.TextChoices):
        QUIZ = "quiz", "Quiz"
        BUILT = "built", "Practice of one's own"
        REVIEW = "review", "Review"
        MISTAKES = "mistakes", "Mistakes"
        MIMICS = "mimics", "SPS or not?"
        LESSON = "lesson", "Check of a lesson"
        LESSON_CHECK = "lesson-check", "Question in a lesson"
        BEFORE = "before", "Question before a lesson"
        LIVE = "live", "Question on the front page"

    # Of these a learner has one at a time, as of each quiz.
    ONE_AT_A_TIME = (Purpose.REVIEW, Purpose.MISTAKES, Purpose.MIMICS)
    BY_ITSELF = (Purpose.LESSON_CHECK, Purpose.BEFORE, Purpose.LIVE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts"
    )
    quiz = models.ForeignKey(
        Quiz, null=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    lesson = models.ForeignKey(  # that it checks
        Lesson, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    purpose = models.CharField(max_length=20, choices=Purpose)
    title = models.CharField(max_length=100)
    gives_feedback_at_once = models.BooleanField()
    pass_mark = models.PositiveSmallIntegerField(null=True)
    time_limit_minutes = models.PositiveSmallIntegerField(null=True)
    # As many as the learner had then: taken back later, they hold on to the end.
    minutes_at_start = models.PositiveIntegerField(null=True)
    seed = models.PositiveBigIntegerField()
    is_mixed = models.BooleanField(default=False)
    size = models.PositiveSmallIntegerField()
    answered = models.PositiveSmallIntegerField(default=0)
    marks = models.FloatField(default=0.0)
    safety_missed = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    # What the clock said at the last answer, or later when it was seen to be set back
    # or the attempt was opened again: it may jump either way meanwhile.
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    is_timed_out = models.BooleanField(default=False)  # closed by the clock

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "quiz"],
                condition=models.Q(finished_at=None),
                name="quizzes_one_running_attempt_per_quiz",
            ),
            models.UniqueConstraint(
                fields=["learner", "purpose"],
                condition=models.Q(
                    finished_at=None, purpose__in=["review", "mistakes", "mimics"]
                ),
                name="quizzes_one_running_attempt_per_purpose",
            ),
        ]
        indexes = [
            models.Index(
                fields=["learner", "-started_at"], name="quizzes_attempts_of_learner"
            ),
            # The few among all that a learner ever made.
            models.Index(
                fields=["learner", "-started_at"],
                condition=models.Q(finished_at=None),
                name="quizzes_running_attempts",
            ),
            # What was reviewed today, among all reviews that there ever were.
            models.Index(
                fields=["learner", "purpose", "finished_at"],
                name="quizzes_finished_of_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.started_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:attempt", args=[self.pk])

    @property
    def is_by_itself(self) -> bool:
        """Whether it is one question on a page about something else."""
        # The same rule for many rows: AttemptQuerySet.sat_down_to.
        return self.purpose in self.BY_ITSELF

    @property
    def is_scored(self) -> bool:
        """Whether its answers count for anything."""
        # The same rule for many rows: ResponseQuerySet.scored.
        return self.purpose != self.Purpose.BEFORE

    @property
    def is_finished(self) -> bool:
        # The same rule for many rows: AttemptQuerySet.running and finished.
        return self.finished_at is not None

    @property
    def percent(self) -> int:
        """Of the marks, rounded; but never up to a border that was not reached."""
        exact = 100 * self.marks / self.size
        for border in (100, self.pass_mark):
            if round(exact) == border and exact < border - 1e-9:
                return border - 1
        return round(exact)

    @property
    def reaches_pass_mark(self) -> bool:
        # Exact at the border: 7 of 10 reaches 70 %.
        return self.marks * 100 >= (self.pass_mark or 0) * self.size - 1e-9

    @property
    def is_passed(self) -> bool | None:
        """The pass mark reached, and no safety question missed; None without one."""
        if self.pass_mark is None or not self.is_finished:
            return None
        return self.reaches_pass_mark and not self.safety_missed

    @property
    def deadline_at(self) -> datetime | None:
        """When the time is up for this learner, whose accommodations count."""
        if self.time_limit_minutes is None:
            return None
        minutes = self.learner.minutes_allowed(self.time_limit_minutes)
        if minutes is None:
            return None
        longest = max(minutes, self.minutes_at_start or 0)
        return self.started_at + timedelta(minutes=longest)

    def phase(self, now: datetime) -> timing.Phase:
        return timing.phase(self.deadline_at, now)

    def clock_set_back(self, now: datetime) -> timedelta:
        return timing.set_back(self.seen_at or self.started_at, now)

    def follow_clock(self, now: datetime) -> datetime:
        """The moment as it counts here, where time never runs back; without saving.

        Where the site's clock was set back, the start moves along with it: the time
        that was used stays used, and what is left stays left.
        """
        if behind := self.clock_set_back(now):
            self.started_at -= behind
            self.seen_at = now
        return max(self.seen_at or self.started_at, now)


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
    case = models.ForeignKey(
        Case, null=True, on_delete=models.PROTECT, related_name="responses"
    )
    option_order = models.JSONField()
    answer = models.JSONField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True, choices=Confidence)
    version = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)  # stored within timing.GRACE
    is_flagged = models.BooleanField(default=False)
    ruled_out = models.JSONField(default=list)
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
    def is_locked(self) -> bool:
        """Whether the answer stays as it is: the next step of a case may tell more."""
        return self.case_id is not None and self.answer is not None

    @property
    def is_final_when_sent(self) -> bool:
        """Whether an answer waits to be sent, because nothing is changed after that."""
        return self.attempt.gives_feedback_at_once or self.case_id is not None

    @property
    def is_regraded(self) -> bool:
        """Whether the mark comes from a corrected revision and not the one shown."""
        return self.graded_revision_id not in {None, self.shown_revision_id}

    @property
    def counting_revision(self) -> QuestionRevision:
        """The revision whose key counts; most often the one that was shown."""
        return self.graded_revision if self.is_regraded else self.shown_revision

    @property
    def grade(self) -> grading.Grade:
        return grading.grade(self.counting_revision.content, self.answer)

    def mark(self) -> None:
        """Grade the stored answer, without saving."""
        self.fraction = self.grade.fraction
        self.graded_revision_id = self.shown_revision_id

    @property
    def misses_safety(self) -> bool:
        """Whether this is a safety question, and graded as not quite right."""
        # As it was shown: nobody fails by a rule that the attempt did not have.
        return self.shown_revision.content["safety"] and self.fraction != 1

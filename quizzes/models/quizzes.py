"""What people write: quizzes, and the blueprints that they draw by."""

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from lessons.models import Objective, Topic
from sps_learn.publishing.models import LoadedFromFiles

from .. import schemas
from ..querysets import QuizQuerySet
from .banks import Bank, Level

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sps_learn.accounts.models import User

STEPS_IN_A_CASE = 4  # about


class Quiz(LoadedFromFiles):
    """A blueprint to draw questions by, and the way in which they are answered."""

    place_fields = ("order",)

    class Mode(models.TextChoices):
        PRACTICE = "practice", "Practice: the reasons after each answer"
        TEST = "test", "Test: the reasons after the last answer"

    slug = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=100)
    summary = models.TextField()
    mode = models.CharField(max_length=10, choices=Mode)
    topic = models.ForeignKey(
        Topic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quizzes",
        help_text="Empty where the quiz mixes topics.",
    )
    pass_mark = models.PositiveSmallIntegerField(
        "pass mark in %",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Empty: as often as one likes.",
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        "time limit in minutes",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Empty: none, which suits most. Accommodations of a person count.",
    )
    is_published = models.BooleanField(
        "published",
        default=False,
        help_text="Learners can start it. Refused while a row finds too few questions.",
    )
    is_retired = models.BooleanField(
        "retired",
        default=False,
        help_text="Taken away from learners; what they did with it stays.",
    )

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        verbose_name_plural = "quizzes"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:quiz", args=[self.slug])

    @property
    def gives_feedback_at_once(self) -> bool:
        return self.mode == self.Mode.PRACTICE

    @property
    def minutes(self) -> int:
        """About how long it takes; of a quiz with its size (QuizQuerySet.with_size)."""
        return self.questions_asked + STEPS_IN_A_CASE * self.cases_asked

    def minutes_allowed(self, learner: "User | AnonymousUser") -> int | None:
        """The time limit as it holds for this person; None where none does."""
        if self.time_limit_minutes is None or not learner.is_authenticated:
            return self.time_limit_minutes
        return learner.minutes_allowed(self.time_limit_minutes)

    def attempts_left(self, learner: "User") -> int | None:
        """How many more attempts the learner may begin; None: as many as they like."""
        if self.attempts_allowed is None:
            return None
        begun = self.attempts.filter(learner=learner).count()
        return max(0, self.attempts_allowed - begun)

    def content(self) -> dict[str, Any]:
        rows = self.rows.select_related("bank", "objective")
        return {
            "slug": self.slug,
            "title": self.title,
            "summary": self.summary,
            "mode": self.mode,
            "topic": self.topic.slug if self.topic else None,
            "blueprint": [row.content() for row in rows],
            "pass_mark": self.pass_mark,
            "attempts_allowed": self.attempts_allowed,
            "time_limit_minutes": self.time_limit_minutes,
        }

    def take(self, content: schemas.QuizContent) -> None:
        for name in ("slug", "title", "summary", "mode", "pass_mark"):
            setattr(self, name, getattr(content, name))
        self.attempts_allowed = content.attempts_allowed
        self.time_limit_minutes = content.time_limit_minutes
        self.topic = Topic.objects.filter(slug=content.topic).first()
        self._rows = content.blueprint

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if (rows := self.__dict__.pop("_rows", None)) is not None:
            self.rows.all().delete()
            BlueprintRow.objects.bulk_create(
                BlueprintRow.from_content(self, order, row)
                for order, row in enumerate(rows)
            )


class BlueprintRow(models.Model):
    """So many questions or cases of one kind; an empty field means any."""

    class Role(models.TextChoices):
        STUDENT = "student", "Student"
        NURSE = "nurse", "Nurse"

    class Safety(models.TextChoices):
        ONLY = "only", "Safety questions only"
        NONE = "none", "No safety questions"

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField(default=0)
    bank = models.ForeignKey(
        Bank, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=12, choices=Level, blank=True)
    role = models.CharField(max_length=10, choices=Role, blank=True)
    # With a pass mark every safety question drawn has to be right, so a form says
    # how many it draws.
    safety = models.CharField(max_length=4, choices=Safety, blank=True)
    cases = models.BooleanField(
        default=False, help_text="Count whole unfolding cases, not single questions."
    )
    count = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        what = "case" if self.cases else "question"
        return f"{self.count} {what}{'' if self.count == 1 else 's'}"

    @classmethod
    def from_content(
        cls, quiz: Quiz, order: int, row: schemas.BlueprintRow
    ) -> "BlueprintRow":
        return cls(
            quiz=quiz,
            order=order,
            bank=Bank.objects.filter(slug=row.bank).first(),
            objective=Objective.objects.filter(code=row.objective).first(),
            level=row.level or "",
            role=row.role or "",
            safety=row.safety or "",
            cases=row.cases,
            count=row.count,
        )

    def content(self) -> dict[str, Any]:
        return {
            "bank": self.bank.slug if self.bank else None,
            "objective": self.objective.code if self.objective else None,
            "level": self.level or None,
            "role": self.role or None,
            # As the schema has it.
            **({"safety": self.safety} if self.safety else {}),
            "cases": self.cases,
            "count": self.count,
        }

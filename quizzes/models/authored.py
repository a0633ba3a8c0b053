"""What people write: banks, questions, cases, quizzes."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from lessons.models import Objective, Topic
from sps_learn.publishing.models import LoadedFromFiles, Publishable, Revision

from .. import schemas
from ..querysets import (
    QuestionQuerySet,
    QuizQuerySet,
)
from ..selection import Candidate


class Level(models.TextChoices):
    RECALL = "recall", "Recall"
    UNDERSTAND = "understand", "Understand"
    APPLY = "apply", "Apply"
    ANALYSE = "analyse", "Analyse"


class Bank(LoadedFromFiles):
    """The questions of one topic."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=100)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="banks")

    class Meta:
        ordering = ("topic__order", "slug")

    def __str__(self) -> str:
        return self.title

    def content(self) -> dict[str, Any]:
        return {"bank": self.slug, "topic": self.topic.slug, "title": self.title}

    def take(self, content: schemas.BankContent) -> None:
        self.slug, self.title = content.bank, content.title
        self.topic = Topic.objects.get(slug=content.topic)


class Case(LoadedFromFiles):
    """An unfolding case: questions asked in order, as one block."""

    place_fields = ("bank_id", "file", "order")

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="cases")
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    steps = models.JSONField(default=list, help_text="Ids of its questions, in order.")
    file = models.CharField(max_length=200, editable=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title

    def content(self) -> dict[str, Any]:
        return {"id": self.slug, "title": self.title, "steps": self.steps}

    def take(self, content: schemas.CaseContent) -> None:
        self.slug, self.title, self.steps = content.id, content.title, content.steps


class Question(Publishable):
    """A question with its key and the reason for each option."""

    material_fields = frozenset(
        {"kind", "scheme", "vignette", "stem", "options", "text", "key", "credit"}
        | {"pairs", "items", "accept", "left", "right"}
    )
    place_fields = ("bank_id", "case_id", "file", "order")

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="questions")
    slug = models.SlugField("id", max_length=100, unique=True)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    file = models.CharField(max_length=200, editable=False)
    order = models.PositiveIntegerField(default=0, editable=False)
    published = models.ForeignKey(
        "QuestionRevision",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # What a draw asks for, copied from the published revision (`adopt`).
    kind = models.CharField(max_length=20, editable=False)
    level = models.CharField(max_length=12, choices=Level, editable=False)
    objective = models.ForeignKey(
        Objective,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    safety = models.BooleanField(default=False, editable=False)
    has_vignette = models.BooleanField(default=False, editable=False)
    for_students = models.BooleanField(default=False, editable=False)
    for_nurses = models.BooleanField(default=False, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("bank__topic__order", "file", "order", "pk")
        permissions = [
            ("publish_question", "Can publish, retire and restore questions")
        ]

    def __str__(self) -> str:
        return self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file:
            # Written in the admin: it goes to the end of its bank's own file.
            self.file = self.bank.slug
            self.order = Question.objects.filter(file=self.file).count()
        super().save(*args, **kwargs)

    def take(self, content: schemas.QuestionContent) -> None:
        super().take(content)
        self.slug = content.id
        if self.published is None:
            self.adopt(self.draft)

    def checked_draft(self) -> schemas.QuestionContent:
        return schemas.QUESTION.validate_python(self.draft)

    def render(self, content: dict[str, Any]) -> dict[str, Any]:
        from ..rendering import question_as_shown

        return question_as_shown(content)

    def adopt(self, content: dict[str, Any]) -> None:
        self.kind, self.level = content["kind"], content["level"]
        self.objective = Objective.objects.filter(code=content["objective"]).first()
        self.safety = content["safety"]
        self.has_vignette = bool(content["vignette"])
        self.for_students = "student" in content["roles"]
        self.for_nurses = "nurse" in content["roles"]


class QuestionRevision(Revision):
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="revisions"
    )

    class Meta(Revision.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="quizzes_one_revision_per_number"
            )
        ]

    def as_candidate(self) -> Candidate:
        """What a draw needs to know of the question."""
        options = self.content["options"]
        return Candidate(
            id=self.question_id,
            options=tuple(option["id"] for option in options),
            pinned=frozenset(o["id"] for o in options if o.get("pinned")),
        )


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
        null=True, blank=True, editable=False
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False
    )
    is_retired = models.BooleanField("retired", default=False)

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        verbose_name_plural = "quizzes"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:quiz", args=[self.slug])

    @property
    def is_playable(self) -> bool:
        # The same rule for many rows: QuizQuerySet.playable.
        return not (self.is_retired or self.time_limit_minutes or self.attempts_allowed)

    @property
    def gives_feedback_at_once(self) -> bool:
        return self.mode == self.Mode.PRACTICE

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
    """So many questions of one kind; an empty field means any."""

    class Role(models.TextChoices):
        STUDENT = "student", "Student"
        NURSE = "nurse", "Nurse"

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
    count = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.count} questions"

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
            count=row.count,
        )

    def content(self) -> dict[str, Any]:
        return {
            "bank": self.bank.slug if self.bank else None,
            "objective": self.objective.code if self.objective else None,
            "level": self.level or None,
            "role": self.role or None,
            "count": self.count,
        }

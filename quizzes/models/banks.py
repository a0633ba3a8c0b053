"""What people write: banks, with their questions and cases."""

from typing import Any

from django.db import models

from lessons.models import Objective, Topic
from sps_learn.publishing.models import LoadedFromFiles, Publishable, Revision

from .. import schemas
from ..grading import kind_of
from ..querysets import QuestionQuerySet
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

    @property
    def published_steps(self) -> list["Question"]:
        """Its questions in order; none unless every one of them is published."""
        found = {one.slug: one for one in self.questions.all() if one.is_published}
        steps = [found[slug] for slug in self.steps if slug in found]
        return steps if len(steps) == len(self.steps) else []

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
    mimic = models.CharField(
        max_length=schemas.MAX_MIMIC_CHARACTERS, blank=True, editable=False
    )
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

    @property
    def revision_to_show(self) -> "QuestionRevision":
        """The published revision; it knows this question without asking for it."""
        # To join the question to it once more makes PostgreSQL, where it has no
        # statistics of the tables yet, compare every row with every other.
        revision = self.published
        revision.question = self
        return revision

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
        self.mimic = content.get("mimic", "")
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
        options = self.content.get("options", [])
        return Candidate(
            id=self.question_id,
            options=tuple(kind_of(self.content).shuffled(self.content)),
            pinned=frozenset(o["id"] for o in options if o.get("pinned")),
        )

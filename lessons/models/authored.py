"""What people write: topics, modules and lessons."""

from typing import Any

from django.db import models
from django.urls import reverse

from sps_learn.publishing.models import LoadedFromFiles, Publishable, Revision

from .. import schemas
from ..querysets import (
    LessonQuerySet,
    ModuleQuerySet,
)
from ..reading import points
from .columns import columns, fill


class Topic(LoadedFromFiles):
    """One of the six fixed parts of the subject, with its colour family."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=100)
    summary = models.TextField()
    order = models.PositiveSmallIntegerField()
    family = models.SlugField(help_text="The colour family of the stylesheet.")

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title

    def content(self) -> dict[str, Any]:
        return columns(self, schemas.TopicContent)

    def take(self, content: schemas.TopicContent) -> None:
        fill(self, content)


class Module(LoadedFromFiles):
    """A part of a topic that is learnt as one: objectives and lessons."""

    place_fields = ("order",)

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="modules")
    slug = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    pre_questions = models.JSONField(default=list, blank=True)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lessons:module", args=[self.slug])

    def content(self) -> dict[str, Any]:
        objectives = [row.content() for row in self.objectives.all()]
        return {
            "slug": self.slug,
            "topic": self.topic.slug,
            "title": self.title,
            "summary": self.summary,
            # As the schema has it.
            **({"pre_questions": self.pre_questions} if self.pre_questions else {}),
            "objectives": objectives,
        }

    def take(self, content: schemas.ModuleContent) -> None:
        self.slug, self.title, self.summary = (
            content.slug,
            content.title,
            content.summary,
        )
        self.pre_questions = content.pre_questions
        self.topic = Topic.objects.get(slug=content.topic)
        self._objectives = content.objectives

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        for order, objective in enumerate(self.__dict__.pop("_objectives", ())):
            Objective.objects.update_or_create(
                code=objective.code,
                defaults={
                    "module": self,
                    "order": order,
                    "text": objective.text,
                    "safety": objective.safety,
                    "card": objective.card,
                },
            )


class Objective(models.Model):
    """What one will be able to do; the unit of mastery."""

    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="objectives"
    )
    code = models.CharField(max_length=10, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    safety = models.BooleanField(
        default=False, help_text="Its safety card is shown to everyone."
    )
    card = models.TextField("safety card", blank=True)

    class Meta:
        ordering = ("module__order", "order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(safety=False) | ~models.Q(card=""),
                name="lessons_a_safety_objective_has_a_card",
                violation_error_message="Write the text of the safety card.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def card_points(self) -> list[str]:
        return points(self.card)

    def content(self) -> dict[str, Any]:
        return columns(self, schemas.ObjectiveContent)


class Lesson(Publishable):
    """A few minutes of reading that serve one or more objectives."""

    material_fields = frozenset({"body", "objectives"})
    place_fields = ("order",)

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="lessons")
    slug = models.SlugField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200, editable=False)
    minutes = models.PositiveSmallIntegerField(default=0, editable=False)
    published = models.ForeignKey(
        "LessonRevision",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ("module__order", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["module", "slug"], name="lessons_one_slug_per_module"
            )
        ]
        permissions = [("publish_lesson", "Can publish, retire and restore lessons")]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("lessons:lesson", args=[self.module.slug, self.slug])

    def take(self, content: schemas.LessonContent) -> None:
        super().take(content)
        self.slug = content.slug
        if self.published is None:
            self.title = content.title

    def checked_draft(self) -> schemas.LessonContent:
        return schemas.LessonContent.model_validate(self.draft)

    def render(self, content: dict[str, Any]) -> dict[str, Any]:
        from ..rendering import lesson_as_shown

        return lesson_as_shown(content)

    def adopt(self, content: dict[str, Any]) -> None:
        self.title = content["title"]
        self.slug = content["slug"]
        self.minutes = self.published.rendered["minutes"]


class LessonRevision(Revision):
    lesson = models.ForeignKey(
        Lesson, on_delete=models.CASCADE, related_name="revisions"
    )

    class Meta(Revision.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "number"], name="lessons_one_revision_per_number"
            )
        ]

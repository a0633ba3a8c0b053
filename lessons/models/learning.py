"""What learning makes: what was read. Never edited by people."""

from django.conf import settings
from django.db import models

from ..querysets import (
    LessonCompletionQuerySet,
    SectionReadQuerySet,
)
from .authored import Lesson, LessonRevision


class SectionRead(models.Model):
    """A learner reached the end of a section."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sections_read"
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    section = models.SlugField(max_length=100)
    read_at = models.DateTimeField()

    objects = SectionReadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson", "section"],
                name="lessons_one_reading_per_section",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} #{self.section}"


class LessonCompletion(models.Model):
    """A learner marked a lesson as read, in the revision shown."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="lesson_completions",
    )
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(
        LessonRevision, on_delete=models.PROTECT, related_name="+"
    )
    completed_at = models.DateTimeField()

    objects = LessonCompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"], name="lessons_one_completion_per_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} read"

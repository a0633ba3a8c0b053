"""What the pages ask of lessons, in the learner's words."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch

from sps_learn.publishing.models import PublishableQuerySet

if TYPE_CHECKING:
    from sps_learn.accounts.models import User


class ModuleQuerySet(models.QuerySet["Module"]):
    def for_modules_page(self) -> Self:
        """Modules that have a published lesson, with their lessons and objectives."""
        from .models import Lesson

        return (
            self.filter(lessons__published__isnull=False, lessons__is_retired=False)
            .distinct()
            .select_related("topic")
            .prefetch_related(
                "objectives",
                Prefetch(
                    "lessons",
                    Lesson.objects.published().for_list().order_by("order", "pk"),
                    to_attr="published_lessons",
                ),
            )
            .order_by("order", "pk")
        )


class LessonQuerySet(PublishableQuerySet["Lesson"]):
    def for_list(self) -> Self:
        """Enough to show a line about each lesson, and no more."""
        return self.select_related("module__topic").defer("draft")

    def for_lesson_page(self) -> Self:
        return (
            self.published()
            .select_related("module__topic", "published")
            .defer("draft", "published__content")
        )

    def for_sources_page(self) -> Self:
        """Rows of address, title, objectives, and what each section cites."""
        columns = ("module__slug", "slug", "title")
        rendered = ("published__rendered__objectives", "published__rendered__cited")
        lessons = self.published().in_order()
        return lessons.values_list(*columns, *rendered, named=True)

    def for_progress_page(self, learner: "User") -> Self:
        """Rows of topic, address, title, minutes, objectives, and when it was read.

        Without the text of the lessons, which the page shows nothing of.
        """
        topic = (
            f"module__topic__{name}" for name in ("slug", "title", "family", "order")
        )
        read = learner.lesson_completions.filter(lesson=models.OuterRef("pk"))
        return (
            self.in_order()
            .annotate(read_at=models.Subquery(read.values("completed_at")))
            .values_list(
                *("module__topic", *topic, "module__slug", "slug", "title", "minutes"),
                *("published__content__objectives", "read_at"),
            )
        )

    def in_order(self) -> Self:
        # By module first, so that two of equal order are not read in turns.
        return self.order_by("module__order", "module_id", "order", "pk")

    def with_completion(self, learner: "User | None") -> Self:
        """Adds `is_read`: whether this learner has marked the lesson as read."""
        if learner is None:
            return self.annotate(is_read=models.Value(False))
        return self.annotate(
            is_read=models.Exists(
                learner.lesson_completions.filter(lesson=models.OuterRef("pk"))
            )
        )


class ByLearnerQuerySet[M: models.Model](models.QuerySet[M]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)


class SectionReadQuerySet(ByLearnerQuerySet["SectionRead"]):
    pass


class LessonCompletionQuerySet(ByLearnerQuerySet["LessonCompletion"]):
    def of_published(self) -> Self:
        return self.filter(lesson__published__isnull=False, lesson__is_retired=False)

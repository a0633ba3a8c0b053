"""How much there is to learn, for the front page."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from lessons.models import Lesson
from quizzes.models import Question


@dataclass(frozen=True, slots=True)
class Numbers:
    modules: int
    lessons: int
    minutes: int
    questions: int


def site_in_numbers() -> Numbers:
    """What is published today; two queries."""
    taught = Lesson.objects.published().aggregate(
        modules=Count("module", distinct=True),
        lessons=Count("pk"),
        minutes=Sum("minutes", default=0),
    )
    return Numbers(questions=Question.objects.published().count(), **taught)

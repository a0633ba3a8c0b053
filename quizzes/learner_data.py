"""What quizzes keep of a learner: export it, erase it, move it to another account."""

from typing import Any

from django.utils import timezone

from sps_learn.accounts.models import User

from .actions import count_answers, finish
from .models import Attempt, Recall, Response
from .recall import rebuild

covers = {"quizzes.Attempt", "quizzes.Recall"}

__all__ = ["count_answers", "covers", "erase", "export", "merge"]


def export(learner: User) -> dict[str, list[dict[str, Any]]]:
    return {
        "quizzes.Attempt": list(
            Attempt.objects.for_learner(learner)
            .order_by("started_at", "pk")
            .values(
                "id", "title", "purpose", "started_at", "finished_at", "marks", "size"
            )
        ),
        "quizzes.Response": list(
            Response.objects.for_learner(learner)
            .order_by("attempt__started_at", "attempt", "position")
            .values(
                "attempt",
                "position",
                "question__slug",
                "shown_revision__number",
                "option_order",
                "answer",
                "confidence",
                "answered_at",
                "fraction",
            )
        ),
        "quizzes.Recall": list(
            Recall.objects.for_learner(learner)
            .order_by("question")
            .values("question__slug", "answers", "last_fraction", "last_answered_at")
        ),
    }


def erase(learner: User) -> None:
    Attempt.objects.for_learner(learner).delete()
    Recall.objects.for_learner(learner).delete()


def merge(source: User, target: User) -> None:
    """Every attempt moves; of two running ones at a quiz the source's is closed."""
    taken = Attempt.objects.for_learner(target).running().values("quiz")
    doubled = Attempt.objects.for_learner(source).running().filter(quiz__in=taken)
    for attempt in doubled:
        finish(learner=source, attempt=attempt.pk, now=timezone.now())
    Attempt.objects.for_learner(source).update(learner=target)
    Recall.objects.for_learner(source).delete()
    rebuild(target)

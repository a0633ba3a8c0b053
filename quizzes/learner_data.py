"""What quizzes keep of a learner: export it, erase it, move it to another account."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from sps_learn.accounts.models import User

from .actions import count_answers, finish
from .grading import kind_of
from .models import (
    Attempt,
    MarkChange,
    PracticeDay,
    Recall,
    Response,
    UnitStanding,
)
from .recall import rebuild

covers = {
    "quizzes.Attempt",
    "quizzes.MarkChange",
    "quizzes.PracticeDay",
    "quizzes.Recall",
    "quizzes.UnitStanding",
}

__all__ = [
    "count_answers",
    "covers",
    "erase",
    "export",
    "follow_time_zone",
    "merge",
]


def export(learner: User) -> dict[str, list[dict[str, Any]]]:
    return {
        "quizzes.Attempt": list(
            Attempt.objects.for_learner(learner)
            .order_by("started_at", "pk")
            .values(
                *("id", "title", "purpose", "started_at", "finished_at"),
                *("time_limit_minutes", "minutes_at_start", "is_timed_out"),
                *("marks", "size"),
            )
        ),
        "quizzes.Response": list(_responses(learner)),
        "quizzes.Recall": list(
            Recall.objects.for_learner(learner)
            .order_by("question")
            .values(
                *("question__slug", "answers", "last_fraction", "last_answered_at"),
                *("stability", "difficulty", "due_at", "is_postponed", "corrected_at"),
                *("missed_at", "missed_confidence", "mending_days"),
            )
        ),
        "quizzes.PracticeDay": list(
            PracticeDay.objects.filter(learner=learner).order_by("day").values("day")
        ),
        "quizzes.UnitStanding": list(
            UnitStanding.objects.for_learner(learner)
            .order_by("unit")
            .values("unit", "state", "seen", "share", "fades_at")
        ),
        "quizzes.MarkChange": list(
            MarkChange.objects.for_learner(learner)
            .order_by("pk")
            .values(
                *("response__attempt", "response__position", "old_fraction"),
                *("new_fraction", "regrade__done_at", "regrade__undone_at"),
            )
        ),
    }


def _responses(learner: User) -> Iterator[dict[str, Any]]:
    slots = (
        Response.objects.for_learner(learner)
        .select_related("attempt", "question", "shown_revision", "graded_revision")
        .defer("question__draft", "shown_revision__rendered")
        .defer("graded_revision__content", "graded_revision__rendered")
        .order_by("attempt__started_at", "attempt", "position")
    )
    for response in slots.iterator(chunk_size=2000):
        yield {
            "attempt": response.attempt_id,
            "position": response.position,
            **(_told(response) if response.is_released else _open(response)),
            "confidence": response.confidence,
            "answered_at": response.answered_at,
            "is_late": response.is_late,
            "is_flagged": response.is_flagged,
        }


def _told(response: Response) -> dict[str, Any]:
    return {
        "question": response.question.slug,
        "revision": response.shown_revision.number,
        "option_order": response.option_order,
        "answer": response.answer,
        "ruled_out": response.ruled_out,
        "fraction": response.fraction,
        "graded_by_revision": response.graded_revision.number
        if response.graded_revision
        else None,
    }


def _open(response: Response) -> dict[str, Any]:
    """As the form sent it: ids would tell the key, names the next step of a case."""
    content = response.shown_revision.content
    if response.answer is None:
        return {"answer": None}
    kind, order = kind_of(content), response.option_order
    return {"answer": kind.entered(content, order, response.answer)}


def erase(learner: User) -> None:
    Attempt.objects.for_learner(learner).lock_in_order()
    Attempt.objects.for_learner(learner).delete()
    for model in (Recall, UnitStanding, PracticeDay):
        model.objects.filter(learner=learner).delete()


def merge(source: User, target: User) -> None:
    """Every attempt moves; where there may be one only, the source's is closed."""
    Attempt.objects.for_learner(source).lock_in_order()
    try:
        with transaction.atomic():
            _move_attempts(source, target)
    except IntegrityError:
        # The target began one at that moment; now it is seen.
        _move_attempts(source, target)
    if source.target_on and not target.target_on:
        # Before the rebuild, which follows it.
        target.target_on = source.target_on
        target.save(update_fields=["target_on"])
    for model in (Recall, UnitStanding, PracticeDay):
        model.objects.filter(learner=source).delete()
    rebuild(target)


def _move_attempts(source: User, target: User) -> None:
    running = Attempt.objects.for_learner(target).running()
    alone = running.filter(purpose__in=Attempt.ONE_AT_A_TIME).values("purpose")
    doubled = Q(quiz__in=running.values("quiz")) | Q(purpose__in=alone)
    for attempt in Attempt.objects.for_learner(source).running().filter(doubled):
        finish(learner=source, attempt=attempt.pk, now=timezone.now())
    Attempt.objects.for_learner(source).update(learner=target)


def follow_time_zone(learner: User) -> None:
    # By their days a mistake is mended and a unit secure; a rebuild at any other time
    # would come to something else than what is kept.
    rebuild(learner)

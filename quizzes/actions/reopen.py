"""Open an attempt again that the clock has closed, where the clock was wrong."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from ..models import Attempt
from ..recall import rebuild
from ..timing import Phase

MARKED_AGAIN = "Answers in it were marked again by a newer revision of their question."
RUNS_ALREADY = "Another attempt at this quiz is running; that one has to end first."


class StaysClosed(Exception):
    """Why an attempt is not opened again, in words for staff."""


def why_closed(attempt: Attempt) -> str:
    """Why the attempt cannot be opened again; empty where it can."""
    if not attempt.is_timed_out:
        return "Only an attempt that the clock has closed can be opened again."
    others = Attempt.objects.for_learner(attempt.learner).running()
    if attempt.quiz_id and others.filter(quiz=attempt.quiz_id).exists():
        return RUNS_ALREADY
    graded = attempt.responses.exclude(graded_revision=None)
    if graded.exclude(graded_revision=F("shown_revision")).exists():
        # Marks that are taken back here would leave that regrade half done.
        return MARKED_AGAIN
    return ""


def reopen(*, attempt: uuid.UUID, now: datetime) -> Attempt:
    """Give back the time that was left when the last answer came.

    Its grades go, but for those of answers that were graded at once. Raises
    StaysClosed, and Attempt.DoesNotExist.
    """
    try:
        with transaction.atomic():
            return _reopen(attempt, now)
    except IntegrityError:  # started meanwhile
        raise StaysClosed(RUNS_ALREADY) from None


def _reopen(attempt: uuid.UUID, now: datetime) -> Attempt:
    closed = Attempt.objects.select_related("learner")
    found = closed.select_for_update(of=("self",)).get(pk=attempt)
    if why := why_closed(found):
        raise StaysClosed(why)
    _give_time_back(found, now)
    found.finished_at, found.is_timed_out = None, False
    _take_grades_back(found)
    found.save(
        update_fields=[
            *("started_at", "seen_at", "finished_at", "is_timed_out"),
            *("marks", "safety_missed"),
        ]
    )
    rebuild(found.learner)
    return found


def _give_time_back(attempt: Attempt, now: datetime) -> None:
    last = attempt.responses.aggregate(last=Max("answered_at"))["last"]
    used = (attempt.seen_at or last or attempt.started_at) - attempt.started_at
    attempt.started_at, attempt.seen_at = now - used, now
    if attempt.phase(now) is not Phase.RUNNING:
        raise StaysClosed("No time was left when the last answer came.")


def _take_grades_back(attempt: Attempt) -> None:
    graded_at_the_end = attempt.responses.all()
    if attempt.gives_feedback_at_once:
        graded_at_the_end = graded_at_the_end.unanswered()
    graded_at_the_end.update(fraction=None, graded_revision=None)
    kept = list(
        attempt.responses.exclude(fraction=None).select_related("shown_revision")
    )
    attempt.marks = sum(response.fraction for response in kept)
    attempt.safety_missed = sum(response.misses_safety for response in kept)

"""Finish an attempt: by the learner, or by the clock."""

import uuid
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sps_learn.accounts.models import User

from ..models import Attempt, Response
from ..recall import remember
from ..timing import GRACE, Phase


@transaction.atomic
def finish(*, learner: User, attempt: uuid.UUID, now: datetime) -> Attempt:
    """Grade what is not graded yet and close the attempt; twice is once.

    Raises Attempt.DoesNotExist for a stranger.
    """
    mine = Attempt.objects.for_learner(learner).select_related("learner")
    # With the learner, as for an answer (answer.py).
    locked = mine.select_for_update(of=("self", "learner"), no_key=True)
    found = locked.get(pk=attempt)
    if found.is_finished:
        return found
    now = found.follow_clock(now)
    waiting = list(
        found.responses.filter(fraction=None).select_related("shown_revision")
    )
    for response in waiting:
        response.mark()
    Response.objects.bulk_update(waiting, ["fraction", "graded_revision"])
    found.marks += sum(response.fraction for response in waiting)
    found.safety_missed += sum(response.misses_safety for response in waiting)
    found.finished_at = now
    if found.phase(now) is Phase.OVER:
        found.is_timed_out = True
        # Not before an answer that was stored in more time, taken back since.
        last = found.responses.aggregate(last=Max("answered_at"))["last"]
        ended = found.deadline_at + GRACE
        found.finished_at = max(ended, min(last or ended, now))
    found.save(
        update_fields=[
            *("marks", "safety_missed", "is_timed_out"),
            *("started_at", "seen_at", "finished_at"),
        ]
    )
    remember(found, [response for response in waiting if response.answer is not None])
    return found


def finish_if_over(attempt: Attempt, now: datetime) -> Attempt:
    """The attempt, closed where its time is over. Its `learner` must be loaded."""
    if attempt.is_finished:
        return attempt
    if attempt.clock_set_back(now):
        _note_the_clock(attempt, now)
    if attempt.phase(now) is not Phase.OVER:
        return attempt
    return finish(learner=attempt.learner, attempt=attempt.pk, now=now)


@transaction.atomic
def _note_the_clock(attempt: Attempt, now: datetime) -> None:
    """Keep that the clock was set back: nobody has the same hour twice."""
    running = Attempt.objects.running().select_for_update().filter(pk=attempt.pk)
    for found in running:
        found.follow_clock(now)
        found.save(update_fields=["started_at", "seen_at"])
        attempt.started_at, attempt.seen_at = found.started_at, found.seen_at


def close_overdue(now: datetime) -> int:
    """Close the timed attempts that nobody came back to; say how many."""
    closed = 0
    for attempt in Attempt.objects.running().timed().select_related("learner"):
        # Erased meanwhile, or moved to another account: next time is soon enough.
        with suppress(Attempt.DoesNotExist):
            closed += finish_if_over(attempt, now).is_finished
    return closed

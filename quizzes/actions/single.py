"""Answer a question that stands by itself, and make its attempt."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from sps_learn.accounts.models import User

from ..models import Attempt, QuestionRevision, Response
from ..selection import Row, Slot, as_blocks, draw
from .answer import Sent, answer


@dataclass(frozen=True, slots=True)
class SingleQuestion:
    """A question asked by itself, as a page showed it before there was an attempt."""

    attempt_id: uuid.UUID
    revision: int
    seed: int
    purpose: Attempt.Purpose


def answer_single(
    *, learner: User, asked: SingleQuestion, sent: Sent, now: datetime
) -> Response:
    """Store the answer to a question that stands by itself; once for each showing.

    Sent again it is the same success, also where the question has changed since.
    Raises QuestionRevision.DoesNotExist where it is no longer published,
    InvalidAnswer, Conflict, and Attempt.DoesNotExist where the showing was another
    learner's.
    """
    mine = Attempt.objects.for_learner(learner).filter(pk=asked.attempt_id)
    revision = _published(asked)
    if revision is None and not mine.exists():
        raise QuestionRevision.DoesNotExist
    try:
        with transaction.atomic():
            if revision:
                _open_single(learner, asked, revision, now)
            return _answer(learner, asked, sent, now)
    except IntegrityError:
        mine.get()
        return _answer(learner, asked, sent, now)


def _published(asked: SingleQuestion) -> QuestionRevision | None:
    return (
        QuestionRevision.objects.select_related("question__bank")
        .filter(
            pk=asked.revision,
            question__published=asked.revision,
            question__is_retired=False,
        )
        .first()
    )


def _answer(
    learner: User, asked: SingleQuestion, sent: Sent, now: datetime
) -> Response:
    return answer(
        learner=learner, attempt=asked.attempt_id, position=1, sent=sent, now=now
    )


def _open_single(
    learner: User, asked: SingleQuestion, revision: QuestionRevision, now: datetime
) -> None:
    attempt = Attempt(
        id=asked.attempt_id,
        learner=learner,
        purpose=asked.purpose,
        title=asked.purpose.label,
        gives_feedback_at_once=True,
        seed=asked.seed,
        size=1,
        started_at=now,
    )
    attempt.save(force_insert=True)
    slot = single_slot(revision, asked.seed)
    Response.objects.create(
        attempt=attempt,
        position=1,
        question_id=slot.question,
        shown_revision=revision,
        option_order=list(slot.option_order),
    )


def single_slot(revision: QuestionRevision, seed: int) -> Slot:
    """The slot of a question asked by itself: the same for the page and the answer."""
    (slot,) = draw([Row(1, as_blocks([revision.as_candidate()]))], seed)
    return slot

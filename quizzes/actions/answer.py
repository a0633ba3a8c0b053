"""Store an answer, and grade it where the reasons come at once."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sps_learn.accounts.models import User

from ..grading import Answer, Fields, InvalidAnswer, gap, read_answer
from ..models import Response
from ..recall import remember
from ..timing import Phase
from .finish import finish

SENT_BY_BUTTON = "Here an answer is saved when you send it."


class Conflict(Exception):
    """Something else was stored meanwhile; `response` holds what counts."""

    def __init__(self, response: Response) -> None:
        super().__init__("Another answer is stored.")
        self.response = response


class StepLocked(Exception):
    """A step of a case whose earlier steps wait; `waiting` is the first of them."""

    def __init__(self, waiting: Response) -> None:
        super().__init__("An earlier step of this case comes first.")
        self.waiting = waiting


class TimeOver(Exception):
    """The answer came too late; the attempt is closed with what was saved."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a learner sent for one slot."""

    fields: Fields
    confidence: int | None
    version: int  # of the stored answer that the page showed
    is_draft: bool = False  # saved as it was made; nobody has pressed a button

    @property
    def is_blank(self) -> bool:
        return not any(v.strip() for values in self.fields.values() for v in values)


def answer(
    *, learner: User, attempt: uuid.UUID, position: int, sent: Sent, now: datetime
) -> Response:
    """The response, stored. The same answer again is the same success.

    Raises Response.DoesNotExist for a stranger; InvalidAnswer for a blank answer
    (without words), an impossible or (where it would be final) incomplete one, a draft
    of what is final; Conflict where another answer counts; StepLocked for a step before
    its turn; TimeOver.
    """
    try:
        with transaction.atomic():
            return _answer(learner, attempt, position, sent, now)
    except TimeOver:
        finish(learner=learner, attempt=attempt, now=now)
        raise


def _answer(
    learner: User, attempt: uuid.UUID, position: int, sent: Sent, now: datetime
) -> Response:
    response = (
        Response.objects.for_learner(learner)
        .slot(attempt, position)
        .for_question_page()
        .select_related("attempt__learner")
        # The attempt counts its answers, so it is locked too; first, as `finish` does.
        # The learner last: of an answer in another tab this one has to know.
        .select_for_update(of=("attempt", "self", "attempt__learner"), no_key=True)
        .get()
    )
    now = response.attempt.follow_clock(now)
    refuse_step_out_of_turn(response)
    content = response.shown_revision.content
    given = read_answer(content, response.option_order, sent.fields)
    if given is None:
        raise InvalidAnswer
    if response.attempt.is_timed_out or _is_over(response, now):
        raise TimeOver
    if response.is_released or response.is_locked:
        if given == response.answer:
            return response
        raise Conflict(response)
    if given == response.answer and sent.confidence == response.confidence:
        # Whatever its version: a save whose reply was lost is sent once more.
        return response
    if response.version != sent.version:
        raise Conflict(response)
    if response.is_final_when_sent:
        if sent.is_draft:
            raise InvalidAnswer(SENT_BY_BUTTON)
        if open_part := gap(content, given):
            raise InvalidAnswer(open_part)
    _store(response, given, sent.confidence, now)
    return response


def _is_over(response: Response, now: datetime) -> bool:
    attempt = response.attempt
    return not attempt.is_finished and attempt.phase(now) is Phase.OVER


def refuse_step_out_of_turn(response: Response) -> None:
    """Raise StepLocked where an earlier step of the case is not answered yet."""
    if waiting := first_waiting_step(response):
        raise StepLocked(waiting)


def first_waiting_step(response: Response) -> Response | None:
    if response.case_id is None or response.attempt.is_finished:
        return None
    return Response.objects.earlier_steps(response).unanswered().first()


def _store(
    response: Response, given: Answer, confidence: int | None, now: datetime
) -> None:
    attempt = response.attempt
    was_answered = response.answer is not None
    response.answer, response.confidence = given, confidence
    response.answered_at = attempt.seen_at = now
    response.is_late = attempt.phase(now) is Phase.LATE
    response.version += 1
    if attempt.gives_feedback_at_once:
        response.mark()
    response.save(
        update_fields=[
            "answer",
            "confidence",
            "answered_at",
            "is_late",
            "version",
            "fraction",
            "graded_revision",
        ]
    )
    attempt.answered += not was_answered
    attempt.marks += response.fraction or 0.0
    attempt.safety_missed += response.is_graded and response.misses_safety
    if response.is_graded and attempt.answered == attempt.size:
        attempt.finished_at = now
    attempt.save(
        update_fields=[
            *("answered", "marks", "safety_missed"),
            *("started_at", "seen_at", "finished_at"),
        ]
    )
    if response.is_graded:
        remember(attempt, [response])


def count_answers(learner: User) -> int:
    return Response.objects.for_learner(learner).filter(answer__isnull=False).count()

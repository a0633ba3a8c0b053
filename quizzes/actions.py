"""The stories of an attempt: start it, answer in it, finish it.

Each is one transaction; what it returns has been written. Time and seed come in as
arguments.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from sps_learn.accounts.models import User

from .grading import read_answer
from .models import Attempt, Question, QuestionRevision, Quiz, Response
from .recall import remember
from .selection import Candidate, NotEnoughQuestions, Row, Slot, draw


class Conflict(Exception):
    """Something else was stored meanwhile; `response` holds what counts."""

    def __init__(self, response: Response) -> None:
        super().__init__("Another answer is stored.")
        self.response = response


@dataclass(frozen=True, slots=True)
class Sent:
    """What a learner sent for one slot."""

    chosen: Sequence[str]
    confidence: int | None
    version: int  # of the stored answer that the page showed


def start_quiz(
    *, learner: User, quiz: Quiz, seed: int, now: datetime, attempt_id: uuid.UUID
) -> Attempt:
    """The learner's running attempt at the quiz, or a new one.

    Two starts at once make one attempt. Raises NotEnoughQuestions, and
    Attempt.DoesNotExist where `attempt_id` is another learner's.
    """
    running = Attempt.objects.for_learner(learner).running().filter(quiz=quiz)
    if attempt := running.first():
        return attempt
    try:
        with transaction.atomic():
            return _start(learner, quiz, seed, now, attempt_id)
    except IntegrityError:
        return running.get()


def _start(
    learner: User, quiz: Quiz, seed: int, now: datetime, attempt_id: uuid.UUID
) -> Attempt:
    revisions, rows = pools(quiz)
    slots = draw(rows, seed)
    if not slots:
        raise NotEnoughQuestions(0, wanted=1, available=0)
    topics = {revisions[slot.question].question.bank.topic_id for slot in slots}
    attempt = Attempt.objects.create(
        id=attempt_id,
        learner=learner,
        quiz=quiz,
        purpose=Attempt.Purpose.QUIZ,
        title=quiz.title,
        gives_feedback_at_once=quiz.gives_feedback_at_once,
        pass_mark=quiz.pass_mark,
        seed=seed,
        is_mixed=len(topics) > 1,
        size=len(slots),
        started_at=now,
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            question_id=slot.question,
            shown_revision=revisions[slot.question],
            option_order=list(slot.option_order),
        )
        for position, slot in enumerate(slots, start=1)
    )
    return attempt


def pools(quiz: Quiz) -> tuple[dict[int, QuestionRevision], list[Row]]:
    """The published revisions that a quiz may draw, and its rows over them."""
    revisions: dict[int, QuestionRevision] = {}
    rows = []
    for row in quiz.rows.all():
        questions = Question.objects.matching(row).select_related(
            "published__question__bank"
        )
        found = {question.pk: question.published for question in questions}
        revisions |= found
        candidates: list[Candidate] = [one.as_candidate() for one in found.values()]
        rows.append(Row(row.count, candidates))
    return revisions, rows


@transaction.atomic
def answer(
    *, learner: User, attempt: uuid.UUID, position: int, sent: Sent, now: datetime
) -> Response:
    """Store an answer, and grade it where the reasons come at once.

    The same answer again is the same success. Raises Response.DoesNotExist for a
    stranger, InvalidAnswer for an impossible answer, Conflict where another answer
    counts.
    """
    response = (
        Response.objects.for_learner(learner)
        .slot(attempt, position)
        .for_question_page()
        # The attempt counts its answers, so it is locked too; first, as `finish` does.
        .select_for_update(of=("attempt", "self"))
        .get()
    )
    response.attempt.learner = learner
    given = read_answer(response.shown_revision.content, sent.chosen)
    if response.is_released or response.version != sent.version:
        if given == response.answer:
            return response
        raise Conflict(response)
    _store(response, given, sent.confidence, now)
    return response


def _store(
    response: Response, given: dict | None, confidence: int | None, now: datetime
) -> None:
    attempt = response.attempt
    was_answered = response.answer is not None
    response.answer, response.confidence = given, confidence
    response.answered_at = now if given else None
    response.version += 1
    if attempt.gives_feedback_at_once and given:
        response.mark()
    response.save(
        update_fields=[
            "answer",
            "confidence",
            "answered_at",
            "version",
            "fraction",
            "graded_revision",
        ]
    )
    attempt.answered += (given is not None) - was_answered
    attempt.marks += response.fraction or 0.0
    if response.is_graded and attempt.answered == attempt.size:
        attempt.finished_at = now
    attempt.save(update_fields=["answered", "marks", "finished_at"])
    if response.is_graded:
        remember(attempt, [response])


@transaction.atomic
def finish(*, learner: User, attempt: uuid.UUID, now: datetime) -> Attempt:
    """Grade what is not graded yet and close the attempt; twice is once."""
    found = Attempt.objects.for_learner(learner).select_for_update().get(pk=attempt)
    found.learner = learner
    if found.is_finished:
        return found
    waiting = list(
        found.responses.filter(fraction=None).select_related("shown_revision")
    )
    for response in waiting:
        response.mark()
    Response.objects.bulk_update(waiting, ["fraction", "graded_revision"])
    found.marks += sum(response.fraction for response in waiting)
    found.finished_at = now
    found.save(update_fields=["marks", "finished_at"])
    remember(found, [response for response in waiting if response.answer is not None])
    return found


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

    Raises QuestionRevision.DoesNotExist where it is no longer published,
    InvalidAnswer, Conflict, and Attempt.DoesNotExist where the showing was another
    learner's.
    """
    revision = QuestionRevision.objects.select_related("question__bank").get(
        pk=asked.revision,
        question__published=asked.revision,
        question__is_retired=False,
    )
    try:
        with transaction.atomic():
            _open_single(learner, asked, revision, now)
            return answer(
                learner=learner,
                attempt=asked.attempt_id,
                position=1,
                sent=sent,
                now=now,
            )
    except IntegrityError:
        Attempt.objects.for_learner(learner).get(pk=asked.attempt_id)
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
    (slot,) = draw([Row(1, [revision.as_candidate()])], seed)
    return slot


def count_answers(learner: User) -> int:
    return Response.objects.for_learner(learner).filter(answer__isnull=False).count()

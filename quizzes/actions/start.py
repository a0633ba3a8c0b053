"""Start an attempt: draw its slots, and write them."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from sps_learn.accounts.models import User

from ..models import (
    Attempt,
    BlueprintRow,
    Question,
    QuestionRevision,
    Quiz,
    Response,
)
from ..selection import MET_DAYS, Block, Candidate, NotEnoughQuestions, Row, Slot, draw
from ..supply import Supply


class NoAttemptsLeft(Exception):
    """The learner has used up the attempts that the quiz allows."""


@dataclass(frozen=True, slots=True)
class Pools:
    """The published revisions that may be drawn, and the rows over them."""

    revisions: Mapping[int, QuestionRevision]
    rows: Sequence[Row]


def start_quiz(
    *, learner: User, quiz: Quiz, seed: int, now: datetime, attempt_id: uuid.UUID
) -> Attempt:
    """The learner's running attempt at the quiz, or a new one.

    Two starts at once make one attempt. Raises NotEnoughQuestions, NoAttemptsLeft,
    and Attempt.DoesNotExist where `attempt_id` is another learner's.
    """
    running = Attempt.objects.for_learner(learner).running().filter(quiz=quiz)
    if attempt := running.first():
        return attempt
    try:
        with transaction.atomic():
            if quiz.attempts_allowed is not None:
                # Of two starts at once the second waits here, and then finds or counts
                # the attempt of the first.
                User.objects.select_for_update().get(pk=learner.pk)
                if attempt := running.first():
                    return attempt
                if quiz.attempts_left(learner) == 0:
                    raise NoAttemptsLeft
            return _start_quiz(learner, quiz, seed, now, attempt_id)
    except IntegrityError:
        return running.get()


def _start_quiz(
    learner: User, quiz: Quiz, seed: int, now: datetime, attempt_id: uuid.UUID
) -> Attempt:
    minutes = quiz.minutes_allowed(learner)
    attempt = Attempt(
        id=attempt_id,
        learner=learner,
        quiz=quiz,
        purpose=Attempt.Purpose.QUIZ,
        title=quiz.title,
        gives_feedback_at_once=quiz.gives_feedback_at_once,
        pass_mark=quiz.pass_mark,
        time_limit_minutes=None if minutes is None else quiz.time_limit_minutes,
        minutes_at_start=minutes,
        seed=seed,
        started_at=now,
    )
    return open_attempt(attempt, pools(quiz.rows.all()))


def open_attempt(
    attempt: Attempt, drawn_from: Pools, *, new_first: bool = True
) -> Attempt:
    """Draw the slots of a new attempt and write both; raises NotEnoughQuestions."""
    met = {}
    if new_first:
        since = attempt.started_at - timedelta(days=MET_DAYS)
        met = Response.objects.last_met(attempt.learner, since)
    slots = draw(drawn_from.rows, attempt.seed, met)
    if not slots:
        raise NotEnoughQuestions(0, wanted=1, available=0)
    return write_slots(attempt, slots, drawn_from)


def write_slots(attempt: Attempt, slots: Sequence[Slot], drawn_from: Pools) -> Attempt:
    """Write an attempt and its slots, which are chosen."""
    attempt.size = len(slots)
    attempt.is_mixed = _topics(slots, drawn_from) > 1
    attempt.save(force_insert=True)
    flagged = _flagged(attempt.learner, slots)
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            question_id=slot.question,
            shown_revision=drawn_from.revisions[slot.question],
            case_id=slot.case,
            option_order=list(slot.option_order),
            is_flagged=slot.question in flagged,
        )
        for position, slot in enumerate(slots, start=1)
    )
    return attempt


def _topics(slots: Sequence[Slot], drawn_from: Pools) -> int:
    revisions = [drawn_from.revisions[slot.question] for slot in slots]
    return len({revision.question.bank.topic_id for revision in revisions})


def _flagged(learner: User, slots: Sequence[Slot]) -> set[int]:
    """The flag belongs to the question: where it is met again, it is there."""
    asked = [slot.question for slot in slots]
    flagged = Response.objects.flagged_by(learner).filter(question__in=asked)
    return set(flagged.values_list("question", flat=True))


def shortage(rows: Sequence[BlueprintRow]) -> str:
    """Which row cannot be served now, for who wrote it; empty when all can."""
    found = Supply.now().shortage(rows)
    return str(found) if found else ""


def pools(rows: Iterable[BlueprintRow]) -> Pools:
    """What the rows of a blueprint may draw now; three queries for any number."""
    supply = Supply.now()
    found = [(row.count, supply.pool(row)) for row in rows]
    asked = {step.id for _, blocks in found for block in blocks for step in block.steps}
    questions = Question.objects.filter(pk__in=asked).for_draw()
    revisions = {one.pk: one.revision_to_show for one in questions}
    candidates = {pk: one.as_candidate() for pk, one in revisions.items()}
    return Pools(
        revisions,
        [
            Row(count, [_with_options(block, candidates) for block in blocks])
            for count, blocks in found
        ],
    )


def _with_options(block: Block, candidates: Mapping[int, Candidate]) -> Block:
    return Block(tuple(candidates[step.id] for step in block.steps), block.case)

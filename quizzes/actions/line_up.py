"""Start an attempt over questions that are named, in the order in which they are."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import Truncator

from lessons.models import Lesson
from sps_learn.accounts.models import User

from ..models import Attempt, Question
from ..selection import NotEnoughQuestions, in_order
from .start import Pools, write_slots

TITLE_CHARACTERS = Attempt._meta.get_field("title").max_length


def line_up(
    *,
    learner: User,
    purpose: Attempt.Purpose,
    title: str,
    questions: Sequence[int],
    seed: int,
    now: datetime,
    attempt_id: uuid.UUID,
    lesson: Lesson | None = None,
) -> Attempt:
    """The learner's running attempt for this purpose, or a new one; reasons at once.

    Of review, mistakes and mimics there is one at a time, and of the check of a lesson
    the running one goes on; of all others two starts of one form make one attempt.
    Questions that are no longer published, and steps of a case, are left out. Raises
    NotEnoughQuestions where none is left, and Attempt.DoesNotExist where `attempt_id`
    is another learner's or finished.
    """
    running = Attempt.objects.for_learner(learner).running()
    if purpose in Attempt.ONE_AT_A_TIME:
        running = running.filter(purpose=purpose)
    elif lesson is not None:
        running = running.filter(purpose=purpose, lesson=lesson)
    else:
        running = running.filter(pk=attempt_id)
    if attempt := running.first():
        return attempt
    attempt = Attempt(
        id=attempt_id,
        learner=learner,
        purpose=purpose,
        lesson=lesson,
        title=Truncator(title).chars(TITLE_CHARACTERS),
        gives_feedback_at_once=True,
        seed=seed,
        started_at=now,
    )
    try:
        with transaction.atomic():
            if lesson is not None:
                # No constraint keeps a second tab from starting one at the same time.
                User.objects.filter(pk=learner.pk).lock_in_order()
                if begun := running.first():
                    return begun
            return _write(attempt, questions)
    except IntegrityError:
        return running.earliest("started_at")


def _write(attempt: Attempt, questions: Sequence[int]) -> Attempt:
    found = Question.objects.published().filter(pk__in=questions, case=None)
    revisions = {one.pk: one.revision_to_show for one in found.for_draw()}
    candidates = [revisions[pk].as_candidate() for pk in questions if pk in revisions]
    if not candidates:
        raise NotEnoughQuestions(0, wanted=1, available=0)
    slots = in_order(candidates, attempt.seed)
    return write_slots(attempt, slots, Pools(revisions, []))

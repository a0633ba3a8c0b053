"""Start a practice that learners put together themselves."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from sps_learn.accounts.models import User

from ..building.choice import Choice, fitting
from ..models import Attempt
from ..selection import Row, as_blocks
from .start import Pools, open_attempt


def start_practice(
    *,
    learner: User,
    choice: Choice,
    seed: int,
    now: datetime,
    zone: ZoneInfo,
    attempt_id: uuid.UUID,
) -> Attempt:
    """A new attempt at what was chosen, as much of it as there is.

    Two starts of one form make one attempt. Raises NotEnoughQuestions where nothing
    fits, and Attempt.DoesNotExist where `attempt_id` is another learner's or finished.
    """
    # First, because what was unseen before the first start is not any more.
    started = Attempt.objects.for_learner(learner).running().filter(pk=attempt_id)
    if attempt := started.first():
        return attempt
    attempt = Attempt(
        id=attempt_id,
        learner=learner,
        purpose=Attempt.Purpose.BUILT,
        title=choice.title,
        gives_feedback_at_once=True,
        seed=seed,
        started_at=now,
    )
    try:
        with transaction.atomic():
            # Whoever ticks a pool means to meet its questions again, so chance alone
            # decides: to take the new ones first would leave the wrong ones for last.
            return open_attempt(
                attempt, _drawn_from(choice, attempt, zone), new_first=not choice.pools
            )
    except IntegrityError:
        return started.get()


def _drawn_from(choice: Choice, attempt: Attempt, zone: ZoneInfo) -> Pools:
    questions = fitting(choice, attempt.learner, attempt.started_at, zone)
    revisions = {one.pk: one.revision_to_show for one in questions.for_draw()}
    candidates = [revision.as_candidate() for revision in revisions.values()]
    count = min(choice.count, len(candidates))
    return Pools(revisions, [Row(count, as_blocks(candidates))])

"""Note something beside an answer: a flag, an option ruled out. Worth no marks."""

import uuid

from django.db import transaction

from sps_learn.accounts.models import User

from ..grading import InvalidAnswer
from ..kinds.base import FOREIGN
from ..kinds.choice import KINDS as CHOICE_KINDS
from ..models import Response
from .answer import refuse_step_out_of_turn


@transaction.atomic
def flag(
    *, learner: User, attempt: uuid.UUID, position: int, is_flagged: bool
) -> Response:
    """Flag the question of a slot, or take its flag away, wherever it was met.

    Raises Response.DoesNotExist for a stranger, StepLocked.
    """
    response = _slot(learner, attempt, position)
    mine = Response.objects.for_learner(learner).filter(question=response.question_id)
    # Locked in one order: of two windows each could hold what the other waits for.
    rows = mine.order_by("pk").select_for_update(of=("self",)).only("pk")
    Response.objects.filter(pk__in=[row.pk for row in rows]).update(
        is_flagged=is_flagged
    )
    response.is_flagged = is_flagged
    return response


@transaction.atomic
def rule_out(
    *, learner: User, attempt: uuid.UUID, position: int, option: str, is_out: bool
) -> Response:
    """Strike an option through, or take the stroke away.

    Raises Response.DoesNotExist for a stranger, StepLocked, InvalidAnswer for an
    option that the question does not have. Once reasons are shown nothing changes.
    """
    response = _slot(learner, attempt, position, is_to_change=True)
    is_choice = response.shown_revision.content["kind"] in CHOICE_KINDS
    if not is_choice or option not in response.option_order:
        raise InvalidAnswer(FOREIGN)
    if response.is_released or response.is_locked:
        return response
    others = [one for one in response.ruled_out if one != option]
    response.ruled_out = sorted([*others, option] if is_out else others)
    response.save(update_fields=["ruled_out"])
    return response


def _slot(
    learner: User, attempt: uuid.UUID, position: int, *, is_to_change: bool = False
) -> Response:
    slots = Response.objects.for_learner(learner).slot(attempt, position)
    slots = slots.for_question_page()
    response = (slots.select_for_update(of=("self",)) if is_to_change else slots).get()
    response.attempt.learner = learner
    refuse_step_out_of_turn(response)
    return response

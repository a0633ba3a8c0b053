"""What the page of results shows of a finished attempt."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from ..models import Attempt
from ..reviewing.counts import Rest, rest_of_today
from ..timing import GRACE
from .answers import AnswerLine, answer_lines, in_blocks
from .next_step import next_step
from .objectives import objective_lines

ATTEMPTS_PER_PAGE = 20
# Whoever takes longer was away in between: the time says nothing then.
LONGEST_SITTING = timedelta(hours=6)


def page_of(attempts: QuerySet[Attempt], number: str | None) -> Page[Attempt]:
    """A page of attempts; a number that makes no sense shows the nearest page."""
    return Paginator(attempts, ATTEMPTS_PER_PAGE).get_page(number)


def for_attempt(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """What attempt.html shows of a finished attempt."""
    answers = answer_lines(attempt.responses.all())
    objectives = objective_lines(attempt, answers, now)
    rest = _rest_to_review(attempt, now)
    return {
        "attempt": attempt,
        "right": sum(line.is_right for line in answers),
        "minutes": minutes_taken(attempt),
        "blocks": in_blocks(answers),
        "corrected": [line for line in answers if line.correction],
        "objectives": objectives,
        "sure_but_wrong": [line for line in answers if line.is_sure_but_wrong],
        "lucky_guesses": [line for line in answers if line.is_lucky_guess],
        # Steps of a case come only inside it: RecallQuerySet.to_mend.
        "is_to_mend": any(
            line.is_missed and line.response.case_id is None for line in answers
        ),
        "step": next_step(attempt, objectives, answers, rest),
        **({"rest": rest, "due_today": rest.today} if rest else {}),
        **_passing(attempt, answers),
    }


def _rest_to_review(attempt: Attempt, now: datetime) -> Rest | None:
    """What is due still; None after anything but a review."""
    if attempt.purpose != Attempt.Purpose.REVIEW:
        return None
    learner = attempt.learner
    return rest_of_today(learner, now, learner.zone)


def minutes_taken(attempt: Attempt) -> int | None:
    """Whole minutes from start to end; None where they say nothing."""
    taken = attempt.finished_at - attempt.started_at
    if attempt.is_timed_out:
        taken -= GRACE  # nobody worked in it
    if taken > LONGEST_SITTING:
        return None
    return max(0, taken // timedelta(minutes=1))  # the clock may have been set back


def _passing(attempt: Attempt, answers: Sequence[AnswerLine]) -> dict[str, Any]:
    """Whether it was passed, the reason, and whether there is another try."""
    if attempt.pass_mark is None:
        return {}
    safety = [
        line for line in answers if line.response.shown_revision.content["safety"]
    ]
    missed = [line for line in safety if not line.is_right]
    return {
        "asks_safety": bool(safety),
        "safety_missed": missed,
        **_trying_again(attempt),
    }


def _trying_again(attempt: Attempt) -> dict[str, Any]:
    quiz = attempt.quiz
    if quiz is None or not quiz.is_published or quiz.is_retired:
        return {"may_try_again": False}
    left = quiz.attempts_left(attempt.learner)
    return {"may_try_again": left != 0, "attempts_left": left}

"""Years of answers in a moment: rows as learning makes them, written in bulk."""

import datetime as dt
import random
from itertools import batched

from quizzes.models import Attempt, Question, Response
from quizzes.recall import rebuild
from sps_learn.accounts.models import User

DAYS = 300
QUESTIONS_AT_MOST = 400
SLOTS_OF_AN_ATTEMPT = 20
RIGHT = 0.8
A_SLOT = dt.timedelta(minutes=1)


def give_answers(learner: User, count: int, now: dt.datetime) -> None:
    """So many answers in finished attempts over 300 days, and all that is kept of them.

    As many questions as there are, 400 at most, come again and again in an order of
    their own; the same count gives the same answers.
    """
    questions = list(Question.objects.for_play().outside_cases().order_by("pk"))
    chance = random.Random(count)
    asked = chance.sample(questions, min(len(questions), QUESTIONS_AT_MOST))
    slots = [asked[n % len(asked)] for n in range(count)]
    attempts, responses = [], []
    sittings = [*batched(slots, min(SLOTS_OF_AN_ATTEMPT, len(asked)))]
    for number, sitting in enumerate(sittings):
        begun = now - dt.timedelta(days=DAYS * (1 - number / len(sittings)))
        attempt = _attempt(learner, begun, len(sitting))
        given = [
            _response(attempt, position, question, chance)
            for position, question in enumerate(sitting, start=1)
        ]
        attempt.marks = sum(response.fraction for response in given)
        attempts.append(attempt)
        responses += given
    Attempt.objects.bulk_create(attempts, batch_size=500)
    Response.objects.bulk_create(responses, batch_size=500)
    rebuild(learner)


def _attempt(learner: User, begun: dt.datetime, size: int) -> Attempt:
    return Attempt(
        learner=learner,
        purpose=Attempt.Purpose.BUILT,
        title="A practice",
        gives_feedback_at_once=True,
        seed=1,
        is_mixed=True,
        size=size,
        answered=size,
        started_at=begun,
        finished_at=begun + (size + 1) * A_SLOT,
    )


def _response(
    attempt: Attempt, position: int, question: Question, chance: random.Random
) -> Response:
    return Response(
        attempt=attempt,
        position=position,
        question=question,
        shown_revision=question.published,
        graded_revision=question.published,
        option_order=[],
        answer={"options": ["a"]},  # what it is worth is said beside it
        confidence=chance.choice([None, 1, 2, 3]),
        version=1,
        answered_at=attempt.started_at + position * A_SLOT,
        fraction=float(chance.random() < RIGHT),
    )

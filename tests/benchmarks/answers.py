"""Years of answers in a moment: rows as learning makes them, written in bulk."""

import datetime as dt
import random

from quizzes.models import Attempt, Question, Response
from quizzes.recall import rebuild
from sps_learn.accounts.models import User

DAYS = 300
QUESTIONS_AT_MOST = 400
RIGHT = 0.8
A_MOMENT = dt.timedelta(minutes=1)


def give_answers(learner: User, count: int, now: dt.datetime) -> None:
    """So many answers over 300 days, and all that is kept of them.

    Each is a finished attempt by itself, so that there are as many attempts too. The
    questions, 400 at most, come again and again in an order of their own; the same
    count gives the same answers.
    """
    questions = list(Question.objects.for_play().outside_cases().order_by("pk"))
    chance = random.Random(count)
    asked = chance.sample(questions, min(len(questions), QUESTIONS_AT_MOST))
    attempts, responses = [], []
    for number in range(count):
        begun = now - dt.timedelta(days=DAYS * (1 - number / count))
        attempt = _attempt(learner, begun)
        response = _response(attempt, asked[number % len(asked)], chance)
        attempt.marks = response.fraction
        attempts.append(attempt)
        responses.append(response)
    Attempt.objects.bulk_create(attempts, batch_size=500)
    Response.objects.bulk_create(responses, batch_size=500)
    rebuild(learner)


def _attempt(learner: User, begun: dt.datetime) -> Attempt:
    return Attempt(
        learner=learner,
        purpose=Attempt.Purpose.BUILT,
        title="A practice",
        gives_feedback_at_once=True,
        seed=1,
        is_mixed=True,
        size=1,
        answered=1,
        started_at=begun,
        finished_at=begun + A_MOMENT,
    )


def _response(attempt: Attempt, question: Question, chance: random.Random) -> Response:
    return Response(
        attempt=attempt,
        position=1,
        question=question,
        shown_revision=question.published,
        graded_revision=question.published,
        option_order=[],
        answer={"options": ["a"]},  # what it is worth is said beside it
        confidence=chance.choice([None, 1, 2, 3]),
        version=1,
        answered_at=attempt.finished_at,
        fraction=float(chance.random() < RIGHT),
    )

"""Questions that are due, and reviews of them, for the tests of both."""

import datetime as dt
import re

from django.test import Client

from quizzes.models import Attempt
from tests.lessons.factories import NOON
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)

URL, START = "/review/", "/review/start/"
CERTAIN = 3
DAY = dt.timedelta(days=1)


def page_of(client: Client, **query) -> str:
    return client.get(URL, query).content.decode()


def due(learner, *, days_ago=5, bank=None, **fields):
    """A recall of a question that is due."""
    more = {"question": QuestionFactory(bank=bank)} if bank else {}
    seen = {"last_answered_at": NOON - days_ago * DAY, "due_at": NOON - DAY}
    return RecallFactory(learner=learner, **(seen | more | fields))


def missed(learner, *, days_ago=5, **fields):
    at = NOON - days_ago * DAY
    return due(learner, days_ago=days_ago, last_fraction=0.0, missed_at=at, **fields)


def ticket_of(page: str) -> str:
    return re.search(r'name="ticket" value="([^"]*)"', page)[1]


def start(client: Client, **sent):
    return client.post(START, {"ticket": ticket_of(page_of(client)), **sent})


def attempt_of(response) -> Attempt:
    return Attempt.objects.get(pk=response["Location"].split("/")[2])


def asked(response) -> list[int]:
    """The questions of the attempt that a start leads to."""
    attempt = attempt_of(response)
    assert attempt.purpose == Attempt.Purpose.REVIEW
    assert attempt.gives_feedback_at_once
    return list(attempt.responses.values_list("question", flat=True))


def reviewed(learner, count, *, at=NOON, **fields):
    """A finished review of so many questions, answered at this time."""
    attempt = AttemptFactory(
        learner=learner,
        quiz=None,
        purpose=Attempt.Purpose.REVIEW,
        finished_at=at,
        size=count,
        **fields,
    )
    question = QuestionFactory()
    for _ in range(count):
        ResponseFactory(
            attempt=attempt, question=question, chosen=["b"], answered_at=at
        )
    return attempt

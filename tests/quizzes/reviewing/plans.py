"""What the tests of the pages about a plan share."""

import re

from django.test import Client

from tests.lessons.factories import NOON
from tests.quizzes.factories import QuestionFactory, RecallFactory
from tests.quizzes.test_spread import DAY

REVIEW, PLAN = "/review/", "/review/plan/"
SPREAD, PUT_BACK = "/review/spread/", "/review/put-back/"


def page_of(client: Client, url: str = REVIEW) -> str:
    return client.get(url).content.decode()


def words(html: str) -> str:
    """What a piece of a page says, on one line."""
    said = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    return re.sub(r" (?=[.,])", "", said)


def rows_of(page: str) -> list[str]:
    """The lines of the tables, in words."""
    bodies = " ".join(re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL))
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", bodies, re.DOTALL)]


def known(learner, *, objective=None, stability=10.0, days_ago=1, **fields):
    question = QuestionFactory(**({"objective": objective} if objective else {}))
    return RecallFactory(
        learner=learner,
        question=question,
        stability=stability,
        last_answered_at=NOON - days_ago * DAY,
        due_at=NOON - days_ago * DAY + round(stability) * DAY,
        **fields,
    )

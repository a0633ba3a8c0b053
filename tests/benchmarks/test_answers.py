"""The answers that benchmarks give are believable, and cost the pages nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.mastery import State
from quizzes.models import Attempt, PracticeDay, Recall, Response
from quizzes.standing import standings_of
from tests.benchmarks.answers import give_answers
from tests.conftest import client_of
from tests.lessons.factories import NOON, LessonFactory
from tests.quizzes.factories import QuestionFactory


@pytest.fixture
def questions(db):
    LessonFactory()
    return QuestionFactory.create_batch(30)


def test_the_answers_are_given_over_three_hundred_days(learner, questions):
    give_answers(learner, 300, NOON)

    given = Response.objects.for_learner(learner).order_by("answered_at")
    assert given.count() == 300
    assert given.last().answered_at < NOON
    assert Attempt.objects.for_learner(learner).finished().count() == 300
    assert NOON - given.first().answered_at > dt.timedelta(days=290)
    assert Recall.objects.for_learner(learner).count() == 30
    assert PracticeDay.objects.filter(learner=learner).count() == 300
    topic = standings_of(learner, NOON).topic(questions[0].bank.topic_id)
    assert topic.state > State.NEW


def test_the_progress_page_asks_as_much_however_much_was_answered(
    learner, stranger, questions
):
    asked = []
    for who, answers in [(learner, 10), (stranger, 300)]:
        give_answers(who, answers, NOON)
        client = client_of(who)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("progress")).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]

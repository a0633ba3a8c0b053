"""Checks of a lesson that are started at once, on both databases."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lessons.models import Lesson
from quizzes import actions
from quizzes.models import Attempt
from sps_learn.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, LessonFactory, ObjectiveFactory
from tests.quizzes.factories import QuestionFactory
from tests.quizzes.pages import hidden, html
from tests.quizzes.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

QUESTIONS = 3


@pytest.fixture
def lesson() -> Lesson:
    objective = ObjectiveFactory()
    QuestionFactory.create_batch(QUESTIONS, objective=objective)
    return LessonFactory(module=objective.module, objective=objective)


def starts(learner: User, lesson: Lesson, tickets: list[uuid.UUID]):
    """One deed for each ticket, as the view does it."""
    questions = list(lesson.module.objectives.get().questions.values_list("pk"))
    return [
        lambda ticket=ticket: actions.line_up(
            learner=learner,
            purpose=Attempt.Purpose.LESSON,
            title=lesson.title,
            lesson=lesson,
            questions=[pk for (pk,) in questions],
            seed=1,
            now=NOON,
            attempt_id=ticket,
        )
        for ticket in tickets
    ]


@pytest.mark.parametrize("again", range(3))
@pytest.mark.parametrize("tabs", [1, 4])
def test_starts_of_one_form_or_in_many_tabs_are_one_check(lesson, tabs, again):
    learner = UserFactory()
    tickets = [uuid.uuid4() for _ in range(tabs)] * (4 // tabs)

    at_once(*starts(learner, lesson, tickets))

    attempt = Attempt.objects.get()
    assert attempt.learner == learner
    assert attempt.responses.count() == QUESTIONS


def test_a_strangers_posts_at_once_make_one_guest_and_one_check(lesson):
    where = reverse("quizzes:check_lesson", args=[lesson.module.slug, lesson.slug])
    first = Client()
    page = html(first.get(lesson.get_absolute_url())).partition(where)[2]
    ticket = hidden(page, "ticket")
    tabs = [Client() for _ in range(4)]
    for tab in tabs:
        tab.cookies = first.cookies.copy()
    seen = []

    at_once(
        *(
            lambda tab=tab: seen.append(
                tab.post(where, {"ticket": ticket}).headers["Location"]
            )
            for tab in tabs
        )
    )

    attempt = Attempt.objects.get()
    assert [one.split("/")[2] for one in seen] == [str(attempt.pk)] * 4
    assert list(User.objects.all()) == [attempt.learner]

"""A request that broke off after any of its writes is sent again: it happens once.

Of a stranger, for whom one request makes a guest, a session and an attempt, in more
than one transaction.
"""

from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt, Quiz, Response
from sps_learn.accounts.models import User
from tests.conftest import client_of
from tests.faults.stopping import after_write, raise_stopped
from tests.lessons.factories import ObjectiveFactory
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import hidden, html, slot, start
from tests.quizzes.test_recount import assert_counts_agree

pytestmark = pytest.mark.django_db(transaction=True)

SIZE = 3


def start_a_quiz(client):
    quiz = Quiz.objects.get()
    page = html(client.get(quiz.get_absolute_url()))
    url = reverse("quizzes:start_quiz", args=[quiz.slug])
    return url, {"ticket": hidden(page, "ticket")}


def build_a_practice(client):
    url = reverse("quizzes:build")
    return url, {"ticket": hidden(html(client.get(url)), "ticket"), "count": "5"}


def answer_the_live_question(client):
    page = html(client.get("/"))
    url = reverse("quizzes:answer_once")
    return url, {"ticket": hidden(page, "ticket"), "answer": "b", "confidence": "2"}


@pytest.fixture
def quiz():
    QuestionFactory.create_batch(
        SIZE,
        objective=ObjectiveFactory(code="M1.1"),
        content={"vignette": "Somebody is stiff."},
    )
    return QuizFactory(count=SIZE)


@pytest.mark.parametrize(
    "form", [start_a_quiz, build_a_practice, answer_the_live_question]
)
def test_a_stranger_who_sends_it_again_has_one_attempt(quiz, form):
    for k in count(1):
        client = Client(raise_request_exception=False)
        url, data = form(client)

        with after_write(k, raise_stopped):
            broken = client.post(url, data)
        assert_counts_agree()
        if broken.status_code != 500:
            break
        again = client.post(url, data)

        assert again.status_code == 302, f"after write {k}"
        attempt = Attempt.objects.get()
        assert client.get(attempt.get_absolute_url(), follow=True).status_code == 200
        assert attempt.responses.count() == attempt.size
        # One that nobody has a key to is pruned after a month.
        assert User.objects.count() <= 2
        Attempt.objects.all().delete()
        User.objects.all().delete()
    assert k > 3  # the guest, the attempt, its slots


@pytest.mark.parametrize("mode", Quiz.Mode)
def test_an_answer_and_a_submit_sent_again_count_once(quiz, learner, mode):
    Quiz.objects.update(mode=mode)
    for k in count(1):
        client = client_of(learner)
        client.raise_request_exception = False
        attempt = start(client, quiz)
        submit = reverse("quizzes:submit_attempt", args=[attempt.pk])
        forms = [(slot(attempt), {"answer": "b", "version": "0"}), (submit, {})]

        broken = []
        for url, data in forms:
            with after_write(k, raise_stopped):
                broken.append(client.post(url, data).status_code)
            assert_counts_agree()
            assert client.post(url, data).status_code == 302, f"after write {k}"

        stored = Response.objects.get(answer__isnull=False)
        assert (stored.version, stored.is_graded) == (1, True)
        attempt.refresh_from_db()
        assert (attempt.is_finished, attempt.answered, attempt.marks) == (True, 1, 1)
        assert_counts_agree()
        Attempt.objects.all().delete()
        if 500 not in broken:
            break
    assert k > 2

"""One attempt in two windows: what is stored is never written over unseen."""

import re

import pytest
from django.urls import reverse

from quizzes.models import Attempt, Quiz
from tests.conftest import client_of
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import HTMX, hidden, html, slot, start

WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
STALE = {"version": "0"}  # as the page of the other window says


@pytest.fixture
def attempt(learner_client, db):
    """A test whose first question has been answered in another window."""
    QuestionFactory.create_batch(2)
    attempt = start(learner_client, QuizFactory(count=2, mode=Quiz.Mode.TEST))
    learner_client.post(slot(attempt), {"answer": "b", **STALE})
    return attempt


def stored(attempt):
    return attempt.responses.get(position=1)


def send(client, attempt, headers=None, **data):
    return client.post(slot(attempt), {**STALE, **data}, headers=headers or {})


def assert_told_what_is_stored(client, attempt, page):
    """The form on the page does not write over what it never showed."""
    answer = send(client, attempt, answer="c", version=hidden(page, "version"))
    assert answer.status_code == 409
    assert stored(attempt).answer == {"options": ["b"]}


@WAYS
def test_an_error_does_not_make_a_stale_page_new(learner_client, attempt, headers):
    refused = send(learner_client, attempt, headers, answer="z")

    assert refused.status_code == 422
    assert_told_what_is_stored(learner_client, attempt, html(refused))


@WAYS
@pytest.mark.parametrize("note", [{"flag": "yes"}, {"rule_out": "a"}])
def test_a_note_does_not_make_a_stale_page_new(learner_client, attempt, headers, note):
    noted = send(learner_client, attempt, headers, answer="c", **note)

    page = html(noted if headers else learner_client.get(noted["Location"]))
    assert 'value="c" checked' in page
    assert_told_what_is_stored(learner_client, attempt, page)


def test_a_choice_kept_over_a_log_in_does_not_either(learner, attempt, client):
    back = send(client, attempt, answer="c", confidence="3")["Location"]

    client.force_login(learner)
    kept = re.sub("^.*next=", "", back).replace("%3F", "?").replace("%3D", "=")
    page = html(client.get(kept.replace("%26", "&").replace("%2F", "/")))

    assert 'value="c" checked' in page
    assert 'name="confidence" value="3" checked' in page
    assert_told_what_is_stored(client, attempt, page)


def test_ones_own_answer_can_be_chosen_with_how_sure_one_was(learner_client, attempt):
    stale = send(learner_client, attempt, HTMX, answer="c", confidence="3")

    page = html(stale).partition("Use mine instead")[0]
    fields = dict(re.findall('type="hidden" name="(.+?)" value="(.*?)"', page))
    learner_client.post(slot(attempt), fields)

    assert stored(attempt).answer == {"options": ["c"]}
    assert stored(attempt).confidence == 3


# What names a field of another kind answers nothing --------------------------------

ODD = {
    "single": {"answer-1": "1"},
    "matching": {"answer": "1"},
    "short": {"answer-2": "x"},
}


@WAYS
@pytest.mark.parametrize("kind", ODD)
def test_a_field_of_another_kind_takes_no_answer_back(
    learner_client, db, kind, headers
):
    QuestionFactory(kind=kind)
    attempt = start(learner_client, QuizFactory(count=1, mode=Quiz.Mode.TEST))
    answer = {"answer-1": "1"} if kind == "matching" else {"answer": "b"}
    learner_client.post(slot(attempt), {**answer, **STALE})

    response = learner_client.post(
        slot(attempt), {**ODD[kind], "version": "1"}, headers=headers
    )

    assert response.status_code == 422
    assert (stored(attempt).version, stored(attempt).answer is None) == (1, False)


def test_a_field_of_another_kind_makes_no_guest(client, django_user_model):
    question = QuestionFactory(
        objective__code="M1.1", content={"vignette": "A person of 40."}
    )
    ticket = hidden(html(client.get(reverse("home"))), "ticket")

    response = client.post(
        reverse("quizzes:answer_once"), {"ticket": ticket, "answer-1": "1"}
    )

    assert question.is_published
    assert response.status_code == 422
    assert "Choose an answer first" in html(response)
    assert not django_user_model.objects.exists()
    assert not Attempt.objects.exists()


def test_the_other_window_of_an_account_is_the_same_attempt(learner, attempt):
    assert start(client_of(learner), attempt.quiz) == attempt

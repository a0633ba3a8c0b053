"""Choices that cannot be saved any more: what counts is shown, nothing is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from quizzes.models import Attempt
from tests.conftest import client_of
from tests.lessons.factories import NOON
from tests.quizzes.pages import hidden, html
from tests.quizzes.sitting.saving import read_out, said, save, stored

pytestmark = pytest.mark.django_db


# Two devices ---------------------------------------------------------------------


@pytest.fixture
def elsewhere(learner, begin_test):
    """A test whose first question was answered on another device."""
    attempt = begin_test()
    save(client_of(learner), attempt, answer="b", confidence="3")
    return attempt


def test_a_stale_save_shows_what_is_stored_and_moves_nothing(learner_client, elsewhere):
    response = save(learner_client, elsewhere, answer="c")

    assert response.status_code == 409
    words = stored(elsewhere).shown_revision.content["options"][1]["text"]
    assert "Another answer was saved meanwhile" in said(response)
    assert f"in another window: {words} (certain)" in said(response)
    assert "Use mine instead" in said(response)
    assert "autofocus" not in html(response)
    assert "question-card" not in html(response)
    assert 'name="version"' not in html(response)  # the form stays as stale as it is
    assert stored(elsewhere).answer == {"options": ["b"]}


def test_it_is_read_out_once(learner_client, elsewhere):
    first = save(learner_client, elsewhere, answer="c")
    again = save(
        learner_client, elsewhere, answer="a", said=hidden(html(first), "said")
    )

    assert read_out(first).startswith("Another answer was saved meanwhile.")
    assert "announce" not in html(again)


def test_ones_own_is_used_instead_when_one_says_so(learner_client, elsewhere):
    save(learner_client, elsewhere, answer="c")

    response = save(learner_client, elsewhere, 1, answer="c", mine="yes")

    assert response.status_code == 200
    assert stored(elsewhere).answer == {"options": ["c"]}
    assert 'tabindex="-1" autofocus' in html(response)  # the button is gone
    assert hidden(html(response), "version") == "2"


def test_the_same_answer_and_another_certainty_is_another_answer(
    learner_client, elsewhere
):
    assert save(learner_client, elsewhere, answer="b").status_code == 409
    assert stored(elsewhere).confidence == 3


def test_a_test_that_was_finished_elsewhere_takes_no_more(learner_client, elsewhere):
    learner_client.post(reverse("quizzes:submit_attempt", args=[elsewhere.pk]))

    for data in ({"answer": "c"}, {}):
        response = save(learner_client, elsewhere, **data)

        assert response.status_code == 409
        assert "This test was finished meanwhile" in said(response)
        assert "The answer saved here counts: " in said(response)
        assert "See the results" in said(response)
    assert stored(elsewhere).answer == {"options": ["b"]}


# Signed out, time over, strangers ------------------------------------------------


def test_who_is_signed_out_is_told_and_keeps_the_choice(
    learner_client, learner, begin_test
):
    attempt = begin_test()
    Session.objects.all().delete()

    response = save(learner_client, attempt, answer="b", confidence="2")

    assert response.status_code == 401
    assert "HX-Redirect" not in response.headers
    assert "You are signed out, so this is not saved yet." in said(response)
    link = unescape(re.search('href="([^"]*)"', html(response))[1])
    page = html(learner_client.get(link))
    back = unescape(hidden(page, "next"))
    again = html(client_of(learner).get(back))
    assert 'value="b" checked' in again
    assert "Your choice was kept." in again
    assert stored(attempt).answer is None


@pytest.mark.parametrize("data", [{"answer": "a"}, {}])
def test_after_the_time_the_saved_answer_is_shown(
    learner_client, begin_test, time_machine, data
):
    time_machine.move_to(NOON, tick=False)
    attempt = begin_test(time_limit_minutes=10)
    save(learner_client, attempt, answer="b")
    time_machine.move_to(NOON + timedelta(minutes=12), tick=False)

    response = save(learner_client, attempt, 1, **data)

    assert response.status_code == 422
    assert "The time is over, so this choice could not be saved." in said(response)
    assert "The answer saved here counts: " in said(response)
    assert "Correct" not in html(response)
    assert stored(attempt).answer == {"options": ["b"]}
    assert Attempt.objects.get().is_timed_out


def test_a_stranger_saves_nothing(stranger_client, begin_test):
    attempt = begin_test()

    assert save(stranger_client, attempt, answer="b").status_code == 404
    assert stored(attempt).answer is None


def test_a_typed_text_is_shown_as_text(learner_client, begin_test):
    attempt = begin_test("short")
    save(learner_client, attempt, answer="<b>GABA</b>")

    response = save(learner_client, attempt, answer="GAD")

    assert "<bdi>&lt;b&gt;GABA&lt;/b&gt;</bdi>" in html(response)

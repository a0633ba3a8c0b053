"""Clocks that jump, by the numbers of the security plan (section 4, 41 to 44).

Whatever the clock of the server does, nobody has negative time, a second chance, or an
answer that is lost.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from quizzes.models import Attempt, Quiz
from quizzes.results.page import minutes_taken
from quizzes.timing import CLOCK_SLACK
from sps_learn.accounts.models import User
from tests.conftest import client_of
from tests.lessons.factories import NOON
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import HTMX, html, slot, start

MINUTE, SECOND, HOUR = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def at(time_machine):
    """Set the clock, in minutes after noon."""

    def at(minutes):
        time_machine.move_to(NOON + minutes * MINUTE, tick=False)

    at(0)
    return at


@pytest.fixture
def timed(db):
    """A test of two questions and ten minutes."""
    QuestionFactory.create_batch(2)
    return QuizFactory(count=2, mode=Quiz.Mode.TEST, time_limit_minutes=10)


@pytest.fixture
def attempt(at, timed, learner_client):
    return start(learner_client, timed)


@pytest.fixture
def send(learner_client, attempt):
    """Answer, and say which status came back."""

    def send(answer="b", position=1, **fields):
        data = {"answer": answer, **fields}
        return learner_client.post(slot(attempt, position), data).status_code

    return send


@pytest.fixture
def submit(learner_client, attempt):
    url = reverse("quizzes:submit_attempt", args=[attempt.pk])
    return lambda: html(learner_client.post(url, follow=True))


def stored(attempt, position=1):
    return attempt.responses.get(position=position)


def look(client, attempt):
    """The words of the time left, as the page asks for them each minute."""
    url = reverse("quizzes:time_left", args=[attempt.pk])
    return html(client.get(url, headers=HTMX))


# 41: the clock of the learner -------------------------------------------------------


@pytest.mark.parametrize("days", [1, -1])
def test_41_the_clock_of_the_learner_is_not_asked(
    learner_client, attempt, at, submit, days
):
    theirs = (NOON + timedelta(days=days)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    headers = {"Date": theirs, "If-Modified-Since": theirs}
    at(5)

    said = learner_client.get(slot(attempt), headers=headers)
    learner_client.post(slot(attempt), {"answer": "b"}, headers=headers)

    assert "About 5 minutes left" in html(said)
    assert stored(attempt).answered_at == NOON + 5 * MINUTE
    at(11.1)
    learner_client.post(slot(attempt, 2), {"answer": "b"}, headers=headers)
    assert stored(attempt, 2).answer is None


def test_41_no_script_of_ours_reads_a_clock():
    for script in Path(settings.BASE_DIR, "static").rglob("*.js"):
        assert "Date" not in script.read_text(), script


# 42: the clock of the server goes back ----------------------------------------------


def test_42_what_was_left_is_left_when_the_clock_goes_back_an_hour(
    learner_client, attempt, at, send
):
    at(5)
    assert send() == 302
    at(5 - 60)

    assert "About 5 minutes left (until 11:10)" in look(learner_client, attempt)
    at(10 - 60)
    assert send("b", 2) == 302
    assert not stored(attempt, 2).is_late


def test_42_nobody_has_the_hour_twice(learner_client, attempt, at, send):
    at(5)
    send()
    at(5 - 60)
    look(learner_client, attempt)

    at(5 - 60 + 6.1)  # eleven minutes of work
    assert send("b", 2) == 422

    attempt.refresh_from_db()
    assert attempt.is_timed_out
    assert stored(attempt, 2).answer is None
    assert (attempt.marks, attempt.answered) == (1, 1)


def test_42_the_clock_that_runs_by_itself_notices_too(attempt, at, send):
    at(5)
    send()
    at(5 - 60)
    call_command("tick")
    assert not Attempt.objects.get().is_finished

    at(5 - 60 + 6.1)
    call_command("tick")

    assert Attempt.objects.get().is_timed_out


def test_42_the_time_used_is_never_negative_and_never_an_hour(
    attempt, at, send, submit
):
    at(5)
    send()
    at(7 - 60)

    page = submit()

    attempt.refresh_from_db()
    assert attempt.finished_at > attempt.started_at
    assert minutes_taken(attempt) == 5
    assert "1 of 2" in page


def test_42_a_clock_set_back_twice_gives_nothing_either(attempt, at, send):
    for version, minutes in enumerate([3, 5, 3 - 60, 5 - 60, 3 - 120, 5 - 120]):
        at(minutes)
        assert send("ab"[version % 2], version=version) == 302

    attempt.refresh_from_db()
    # Two minutes of each hour, and the first three: no clock tells what lies between.
    assert attempt.seen_at - attempt.started_at == 9 * MINUTE


def test_42_the_order_of_saves_is_their_number_and_not_their_time(attempt, at, send):
    at(5)
    assert send("a") == 302
    at(5 - 60)

    assert send("b", version=1) == 302
    assert send("c", version=1) == 409

    assert stored(attempt).answer == {"options": ["b"]}
    assert stored(attempt).version == 2


def test_42_an_untimed_attempt_takes_the_time_that_it_took(learner_client, at, timed):
    Quiz.objects.update(time_limit_minutes=None)
    attempt = start(learner_client, timed)
    at(20)
    learner_client.post(slot(attempt), {"answer": "b"})
    at(20 - 60)
    learner_client.get(slot(attempt))
    at(30 - 60)
    learner_client.post(slot(attempt, 2), {"answer": "b"})
    learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))

    attempt.refresh_from_db()
    assert minutes_taken(attempt) == 30


@pytest.mark.parametrize("behind", [SECOND, CLOCK_SLACK])
def test_42_clocks_that_differ_a_little_are_no_step(attempt, send, at, behind):
    """Of two machines, or of two requests of which one had to wait."""
    at(5)
    send()
    at(5 - behind / MINUTE)

    send("b", 2)

    attempt.refresh_from_db()
    assert attempt.started_at == NOON
    times = [stored(attempt, n).answered_at for n in (1, 2)]
    assert times == [NOON + 5 * MINUTE] * 2


def test_an_attempt_never_ends_before_its_last_answer(attempt, at, send, submit):
    """The submit came first, and waited while the answer was stored."""
    at(5)
    send()
    at(4.99)

    submit()

    attempt.refresh_from_db()
    assert attempt.finished_at == stored(attempt).answered_at


# 43: it goes forward; more in test_reopening.py ---------------------------------------


def test_43_an_attempt_is_closed_by_rule_with_what_was_saved(attempt, at, send):
    at(5)
    send()
    at(6 + 60)

    assert send("b", 2) == 422

    attempt.refresh_from_db()
    assert (attempt.is_timed_out, attempt.marks, attempt.answered) == (True, 1, 1)


# 44: summer time --------------------------------------------------------------------

CHANGES = pytest.mark.parametrize(
    ("start", "until"),
    [
        pytest.param(datetime(2026, 10, 25, 0, 55, tzinfo=UTC), "02:05", id="autumn"),
        pytest.param(datetime(2027, 3, 28, 0, 55, tzinfo=UTC), "03:05", id="spring"),
    ],
)


@CHANGES
def test_44_an_attempt_over_the_change_lasts_as_long_as_any(
    learner, timed, time_machine, start, until
):
    User.objects.filter(pk=learner.pk).update(time_zone="Europe/Berlin")
    time_machine.move_to(start, tick=False)
    client = client_of(learner)  # a log-in of today
    client.post(reverse("quizzes:start_quiz", args=[timed.slug]))
    attempt = Attempt.objects.get()

    assert f"About 10 minutes left (until {until})" in look(client, attempt)
    time_machine.move_to(start + 9 * MINUTE, tick=False)
    assert "About 1 minute left" in look(client, attempt)
    client.post(slot(attempt), {"answer": "b"})
    client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))

    attempt.refresh_from_db()
    assert (attempt.started_at, minutes_taken(attempt)) == (start, 9)
    assert not stored(attempt).is_late

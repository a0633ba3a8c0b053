"""Timed attempts over HTTP: the deadline is the server's, and nothing saved is lost."""

import json
import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from django.urls import reverse

from quizzes.models import Attempt, Quiz, Response
from quizzes.timing import GRACE
from sps_learn.accounts.models import User
from tests.lessons.factories import NOON
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import HTMX, html, slot, start

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def timed(db, time_machine):
    """A test of two questions and ten minutes, at noon."""
    time_machine.move_to(NOON, tick=False)
    QuestionFactory.create_batch(2)
    return QuizFactory(count=2, mode=Quiz.Mode.TEST, time_limit_minutes=10)


@pytest.fixture
def attempt(learner_client, timed):
    return start(learner_client, timed)


def send(client, attempt, answer="b", position=1, **more):
    return client.post(slot(attempt, position), {"answer": answer, **more})


def stored(attempt, position=1):
    return attempt.responses.get(position=position)


# Telling -------------------------------------------------------------------------


def test_the_start_page_says_how_long_it_lasts_before_it_starts(client, timed):
    page = html(client.get(timed.get_absolute_url()))

    assert "You have 10 minutes." in page
    assert "There is no time limit" not in page


def test_an_untimed_quiz_says_that_there_is_no_limit(client, db):
    assert "There is no time limit." in html(
        client.get(QuizFactory(count=1).get_absolute_url())
    )


def test_the_question_says_how_many_minutes_are_left(
    learner_client, attempt, time_machine
):
    assert "About 10 minutes left (until 12:10)" in html(
        learner_client.get(slot(attempt))
    )

    time_machine.move_to(NOON + 9 * MINUTE + 30 * SECOND, tick=False)

    assert "About 1 minute left" in html(learner_client.get(slot(attempt)))
    check = reverse("quizzes:check_answers", args=[attempt.pk])
    assert "About 1 minute left" in html(learner_client.get(check))


def test_the_time_left_is_asked_for_by_itself(learner_client, attempt, time_machine):
    url = reverse("quizzes:time_left", args=[attempt.pk])

    fragment = html(learner_client.get(url, {"shown": 11}, headers=HTMX))
    assert "About 10 minutes left" in fragment
    assert "<html" not in fragment
    assert "?shown=10" in fragment
    assert fragment.count("About 10 minutes left") == 2  # shown, and read out

    time_machine.move_to(NOON + 3 * MINUTE, tick=False)
    for shown in ("10", "", "-1", "x", "²", "9" * 5000):
        fragment = html(learner_client.get(url, {"shown": shown}, headers=HTMX))
        assert fragment.count("About 7 minutes left") == 1 + (shown == "9" * 5000)

    assert "<h1>Time left</h1>" in html(learner_client.get(url))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("the clock", "The time is over."),
        ("a second window", "This attempt is finished."),
        ("an administrator", "The time limit no longer holds for you."),
    ],
)
def test_where_no_time_is_left_to_show_it_says_why_and_asks_no_more(
    learner_client, attempt, time_machine, change, words
):
    if change == "the clock":
        time_machine.move_to(NOON + 12 * MINUTE, tick=False)
    elif change == "a second window":
        learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))
    else:
        User.objects.update(has_no_time_limit=True)

    url = reverse("quizzes:time_left", args=[attempt.pk])
    fragment = html(learner_client.get(url, headers=HTMX))

    assert fragment.count(words) == 2  # shown, and read out
    assert "hx-get" not in fragment
    assert ("See the results" in fragment) == (change != "an administrator")


def test_an_untimed_attempt_has_no_time_left_to_ask_for(learner_client, db):
    QuestionFactory()
    attempt = start(learner_client, QuizFactory(count=1))

    url = reverse("quizzes:time_left", args=[attempt.pk])

    assert learner_client.get(url).status_code == 404


# The deadline ----------------------------------------------------------------------


def test_an_answer_within_the_grace_is_stored_and_marked_late(
    learner_client, attempt, time_machine
):
    time_machine.move_to(NOON + 10 * MINUTE, tick=False)
    send(learner_client, attempt)
    time_machine.move_to(NOON + 10 * MINUTE + SECOND, tick=False)
    send(learner_client, attempt, position=2)

    assert (stored(attempt).is_late, stored(attempt, 2).is_late) == (False, True)
    assert stored(attempt, 2).answer == {"options": ["b"]}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_after_the_grace_is_refused_and_the_saved_one_counts(
    learner_client, attempt, time_machine, headers
):
    send(learner_client, attempt)
    time_machine.move_to(NOON + 10 * MINUTE + GRACE + SECOND, tick=False)

    again = learner_client.post(
        slot(attempt), {"answer": "a", "version": 1}, headers=headers
    )

    assert again.status_code == 422
    assert "The time is over" in html(again)
    assert "Correct answer, and yours" in html(again)
    assert stored(attempt).answer == {"options": ["b"]}
    attempt.refresh_from_db()
    assert attempt.is_timed_out
    assert (attempt.marks, attempt.answered) == (1, 1)
    assert attempt.finished_at == NOON + 10 * MINUTE + GRACE


def test_every_later_answer_is_told_the_same(learner_client, attempt, time_machine):
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)

    statuses = [send(learner_client, attempt, "a").status_code for _ in range(2)]

    assert statuses == [422, 422]
    assert stored(attempt).answer is None


def test_handing_in_too_late_closes_with_what_was_saved(
    learner_client, attempt, time_machine
):
    send(learner_client, attempt)
    time_machine.move_to(NOON + timedelta(hours=3), tick=False)

    url = reverse("quizzes:submit_attempt", args=[attempt.pk])
    page = html(learner_client.post(url, follow=True))

    attempt.refresh_from_db()
    assert (attempt.is_timed_out, attempt.marks) == (True, 1)
    assert "1 of 2" in page


@pytest.mark.parametrize("name", ["attempt", "question", "check_answers", "time_left"])
def test_whoever_comes_back_after_the_limit_finds_it_closed(
    learner_client, attempt, time_machine, name
):
    send(learner_client, attempt)
    time_machine.move_to(NOON + timedelta(hours=3), tick=False)
    args = [attempt.pk, 2] if name == "question" else [attempt.pk]

    page = learner_client.get(reverse(f"quizzes:{name}", args=args), follow=True)

    assert page.status_code == 200
    attempt.refresh_from_db()
    assert attempt.is_timed_out
    assert "Save and go on" not in html(page)


def test_the_clock_closes_what_nobody_came_back_to(
    learner_client, attempt, time_machine, capsys
):
    send(learner_client, attempt)
    time_machine.move_to(NOON + 10 * MINUTE + GRACE, tick=False)
    call_command("tick")
    assert Attempt.objects.running().exists()

    time_machine.move_to(NOON + 10 * MINUTE + GRACE + SECOND, tick=False)
    call_command("tick")

    assert not Attempt.objects.running().exists()
    assert Attempt.objects.get().marks == 1
    assert "Attempts closed: 1." in capsys.readouterr().out


def test_nothing_that_the_sender_says_moves_the_deadline(
    learner_client, attempt, time_machine
):
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)
    claims = {"started_at": "2030-01-01", "time_limit_minutes": "999", "is_late": ""}

    assert send(learner_client, attempt, **claims).status_code == 422


def test_starting_again_does_not_begin_the_time_anew(
    learner_client, attempt, timed, time_machine
):
    time_machine.move_to(NOON + 5 * MINUTE, tick=False)

    again = start(learner_client, timed)

    assert (again.pk, again.started_at) == (attempt.pk, NOON)


def test_a_limit_changed_meanwhile_leaves_the_running_attempt_alone(
    learner_client, attempt, time_machine
):
    Quiz.objects.update(time_limit_minutes=1)
    time_machine.move_to(NOON + 9 * MINUTE, tick=False)

    assert send(learner_client, attempt).status_code == 302
    assert not stored(attempt).is_late


def test_an_attempt_that_goes_away_meanwhile_keeps_none_of_the_others_open(
    learner, attempt, stranger_client, timed, time_machine, monkeypatch
):
    start(stranger_client, timed)
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)
    module = import_module("quizzes.actions.finish")
    finish = module.finish

    def finish_or_miss(**where):
        if where["learner"] == learner:
            raise Attempt.DoesNotExist
        return finish(**where)

    monkeypatch.setattr(module, "finish", finish_or_miss)
    call_command("tick")

    assert list(Attempt.objects.running()) == [attempt]


# Accommodations --------------------------------------------------------------------


def test_more_time_holds_at_once_also_in_a_running_attempt(
    learner_client, learner, attempt, time_machine
):
    User.objects.filter(pk=learner.pk).update(time_factor="1.5")
    time_machine.move_to(NOON + 14 * MINUTE, tick=False)

    assert "About 1 minute left" in html(learner_client.get(slot(attempt)))
    assert send(learner_client, attempt).status_code == 302
    assert not stored(attempt).is_late


def test_for_whom_no_limit_holds_there_is_no_clock(
    learner_client, learner, timed, time_machine
):
    User.objects.filter(pk=learner.pk).update(has_no_time_limit=True)
    assert "does not hold for you" in html(learner_client.get(timed.get_absolute_url()))
    attempt = start(learner_client, timed)
    time_machine.move_to(NOON + timedelta(days=2), tick=False)
    call_command("tick")

    assert "left" not in html(learner_client.get(slot(attempt))).split("<main")[1]
    assert send(learner_client, attempt).status_code == 302


def test_time_that_is_taken_back_holds_on_for_the_running_attempt(
    learner_client, learner, timed, time_machine
):
    User.objects.filter(pk=learner.pk).update(time_factor="2.0")
    attempt = start(learner_client, timed)
    User.objects.filter(pk=learner.pk).update(time_factor="1.0")
    time_machine.move_to(NOON + 15 * MINUTE, tick=False)

    call_command("tick")

    assert "About 5 minutes left" in html(learner_client.get(slot(attempt)))
    assert send(learner_client, attempt).status_code == 302
    assert not stored(attempt).is_late


def test_who_started_without_a_limit_ends_without_one(
    learner_client, learner, timed, time_machine
):
    User.objects.filter(pk=learner.pk).update(has_no_time_limit=True)
    attempt = start(learner_client, timed)
    User.objects.filter(pk=learner.pk).update(has_no_time_limit=False)
    time_machine.move_to(NOON + timedelta(days=2), tick=False)

    call_command("tick")

    assert send(learner_client, attempt).status_code == 302


def test_an_attempt_never_ends_before_an_answer_that_it_took(
    learner_client, learner, attempt, time_machine
):
    User.objects.filter(pk=learner.pk).update(time_factor="2.0")
    time_machine.move_to(NOON + 18 * MINUTE, tick=False)
    send(learner_client, attempt)
    User.objects.filter(pk=learner.pk).update(time_factor="1.0")
    time_machine.move_to(NOON + 19 * MINUTE, tick=False)

    call_command("tick")

    attempt.refresh_from_db()
    assert (attempt.is_timed_out, attempt.marks) == (True, 1)
    assert attempt.finished_at == NOON + 18 * MINUTE


def test_the_longest_limit_ten_times_over_can_be_stored(learner_client, learner, timed):
    Quiz.objects.update(time_limit_minutes=32_767)
    User.objects.filter(pk=learner.pk).update(time_factor="10.0")

    assert start(learner_client, timed).minutes_at_start == 327_670


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("answer", ["", "z"])
def test_what_could_not_be_an_answer_is_told_too_that_the_time_is_over(
    learner_client, attempt, time_machine, answer, headers
):
    send(learner_client, attempt)
    time_machine.move_to(NOON + timedelta(hours=1), tick=False)

    refused = learner_client.post(
        slot(attempt), {"answer": answer, "version": 1}, headers=headers
    )

    assert refused.status_code == 422
    assert "The time is over" in html(refused)
    assert "Save and go on" not in html(refused)


def test_a_clock_that_is_set_back_takes_no_time(learner_client, attempt, time_machine):
    time_machine.move_to(NOON - timedelta(hours=1), tick=False)

    send(learner_client, attempt)
    url = reverse("quizzes:submit_attempt", args=[attempt.pk])
    page = html(learner_client.post(url, follow=True))

    assert "less than 1 min" in page
    assert "1 of 2" in page


def test_once_the_log_in_has_lapsed_the_clock_leaves_the_page_where_it_is(
    client, learner_client, attempt
):
    """What was chosen and not sent yet is still on it."""
    page = html(learner_client.get(slot(attempt)))
    (asks,) = re.findall(r'<p id="time-left".*?>', page)
    headers = json.loads(re.search("hx-headers='([^']*)'", asks)[1])
    url = reverse("quizzes:time_left", args=[attempt.pk])

    response = client.get(url, headers=HTMX | headers)

    assert response.status_code == 204
    assert "HX-Redirect" not in response.headers


def test_nobody_elses_time_can_be_asked_for(stranger_client, attempt):
    url = reverse("quizzes:time_left", args=[attempt.pk])

    assert stranger_client.get(url).status_code == 404
    assert not Response.objects.filter(answer__isnull=False).exists()

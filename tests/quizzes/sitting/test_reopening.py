"""43: a clock that jumped forward has closed an attempt; an administrator opens it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError
from django.urls import reverse

from quizzes.actions import StaysClosed, finish, reopen
from quizzes.models import Attempt, Quiz, Recall
from tests.accounts.factories import UserFactory
from tests.conftest import client_of
from tests.lessons.factories import NOON
from tests.publishing.pages import text_of
from tests.quizzes.admin_pages import messages_of, url
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import html, slot, start
from tests.quizzes.test_recount import assert_counts_agree

MINUTE = timedelta(minutes=1)
REASON = "The clock was an hour ahead."


@pytest.fixture
def at(time_machine):
    def at(minutes):
        time_machine.move_to(NOON + minutes * MINUTE, tick=False)

    at(0)
    return at


@pytest.fixture
def take(learner_client, at):
    """Answer one of two questions after four of ten minutes; then the clock jumps."""
    QuestionFactory.create_batch(2, content={"safety": True})

    def take(mode=Quiz.Mode.TEST, minutes=4):
        quiz = QuizFactory(count=2, mode=mode, time_limit_minutes=10)
        attempt = start(learner_client, quiz)
        at(minutes)
        learner_client.post(slot(attempt), {"answer": "b"})
        at(65)
        learner_client.post(slot(attempt, 2), {"answer": "b"})
        attempt.refresh_from_db()
        assert attempt.is_timed_out
        at(6)  # set right
        return attempt

    return take


def page_of(attempt):
    return reverse("admin:quizzes_attempt_reopen", args=[attempt.pk])


def test_what_was_left_at_the_last_answer_is_given_back(
    take, at, admin_client, learner_client
):
    attempt = take()

    done = admin_client.post(page_of(attempt), {"reason": REASON})

    assert done.status_code == 302
    assert "with the time that was left" in messages_of(done)[0]
    question = html(learner_client.get(slot(attempt, 2)))
    assert "About 6 minutes left (until 12:12)" in question
    at(11)
    assert learner_client.post(slot(attempt, 2), {"answer": "b"}).status_code == 302
    learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))
    attempt.refresh_from_db()
    assert (attempt.is_timed_out, attempt.marks) == (False, 2)


def test_it_is_given_once_and_no_more(take, at, admin_client, learner_client):
    attempt = take()
    admin_client.post(page_of(attempt), {"reason": REASON})
    at(13.1)

    late = learner_client.post(slot(attempt, 2), {"answer": "b"})

    assert late.status_code == 422
    attempt.refresh_from_db()
    assert attempt.is_timed_out


@pytest.mark.parametrize("mode", Quiz.Mode)
def test_its_grades_are_taken_back_but_for_those_given_at_once(
    take, admin_client, learner, mode
):
    attempt = take(mode)
    assert attempt.safety_missed == 1

    admin_client.post(page_of(attempt), {"reason": REASON})

    attempt.refresh_from_db()
    is_practice = mode == Quiz.Mode.PRACTICE
    assert (attempt.marks, attempt.safety_missed) == (int(is_practice), 0)
    assert (attempt.finished_at, attempt.is_timed_out) == (None, False)
    assert attempt.responses.get(position=1).is_graded is is_practice
    assert not attempt.responses.get(position=2).is_graded
    assert Recall.objects.count() == int(is_practice)
    assert_counts_agree()


def test_no_key_is_shown_any_more(take, admin_client, learner_client):
    attempt = take()
    assert "Correct answer" in html(learner_client.get(slot(attempt)))

    admin_client.post(page_of(attempt), {"reason": REASON})

    assert "Correct answer" not in html(learner_client.get(slot(attempt)))


def test_the_reason_and_the_old_times_are_in_the_history(
    take, admin_client, administrator
):
    attempt = take()
    assert admin_client.get(page_of(attempt)).status_code == 200

    admin_client.post(page_of(attempt), {"reason": REASON})

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (administrator, str(attempt.pk))
    said = f"Opened again: {REASON} (It was 2026-11-21 12:00 to 12:11 UTC.)"
    assert entry.get_change_message() == said
    assert REASON in text_of(admin_client.get(url(Attempt, "history", attempt)))


def test_without_a_trace_nothing_is_opened(take, admin_client, monkeypatch):
    attempt = take()

    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(LogEntry.objects, "log_actions", fail)
    with pytest.raises(DatabaseError):
        admin_client.post(page_of(attempt), {"reason": REASON})

    attempt.refresh_from_db()
    assert attempt.is_timed_out


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_reason_is_needed(take, admin_client, reason):
    attempt = take()

    refused = admin_client.post(page_of(attempt), {"reason": reason})

    assert refused.status_code == 422
    attempt.refresh_from_db()
    assert attempt.is_finished


def test_opened_twice_is_told_and_changes_nothing(take, admin_client):
    attempt = take()
    admin_client.post(page_of(attempt), {"reason": REASON})
    once = Attempt.objects.values().get()

    again = admin_client.post(page_of(attempt), {"reason": REASON})

    assert again.status_code == 409
    assert "Only an attempt that the clock has closed" in text_of(again)
    assert Attempt.objects.values().get() == once
    assert LogEntry.objects.count() == 1


def test_what_the_learner_handed_in_stays_handed_in(learner, learner_client, db):
    QuestionFactory()
    attempt = start(learner_client, QuizFactory(count=1))
    finish(learner=learner, attempt=attempt.pk, now=NOON)

    with pytest.raises(StaysClosed, match="the clock has closed"):
        reopen(attempt=attempt.pk, now=NOON)


def test_where_another_attempt_runs_the_first_stays_closed(
    take, admin_client, learner_client
):
    attempt = take()
    start(learner_client, attempt.quiz)

    refused = admin_client.post(page_of(attempt), {"reason": REASON})

    assert refused.status_code == 409
    assert "Another attempt at this quiz is running" in text_of(refused)


def test_what_was_marked_again_since_stays_closed(take, admin_client):
    attempt = take()
    answered = attempt.responses.get(position=1)
    question = answered.question
    question.draft |= {"stem": "Asked anew?"}
    question.publish(by=None, reason="Clearer", now=NOON)
    answered.graded_revision = question.published
    answered.save()

    refused = admin_client.post(page_of(attempt), {"reason": REASON})

    assert refused.status_code == 409
    assert "were marked again" in text_of(refused)
    attempt.refresh_from_db()
    assert attempt.is_timed_out


def test_where_no_time_was_left_there_is_none_to_give(take, admin_client):
    attempt = take(minutes=10.5)

    refused = admin_client.post(page_of(attempt), {"reason": REASON})

    assert refused.status_code == 409
    assert "No time was left" in text_of(refused)
    attempt.refresh_from_db()
    assert attempt.is_timed_out


def test_only_who_may_finds_the_way(take, admin_client, learner_client):
    attempt = take()
    goal = url(Attempt, "change", attempt)
    staff = client_of(UserFactory(is_staff=True))

    assert page_of(attempt) in html(admin_client.get(goal))
    assert staff.get(page_of(attempt)).status_code == 403
    assert staff.post(page_of(attempt), {"reason": REASON}).status_code == 403
    away = learner_client.post(page_of(attempt), {"reason": REASON})
    assert away.status_code == 302
    attempt.refresh_from_db()
    assert attempt.is_timed_out


def test_an_attempt_that_runs_offers_no_such_thing(admin_client, learner_client, db):
    QuestionFactory()
    attempt = start(learner_client, QuizFactory(count=1))

    page = html(admin_client.get(url(Attempt, "change", attempt)))

    assert page_of(attempt) not in page

"""Requests of one learner that arrive at once.

PostgreSQL runs them so; on SQLite each waits for its turn, and none in vain.
"""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection

from quizzes import learner_data
from quizzes.actions import (
    Conflict,
    Scope,
    Sent,
    Stale,
    TimeOver,
    answer,
    close_overdue,
    finish,
    flag,
    line_up,
    preview_regrade,
    rule_out,
    start_quiz,
)
from quizzes.models import Attempt, Question, Quiz, Recall, UnitStanding
from quizzes.recall import rebuild
from sps_learn.accounts.learners import merge_learners
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.regrades import confirm, correct
from tests.quizzes.test_recount import assert_counts_agree, recalls_of

pytestmark = pytest.mark.django_db(transaction=True)

SIZE = 4
LATER = NOON + timedelta(minutes=1)


def at_once(*deeds: Callable[[], object]) -> None:
    together = threading.Barrier(len(deeds))

    def do(deed):
        together.wait(timeout=20)
        try:
            with suppress(Conflict, Stale, TimeOver):
                deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        list(threads.map(do, deeds))


@pytest.fixture
def begun():
    """Start an attempt at all questions."""
    QuestionFactory.create_batch(SIZE, content={"safety": True})

    def begin(mode, **fields):
        quiz = QuizFactory(count=SIZE, mode=mode, **fields)
        learner = UserFactory()
        return start_quiz(
            learner=learner, quiz=quiz, seed=1, now=NOON, attempt_id=uuid.uuid4()
        )

    return begin


def replies(attempt, now=LATER, chosen="b"):
    """One deed for each question."""
    sent = Sent({"answer": [chosen]}, confidence=3, version=0)
    where = {"learner": attempt.learner, "attempt": attempt.pk}
    return [
        lambda at=at: answer(**where, position=at, sent=sent, now=now)
        for at in range(1, SIZE + 1)
    ]


@pytest.mark.parametrize("mode", Quiz.Mode)
@pytest.mark.parametrize("again", range(3))
def test_the_end_and_the_last_answers_agree_on_what_counts(begun, mode, again):
    attempt = begun(mode)
    learner = attempt.learner

    def end():
        finish(learner=learner, attempt=attempt.pk, now=LATER)

    at_once(*replies(attempt), end, end)

    finish(learner=learner, attempt=attempt.pk, now=LATER)
    assert_counts_agree()
    remembered = recalls_of(learner)
    rebuild(learner)
    assert recalls_of(learner) == remembered
    assert len(remembered) == Attempt.objects.get().answered


@pytest.mark.parametrize("mode", Quiz.Mode)
def test_the_clock_and_answers_that_come_late_agree_too(begun, mode):
    attempt = begun(mode, time_limit_minutes=10)
    over = NOON + timedelta(minutes=12)

    at_once(
        *replies(attempt, now=NOON + timedelta(minutes=10, seconds=30)),
        *(lambda: close_overdue(over) for _ in range(3)),
    )

    close_overdue(over)
    assert_counts_agree()
    assert Recall.objects.count() == Attempt.objects.get().answered


def test_notes_write_over_no_answer_and_answers_over_no_note(begun):
    attempt = begun(Quiz.Mode.TEST)
    where = {"learner": attempt.learner, "attempt": attempt.pk}

    at_once(
        *replies(attempt),
        *(lambda at=at: flag(**where, position=at, is_flagged=True) for at in (1, 2)),
        *(
            lambda at=at, option=option: rule_out(
                **where, position=at, option=option, is_out=True
            )
            for at in (1, 3)
            for option in "ac"
        ),
    )

    slots = list(attempt.responses.all())
    assert all(slot.answer == {"options": ["b"]} for slot in slots)
    assert [slot.is_flagged for slot in slots] == [True, True, False, False]
    assert [slot.ruled_out for slot in slots] == [["a", "c"], [], ["a", "c"], []]


def test_two_answers_to_one_question_are_one_answer_and_a_conflict(begun):
    attempt = begun(Quiz.Mode.PRACTICE)

    at_once(replies(attempt)[0], replies(attempt, chosen="a")[0], replies(attempt)[0])

    slot = attempt.responses.get(position=1)
    assert (slot.version, slot.is_graded) == (1, True)
    assert_counts_agree()


def test_one_flag_taken_away_in_two_attempts_at_once(begun):
    one = begun(Quiz.Mode.TEST)
    quiz = QuizFactory(count=SIZE)
    two = start_quiz(
        learner=one.learner, quiz=quiz, seed=1, now=NOON, attempt_id=uuid.uuid4()
    )
    question = one.responses.get(position=1).question
    places = {a: a.responses.get(question=question).position for a in (one, two)}

    for is_flagged in (True, False) * 5:
        at_once(
            *(
                lambda a=a, n=n: flag(
                    learner=one.learner,
                    attempt=a.pk,
                    position=n,
                    is_flagged=is_flagged,  # noqa: B023
                )
                for a, n in places.items()
            )
        )

        found = {slot.is_flagged for slot in question.responses.all()}
        assert found == {is_flagged}


@pytest.mark.parametrize("again", range(3))
def test_regrades_answers_flags_and_the_end_agree_on_what_counts(begun, again):
    """Nobody waits for ever, and no sum or memory is torn."""
    done = begun(Quiz.Mode.PRACTICE)
    at_once(*replies(done, chosen="a"))
    learner = done.learner
    open_one = start_quiz(
        learner=learner,
        quiz=QuizFactory(count=SIZE),
        seed=2,
        now=NOON,
        attempt_id=uuid.uuid4(),
    )
    questions = [slot.question for slot in done.responses.all()]
    revisions = [correct(question) for question in questions]
    digests = [preview_regrade(revision=one, scope=Scope()).digest for one in revisions]

    at_once(
        *(
            lambda r=r, d=d: confirm(r, digest=d)
            for r, d in zip(revisions, digests, strict=True)
        ),
        *replies(open_one),
        *(
            lambda n=n: flag(
                learner=learner, attempt=done.pk, position=n, is_flagged=True
            )
            for n in (1, 2)
        ),
        lambda: finish(learner=learner, attempt=open_one.pk, now=LATER),
    )

    assert_counts_agree()
    remembered = recalls_of(learner)
    rebuild(learner)
    assert recalls_of(learner) == remembered


@pytest.mark.parametrize("again", range(3))
def test_answers_in_two_tabs_agree_on_what_is_remembered(begun, again):
    """Neither finds a row to wait for: it is the first answer to each question."""
    one = begun(Quiz.Mode.PRACTICE)
    two = start_quiz(
        learner=one.learner,
        quiz=QuizFactory(count=SIZE),
        seed=2,
        now=NOON,
        attempt_id=uuid.uuid4(),
    )

    at_once(*replies(one), *replies(two, now=LATER + timedelta(minutes=1)))

    remembered, standings = recalls_of(one.learner), standings_kept(one.learner)
    assert [recall["answers"] for recall in remembered] == [2] * SIZE
    rebuild(one.learner)
    assert recalls_of(one.learner) == remembered
    assert standings_kept(one.learner) == standings


@pytest.mark.postgres  # SQLite lets nobody write while a guest is moved
@pytest.mark.parametrize("purpose", Attempt.ONE_AT_A_TIME)
def test_what_is_begun_while_a_guest_is_moved_goes_on(begun, monkeypatch, purpose):
    """Of the guest's own one nobody knew yet that it would have to be closed."""
    theirs = begun(Quiz.Mode.TEST)
    guest, member = theirs.learner, UserFactory()
    same_quiz = {"quiz": theirs.quiz, "seed": 2, "now": NOON}
    start_quiz(learner=member, attempt_id=uuid.uuid4(), **same_quiz)

    def begin(learner):
        return line_up(
            learner=learner,
            purpose=purpose,
            title="One at a time",
            questions=[Question.objects.first().pk],
            seed=3,
            now=NOON,
            attempt_id=uuid.uuid4(),
        )

    of_guest = begin(guest)

    def finish_slowly(**fields):
        at_once(lambda: begin(member))
        return finish(**fields)

    monkeypatch.setattr(learner_data, "finish", finish_slowly)
    merge_learners(guest, into=member)

    of_guest.refresh_from_db()
    assert (of_guest.learner, of_guest.is_finished) == (member, True)
    running = Attempt.objects.for_learner(member).running().filter(purpose=purpose)
    assert running.get() != of_guest


def standings_kept(learner):
    kept = UnitStanding.objects.for_learner(learner).order_by("unit")
    return list(kept.values("unit", "pool", "state", "seen", "share"))

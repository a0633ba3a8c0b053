"""The stories that write more than one row, each ready to be told.

A story sets its world up and returns the deed. The deed takes everything from the
database anew: it is done again and again until nothing stops it.
"""

import uuid
from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

from quizzes.actions import (
    Sent,
    SingleQuestion,
    TimeOver,
    answer,
    answer_single,
    close_overdue,
    finish,
    flag,
    reopen,
    start_practice,
    start_quiz,
)
from quizzes.building.choice import Choice
from quizzes.models import Attempt, Question, Quiz
from quizzes.recall import rebuild
from sps_learn.accounts.learners import erase_learner, merge_learners
from sps_learn.accounts.models import User
from tests.accounts.factories import GuestFactory, UserFactory
from tests.faults.stopping import Deed
from tests.lessons.factories import NOON, LessonCompletionFactory
from tests.quizzes.factories import CaseFactory, QuestionFactory, QuizFactory

MINUTE = timedelta(minutes=1)
SIZE = 4
NAME = uuid.UUID(int=1)


def sent(chosen: str = "b", version: int = 0) -> Sent:
    return Sent({"answer": [chosen]}, confidence=3, version=version)


def begin(learner: User, mode: Quiz.Mode, **fields: object) -> Attempt:
    """An attempt at safety questions, started at noon."""
    if not Question.objects.exists():
        QuestionFactory.create_batch(SIZE, content={"safety": True})
    quiz = QuizFactory(count=SIZE, mode=mode, **fields)
    return start_quiz(
        learner=learner, quiz=quiz, seed=1, now=NOON, attempt_id=uuid.uuid4()
    )


def reply(attempt: Attempt, position: int, chosen: str = "b", at=NOON + MINUTE):
    return answer(
        learner=User.objects.get(pk=attempt.learner_id),
        attempt=attempt.pk,
        position=position,
        sent=sent(chosen),
        now=at,
    )


def a_test(learner: User | None = None, answered: int = 2, **fields: object) -> Attempt:
    attempt = begin(learner or UserFactory(), Quiz.Mode.TEST, **fields)
    for position in range(1, answered + 1):
        reply(attempt, position, chosen="ab"[position % 2])
    return attempt


def a_practice(learner: User | None = None, answered: int = 2) -> Attempt:
    attempt = begin(learner or UserFactory(), Quiz.Mode.PRACTICE)
    for position in range(1, answered + 1):
        reply(attempt, position, chosen="ab"[position % 2])
    return attempt


def end(attempt: Attempt, at=NOON + 5 * MINUTE) -> Deed:
    return lambda: finish(
        learner=User.objects.get(pk=attempt.learner_id), attempt=attempt.pk, now=at
    )


# Submitting -----------------------------------------------------------------------


def a_test_is_submitted() -> Deed:
    return end(a_test())


def a_practice_is_ended_early() -> Deed:
    return end(a_practice())


def a_question_practised_before_is_graded_by_a_test() -> Deed:
    """So that the recall has to be replayed."""
    learner = UserFactory()
    attempt = a_test(learner, answered=SIZE)
    practice = begin(learner, Quiz.Mode.PRACTICE)
    for position in range(1, SIZE):
        reply(practice, position, at=NOON + 3 * MINUTE)
    return end(attempt)


def the_clock_closes_a_test() -> Deed:
    a_test(time_limit_minutes=10)
    return lambda: close_overdue(NOON + timedelta(hours=1))


def an_administrator_opens_an_attempt_again() -> Deed:
    attempt = a_test(time_limit_minutes=10)
    end(attempt, at=NOON + timedelta(hours=1))()
    return lambda: reopen(attempt=attempt.pk, now=NOON + 6 * MINUTE)


# Answering ------------------------------------------------------------------------


def a_first_answer_in_practice() -> Deed:
    attempt = a_practice(answered=0)
    return lambda: reply(attempt, 1)


def the_last_answer_of_a_practice() -> Deed:
    attempt = a_practice(answered=SIZE - 1)
    return lambda: reply(attempt, SIZE, chosen="a")


def an_answer_in_a_test() -> Deed:
    attempt = a_test(answered=1)
    return lambda: reply(attempt, 2)


def an_answer_that_comes_too_late() -> Deed:
    attempt = a_test(time_limit_minutes=10)

    def deed():
        with suppress(TimeOver):
            reply(attempt, 3, at=NOON + timedelta(hours=1))

    return deed


def a_question_by_itself_is_answered() -> Deed:
    learner, question = UserFactory(), QuestionFactory()
    asked = SingleQuestion(NAME, question.published_id, 1, Attempt.Purpose.LIVE)
    return lambda: answer_single(learner=learner, asked=asked, sent=sent(), now=NOON)


def a_question_is_flagged_wherever_it_was_met() -> Deed:
    learner = UserFactory()
    attempts = [a_test(learner), a_practice(learner)]
    where = {"learner": learner, "attempt": attempts[0].pk, "position": 1}
    return lambda: flag(**where, is_flagged=True)


# Starting -------------------------------------------------------------------------


def a_quiz_with_a_case_is_started() -> Deed:
    learner = UserFactory()
    QuestionFactory.create_batch(SIZE)
    CaseFactory(steps=QuestionFactory.create_batch(2))
    quiz = QuizFactory(count=SIZE, attempts_allowed=2)
    quiz.rows.create(count=1, cases=True, order=9)
    return lambda: start_quiz(
        learner=learner, quiz=quiz, seed=1, now=NOON, attempt_id=NAME
    )


def a_practice_of_ones_own_is_built() -> Deed:
    learner = UserFactory()
    QuestionFactory.create_batch(SIZE)
    return lambda: start_practice(
        learner=learner,
        choice=Choice(count=SIZE),
        seed=1,
        now=NOON,
        zone=ZoneInfo("UTC"),
        attempt_id=NAME,
    )


# People ---------------------------------------------------------------------------


def with_a_past(learner: User) -> User:
    """Somebody who has read, answered, finished and begun."""
    LessonCompletionFactory(learner=learner)
    end(a_test(learner))()
    a_practice(learner, answered=SIZE)
    return learner


def a_guest_becomes_a_member() -> Deed:
    guest, member = with_a_past(GuestFactory()), with_a_past(UserFactory())
    # Both are in the middle of the same quiz: the guest's attempt is closed.
    quiz = a_test(member).quiz
    theirs = start_quiz(
        learner=guest, quiz=quiz, seed=2, now=NOON, attempt_id=uuid.uuid4()
    )
    reply(theirs, 1)
    return lambda: merge_learners(
        User.objects.get(pk=guest.pk), into=User.objects.get(pk=member.pk)
    )


def a_member_is_erased() -> Deed:
    member = with_a_past(UserFactory())
    with_a_past(UserFactory())  # who stays
    return lambda: erase_learner(User.objects.get(pk=member.pk))


def the_recalls_are_made_anew() -> Deed:
    member = with_a_past(UserFactory())
    member.recalls.update(answers=9)
    return lambda: rebuild(member)


STORIES = [
    a_test_is_submitted,
    a_practice_is_ended_early,
    a_question_practised_before_is_graded_by_a_test,
    the_clock_closes_a_test,
    an_administrator_opens_an_attempt_again,
    a_first_answer_in_practice,
    the_last_answer_of_a_practice,
    an_answer_in_a_test,
    an_answer_that_comes_too_late,
    a_question_by_itself_is_answered,
    a_question_is_flagged_wherever_it_was_met,
    a_quiz_with_a_case_is_started,
    a_practice_of_ones_own_is_built,
    a_guest_becomes_a_member,
    a_member_is_erased,
    the_recalls_are_made_anew,
]

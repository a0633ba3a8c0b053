"""Whose answers count: one complete attempt of each member, the first."""

import pytest

from quizzes.analysis import collecting
from quizzes.analysis.collecting import given_to, sittings_at, versions_by_question
from quizzes.analysis.of_question import earlier_versions
from quizzes.models import Attempt
from tests.accounts.factories import GuestFactory, UserFactory
from tests.lessons.factories import NOON
from tests.quizzes.analysis.sittings import asking, four_options, sit
from tests.quizzes.factories import QuizFactory, option
from tests.quizzes.regrades import confirm, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    return QuizFactory()


@pytest.fixture
def questions(where):
    return [asking("one", "a", objective=where), asking("two", "b", objective=where)]


def rows(quiz):
    return sittings_at(quiz).form.matrix.rows


def given(question):
    return [one.fraction for one in given_to(versions_of(question)[-1])]


def versions_of(question):
    return versions_by_question([question])[question.pk]


def change_key(question, to):
    question.draft |= four_options(to)
    question.publish(by=None, reason="The key was wrong", now=NOON)


def test_of_each_member_the_first_attempt_counts(quiz, questions):
    learner, other = UserFactory(), UserFactory()
    sit(quiz, questions, "ab", learner=learner)
    sit(quiz, questions, "cc", learner=other)
    sit(quiz, questions, "cb", learner=learner)

    assert sorted(rows(quiz)) == [(0, 0), (1, 1)]
    assert sorted(given(questions[0])) == [0, 1]


def test_an_attempt_that_runs_or_that_nobody_answered_does_not_count(quiz, questions):
    learner = UserFactory()
    sit(quiz, questions, "--", learner=learner)
    sit(quiz, questions, "ab", finished_at=None)
    sit(quiz, questions, "ac", learner=learner)

    assert rows(quiz) == ((1, 0),)
    assert given(questions[0]) == [1]


def test_a_blank_is_no_mark(quiz, questions):
    sit(quiz, questions, "a-")

    assert rows(quiz) == ((1, None),)


def test_guests_are_left_out_and_said_to_be(quiz, questions):
    sit(quiz, questions, "cc", learner=GuestFactory())
    sit(quiz, questions, "cc", learner=GuestFactory())
    sit(quiz, questions, "ab")

    sittings = sittings_at(quiz)

    assert sittings.form.matrix.rows == ((1, 1),)
    assert sittings.guests == 2
    assert given(questions[0]) == [1]


def test_another_quiz_counts_for_its_questions_only(quiz, questions):
    sit(quiz, questions, "ab")
    sit(QuizFactory(), questions, "cb")
    sit(None, questions[:1], "a", purpose=Attempt.Purpose.LESSON_CHECK)

    assert rows(quiz) == ((1, 1),)
    assert sorted(given(questions[0])) == [0, 1, 1]


def test_answers_before_the_key_changed_are_left_out(quiz, questions):
    sit(quiz, questions, "ab")
    change_key(questions[0], "c")
    sit(quiz, questions, "cb")
    sit(quiz, questions, "ab")

    form = sittings_at(quiz).form

    assert sorted(form.matrix.rows) == [(0, 1), (1, 1)]
    assert form.outdated == 1
    assert sorted(given(questions[0])) == [0, 1]


def test_who_answered_the_old_key_first_counts_with_the_first_answer_to_the_new(
    quiz, questions
):
    learner = UserFactory()
    sit(quiz, questions, "ab", learner=learner)
    change_key(questions[0], "c")
    sit(quiz, questions, "cb", learner=learner)

    assert given(questions[0]) == [1]


def test_answers_marked_again_count_with_the_key_of_now(quiz, questions):
    sit(quiz, questions, "ab")
    sit(quiz, questions, "cb")
    change_key(questions[0], "c")

    regrade = confirm(questions[0].published)

    assert sorted(rows(quiz)) == [(0, 1), (1, 1)]
    assert sittings_at(quiz).form.outdated == 0
    assert sorted(given(questions[0])) == [0, 1]
    assert earlier_versions(versions_of(questions[0])) == []

    undo(regrade)

    assert sittings_at(quiz).form.outdated == 2
    assert given(questions[0]) == []
    (earlier,) = earlier_versions(versions_of(questions[0]))
    assert (earlier.name, earlier.n) == ("revision 1", 2)


def test_answers_marked_again_stay_out_where_other_options_were_shown(quiz, questions):
    sit(quiz, questions, "ab")
    questions[0].draft |= {"options": [option("a"), option("b"), option("c", key=True)]}
    questions[0].publish(by=None, reason="An option less", now=NOON)

    confirm(questions[0].published)

    assert sittings_at(quiz).form.outdated == 1
    assert given(questions[0]) == []


def test_a_corrected_word_takes_nothing_away(quiz, questions):
    sit(quiz, questions, "ab")
    questions[0].draft |= {"key_idea": "Said better."}
    questions[0].publish(by=None, reason="A word", now=NOON)
    sit(quiz, questions, "cb")

    assert sorted(rows(quiz)) == [(0, 1), (1, 1)]


def test_the_columns_stand_in_the_order_of_the_bank(quiz, questions):
    sit(quiz, questions[::-1], "ba")

    assert sittings_at(quiz).form.matrix.items == ("one", "two")


def test_so_many_are_looked_at_and_no_more(quiz, questions, monkeypatch):
    monkeypatch.setattr(collecting, "MOST_LEARNERS", 2)
    for answers in ("cc", "ab", "cb"):
        sit(quiz, questions, answers)

    sittings = sittings_at(quiz)

    assert sorted(sittings.form.matrix.rows) == [(0, 1), (1, 1)]
    assert sittings.are_newest
    assert given(questions[1]) == [1, 1]


@pytest.mark.parametrize(("items", "attempts"), [(3, 5), (30, 5), (3, 50), (30, 50)])
def test_any_quiz_costs_four_queries(
    quiz, where, django_assert_num_queries, items, attempts
):
    questions = [asking(f"q{n}", objective=where) for n in range(items)]
    for n in range(attempts):
        sit(quiz, questions, ("a" if n % 2 else "b") * items)

    with django_assert_num_queries(4):
        found = sittings_at(quiz)

    assert (found.form.matrix.n, found.form.matrix.k) == (attempts, items)

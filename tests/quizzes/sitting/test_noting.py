"""Flags and options ruled out: kept, worth nothing, and losing no choice."""

import pytest

from quizzes.models import Quiz, Response
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import HTMX, html, slot, start

WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])


@pytest.fixture
def practice(db):
    QuestionFactory.create_batch(2)
    return QuizFactory(count=2)


@pytest.fixture
def attempt(learner_client, practice):
    return start(learner_client, practice)


def note(client, attempt, headers=None, position=1, **data):
    return client.post(slot(attempt, position), data, headers=headers or {})


def stored(attempt, position=1):
    return attempt.responses.get(position=position)


# Ruling out ----------------------------------------------------------------------


@WAYS
def test_an_option_is_ruled_out_and_let_in_again(learner_client, attempt, headers):
    note(learner_client, attempt, headers, rule_out="a")
    note(learner_client, attempt, headers, rule_out="c")
    assert stored(attempt).ruled_out == ["a", "c"]

    page = html(learner_client.get(slot(attempt)))
    assert page.count('class="option out"') == 2
    assert page.count('name="rule_in"') == 2

    note(learner_client, attempt, headers, rule_in="a")
    assert stored(attempt).ruled_out == ["c"]


@WAYS
def test_to_rule_out_is_no_answer_and_keeps_the_choice(
    learner_client, attempt, headers
):
    response = note(
        learner_client, attempt, headers, rule_out="a", answer="b", confidence="3"
    )

    page = html(response if headers else learner_client.get(response.url))
    assert 'value="b" checked' in page
    assert 'name="confidence" value="3" checked' in page
    assert (stored(attempt).answer, stored(attempt).version) == (None, 0)


def test_ruled_out_twice_is_ruled_out_once(learner_client, attempt):
    for _ in range(2):
        note(learner_client, attempt, rule_out="a")

    assert stored(attempt).ruled_out == ["a"]


def test_a_ruled_out_option_can_still_be_chosen_and_is_marked_afterwards(
    learner_client, attempt
):
    note(learner_client, attempt, rule_out="b")

    learner_client.post(slot(attempt), {"answer": "b"})

    assert stored(attempt).fraction == 1
    assert "(ruled out)" in html(learner_client.get(slot(attempt)))


@WAYS
@pytest.mark.parametrize("option", ["z", "A", "-1", "\0", "１"])
def test_an_option_of_another_question_cannot_be_ruled_out(
    learner_client, attempt, option, headers
):
    response = note(learner_client, attempt, headers, rule_out=option)

    assert response.status_code == 422
    assert stored(attempt).ruled_out == []


@pytest.mark.parametrize("kind", ["matching", "ordering", "short", "numeric"])
def test_only_options_can_be_ruled_out(learner_client, db, kind):
    QuestionFactory(kind=kind)
    attempt = start(learner_client, QuizFactory(count=1))

    assert note(learner_client, attempt, rule_out="a").status_code == 422


def test_once_the_reasons_are_shown_nothing_is_ruled_out(learner_client, attempt):
    learner_client.post(slot(attempt), {"answer": "a"})

    note(learner_client, attempt, rule_out="c")

    assert stored(attempt).ruled_out == []


# Flagging --------------------------------------------------------------------------


@WAYS
def test_a_question_is_flagged_and_unflagged(learner_client, attempt, headers):
    response = note(learner_client, attempt, headers, flag="yes", answer="b")
    page = html(response if headers else learner_client.get(response.url))
    assert stored(attempt).is_flagged
    assert 'name="flag" value="no" aria-pressed="true"' in page
    assert 'value="b" checked' in page

    note(learner_client, attempt, headers, flag="no")
    assert not stored(attempt).is_flagged


def test_a_flag_is_set_after_the_answer_too(learner_client, attempt):
    learner_client.post(slot(attempt), {"answer": "b"})

    response = note(learner_client, attempt, HTMX, flag="yes")

    assert stored(attempt).is_flagged
    assert "Correct answer, and yours" in html(response)


def test_a_flag_is_no_news_of_the_answer(learner_client, attempt):
    learner_client.post(slot(attempt), {"answer": "b"})

    fragment = html(note(learner_client, attempt, HTMX, flag="yes"))

    assert "autofocus" not in fragment  # The button that was pressed keeps the focus.
    assert '<p id="announce" hx-swap-oob="innerHTML"></p>' in fragment


def test_a_flag_belongs_to_the_question_wherever_it_is_met(
    learner_client, attempt, practice
):
    note(learner_client, attempt, flag="yes")
    question = stored(attempt).question
    again = start(learner_client, QuizFactory(count=2))
    assert again.responses.get(question=question).is_flagged

    other = again.responses.get(question=question)
    note(learner_client, again, position=other.position, flag="no")

    assert not Response.objects.filter(is_flagged=True).exists()


def test_a_flag_is_there_at_once_in_another_attempt_that_runs(learner_client, attempt):
    other = start(learner_client, QuizFactory(count=2))
    question = stored(attempt).question

    note(learner_client, attempt, flag="yes")

    assert other.responses.get(question=question).is_flagged
    assert other.responses.filter(is_flagged=True).count() == 1


def test_a_flag_is_shown_before_a_test_is_handed_in(learner_client, practice):
    Quiz.objects.update(mode=Quiz.Mode.TEST)
    attempt = start(learner_client, practice)
    note(learner_client, attempt, flag="yes")

    page = html(learner_client.get(f"{attempt.get_absolute_url()}check/"))

    assert page.count("Flagged") == 1


@pytest.mark.parametrize("flag", ["", "maybe", "true", "1"])
def test_a_flag_is_yes_or_no(learner_client, attempt, flag):
    assert note(learner_client, attempt, flag=flag).status_code == 422
    assert not stored(attempt).is_flagged


@WAYS
@pytest.mark.parametrize("data", [{"flag": "yes"}, {"rule_out": "a"}])
def test_nobody_notes_anything_in_the_attempt_of_another(
    stranger_client, attempt, data, headers
):
    assert note(stranger_client, attempt, headers, **data).status_code == 404
    assert (stored(attempt).is_flagged, stored(attempt).ruled_out) == (False, [])


def test_the_flag_of_another_learner_does_not_count(
    stranger_client, attempt, learner_client, practice
):
    note(learner_client, attempt, flag="yes")

    theirs = start(stranger_client, practice)

    assert not theirs.responses.filter(is_flagged=True).exists()

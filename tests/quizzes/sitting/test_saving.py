"""Choices of a test that save themselves: what is stored, and what is said of it."""

import pytest

from quizzes.models import Quiz, Response
from tests.lessons.factories import ObjectiveFactory
from tests.quizzes.cases import make_case
from tests.quizzes.factories import BankFactory, BlueprintRowFactory, QuizFactory
from tests.quizzes.pages import hidden, html, slot, start
from tests.quizzes.sitting.saving import read_out, said, save, stored

pytestmark = pytest.mark.django_db


# Saved ---------------------------------------------------------------------------


def test_a_choice_is_stored_and_the_reader_stays(learner_client, begin_test):
    attempt = begin_test()

    response = save(learner_client, attempt, answer="b", confidence="3")

    assert response.status_code == 200
    assert "HX-Redirect" not in response.headers
    assert (stored(attempt).answer, stored(attempt).confidence) == (
        {"options": ["b"]},
        3,
    )
    assert "Saved" in said(response)
    assert hidden(html(response), "version") == "1"
    assert 'value="1" max="2"' in html(response)  # of the questions answered
    assert "autofocus" not in html(response)
    assert "question-card" not in html(response)


def test_one_save_after_another_is_no_conflict(learner_client, begin_test):
    attempt = begin_test()
    page = html(learner_client.get(slot(attempt)))

    for choice in ("a", "b", "c"):
        page = html(
            save(learner_client, attempt, hidden(page, "version"), answer=choice)
        )

    assert stored(attempt).answer == {"options": ["c"]}
    assert stored(attempt).version == 3


def test_how_sure_one_is_is_saved_too(learner_client, begin_test):
    attempt = begin_test()
    save(learner_client, attempt, answer="b")

    response = save(learner_client, attempt, 1, answer="b", confidence="1")

    assert response.status_code == 200
    assert (stored(attempt).confidence, stored(attempt).version) == (1, 2)


def test_the_same_save_sent_again_is_the_same_success(learner_client, begin_test):
    attempt = begin_test()

    replies = [
        save(learner_client, attempt, answer="b", confidence="2") for _ in range(3)
    ]

    assert [reply.status_code for reply in replies] == [200, 200, 200]
    assert {hidden(html(reply), "version") for reply in replies} == {"1"}
    assert stored(attempt).version == 1


def test_a_late_twin_of_an_earlier_save_undoes_nothing(learner_client, begin_test):
    attempt = begin_test()
    save(learner_client, attempt, answer="a")
    save(learner_client, attempt, 1, answer="b")

    late = save(learner_client, attempt, answer="a")

    assert late.status_code == 409
    assert stored(attempt).answer == {"options": ["b"]}


def test_the_button_goes_on_after_a_save(learner_client, begin_test):
    attempt = begin_test()
    save(learner_client, attempt, answer="b")

    response = learner_client.post(slot(attempt), {"answer": "b", "version": "1"})

    assert response.url == slot(attempt, 2)
    assert stored(attempt).version == 1


@pytest.mark.parametrize("size", [2, 6])
def test_a_save_takes_seven_queries_however_long_the_test(
    learner_client, begin_test, django_assert_num_queries, size
):
    attempt = begin_test(count=size)

    # Session, person, slot; answer, attempt; 2 for the savepoint.
    with django_assert_num_queries(7):
        save(learner_client, attempt, answer="b")
    with django_assert_num_queries(5):  # the same again writes nothing
        save(learner_client, attempt, answer="b")


def test_it_is_read_out_when_it_is_news(learner_client, begin_test):
    attempt = begin_test()

    first = save(learner_client, attempt, answer="a")
    second = save(
        learner_client, attempt, 1, answer="b", said=hidden(html(first), "said")
    )

    assert read_out(first) == "Saved"
    assert "announce" not in html(second)


def test_what_the_page_shows_as_saved_is_saved(learner_client, begin_test):
    attempt = begin_test()
    assert 'class="said"' not in html(learner_client.get(slot(attempt)))

    save(learner_client, attempt, answer="b")

    assert 'class="said"' in html(learner_client.get(slot(attempt)))
    offered = learner_client.get(slot(attempt), {"answer": "c", "version": "1"})
    assert 'class="said"' not in html(offered)


# Not yet -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data"),
    [("single", {}), ("multiple", {}), ("short", {"answer": " "})]
    + [("matching", {"answer-1": ""}), ("ordering", {"answer-1": "", "answer-2": ""})],
)
def test_what_is_empty_is_not_saved_and_no_fault(
    learner_client, begin_test, kind, data
):
    attempt = begin_test(kind)

    response = save(learner_client, attempt, confidence="2", **data)

    assert response.status_code == 422
    assert said(response) == "Nothing is answered now, so nothing new is saved."
    assert "problem" not in html(response)
    assert (stored(attempt).answer, stored(attempt).confidence) == (None, None)


def test_where_everything_is_taken_back_the_saved_answer_is_said(
    learner_client, begin_test
):
    attempt = begin_test("multiple")
    save(learner_client, attempt, answer=["a", "b"])

    response = save(learner_client, attempt, 1)

    assert "Saved" not in said(response)
    assert "The answer saved before still counts: " in said(response)
    assert stored(attempt).answer == {"options": ["a", "b"]}
    assert stored(attempt).version == 1


@pytest.mark.parametrize(
    ("places", "why"),
    [(("1", ""), "1 line has none yet"), (("2", "2"), "Two lines have place 2")],
)
def test_an_order_in_the_making_is_not_saved_yet(
    learner_client, begin_test, places, why
):
    attempt = begin_test("ordering")

    response = save(
        learner_client, attempt, **{"answer-1": places[0], "answer-2": places[1]}
    )

    assert response.status_code == 422
    assert said(response).startswith("Not saved yet. ")
    assert why in said(response)
    assert read_out(response) == "Not saved yet"
    assert stored(attempt).answer is None


def test_some_lines_of_a_match_are_saved(learner_client, begin_test):
    attempt = begin_test("matching")

    response = save(learner_client, attempt, **{"answer-1": "1", "answer-2": ""})

    assert response.status_code == 200
    assert len(stored(attempt).answer["pairs"]) == 1


def test_what_is_no_number_yet_is_not_saved_yet(learner_client, begin_test):
    attempt = begin_test("numeric")

    response = save(learner_client, attempt, answer="6e")

    assert "Not saved yet." in said(response)
    assert stored(attempt).answer is None


@pytest.mark.parametrize("choice", ["z", "\0"])
def test_a_foreign_choice_is_not_saved(learner_client, begin_test, choice):
    attempt = begin_test()
    before = list(Response.objects.values())

    response = save(learner_client, attempt, answer=choice)

    assert response.status_code == 422
    assert list(Response.objects.values()) == before


# What is final when it is sent ---------------------------------------------------


def test_in_a_practice_nothing_saves_itself(learner_client, begin_test):
    attempt = begin_test(mode=Quiz.Mode.PRACTICE)

    response = save(learner_client, attempt, answer="b")

    assert response.status_code == 422
    assert stored(attempt).answer is None
    assert '"draft"' not in html(learner_client.get(slot(attempt)))


def test_a_step_of_a_case_does_not_save_itself(learner_client):
    bank = BankFactory()
    make_case(bank, "clinic", ObjectiveFactory(), published=(True, True))
    quiz = QuizFactory(mode=Quiz.Mode.TEST)
    BlueprintRowFactory(quiz=quiz, bank=bank, cases=True, count=1)
    attempt = start(learner_client, quiz)

    response = save(learner_client, attempt, answer="b")

    assert response.status_code == 422
    assert stored(attempt).answer is None
    assert '"draft"' not in html(learner_client.get(slot(attempt)))


def test_without_htmx_it_is_an_answer_like_any_other(learner_client, begin_test):
    attempt = begin_test()

    response = learner_client.post(slot(attempt), {"answer": "b", "draft": "yes"})

    assert response.url == slot(attempt, 2)

"""What a learner sees of an answer whose key was corrected after it was given."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import client_of
from tests.quizzes.attempts import Slot, open_page, running, words
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    ResponseFactory,
    option,
)
from tests.quizzes.pages import html, slot
from tests.quizzes.regrades import LATER, RIGHT, WRONG, answered, confirm, correct, undo

pytestmark = pytest.mark.django_db

SAID = "was corrected on 24 November 2026; your mark was 0 and is 1 now."


@pytest.fixture
def client(learner):
    return client_of(learner)


def test_results_name_the_correction_and_both_marks(client, learner, question):
    attempt = answered(question, WRONG, learner=learner, others=[Slot(RIGHT)])
    confirm(correct(question))

    said = words(open_page(client, attempt))

    assert f"The answer to question 1 {SAID}" in said
    assert "2 of 2" in said
    assert said.count("corrected on") == 2  # above, and in the list


def test_a_question_shows_what_was_seen_with_the_corrected_key(
    client, learner, question
):
    attempt = answered(question, WRONG, learner=learner)
    now = [
        option("a", key=True) | {"rationale": "Because of the new source."},
        option("b"),
        option("c"),
    ]
    confirm(correct(question, options=now, key_idea="The new idea."))

    said = words(html(client.get(slot(attempt))))

    assert f"The answer to this question {SAID}" in said
    assert "Correct. " in said
    assert "Correct answer, and yours Answer a Because of the new source." in said
    assert "The new idea." in said
    assert "In the words that you saw" not in said


def test_other_words_stand_beside_those_that_were_seen(client, learner, question):
    attempt = answered(question, WRONG, learner=learner)
    now = [option("a", key=True) | {"text": "In other words"}, option("b"), option("d")]
    confirm(correct(question, options=now, stem="What, then?"))

    said = words(html(client.get(slot(attempt))))

    assert "What of mech-gad?" in said
    assert "The question reads now What, then?" in said
    assert "Correct answer, and yours In other words" in said
    assert "In the words that you saw A. Answer a B. Answer b C. Answer c" in said


@pytest.mark.parametrize(
    ("kind", "given", "changed"),
    [
        (
            "matching",
            {"pairs": {"a": "b", "b": "a"}},
            {
                "pairs": [
                    {"id": "a", "left": "GAD", "right": "calms", "rationale": ""},
                    {"id": "b", "left": "GABA", "right": "makes", "rationale": ""},
                ]
            },
        ),
        (
            "ordering",
            {"order": ["b", "a"]},
            {
                "items": [
                    {"id": "b", "text": "Second", "rationale": ""},
                    {"id": "a", "text": "First", "rationale": ""},
                ]
            },
        ),
        ("short", {"text": "Glycine"}, {"accept": [{"text": "Glycine", "credit": 1}]}),
        (
            "numeric",
            {"text": "12", "value": 12.0},
            {"accept": [{"value": 12, "tolerance": 0, "credit": 1}]},
        ),
        ("multiple", {"options": ["a"]}, {"options": [option("a", key=True)]}),
        ("single", None, {"options": [option("a", key=True), option("b")]}),
        ("short", None, {"accept": [{"text": "Glycine", "credit": 1}]}),
    ],
)
def test_every_kind_can_be_shown_and_printed_after_a_correction(
    client, learner, where, kind, given, changed
):
    asked = QuestionFactory(objective=where, kind=kind)
    attempt = answered(asked, given, learner=learner)
    if kind == "multiple":
        changed["options"].append(option("b", key=False))
    confirm(correct(asked, **changed))

    for page in (slot(attempt), reverse("quizzes:print_attempt", args=[attempt.pk])):
        response = client.get(page)
        assert response.status_code == 200
        assert "was corrected on 24 November 2026" in words(html(response))


def test_paper_has_the_corrected_answer(client, learner, question):
    attempt = answered(question, WRONG, learner=learner)
    confirm(correct(question))

    page = client.get(reverse("quizzes:print_attempt", args=[attempt.pk]))

    said = words(html(page))
    assert "Your answer A. Answer a" in said
    assert "Right answer A. Answer a" in said


def test_undone_nothing_is_said_of_it_any_more(client, learner, question):
    attempt = answered(question, WRONG, learner=learner)
    undo(confirm(correct(question)))

    assert "corrected" not in words(open_page(client, attempt))
    assert "Not the best answer. B is best." in words(html(client.get(slot(attempt))))


def test_marks_are_said_from_the_first_to_the_last(client, learner, question):
    attempt = answered(question, WRONG, learner=learner)
    confirm(correct(question))
    confirm(correct(question, key="c"), now=LATER)

    said = words(open_page(client, attempt))

    assert "corrected on 26 November 2026; your mark stays 0." in said


def test_a_running_attempt_goes_on_with_what_it_shows(client, learner, question):
    attempt = running([Slot(None, question=question)], learner=learner)
    correct(question, stem="What, then?")

    page = words(html(client.get(slot(attempt))))

    assert "What of mech-gad?" in page
    assert "corrected" not in page


def test_a_corrected_answer_of_a_running_practice_is_shown_at_once(
    client, learner, question
):
    attempt = AttemptFactory(learner=learner, size=2, answered=1)
    ResponseFactory(attempt=attempt, question=question, chosen=["a"])
    ResponseFactory(attempt=attempt)
    confirm(correct(question))

    assert SAID in words(html(client.get(slot(attempt))))


@pytest.mark.parametrize("where_to", ["results", "question"])
def test_a_correction_costs_one_query_and_the_lack_of_one_none(
    client, learner, question, where_to
):
    # Not right before or after: the rest of the page stays the same.
    missed = {"options": ["c"]}
    attempt = answered(question, missed, learner=learner, others=[Slot(RIGHT)] * 3)
    address = slot(attempt) if where_to == "question" else attempt.get_absolute_url()

    def visit():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return [query["sql"] for query in queries]

    before = visit()
    confirm(correct(question))
    visit()  # the results make anew, once, where the learner stands
    after = visit()

    assert len(after) - len(before) == 1
    assert not any("markchange" in sql for sql in before)

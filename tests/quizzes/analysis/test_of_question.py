"""The page of a question: who chose what, and whether the key can be right."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.analysis.of_question import all_figures
from quizzes.analysis.remarks import Concern
from quizzes.models import Attempt
from quizzes.statistics.drawn import analyse_drawn
from sps_learn.demo.answers import answer
from sps_learn.demo.model import item_of, mind_of, react
from tests.lessons.factories import NOON
from tests.publishing.pages import text_of
from tests.quizzes.analysis.sittings import (
    asking,
    four_options,
    mini_questions,
    mini_sittings,
    sit,
)
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    ResponseFactory,
)
from tests.quizzes.marks import mini

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    return QuizFactory()


@pytest.fixture
def questions(where):
    return mini_questions(objective=where)


def page(client, question):
    return client.get(reverse("admin:analysis_question", args=[question.pk]))


def shown(client, question):
    return text_of(page(client, question))


def figures(question):
    return all_figures(question)[0]


# Numbers --------------------------------------------------------------------------


def test_the_numbers_are_those_of_the_rules_for_drawn_quizzes(quiz, questions):
    mini_sittings(quiz, questions)
    attempts = [dict(zip("12345", row, strict=True)) for row in mini().rows * 3]

    for question, expected in zip(
        questions, analyse_drawn(attempts).items, strict=True
    ):
        item = figures(question).item
        assert (item.n, item.facility) == (30, expected.facility)
        assert item.discrimination == pytest.approx(expected.discrimination)
        assert item.d_index == pytest.approx(expected.d_index)


def test_the_option_table_is_the_published_one(quiz, questions):
    mini_sittings(quiz, questions)

    found = figures(questions[0]).table

    assert [(row.option, row.count) for row in found.rows] == [
        ("a", 3),
        ("b", 21),
        ("c", 3),
        ("d", 3),
        (None, 0),
    ]
    assert [round(row.r, 3) for row in found.rows[:4]] == [-0.447, 0.488, 0.149, -0.447]
    assert [row.is_functioning for row in found.distractors] == [True, False, True]


def test_the_page_says_who_chose_what(admin_client, quiz, questions):
    mini_sittings(quiz, questions)

    words = shown(admin_client, questions[0])

    assert "Answer a Distractor 3 10 %" in words
    assert "Answer b Key 21 70 %" in words
    assert "2 of 3 distractors function." in words
    assert "Left blank" not in words


def test_a_blank_is_a_row_of_its_own(admin_client, quiz, questions):
    mini_sittings(quiz, questions)
    sit(quiz, questions, "-adcb")

    assert "Left blank Blank 1" in shown(admin_client, questions[0])


def test_the_mean_rest_score_is_that_of_those_who_chose_the_option(quiz, questions):
    sit(quiz, questions, "aadcb")
    sit(quiz, questions, "aabab")
    sit(quiz, questions, "badcb")

    rests = {line.text: line.mean_rest for line in figures(questions[0]).option_lines}

    assert rests["Answer a"] == pytest.approx((100 + 50) / 2)
    assert rests["Answer b"] == 100
    assert rests["Answer c"] is None


def test_an_answer_by_itself_counts_without_a_rest_score(admin_client, quiz, questions):
    mini_sittings(quiz, questions)
    live = {"purpose": Attempt.Purpose.LIVE}
    for _ in range(5):
        sit(None, questions[:1], "c", **live)

    found = figures(questions[0])

    assert found.item.facility == 21 / 35
    assert found.item.discrimination == pytest.approx(0.48795, abs=1e-5)
    assert found.table.n == 30
    assert "30 of the 35 answers" in shown(admin_client, questions[0])


# The alarm ------------------------------------------------------------------------


def model_sittings(quiz, questions, true_contents, learners=150):
    """Learners of the demo's model, who know the true key whatever is published."""
    day = NOON.date()
    for n in range(learners):
        mind, given = mind_of(f"learner-{n}"), ""
        for content in true_contents:
            item = item_of(content)
            reaction = react(mind, item, day=day, answers=0, reread=0)
            chance = (n * 0.6180339) % 1
            given += answer(content, reaction.verdict, chance)["options"][0]
        sit(quiz, questions, given)


CHANCE = "may be chance"


def alarms_of(question):
    remarks = figures(question).remarks
    return [one.why for one in remarks if one.concern is Concern.MISKEY]


def test_a_wrong_key_raises_the_alarm_and_right_ones_do_not(admin_client, quiz, where):
    questions = [asking(f"model-{n}", "b", objective=where) for n in range(10)]
    truth = [question.draft for question in questions]
    miskeyed = questions[4]
    miskeyed.draft = miskeyed.draft | four_options("d")
    miskeyed.publish(by=None, reason="A slip", now=NOON)

    model_sittings(quiz, questions, truth)

    alarms = {question.slug: alarms_of(question) for question in questions}
    firm = {slug for slug, found in alarms.items() if found and CHANCE not in found[0]}
    assert firm == {miskeyed.slug}
    assert alarms[miskeyed.slug][0].startswith("“Answer b” goes with better results")
    # One that hardly anybody knows is as if guessed, and only that may look so.
    others = {slug for slug, found in alarms.items() if found} - firm
    assert all(item_of(one).difficulty > 2 for one in truth if one["id"] in others)
    assert "Check the key." in shown(admin_client, miskeyed)
    assert "Looks more right than the key" in shown(admin_client, miskeyed)
    assert "Check the key." not in shown(admin_client, questions[0])


# Other kinds ----------------------------------------------------------------------


def answered(question, answers, size=2):
    for given in answers:
        attempt = AttemptFactory(
            quiz=None, size=size, answered=1, finished_at=NOON, marks=1
        )
        ResponseFactory(attempt=attempt, question=question, answer=given)


@pytest.mark.parametrize(
    ("kind", "answers", "words"),
    [
        (
            "multiple",
            [{"options": ["b"]}] * 6 + [{"options": ["a", "b"]}] * 6,
            ["Answer a (wrong) 6 of 12", "Answer b (right) 12 of 12", "0 of 12"],
        ),
        (
            "matching",
            [{"pairs": {"a": "a", "b": "c"}}] * 12,
            ["GAD 12 of 12", "GABA 0 of 12"],
        ),
        ("ordering", [{"order": ["b", "a"]}] * 12, ["First 0 of 12"]),
        ("short", [{"text": "GAD"}] * 7 + [{"text": "my aunt"}] * 5, ["GAD 7 of 12"]),
        ("numeric", [{"text": "67", "value": 67.0}] * 12, ["67.0 12 of 12"]),
    ],
)
def test_other_kinds_show_how_their_parts_did(
    admin_client, where, kind, answers, words
):
    question = QuestionFactory(kind=kind, objective=where)
    answered(question, answers)

    found = shown(admin_client, question)

    assert "A table of options needs exactly one right option." in found
    assert [one for one in words if one not in found] == []
    assert "my aunt" not in found


def test_a_typed_answer_without_foreseen_mistakes_says_why_there_is_no_table(
    admin_client, where
):
    question = QuestionFactory(kind="short", objective=where, content={"wrong": []})
    answered(question, [{"text": "GABA"}] * 12)

    assert "No table of options" in shown(admin_client, question)


# How much is shown ----------------------------------------------------------------


def test_how_sure_they_were_stands_against_how_right(admin_client, quiz, questions):
    for answers, sure, times in (("badcb", 3, 4), ("cadcb", 3, 5), ("badcb", 1, 2)):
        for _ in range(times):
            sit(quiz, questions, answers, confidence=sure)

    words = shown(admin_client, questions[0])

    assert "Certain 4 5 9" in words
    assert "Fairly sure 0 0 0" in words
    assert "Guessing 2 0 2" in words


@pytest.mark.parametrize(
    ("learners", "there", "missing"),
    [
        (9, "1 more learner needed", "Options"),
        (10, "20 more learners needed", "Facility"),
        (30, "70 more learners make them firm", "Nothing is shown"),
    ],
)
def test_so_few_learners_are_shown_so_much(
    admin_client, quiz, questions, learners, there, missing
):
    for n in range(learners):
        sit(quiz, questions, ("badcb", "acdba")[n % 2])

    words = shown(admin_client, questions[0])

    assert there in words
    assert missing not in words


def test_an_earlier_key_is_counted_apart(admin_client, quiz, questions):
    mini_sittings(quiz, questions, times=1)
    questions[0].draft |= four_options("c")
    questions[0].publish(by=None, reason="The key was wrong", now=NOON)
    mini_sittings(quiz, questions, times=1)

    words = shown(admin_client, questions[0])

    assert "10 learners, each with the first time" in words
    assert "the key of now (revision 2)" in words
    assert "10 answers to revision 1" in words
    assert "Right 1 of 10" in words


def test_a_question_that_nobody_saw_says_so(admin_client, where):
    draft = QuestionFactory(objective=where, published=False)
    new = QuestionFactory(objective=where)

    assert "never been published" in shown(admin_client, draft)
    assert "10 more learners needed" in shown(admin_client, new)


def test_no_name_of_a_learner_is_shown(admin_client, quiz, questions):
    mini_sittings(quiz, questions)
    people = [one.learner for one in quiz.attempts.select_related("learner")]

    body = page(admin_client, questions[0]).content.decode()

    assert not [one for one in people if one.email in body]


def test_more_answers_cost_no_more_queries(admin_client, quiz, questions):
    costs = []
    for times in (1, 3, 5):
        mini_sittings(quiz, questions, times=times)
        with CaptureQueriesContext(connection) as queries:
            page(admin_client, questions[0])
        costs.append(len(queries))

    assert len(set(costs)) == 1

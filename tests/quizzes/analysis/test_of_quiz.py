"""The page of a quiz: the same numbers as manage.py item_statistics."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.analysis.collecting import sittings_at
from quizzes.analysis.export import COLUMNS, text_cell
from quizzes.analysis.of_quiz import figures_of
from quizzes.analysis.wording import number
from tests.accounts.factories import GuestFactory
from tests.lessons.factories import NOON
from tests.publishing.pages import text_of
from tests.quizzes.analysis.sittings import (
    asking,
    four_options,
    mini_questions,
    mini_sittings,
    sit,
)
from tests.quizzes.factories import CaseFactory, QuestionFactory, QuizFactory
from tests.sps_learn.test_item_statistics import as_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz():
    return QuizFactory(title="Five questions")


@pytest.fixture
def questions(where):
    return mini_questions(objective=where)


def page(client, quiz):
    return client.get(reverse("admin:analysis_quiz", args=[quiz.pk]))


def table(client, quiz):
    answer = client.get(reverse("admin:analysis_quiz_csv", args=[quiz.pk]))
    return list(csv.DictReader(StringIO(answer.content.decode())))


def by_command(matrix, tmp_path, capsys):
    """What manage.py item_statistics says of the same marks in a file."""
    file = tmp_path / "marks.csv"
    file.write_text(as_csv(matrix).replace("None", ""))
    call_command("item_statistics", responses=file, json=True)
    return json.loads(capsys.readouterr().out)


def test_the_figures_are_those_of_the_command(
    admin_client, quiz, questions, tmp_path, capsys
):
    mini_sittings(quiz, questions)
    matrix = sittings_at(quiz).form.matrix
    expected = by_command(matrix, tmp_path, capsys)

    shown = text_of(page(admin_client, quiz))

    whole = expected["quiz"]
    assert expected["n"] == 30
    assert f"Mean {number(whole['mean'])} of 5 marks" in shown
    assert f"Standard deviation {number(whole['sd'])}" in shown
    interval = f"{number(whole['alpha_low'])} to {number(whole['alpha_high'])}"
    assert f"Alpha {number(whole['alpha'])} (range {interval})" in shown
    assert f"Standard error {number(whole['sem'])}" in shown
    for item in expected["items"]:
        assert f"{100 * item['facility']:.0f} %" in shown
        assert number(item["discrimination"]) in shown


def test_the_file_holds_the_figures_of_the_command(
    admin_client, quiz, questions, tmp_path, capsys
):
    mini_sittings(quiz, questions)
    for answers in ("a-dcb", "-----", "bad--") * 4:
        sit(quiz, questions, answers)
    matrix = sittings_at(quiz).form.matrix
    expected = by_command(matrix, tmp_path, capsys)["items"]

    found = table(admin_client, quiz)

    numbers = [name for name in COLUMNS if name in expected[0] and name != "item"]
    assert len(numbers) == 10
    assert [
        [row["item"], *(float(row[name]) for name in numbers)] for row in found
    ] == [[item["item"], *(item[name] for name in numbers)] for item in expected]
    assert found[0]["omitted"] == "0"
    assert found[1]["omitted"] == "4"


def test_steps_of_a_case_are_left_out_of_alpha(
    admin_client, quiz, questions, tmp_path, capsys
):
    case = CaseFactory(bank=questions[3].bank, steps=questions[3:])
    mini_sittings(quiz, questions, case=case)
    form = sittings_at(quiz).form
    without = form.matrix.without(form.steps)
    expected = by_command(without, tmp_path, capsys)["quiz"]

    shown = text_of(page(admin_client, quiz))

    assert form.steps == {"item-4", "item-5"}
    assert f"Alpha {number(expected['alpha'])}" in shown
    assert f"Standard error {number(expected['sem'])}" in shown
    assert "Steps of cases are left out of alpha" in shown
    assert "Step of a case" in shown


def test_a_drawn_quiz_has_percentages_and_says_why_there_is_no_alpha(
    admin_client, quiz, questions
):
    for n in range(40):
        met = [questions[n % 5], questions[(n + 1) % 5], questions[(n + 2) % 5]]
        sit(quiz, met, ("bad", "acb", "dcb")[n % 3])

    shown = text_of(page(admin_client, quiz))

    assert "Learners had different questions" in shown
    assert "No alpha: learners had different questions" in shown
    assert "Weight" not in shown.split("How to read")[0]
    assert figures_of(quiz).analysis.quiz.alpha is None
    assert "marks; fewer than 30 learners" in shown


@pytest.mark.parametrize(
    ("learners", "words", "hidden"),
    [
        (0, "0 learners", "Question by question"),
        (9, "1 more learner needed", "Question by question"),
        (10, "20 more learners needed", "Discrimination"),
        (29, "1 more learner needed", "Discrimination"),
        (30, "70 more learners make them firm", "Nothing is shown"),
    ],
)
def test_so_few_learners_are_shown_so_much(
    admin_client, quiz, questions, learners, words, hidden
):
    for n in range(learners):
        sit(quiz, questions, ("badcb", "acdba")[n % 2])

    shown = text_of(page(admin_client, quiz))

    assert words in shown
    assert hidden not in shown


def test_from_a_hundred_on_figures_stand_without_caution(admin_client, quiz, questions):
    mini_sittings(quiz, questions, times=10)

    answer = page(admin_client, quiz)

    assert "rough" not in answer.content.decode().replace("through", "")
    assert "100 learners" in text_of(answer)


def test_counts_come_without_statistics(admin_client, quiz, questions):
    mini_sittings(quiz, questions, times=1)

    assert "7.0 of 10" in text_of(page(admin_client, quiz))
    assert {row["facility"] for row in table(admin_client, quiz)} == {""}
    assert {row["n"] for row in table(admin_client, quiz)} == {"10"}


def test_a_flagged_row_says_so_in_words(admin_client, quiz, where):
    questions = [asking(f"q{n}", objective=where) for n in range(3)]
    for n in range(40):
        sit(quiz, questions, "a" + ("bb", "aa")[n % 2])

    shown = text_of(page(admin_client, quiz))

    assert "Too easy. 100.0 % right" in shown
    assert "everyone right" in shown


def test_who_is_left_out_is_said(admin_client, quiz, questions):
    mini_sittings(quiz, questions, times=1)
    sit(quiz, questions, "badcb", learner=GuestFactory())
    questions[0].draft |= four_options("c")
    questions[0].publish(by=None, reason="The key was wrong", now=NOON)
    mini_sittings(quiz, questions, times=1)

    shown = text_of(page(admin_client, quiz))

    assert "10 learners, each with the first" in shown
    assert "Left out: 1 attempt of guests" in shown
    assert (
        "Left out: 10 attempts in which a question is marked by an earlier key" in shown
    )


def test_an_earlier_key_of_a_drawn_quiz_stands_apart(admin_client, quiz, questions):
    for key in "bc":
        questions[0].draft |= four_options(key)
        questions[0].publish(by=None, reason="Another key", now=NOON)
        for n in range(15):
            sit(quiz, [questions[0], questions[1 + n % 4]], "bb")

    figures = figures_of(quiz)

    assert "With an earlier key" in text_of(page(admin_client, quiz))
    assert [line.question.slug for line in figures.earlier_lines] == ["item-1"]
    assert figures.earlier_lines[0].statistics.facility == 1
    assert figures.current_lines[0].statistics.facility == 0


def test_no_name_or_address_of_a_learner_is_shown(admin_client, quiz, questions):
    mini_sittings(quiz, questions)
    people = {attempt.learner for attempt in quiz.attempts.select_related("learner")}

    for name in ("analysis_quiz", "analysis_quiz_csv"):
        answer = admin_client.get(reverse(f"admin:{name}", args=[quiz.pk]))
        body = answer.content.decode()
        assert not [one for one in people if one.email in body]


@pytest.mark.parametrize("name", ["analysis_quiz", "analysis_quiz_csv"])
def test_questions_and_attempts_cost_no_more_queries(admin_client, where, name):
    costs = []
    for items, attempts in ((3, 12), (30, 12), (3, 50), (30, 50)):
        quiz = QuizFactory()
        questions = [asking(f"q{items}-{attempts}-{n}") for n in range(items)]
        for n in range(attempts):
            sit(quiz, questions, ("a" if n % 2 else "b") * items)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(reverse(f"admin:{name}", args=[quiz.pk]))
        costs.append(len(queries))

    assert len(set(costs)) == 1


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\t=1", "\rx", '"=1', " =1", "＝1", "'+1"],
)
def test_no_text_in_the_file_is_a_formula(text):
    assert text_cell(text) == f"'{text}"


def test_an_ordinary_text_stays_as_it_is():
    assert text_cell("What is 1 + 1?") == "What is 1 + 1?"


def test_a_stem_that_looks_like_a_formula_is_defused(admin_client, quiz, where):
    content = four_options("a", stem="=HYPERLINK(1)")
    questions = [QuestionFactory(slug="odd", content=content), asking("even")]
    for _ in range(10):
        sit(quiz, questions, "ab")

    (odd,) = [row for row in table(admin_client, quiz) if row["item"] == "odd"]

    assert odd["question"] == "'=HYPERLINK(1)"

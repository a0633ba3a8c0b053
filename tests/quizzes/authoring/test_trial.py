"""A trial draw of a quiz: the same for the same seed, and nothing recorded."""

import html5lib
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from quizzes.actions import start_quiz
from quizzes.models import Attempt, BlueprintRow, Question, Response
from sps_learn.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, ObjectiveFactory
from tests.publishing.pages import text_of
from tests.quizzes.cases import make_case
from tests.quizzes.factories import (
    BankFactory,
    BlueprintRowFactory,
    QuestionFactory,
    QuizFactory,
    question_content,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective(db):
    return ObjectiveFactory(code="M1.1")


def preview(client, quiz, **query):
    return client.get(reverse("quizzes:preview_quiz", args=[quiz.pk]), query)


def drawn(response):
    """The table: what each question is, in order."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    table = next(e for e in page.iter("table") if e.get("class") == "wide")
    return [["".join(e.itertext()) for e in line] for line in list(table[1])]


@pytest.fixture
def quiz(objective):
    """A draft that draws four of twelve questions, and a case of two steps."""
    bank = BankFactory()
    QuestionFactory.create_batch(12, bank=bank, objective=objective)
    make_case(bank, "falls", objective)
    quiz = QuizFactory(mode="test", pass_mark=80)
    BlueprintRowFactory(quiz=quiz, bank=bank, count=4)
    BlueprintRowFactory(quiz=quiz, bank=bank, cases=True, count=1)
    return quiz


def test_the_same_seed_draws_the_same_and_another_one_something_else(
    admin_client, quiz
):
    draws = [drawn(preview(admin_client, quiz, seed=seed)) for seed in (3, 3, 4)]

    assert draws[0] == draws[1]
    assert draws[0] != draws[2]


def test_a_trial_draw_is_what_a_new_learner_gets(admin_client, quiz, learner):
    attempt = start_quiz(
        learner=learner, quiz=quiz, seed=5, now=NOON, attempt_id=Attempt().pk
    )

    asked = [
        slot.question.slug for slot in attempt.responses.select_related("question")
    ]
    assert [line[1] for line in drawn(preview(admin_client, quiz, seed=5))] == asked


def test_the_table_says_where_each_question_stands(admin_client, quiz, objective):
    Question.objects.filter(case=None).update(is_retired=True)
    QuestionFactory.create_batch(
        4,
        bank=quiz.rows.first().bank,
        objective=objective,
        level="apply",
        kind="true-false",
        content={
            "safety": True,
            "options": [
                {**part, "pinned": True}
                for part in question_content("x", "true-false")["options"]
            ],
        },
    )

    page = preview(admin_client, quiz)

    lines = drawn(page)
    assert [line[0] for line in lines] == ["1", "2", "3", "4", "5", "6"]
    singles = [line[2:] for line in lines if line[2] == "true-false"]
    assert singles == [["true-false", "M1.1", "Apply", "–", "yes", "B"]] * 4
    steps = [line[1:6] for line in lines if line[2] == "single"]
    assert [(one[0], one[4]) for one in steps] == [
        ("falls-1", "Case falls, step 1"),
        ("falls-2", "Case falls, step 2"),
    ]
    words = text_of(page)
    assert "Understand 2" in words
    assert "Apply 4" in words
    assert f"{objective} 6" in words


def test_the_key_stands_where_the_card_shows_it(admin_client, quiz):
    page = preview(admin_client, quiz)

    for line in page.context["lines"]:
        shown = line.after.reasons.body.choices
        assert line.key == next(one.letter for one in shown if one.is_key)
        assert [one.id for one in line.before.asked.choices] == [
            one.id for one in shown
        ]


def test_questions_are_seen_as_asked_and_with_the_reasons(admin_client, quiz):
    words = text_of(preview(admin_client, quiz))

    assert "To pass, 80 % of the marks are needed." in words
    assert "4 questions and 1 unfolding case" in words
    assert "Why b." in words
    assert "Save and go on" in words
    # The second step tells what the first has told.
    assert words.count("What is known at falls-1.") == 2
    assert words.count("What is known at falls-2.") == 1


def test_nothing_on_the_page_can_be_sent(admin_client, quiz):
    content = preview(admin_client, quiz).content.decode()
    page = html5lib.parse(content, namespaceHTMLElements=False)
    main = next(e for e in page.iter("main"))
    inside = {
        control
        for fieldset in main.iter("fieldset")
        if fieldset.get("disabled") is not None
        for control in fieldset.iter()
    }

    controls = [e for e in main.iter() if e.tag in {"button", "input"}]
    assert controls
    assert set(controls) <= inside


def test_ids_are_unique_on_the_page(admin_client, quiz):
    content = preview(admin_client, quiz).content.decode()
    page = html5lib.parse(content, namespaceHTMLElements=False)

    ids = [e.get("id") for e in page.iter() if e.get("id")]

    assert len(ids) == len(set(ids))


def test_a_preview_records_nothing(admin_client, quiz):
    people = User.objects.count()

    preview(admin_client, quiz, seed=9)

    assert not Attempt.objects.exists()
    assert not Response.objects.exists()
    assert User.objects.count() == people


@pytest.mark.parametrize("seed", ["", "x", "-4", "1.5", "٣", "9" * 40])
def test_a_seed_that_is_no_number_is_the_first(admin_client, quiz, seed):
    page = preview(admin_client, quiz, seed=seed)

    assert drawn(page) == drawn(preview(admin_client, quiz, seed=1))
    assert 'href="?seed=2"' in page.content.decode()


def test_a_preview_of_a_short_quiz_names_the_row(admin_client, quiz):
    BlueprintRowFactory(quiz=quiz, level="recall", count=2)

    page = preview(admin_client, quiz)

    assert page.status_code == 200
    assert "Row 3 asks for 2 questions; 0 can be drawn" in text_of(page)
    assert "Draw again" not in text_of(page)


def test_a_preview_of_a_quiz_without_rows_says_so(admin_client):
    assert "It has no rows." in text_of(preview(admin_client, QuizFactory()))


def test_a_stranger_finds_no_preview(client, learner_client, quiz):
    for one in (client, learner_client):
        assert preview(one, quiz).status_code == 404


def test_a_long_trial_draw_costs_as_much_as_a_short_one(
    admin_client, quiz, django_assert_max_num_queries
):
    preview(admin_client, quiz)
    with django_assert_max_num_queries(25) as short:
        preview(admin_client, quiz)
    BlueprintRow.objects.filter(cases=False).update(count=10)

    with django_assert_max_num_queries(len(short)):
        preview(admin_client, quiz)


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        (["view_quiz"], 404),
        (["view_question"], 404),
        (["view_quiz", "view_question"], 200),
    ],
)
def test_who_may_not_see_questions_sees_no_keys_in_a_quiz_either(
    client, quiz, rights, status
):
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(person)

    assert preview(client, quiz).status_code == status

"""SPS or not: the page, the start, and where such a case is not asked."""

import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.actions import pools
from quizzes.building import choice as building
from quizzes.models import Attempt, BlueprintRow, Question
from quizzes.supply import Supply
from tests.lessons.factories import LessonFactory, TopicFactory
from tests.quizzes.attempts import words
from tests.quizzes.factories import (
    BankFactory,
    QuestionFactory,
    RecallFactory,
    option,
)

URL = "/mimics/"


@pytest.fixture
def bank(db):
    return BankFactory(topic=TopicFactory(slug="related"))


def case(bank, mimic="Tetanus", *, is_sps=True, **fields):
    return QuestionFactory(
        bank=bank,
        kind="true-false",
        content={
            "mimic": mimic,
            "vignette": "A roofer cannot open his mouth.",
            "options": [
                option("a", text="True", key=is_sps, pinned=True),
                option("b", text="False", key=not is_sps, pinned=True),
            ],
        },
        **fields,
    )


@pytest.fixture
def cases(bank):
    """Of each of six mimics one case of SPS, and one of the mimic."""
    return [
        case(bank, mimic, is_sps=is_sps)
        for mimic in ("Tetanus", "Dystonia", "Isaacs", "PD", "MS", "Phobia")
        for is_sps in (True, False)
    ]


def page_of(client: Client) -> str:
    return client.get(URL).content.decode()


def start(client: Client):
    ticket = re.search(r'name="ticket" value="([^"]*)"', page_of(client))[1]
    return client.post(URL, {"ticket": ticket})


def attempt_at(response) -> Attempt:
    return Attempt.objects.get(pk=response["Location"].split("/")[2])


def row_of(page: str, name: str) -> str:
    """A line of the table in words."""
    found = re.search(rf'<tr><th scope="row">{name} .*?</tr>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


# The page --------------------------------------------------------------------------


def test_without_a_case_it_says_so_and_nobody_is_made(client, bank, django_user_model):
    case(bank, published=False)

    assert "No case is published yet." in words(page_of(client))
    assert client.post(URL)["Location"] == URL
    assert not django_user_model.objects.exists()


def test_before_the_first_case_the_table_is_promised(learner_client, cases):
    page = words(page_of(learner_client))

    assert "Start: 10 cases" in page
    assert "After your first case a table here shows" in page
    assert "<table" not in page_of(learner_client)


def test_where_there_are_fewer_than_ten_it_says_how_many(client, bank):
    case(bank)

    assert "Start: 1 case" in words(page_of(client))
    assert "1 cases" not in words(page_of(client))


def test_the_last_answer_to_each_case_is_counted(learner, learner_client, bank):
    for mimic, is_sps, fraction in [
        ("Tetanus", True, 1.0),
        ("Tetanus", True, 0.0),
        ("Tetanus", False, 0.0),
        ("Dystonia", True, 1.0),
        ("Dystonia", True, 1.0),
        ("Dystonia", True, 1.0),
    ]:
        question = case(bank, mimic, is_sps=is_sps)
        RecallFactory(learner=learner, question=question, last_fraction=fraction)

    page = page_of(learner_client)

    assert row_of(page, "Tetanus") == "Tetanus 3 seen 1 of 2 1 of 1"
    assert row_of(page, "Dystonia") == "Dystonia 3 seen 3 of 3 none seen"
    assert row_of(page, "All") == "All 6 seen 4 of 5 80 % 1 of 1"
    assert "A hit is a case of SPS that you recognised" in words(page)


def test_what_is_not_published_any_more_and_others_answers_do_not_count(
    learner, stranger, learner_client, bank
):
    RecallFactory(learner=learner, question=case(bank, is_retired=True))
    RecallFactory(learner=stranger, question=case(bank))

    assert "<table" not in page_of(learner_client)


@pytest.mark.parametrize("size", [1, 12])
def test_the_page_costs_the_same_however_many_cases(
    learner, learner_client, bank, django_assert_num_queries, size
):
    for _ in range(size):
        RecallFactory(learner=learner, question=case(bank))

    # Session, user, cases, recalls, running, what is due.
    with django_assert_num_queries(6):
        page_of(learner_client)


# The start -------------------------------------------------------------------------


def test_ten_cases_of_both_sides_are_asked_with_the_reasons_at_once(
    learner, learner_client, cases
):
    attempt = attempt_at(start(learner_client))

    assert attempt.purpose == Attempt.Purpose.MIMICS
    assert (attempt.title, attempt.size) == ("SPS or not?", 10)
    assert attempt.gives_feedback_at_once
    slots = attempt.responses.select_related("shown_revision")
    keys = Counter(s.shown_revision.content["options"][0]["key"] for s in slots)
    assert set(keys.values()) <= {4, 5, 6}
    assert all(slot.option_order == ["a", "b"] for slot in slots)


def test_who_is_not_signed_in_becomes_a_guest(client, cases):
    attempt = attempt_at(start(client))

    assert attempt.learner.is_guest
    assert client.get(attempt.get_absolute_url(), follow=True).status_code == 200
    assert "Go on where you left off" in page_of(client)


def test_two_posts_of_a_form_start_one_attempt(client, cases):
    ticket = re.search(r'name="ticket" value="([^"]*)"', page_of(client))[1]

    posts = [client.post(URL, {"ticket": ticket}) for _ in range(2)]

    assert posts[0]["Location"] == posts[1]["Location"]
    assert Attempt.objects.count() == 1


def test_what_was_wrong_comes_before_what_was_right(learner, learner_client, cases):
    wrong = cases[3]
    for one in cases:
        RecallFactory(learner=learner, question=one, last_fraction=one != wrong)

    first = attempt_at(start(learner_client)).responses.get(position=1)

    assert first.question == wrong


def test_the_practise_page_leads_to_it(client, db):
    assert f'href="{URL}"' in client.get(reverse("quizzes:practise")).content.decode()


# Elsewhere -------------------------------------------------------------------------


def test_no_blueprint_draws_a_case_of_the_trainer(bank):
    case(bank)
    ordinary = QuestionFactory(bank=bank)
    row = BlueprintRow(bank=bank, count=1)

    (drawn_from,) = pools([row]).rows

    expected = {(0, ordinary.pk)}
    assert {block.key for block in drawn_from.pool} == expected
    assert {block.key for block in Supply.now().pool(row)} == expected


def test_no_practice_of_ones_own_draws_one(bank):
    case(bank)
    ordinary = QuestionFactory(bank=bank)

    assert list(building.askable()) == [ordinary]


def test_no_lesson_shows_one(client, bank):
    case(bank, slug="roofer")
    lesson = LessonFactory(body="## Check {#check}\n\n{{check:roofer}}\n")

    page = client.get(lesson.get_absolute_url()).content.decode()

    assert "A roofer cannot open his mouth." not in page
    assert "<form" not in page.partition("<h2")[2].partition("</section>")[0]


def test_each_question_is_drawn_or_trained_and_none_is_both(bank):
    trained, ordinary = case(bank), QuestionFactory(bank=bank)

    assert list(Question.objects.for_trainer()) == [trained]
    assert list(Question.objects.published().to_draw()) == [ordinary]


def test_a_case_is_due_in_a_review_as_any_question(learner, bank):
    recall = RecallFactory(learner=learner, question=case(bank))

    due = learner.recalls.by_themselves()

    assert list(due) == [recall]

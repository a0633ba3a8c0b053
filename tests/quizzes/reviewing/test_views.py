"""The review page: what is due, and why it comes; the results after it."""

import datetime as dt

import pytest
from django.test import Client

from quizzes.models import Attempt
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.attempts import RIGHT, Slot, finished, words
from tests.quizzes.factories import (
    BankFactory,
    CaseFactory,
    QuestionFactory,
    RecallFactory,
)
from tests.quizzes.reviewing.reviews import (
    CERTAIN,
    DAY,
    START,
    URL,
    asked,
    due,
    missed,
    page_of,
    reviewed,
    start,
)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


# What is due -----------------------------------------------------------------------


def test_the_page_says_how_much_is_due_and_about_how_long_it_takes(
    learner, learner_client
):
    for _ in range(8):
        due(learner)
    for days in (1, 1, 6, 7):
        RecallFactory(learner=learner, due_at=NOON + days * DAY)

    page = words(page_of(learner_client))

    assert "today, about 6 min 8 tomorrow 2 in the next 7 days 11" in page
    assert "8 questions, about 6 min." in page


def test_each_question_says_why_it_comes_in_the_order_in_which_it_is_asked(
    learner, learner_client
):
    long_ago = due(learner, days_ago=16, stability=5.0)
    wrong = missed(learner, days_ago=1, stability=0.2, due_at=NOON)
    corrected = due(learner, corrected_at=NOON - 3 * DAY)
    sure = missed(learner, missed_confidence=CERTAIN)
    partly = due(learner, days_ago=0, last_fraction=0.5, missed_at=NOON, due_at=NOON)

    page = words(page_of(learner_client))

    reasons = [
        "You were certain 5 days ago, and it was not right.",
        "The key was corrected on 18 November 2026.",
        "Missed last time, yesterday.",
        "Last seen 16 days ago, predicted recall 80 %.",
        "Only partly right last time, today.",
    ]
    places = [page.index(reason) for reason in reasons]
    assert places == sorted(places)
    order = [sure, corrected, wrong, long_ago, partly]
    assert asked(start(learner_client)) == [one.question_id for one in order]


def test_the_topic_is_told_and_neither_the_question_nor_its_key(
    learner, learner_client
):
    bank = BankFactory(topic=TopicFactory(slug="nursing"))
    one = due(learner, bank=bank)

    page = words(page_of(learner_client))

    assert "Nursing Last seen 5 days ago" in page
    assert one.question.slug not in page
    assert "Answer b" not in page


def test_the_list_is_short_and_says_how_many_more_come(learner, learner_client):
    for _ in range(11):
        due(learner)

    page = words(page_of(learner_client))

    assert page.count("predicted recall") == 8
    assert "And 3 more." in page


def test_who_has_answered_nothing_is_led_to_a_quiz(learner_client, learner, stranger):
    due(stranger)

    page = page_of(learner_client)

    assert "Nothing answered yet" in page
    assert 'href="/practise/"' in page
    assert "Start review" not in page


def test_where_nothing_is_due_the_page_says_when_something_is(learner, learner_client):
    RecallFactory(learner=learner, due_at=NOON + 9 * DAY)
    RecallFactory(learner=learner, due_at=NOON + 4 * DAY)

    page = words(page_of(learner_client))

    assert "Nothing is due today. Next review on 25 November 2026." in page
    assert "Start review" not in page


def test_steps_of_a_case_are_not_reviewed(learner, learner_client):
    step = QuestionFactory()
    CaseFactory(steps=[step])
    due(learner, question=step)

    page = words(page_of(learner_client))

    assert "Nothing that you have answered is to be reviewed." in page


def test_the_day_is_the_learners_own(learner, learner_client):
    # Noon in UTC is one in the morning of the next day in Auckland.
    learner.time_zone = "Pacific/Auckland"
    learner.save()
    RecallFactory(learner=learner, due_at=NOON + dt.timedelta(hours=22))
    RecallFactory(learner=learner, due_at=NOON + dt.timedelta(hours=23))

    page = words(page_of(learner_client))

    assert "today, about 1 min 1 tomorrow 1" in page


@pytest.mark.parametrize("size", [1, 30])
def test_the_page_costs_the_same_however_much_is_due(
    learner, learner_client, django_assert_num_queries, size
):
    for _ in range(size):
        due(learner)

    # Session, user; counts, reviewed today, running, what waits; two of the days to
    # come.
    with django_assert_num_queries(8):
        page_of(learner_client)


def test_a_guest_has_reviews_and_who_is_not_signed_in_signs_in(
    guest, guest_client, client
):
    one = due(guest)

    assert asked(start(guest_client)) == [one.question_id]
    assert client.get(URL).status_code == client.post(START).status_code == 302
    assert not Attempt.objects.exclude(learner=guest).exists()


# After it --------------------------------------------------------------------------


def results(client: Client, learner, **fields) -> str:
    attempt = reviewed(learner, 1, answered=1, marks=1, title="Review", **fields)
    return words(client.get(attempt.get_absolute_url()).content.decode())


def test_the_results_say_how_many_are_due_still(learner, learner_client):
    due(learner)
    due(learner)

    page = results(learner_client, learner)

    assert "1 of 1: Review" in page
    assert "Go on reviewing Because 2 questions are still due today." in page
    assert "Open the review" in page


def test_the_results_say_when_the_next_is_due(learner, learner_client):
    RecallFactory(learner=learner, due_at=NOON + 4 * DAY)

    page = results(learner_client, learner)

    assert (
        "Because you have reviewed what was due: the next is on 25 November 2026."
        in page
    )
    assert "Nothing more is due today. Next review on 25 November 2026." in page


def test_the_results_do_not_ask_for_more_than_the_day_has(learner, learner_client):
    due(learner)
    reviewed(learner, 19)

    page = results(learner_client, learner)

    assert "Enough for today Because you have reviewed 20 questions today" in page
    assert "1 question is still due, and can wait." in page


def test_results_of_a_quiz_say_nothing_of_it(learner, learner_client):
    due(learner)
    quiz = finished([Slot(RIGHT)], learner=learner)

    page = learner_client.get(quiz.get_absolute_url()).content.decode()

    assert "still due" not in page

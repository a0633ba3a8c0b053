"""Review: what is due, why it comes, and the sitting over it."""

import datetime as dt
import re

import pytest
from django.test import Client

from quizzes.models import Attempt, Recall, Response
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.attempts import RIGHT, WRONG, Slot, finished, words
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    CaseFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)
from tests.quizzes.regrades import confirm, correct

URL, START = "/review/", "/review/start/"
CERTAIN = 3
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def page_of(client: Client, **query) -> str:
    return client.get(URL, query).content.decode()


def due(learner, *, days_ago=5, bank=None, **fields):
    """A recall of a question that is due."""
    more = {"question": QuestionFactory(bank=bank)} if bank else {}
    seen = {"last_answered_at": NOON - days_ago * DAY, "due_at": NOON - DAY}
    return RecallFactory(learner=learner, **(seen | more | fields))


def missed(learner, *, days_ago=5, **fields):
    at = NOON - days_ago * DAY
    return due(learner, days_ago=days_ago, last_fraction=0.0, missed_at=at, **fields)


def ticket_of(page: str) -> str:
    return re.search(r'name="ticket" value="([^"]*)"', page)[1]


def start(client: Client, **sent):
    return client.post(START, {"ticket": ticket_of(page_of(client)), **sent})


def attempt_of(response) -> Attempt:
    return Attempt.objects.get(pk=response["Location"].split("/")[2])


def asked(response) -> list[int]:
    """The questions of the attempt that a start leads to."""
    attempt = attempt_of(response)
    assert attempt.purpose == Attempt.Purpose.REVIEW
    assert attempt.gives_feedback_at_once
    return list(attempt.responses.values_list("question", flat=True))


def reviewed(learner, count, *, at=NOON, **fields):
    """A finished review of so many questions, answered at this time."""
    attempt = AttemptFactory(
        learner=learner,
        quiz=None,
        purpose=Attempt.Purpose.REVIEW,
        finished_at=at,
        size=count,
        **fields,
    )
    question = QuestionFactory()
    for _ in range(count):
        ResponseFactory(
            attempt=attempt, question=question, chosen=["b"], answered_at=at
        )
    return attempt


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

    # Session, user; counts, running, what waits, reviewed today.
    with django_assert_num_queries(6):
        page_of(learner_client)


def test_a_guest_has_reviews_and_who_is_not_signed_in_signs_in(
    guest, guest_client, client
):
    one = due(guest)

    assert asked(start(guest_client)) == [one.question_id]
    assert client.get(URL).status_code == client.post(START).status_code == 302
    assert not Attempt.objects.exclude(learner=guest).exists()


# The day's number ------------------------------------------------------------------


def test_a_review_has_what_the_day_leaves(learner, learner_client):
    rows = [due(learner, days_ago=days) for days in range(30, 0, -1)]
    reviewed(learner, 15)

    page = words(page_of(learner_client))

    assert "5 questions, about 4 min." in page
    assert "30 wait, and you have reviewed 15 of your 20 today" in page
    assert set(asked(start(learner_client))) == {row.question_id for row in rows[:5]}


def test_a_sitting_has_twenty_at_most(learner, learner_client):
    learner.reviews_a_day = 200
    learner.save()
    for _ in range(23):
        due(learner)

    assert "20 questions, about 15 min. 23 wait" in words(page_of(learner_client))
    assert len(asked(start(learner_client))) == 20


def test_once_it_is_enough_the_page_says_so_and_more_is_a_choice(
    learner, learner_client
):
    learner.reviews_a_day = 5
    learner.save()
    for _ in range(22):
        due(learner)
    reviewed(learner, 5)

    page = page_of(learner_client)

    assert (
        "You have reviewed 5 questions today: enough, as you plan 5 a day. What is "
        "left keeps until tomorrow." in words(page)
    )
    assert "Review more anyway" in page and "Start review" not in page
    assert start(learner_client)["Location"] == URL  # not without the choice
    assert len(asked(start(learner_client, anyway="yes"))) == 20


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (NOON.replace(hour=0), True),
        (NOON.replace(hour=0) - dt.timedelta(microseconds=1), False),
        (NOON - DAY, False),
    ],
)
def test_what_was_reviewed_since_midnight_counts(learner, learner_client, at, counts):
    due(learner)
    reviewed(learner, 20, at=at)

    assert ("Review more anyway" in page_of(learner_client)) is counts


def test_other_practice_takes_nothing_from_the_day(learner, learner_client):
    due(learner)
    finished([Slot(RIGHT) for _ in range(20)], learner=learner)

    assert "Start review" in page_of(learner_client)


# The sitting -----------------------------------------------------------------------


def test_topics_come_in_turns(learner, learner_client):
    one, other = BankFactory(), BankFactory(topic=TopicFactory(slug="nursing"))
    for bank in [one, one, one, other, other]:
        due(learner, bank=bank)

    order = asked(start(learner_client))

    topics = [Recall.objects.get(question=pk).question.bank.topic.slug for pk in order]
    assert topics == ["mechanism", "mechanism", "nursing", "mechanism", "nursing"]


def test_a_topic_can_be_chosen(learner, learner_client):
    here = due(learner, bank=BankFactory(topic=TopicFactory(slug="nursing")))
    due(learner, bank=BankFactory())

    page = page_of(learner_client, topic="nursing")

    assert "All topics (2)" in page
    assert '<option value="nursing" selected>Nursing (1)</option>' in page
    assert "1 question of Nursing, about 1 min." in words(page)
    response = start(learner_client, topic="nursing")
    assert asked(response) == [here.question_id]
    assert attempt_of(response).title == "Review of Nursing"


@pytest.mark.parametrize("topic", ["nowhere", "nursing", "<b>"])
def test_a_topic_without_anything_due_shows_the_others(learner, learner_client, topic):
    TopicFactory(slug="nursing")
    due(learner)

    assert "1 question, about 1 min." in words(page_of(learner_client, topic=topic))


def test_what_a_test_is_asking_waits(learner, learner_client):
    one = due(learner)
    test = AttemptFactory(learner=learner, quiz=None, gives_feedback_at_once=False)
    ResponseFactory(attempt=test, question=one.question)

    page = page_of(learner_client)

    assert "A test that you have begun asks what is due." in words(page)
    assert "Start review" not in page
    response = learner_client.post(START)
    assert (response.status_code, response["Location"]) == (302, URL)


def test_two_posts_of_a_form_start_one_review(learner, learner_client):
    due(learner)
    ticket = ticket_of(page_of(learner_client))

    posts = [learner_client.post(START, {"ticket": ticket}) for _ in range(2)]

    assert posts[0]["Location"] == posts[1]["Location"]
    assert Attempt.objects.count() == 1


def test_a_running_review_is_gone_on_with(learner, learner_client):
    rows = [due(learner, days_ago=days) for days in (9, 8, 7)]
    running = start(learner_client)["Location"]
    learner_client.post(f"{running}1/", {"answer": "b", "version": 0})
    due(learner, days_ago=30)  # meanwhile

    page = page_of(learner_client)

    assert "1 of 3 answered." in words(page)
    assert "Go on: 2 questions left" in page and f'href="{running}"' in page
    reasons = re.findall(r"Last seen (\d+) days ago", page)
    assert reasons == ["8", "7"]  # not what came due since
    assert "ticket" not in page
    assert learner_client.post(START, {"anyway": "yes"})["Location"] == running
    assert len(rows) == Attempt.objects.get().size


def test_a_running_review_costs_the_same_however_long(
    learner, learner_client, django_assert_num_queries
):
    for _ in range(15):
        due(learner)
    start(learner_client)

    # Session, user; counts, running, its open slots, what is known of them.
    with django_assert_num_queries(6):
        page_of(learner_client)


def test_an_answer_takes_a_question_off_what_is_due(learner, learner_client):
    due(learner)
    slot = start(learner_client)["Location"] + "1/"

    learner_client.post(slot, {"answer": "b", "version": 0})

    page = words(page_of(learner_client))
    assert "Nothing more is due today. Next review on" in page
    assert "today 0 " in page


def test_a_corrected_key_brings_a_question_back(learner, learner_client):
    question = QuestionFactory()
    finished([Slot(WRONG, question=question)], learner=learner, started_at=NOON - DAY)
    finished([Slot(RIGHT, question=question)], learner=learner)
    assert "Nothing is due today" in words(page_of(learner_client))

    confirm(correct(question), now=NOON)

    assert "The key was corrected on 21 November 2026." in words(
        page_of(learner_client)
    )


def test_a_review_changes_no_mark_of_the_past(learner, learner_client):
    question = QuestionFactory()
    past = finished(
        [Slot(WRONG, question=question)], learner=learner, started_at=NOON - 2 * DAY
    )
    before = Response.objects.filter(attempt=past).values().get()

    slot = start(learner_client)["Location"] + "1/"
    learner_client.post(slot, {"answer": "b", "version": 0})

    assert Response.objects.filter(attempt=past).values().get() == before


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

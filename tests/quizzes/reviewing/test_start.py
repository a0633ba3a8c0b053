"""A review: how many questions it has, which, and one at a time."""

import datetime as dt
import re

import pytest

from quizzes.models import Attempt, Recall, Response
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.attempts import RIGHT, WRONG, Slot, finished, words
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    QuestionFactory,
    ResponseFactory,
)
from tests.quizzes.regrades import confirm, correct
from tests.quizzes.reviewing.reviews import (
    DAY,
    START,
    URL,
    asked,
    attempt_of,
    due,
    page_of,
    reviewed,
    start,
    ticket_of,
)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


# The day's number ------------------------------------------------------------------


def test_a_review_has_what_the_day_leaves(learner, learner_client):
    rows = [due(learner, days_ago=days) for days in range(30, 0, -1)]
    reviewed(learner, 15)

    page = words(page_of(learner_client))

    assert "5 questions, about 4 min." in page
    assert "today 30 tomorrow 0" in page  # not the minutes for all of it
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


@pytest.mark.parametrize("topic", ["nowhere", "<b>", "\x00"])
def test_a_review_of_an_unknown_topic_is_one_of_all(learner, learner_client, topic):
    one = due(learner)

    response = start(learner_client, topic=topic)

    assert asked(response) == [one.question_id]
    assert attempt_of(response).title == "Review"


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


def test_the_navigation_marks_review_while_one_runs_and_after(learner, learner_client):
    due(learner)
    running = start(learner_client)["Location"]
    pages = [f"{running}1/", f"{running}check/"]

    shown = [learner_client.get(page).content.decode() for page in pages]
    learner_client.post(f"{running}1/", {"answer": "b", "version": 0})
    pages = [running, f"{running}1/", f"{running}print/"]
    shown += [learner_client.get(page).content.decode() for page in pages]

    assert [marked(page) for page in shown] == [["Review"]] * 5


@pytest.mark.parametrize("purpose", ["quiz", "mistakes", "mimics"])
def test_the_navigation_marks_practise_in_any_other_attempt(
    learner, learner_client, purpose
):
    attempt = AttemptFactory(learner=learner, quiz=None, purpose=purpose)
    ResponseFactory(attempt=attempt)

    page = learner_client.get(f"{attempt.get_absolute_url()}1/").content.decode()

    assert marked(page) == ["Practise"]


def marked(page: str) -> list[str]:
    """Where the main navigation says that this page is."""
    return re.findall(r'aria-current="true">(\w+)', page)


def test_a_running_review_costs_the_same_however_long(
    learner, learner_client, django_assert_num_queries
):
    for _ in range(15):
        due(learner)
    start(learner_client)

    # Session, user; counts, reviewed today, running, its open slots, what is known of
    # them; two of the days to come.
    with django_assert_num_queries(9):
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

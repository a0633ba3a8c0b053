"""What I missed: the list, its filter, and the practice of it."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, Recall, Response
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.attempts import WRONG, Slot, finished, words
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    CaseFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)
from tests.quizzes.regrades import confirm, correct

URL = "/mistakes/"
CERTAIN = 3


def page_of(client: Client, **query) -> str:
    return client.get(URL, query).content.decode()


def missed(learner, *, days_ago=1, bank=None, **fields):
    """A recall of a question that is to mend."""
    more = {"question": QuestionFactory(bank=bank)} if bank else {}
    return RecallFactory(
        learner=learner,
        last_fraction=0.0,
        missed_at=NOON - dt.timedelta(days=days_ago),
        **(more | fields),
    )


def start(client: Client, **sent):
    ticket = re.search(r'name="ticket" value="([^"]*)"', page_of(client))[1]
    return client.post(URL, {"ticket": ticket, **sent})


def practised(response) -> list[int]:
    """The questions of the attempt that a start leads to."""
    attempt = Attempt.objects.get(pk=response["Location"].split("/")[2])
    assert attempt.purpose == Attempt.Purpose.MISTAKES
    return list(attempt.responses.values_list("question", flat=True))


# The list -------------------------------------------------------------------------


def test_what_was_missed_for_certain_comes_first_then_the_newest(
    learner, learner_client
):
    old = missed(learner, days_ago=9)
    new = missed(learner, days_ago=1)
    sure = missed(learner, days_ago=20, missed_confidence=CERTAIN)

    page = words(page_of(learner_client))

    order = [page.index(f"What of {one.question.slug}?") for one in (sure, new, old)]
    assert order == sorted(order)
    assert "Missed on 1 November 2026, and you were certain" in page
    assert "Missed on 20 November 2026 right on 0 of 2 days" in page
    assert "A question leaves the list when you have answered it right on two" in page


def test_a_line_leads_to_the_answer_that_missed_it_last(learner, learner_client):
    question = QuestionFactory()
    finished([Slot(WRONG, question=question)], learner=learner)
    later = finished(
        [Slot(WRONG, question=question)],
        learner=learner,
        started_at=NOON + dt.timedelta(days=1),
    )

    page = page_of(learner_client)

    address = later.responses.get().get_absolute_url()
    assert re.findall(r'href="(/attempts/[^"]+)"', page) == [address]
    assert "Why a." in learner_client.get(address).content.decode()


def test_days_on_which_it_was_right_are_counted(learner, learner_client):
    missed(learner, mending_days=["2026-11-21"])

    assert "right on 1 of 2 days" in words(page_of(learner_client))


def test_steps_of_a_case_and_what_is_mended_are_not_listed(learner, learner_client):
    step = QuestionFactory()
    CaseFactory(steps=[step])
    missed(learner, question=step)
    RecallFactory(learner=learner)

    assert "Nothing to put right" in page_of(learner_client)


def test_somebody_elses_mistakes_are_not_mine(learner, stranger, learner_client):
    missed(stranger)

    assert "Nothing answered yet" in page_of(learner_client)


def test_a_topic_narrows_the_list_and_the_practice(learner, learner_client):
    nursing = BankFactory(topic=TopicFactory(slug="nursing"))
    here = missed(learner, bank=nursing)
    there = missed(learner, bank=BankFactory())

    page = words(page_of(learner_client, topic="nursing"))

    assert "All topics (2)" in page and "Nursing (1)" in page
    assert here.question.slug in page
    assert there.question.slug not in page
    assert practised(start(learner_client, topic="nursing")) == [here.question_id]


@pytest.mark.parametrize("query", [{"topic": "nowhere"}, {"page": "abc"}, {"page": 9}])
def test_an_address_without_sense_shows_the_list(learner, learner_client, query):
    one = missed(learner)

    assert one.question.slug in page_of(learner_client, **query)


@pytest.mark.parametrize("topic", ["nowhere", "\0"])
def test_a_topic_that_is_none_narrows_no_practice(learner, learner_client, topic):
    one = missed(learner)

    assert practised(start(learner_client, topic=topic)) == [one.question_id]


def test_twenty_are_on_a_page(learner, learner_client):
    for days in range(1, 22):
        missed(learner, days_ago=days)

    assert words(page_of(learner_client)).count("Missed on") == 20
    assert words(page_of(learner_client, page=2)).count("Missed on") == 1


def test_cases_that_all_ask_the_same_are_told_by_the_case(learner, learner_client):
    content = {"mimic": "Tetanus", "vignette": "A roofer cannot open his mouth."}
    missed(learner, question=QuestionFactory(kind="true-false", content=content))

    assert "A roofer cannot open his mouth." in words(page_of(learner_client))


def test_a_trainers_question_without_a_case_is_told_by_what_it_asks(
    learner, learner_client
):
    content = {"mimic": "Tetanus", "vignette": "", "stem": "Does SPS fit?"}
    missed(learner, question=QuestionFactory(kind="true-false", content=content))

    assert "Does SPS fit?" in words(page_of(learner_client))


@pytest.mark.parametrize("size", [1, 15])
def test_the_list_costs_the_same_however_long(
    learner, learner_client, django_assert_num_queries, size
):
    for days in range(1, size + 1):
        missed(learner, days_ago=days)

    # Session, user; topics, number, page, its answers, what to practise, running; due.
    with django_assert_num_queries(9):
        page_of(learner_client)


def test_a_guest_has_a_list_and_who_is_not_signed_in_signs_in(
    guest, guest_client, client
):
    missed(guest)

    assert "Practise these" in page_of(guest_client)
    assert client.get(URL).status_code == 302


# The practice ----------------------------------------------------------------------


def test_certain_mistakes_are_practised_first_then_the_oldest(learner, learner_client):
    bank = BankFactory()
    rows = [missed(learner, bank=bank, days_ago=days) for days in range(1, 13)]
    sure = missed(learner, bank=bank, missed_confidence=CERTAIN)

    asked = practised(start(learner_client))

    oldest = [row.question_id for row in reversed(rows)]
    assert asked == [sure.question_id, *oldest[:9]]


def test_what_was_right_today_comes_last(learner, learner_client):
    bank = BankFactory()
    today = timezone.now().date().isoformat()
    done = missed(learner, bank=bank, days_ago=9, mending_days=[today])
    waiting = missed(learner, bank=bank)

    assert practised(start(learner_client)) == [
        waiting.question_id,
        done.question_id,
    ]


def test_topics_come_in_turns(learner, learner_client):
    one, other = BankFactory(), BankFactory(topic=TopicFactory(slug="nursing"))
    for days, bank in enumerate([one, one, one, other, other], start=1):
        missed(learner, bank=bank, days_ago=10 - days)

    asked = practised(start(learner_client))

    topics = [Recall.objects.get(question=pk).question.bank.topic.slug for pk in asked]
    assert topics == ["mechanism", "mechanism", "nursing", "mechanism", "nursing"]


def test_what_a_test_is_asking_waits(learner, learner_client):
    one = missed(learner)
    test = AttemptFactory(learner=learner, quiz=None, gives_feedback_at_once=False)
    ResponseFactory(attempt=test, question=one.question)

    page = page_of(learner_client)

    assert "A test that you have begun asks these." in words(page)
    assert "Practise these" not in page
    response = learner_client.post(URL)
    assert (response.status_code, response["Location"]) == (302, URL)


def test_two_posts_of_a_form_start_one_practice(learner, learner_client):
    missed(learner)
    ticket = re.search(r'name="ticket" value="([^"]*)"', page_of(learner_client))[1]

    posts = [learner_client.post(URL, {"ticket": ticket}) for _ in range(2)]

    assert posts[0]["Location"] == posts[1]["Location"]
    assert "Go on where you left off" in page_of(learner_client)


def test_practising_changes_no_mark_of_the_past(learner, learner_client):
    question = QuestionFactory()
    past = finished([Slot(WRONG, question=question)], learner=learner)
    before = Response.objects.filter(attempt=past).values().get()

    slot = start(learner_client)["Location"] + "1/"
    learner_client.post(slot, {"answer": "b", "version": 0})

    assert Response.objects.filter(attempt=past).values().get() == before
    assert Attempt.objects.get(pk=past.pk).marks == past.marks == 0
    assert "right on 1 of 2 days" in words(page_of(learner_client))


def test_a_regrade_changes_the_list(learner, learner_client):
    question = QuestionFactory()
    finished([Slot(WRONG, question=question)], learner=learner)
    assert "What of" in words(page_of(learner_client))

    confirm(correct(question))

    assert "Nothing to put right" in page_of(learner_client)


# The ways to it --------------------------------------------------------------------


def test_the_results_lead_to_it_where_something_was_missed(learner, learner_client):
    wrong = finished([Slot(WRONG)], learner=learner)
    right = finished([Slot({"options": ["b"]})], learner=learner)

    link = f'href="{URL}"'
    assert link in learner_client.get(wrong.get_absolute_url()).content.decode()
    assert link not in learner_client.get(right.get_absolute_url()).content.decode()


def test_the_practise_page_leads_who_is_signed_in_to_it(learner_client, client):
    practise = reverse("quizzes:practise")

    assert f'href="{URL}"' in learner_client.get(practise).content.decode()
    assert f'href="{URL}"' not in client.get(practise).content.decode()

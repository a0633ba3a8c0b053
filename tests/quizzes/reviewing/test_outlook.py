"""What the days to come bring, and what is known on the day of an examination."""

import datetime as dt

import pytest

from lessons.models import Objective
from quizzes.models import Recall
from tests.lessons.factories import (
    NOON,
    ModuleFactory,
    ObjectiveFactory,
    TopicFactory,
)
from tests.quizzes.factories import RecallFactory
from tests.quizzes.reviewing.plans import (
    PLAN,
    PUT_BACK,
    REVIEW,
    SPREAD,
    known,
    page_of,
    rows_of,
    words,
)
from tests.quizzes.test_spread import DAY, TODAY, load_of, overdue, wishing


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


# Away for 30 days -------------------------------------------------------------------


def test_who_was_away_for_30_days_is_told_when_it_will_be_clear(
    learner, learner_client
):
    overdue(learner, 47)
    for days in (1, 3):
        RecallFactory(learner=learner, due_at=NOON + days * DAY)

    page = page_of(learner_client)

    assert (
        "More is due than the 20 a day that you plan. At that pace all is clear on"
        " Monday 23 November 2026." in words(page)
    )
    rows = rows_of(page)
    assert rows[:5] == [
        "Today 47 20 27",
        "Sun 22 Nov 1 20 8",
        "Mon 23 Nov 0 8 0",
        "Tue 24 Nov 1 1 0",
        "Wed 25 Nov 0 0 0",
    ]
    assert len(rows) == 14


def test_spreading_leaves_a_capped_queue_of_what_is_most_at_risk(
    learner, learner_client
):
    recalls = overdue(learner, 47)

    answer = learner_client.post(SPREAD, follow=True)

    page = words(answer.content.decode())
    assert answer.redirect_chain == [(REVIEW, 302)]
    clear = "Monday 23 November 2026"
    assert f"27 questions moved to later days. All clear on {clear}." in page
    assert (
        f"27 questions are spread over the days to come. All is clear on {clear}"
        in page
    )
    assert load_of(learner) == {0: 20, 1: 20, 2: 7}
    due = Recall.objects.due(NOON, dt.UTC).values_list("pk", flat=True)
    assert {*due} == {recall.pk for recall in recalls[-20:]}
    assert "Spread my backlog" not in page
    assert "20 questions, about 15 min." in page


def test_what_was_spread_can_be_put_back(learner, learner_client):
    overdue(learner, 47)
    learner_client.post(SPREAD)

    answer = learner_client.post(PUT_BACK, follow=True)

    page = words(answer.content.decode())
    assert "27 questions put back." in page
    assert "Spread my backlog" in page and "Put them back" not in page
    assert load_of(learner) == {0: 47}


def test_where_nothing_piles_up_nothing_is_offered_or_moved(learner, learner_client):
    overdue(learner, 20)

    page = page_of(learner_client)
    spread = words(learner_client.post(SPREAD, follow=True).content.decode())
    back = words(learner_client.post(PUT_BACK, follow=True).content.decode())

    assert "All is clear today, once it is done." in words(page)
    assert "Spread my backlog" not in page and "Put them back" not in page
    assert "Nothing was moved: what is due today stays." in spread
    assert "Nothing was spread any more." in back


def test_on_the_eve_of_an_examination_nothing_can_be_put_off(learner, learner_client):
    wishing(learner, target_on=TODAY + DAY)
    overdue(learner, 25)

    page = page_of(learner_client)

    assert "Your examination is tomorrow, so nothing is put off." in words(page)
    assert "Spread my backlog" not in page
    assert "1 day left; 25 reviews until then. At the 20 a day" in words(page)


@pytest.mark.parametrize(("backlog", "is_said"), [(40, False), (45, True)])
def test_that_the_eve_keeps_what_fits_on_no_day_is_said_first(
    learner, learner_client, backlog, is_said
):
    wishing(learner, target_on=TODAY + 2 * DAY)
    overdue(learner, backlog)

    page = words(page_of(learner_client))
    learner_client.post(SPREAD)

    said = "what fits on none of them to the day before your examination" in page
    assert said is is_said
    assert load_of(learner) == {0: 20, 1: backlog - 20}


def test_what_stays_although_it_is_too_much_is_not_said_to_fit(learner, learner_client):
    overdue(learner, 25, corrected_at=NOON)

    page = words(learner_client.post(SPREAD, follow=True).content.decode())

    assert "Nothing was moved: what is due today stays." in page
    assert "More is due than the 20 a day that you plan." in page


def test_spreading_is_a_learners_own(learner, stranger, learner_client):
    overdue(stranger, 47)

    learner_client.post(SPREAD)

    assert load_of(stranger) == {0: 47}


# What is known on the day -----------------------------------------------------------


def objective_of(topic: str, text: str) -> Objective:
    module = ModuleFactory(topic=TopicFactory(slug=topic))
    return ObjectiveFactory(module=module, text=text)


def test_what_is_known_on_the_day_stands_by_objective_weakest_first(
    learner, learner_client
):
    # The day begins 9 days and 12 hours from now: 10 whole days after the answer.
    wishing(learner, target_on=TODAY + 10 * DAY)
    spasms = objective_of("symptoms", "Describe a spasm.")
    gaba = objective_of("mechanism", "Say what GABA does.")
    gad = objective_of("mechanism", "Say what GAD makes.")
    known(learner, objective=gaba, stability=10.0)  # 90 %
    known(learner, objective=gad, stability=10.0)
    known(learner, objective=gad, stability=1.0)  # 69 %
    known(learner, objective=spasms, stability=1.0)

    page = page_of(learner_client, PLAN)

    assert rows_of(page) == [
        "Symptoms 1 question 69 %",
        "Describe a spasm. 1 question 69 %",
        "Mechanism 3 questions 83 %",
        "Say what GAD makes. 2 questions 80 %",
        "Say what GABA does. 1 question 90 %",
    ]
    assert "10 days left; 4 reviews until then, about 1 a day." in words(page)
    short = words(page_of(learner_client))
    assert "Symptoms, with a predicted recall of 69 %." in short
    assert "10 days left; 4 reviews until then, about 1 a day." in short


def test_what_cannot_all_be_done_before_is_said(learner, learner_client):
    wishing(learner, target_on=TODAY + 2 * DAY)
    overdue(learner, 45)

    page = words(page_of(learner_client, PLAN))

    assert (
        "2 days left; 45 reviews until then, about 23 a day. At the 20 a day that you"
        " plan, 5 of them would be left over." in page
    )


def test_without_answers_there_is_nothing_to_predict(learner, learner_client):
    wishing(learner, target_on=TODAY + 2 * DAY)

    page = words(page_of(learner_client, PLAN))

    assert "You have answered nothing yet, so there is nothing to predict." in page
    assert "2 days left; 0 reviews until then." in page


def test_the_plan_costs_the_same_for_any_number_of_answers(
    learner, learner_client, django_assert_num_queries
):
    wishing(learner, target_on=TODAY + 9 * DAY)
    known(learner)
    # Session and person, the row of the form, the forecast with the examination,
    # and the number in the navigation.
    with django_assert_num_queries(9):
        learner_client.get(PLAN)
    for text in ("One.", "Two.", "Three."):
        known(learner, objective=objective_of("nursing", text))
    with django_assert_num_queries(9):
        learner_client.get(PLAN)

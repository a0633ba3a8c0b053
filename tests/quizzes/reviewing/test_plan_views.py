"""How a learner reviews: the forecast, spreading a backlog, and the plan."""

import datetime as dt
import re

import pytest
from django.test import Client

from lessons.models import Objective
from quizzes.models import Recall
from sps_learn.accounts.models import User
from tests.conftest import client_of
from tests.lessons.factories import (
    NOON,
    ModuleFactory,
    ObjectiveFactory,
    TopicFactory,
)
from tests.quizzes.factories import QuestionFactory, RecallFactory
from tests.quizzes.test_spread import DAY, TODAY, load_of, overdue, wishing

REVIEW, PLAN = "/review/", "/review/plan/"
SPREAD, PUT_BACK = "/review/spread/", "/review/put-back/"


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def page_of(client: Client, url: str = REVIEW) -> str:
    return client.get(url).content.decode()


def words(html: str) -> str:
    """What a piece of a page says, on one line."""
    said = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    return re.sub(r" (?=[.,])", "", said)


def rows_of(page: str) -> list[str]:
    """The lines of the tables, in words."""
    bodies = " ".join(re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL))
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", bodies, re.DOTALL)]


def known(learner, *, objective=None, stability=10.0, days_ago=1, **fields):
    question = QuestionFactory(**({"objective": objective} if objective else {}))
    return RecallFactory(
        learner=learner,
        question=question,
        stability=stability,
        last_answered_at=NOON - days_ago * DAY,
        due_at=NOON - days_ago * DAY + round(stability) * DAY,
        **fields,
    )


def save(client: Client, **changed):
    """Send the form as it stands, but for what is changed."""
    page = page_of(client, PLAN)
    sent = {
        "reviews_a_day": re.search(r'name="reviews_a_day" value="(\d+)"', page)[1],
        "desired_retention": re.search(r'value="(\d+)"[^>]*checked', page)[1],
        "target_on": "",
    }
    return client.post(PLAN, sent | changed)


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
    assert "Nothing had to move." in spread
    assert "Nothing was spread any more." in back


def test_on_the_eve_of_an_examination_nothing_can_be_put_off(learner, learner_client):
    wishing(learner, target_on=TODAY + DAY)
    overdue(learner, 25)

    page = page_of(learner_client)

    assert "Your examination is tomorrow, so nothing is put off." in words(page)
    assert "Spread my backlog" not in page
    assert "1 day left; 25 reviews until then. At the 20 a day" in words(page)


def test_spreading_is_a_learners_own(learner, stranger, learner_client):
    overdue(stranger, 47)

    learner_client.post(SPREAD)

    assert load_of(stranger) == {0: 47}


# The plan ---------------------------------------------------------------------------


def test_saving_says_what_changed(learner, learner_client):
    for stability in (10.0, 20.0, 30.0):
        known(learner, stability=stability)
    overdue(learner, 3)

    answer = save(learner_client, target_on="2026-12-02", reviews_a_day="30")

    assert answer["Location"] == PLAN
    page = words(page_of(learner_client, PLAN))
    assert "Saved. 2 questions moved, 3 due today." in page
    learner.refresh_from_db()
    assert (learner.reviews_a_day, learner.target_on) == (30, dt.date(2026, 12, 2))


def test_how_sure_a_learner_wants_to_be_moves_what_is_due(learner, learner_client):
    recall = known(learner, stability=30.0)
    times = []
    for percent in ("85", "90", "95"):
        save(learner_client, desired_retention=percent)
        recall.refresh_from_db()
        times.append(recall.due_at)

    assert times == sorted(times, reverse=True) and len({*times}) == 3


def test_a_day_of_an_examination_can_be_cleared(learner, learner_client):
    wishing(learner, target_on=TODAY + 9 * DAY)
    recall = known(learner, stability=30.0)

    save(learner_client, target_on="")

    learner.refresh_from_db()
    assert learner.target_on is None
    recall.refresh_from_db()
    assert recall.due_at == NOON + 29 * DAY
    assert "2026-11-30" not in page_of(learner_client, PLAN)


def test_two_examinations_make_two_plans_and_none_a_third(learner, learner_client):
    for stability in (5.0, 12.0, 20.0, 40.0):
        known(learner, stability=stability)
    tables = []
    for target in ("2026-12-01", "2026-12-05", ""):
        save(learner_client, target_on=target)
        tables.append(rows_of(page_of(learner_client)))

    in_ten, in_fourteen, without = tables
    assert "Mon 30 Nov 3 3 0" in in_ten and "Tue 1 Dec examination 0 0 0" in in_ten
    assert "Fri 4 Dec 2 2 0" in in_fourteen
    assert "Wed 2 Dec 1 1 0" in without
    assert len({*map(tuple, tables)}) == 3


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("reviews_a_day", "4", "Enter a number from 5 to 200."),
        ("reviews_a_day", "201", "Enter a number from 5 to 200."),
        ("reviews_a_day", "many", "Enter a number from 5 to 200."),
        ("reviews_a_day", "", "Enter a number from 5 to 200."),
        ("desired_retention", "99", "Choose one from the list."),
        ("target_on", "soon", "Enter a date such as 2027-03-31, or leave this empty."),
        ("target_on", "2026-11-21", "Choose a day that is still to come."),
        ("target_on", "2020-01-01", "Choose a day that is still to come."),
        ("target_on", "2028-11-22", "Choose a day within the next 2 years."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(
    learner, learner_client, name, sent, says
):
    others = {"reviews_a_day": "33", "target_on": "2026-12-24"}

    answer = save(learner_client, **(others | {name: sent}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: How you review" in page
    assert words(page).count(says) == 2  # above the form, and beside the field
    for field, value in (others | {name: sent}).items():
        if field != "desired_retention" and value:
            assert f'value="{value}"' in page
    learner.refresh_from_db()
    assert (learner.reviews_a_day, learner.target_on) == (20, None)


@pytest.mark.parametrize("typed", ["2028-11-21", "21.11.2028", "21 November 2028"])
def test_a_date_may_be_typed_and_lie_two_years_ahead(learner, learner_client, typed):
    assert save(learner_client, target_on=typed).status_code == 302

    learner.refresh_from_db()
    assert learner.target_on == dt.date(2028, 11, 21)


def test_today_is_the_learners_own(learner, learner_client):
    wishing(learner, time_zone="Pacific/Kiritimati")  # where it is the 22nd

    assert save(learner_client, target_on="2026-11-22").status_code == 422
    assert save(learner_client, target_on="2026-11-23").status_code == 302


def test_two_years_after_a_leap_day_are_a_day_of_the_calendar(learner, time_machine):
    time_machine.move_to(dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC), tick=False)
    client = client_of(learner)

    assert save(client, target_on="2030-03-01").status_code == 422
    assert save(client, target_on="2030-02-28").status_code == 302


def test_a_wish_that_is_not_on_the_list_stays_as_it_is(learner, learner_client):
    wishing(learner, desired_retention=88)

    page = words(page_of(learner_client, PLAN))
    save(learner_client, reviews_a_day="25")

    assert "As it is now: when it has fallen to 88 %" in page
    learner.refresh_from_db()
    assert (learner.desired_retention, learner.reviews_a_day) == (88, 25)


def test_an_examination_that_is_over_does_not_stand_in_the_way(learner, learner_client):
    wishing(learner, target_on=TODAY - DAY)

    assert "days left" not in page_of(learner_client, PLAN)
    assert save(learner_client).status_code == 302


def test_a_guest_has_a_plan_too(guest, guest_client):
    save(guest_client, reviews_a_day="10")

    assert User.objects.get(pk=guest.pk).reviews_a_day == 10


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

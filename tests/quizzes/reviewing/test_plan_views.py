"""The plan: how many a day, how sure, and until which day."""

import datetime as dt
import re

import pytest
from django.test import Client

from sps_learn.accounts.models import User
from tests.conftest import client_of
from tests.lessons.factories import NOON
from tests.quizzes.reviewing.plans import PLAN, known, page_of, rows_of, words
from tests.quizzes.test_spread import DAY, TODAY, overdue, wishing


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def save(client: Client, **changed):
    """Send the form as it stands, but for what is changed."""
    page = page_of(client, PLAN)
    sent = {
        "reviews_a_day": re.search(r'name="reviews_a_day" value="(\d+)"', page)[1],
        "desired_retention": re.search(r'value="(\d+)"[^>]*checked', page)[1],
        "target_on": "",
    }
    return client.post(PLAN, sent | changed)


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

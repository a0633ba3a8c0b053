from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from sps_learn import roles
from sps_learn.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.accounts.test_admin import PEOPLE, PERSON, fields_of, names_on
from tests.conftest import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def grants():
    """Somebody with the rights of an administrator, who is not a superuser."""
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    return client_of(person)


def test_more_time_is_granted_there_and_the_history_has_it(grants, member):
    response = grants.post(
        reverse(PERSON, args=[member.pk]), fields_of(member, time_factor="1.5")
    )

    member.refresh_from_db()
    assert response.status_code == 302
    assert member.minutes_allowed(20) == 30
    history = LogEntry.objects.get(object_id=member.pk).get_change_message()
    assert "Times the usual time" in history


def test_a_limit_is_taken_off_there(grants, member):
    grants.post(
        reverse(PERSON, args=[member.pk]), fields_of(member, has_no_time_limit="on")
    )

    member.refresh_from_db()
    assert member.minutes_allowed(20) is None


@pytest.mark.parametrize("role", [roles.AUTHOR, roles.REVIEWER, roles.INSTRUCTOR])
def test_no_other_role_grants_it(member, role):
    writer = UserFactory(is_staff=True)
    writer.groups.add(Group.objects.get(name=role))

    response = client_of(writer).post(
        reverse(PERSON, args=[member.pk]), fields_of(member, time_factor="1.5")
    )

    member.refresh_from_db()
    assert response.status_code == 403
    assert member.minutes_allowed(20) == 20


@pytest.mark.parametrize("factor", ["0.9", "10.1", "1.55", "", "NaN", "1e3", "two"])
def test_a_factor_that_cannot_hold_is_refused(grants, member, factor):
    response = grants.post(
        reverse(PERSON, args=[member.pk]), fields_of(member, time_factor=factor)
    )

    member.refresh_from_db()
    assert response.status_code == 200
    assert [*response.context["adminform"].errors] == ["time_factor"]
    assert member.time_factor == Decimal("1.0")


def test_what_a_person_asked_for_is_seen_and_left_alone(grants, member):
    User.objects.filter(pk=member.pk).update(time_wish="double")
    url = reverse(PERSON, args=[member.pk])

    page = grants.get(url).content.decode()
    grants.post(url, fields_of(member, time_wish="half", time_factor="2.0"))

    member.refresh_from_db()
    assert "Twice the time" in page
    assert 'name="time_wish"' not in page
    assert member.time_wish == "double"
    assert not member.is_wish_waiting


def test_people_whose_wish_waits_are_found(grants):
    UserFactory(display_name="Asks", time_wish="double", time_factor="1.5")
    UserFactory(display_name="Has it", time_wish="half", time_factor="1.5")
    UserFactory(display_name="Free", time_wish="no-limit", has_no_time_limit=True)

    assert names_on(grants.get(reverse(PEOPLE), {"wish": "waits"})) == {"Asks"}
    assert {"Asks", "Has it", "Free"} <= names_on(grants.get(reverse(PEOPLE)))

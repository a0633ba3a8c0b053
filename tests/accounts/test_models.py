from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from sps_learn.accounts.models import User
from tests.accounts.factories import GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"display_name": "Amina", "email": "a@example.org"}, "Amina"),
        ({"email": "a@example.org"}, "a@example.org"),
    ],
)
def test_a_person_is_called_by_name_or_else_by_address(fields, name):
    assert str(UserFactory(**fields)) == name


def test_a_guest_is_called_guest():
    assert str(GuestFactory()) == "Guest"


def test_addresses_are_kept_in_lower_case():
    assert User.objects.create_user(" Amina@Example.ORG ").email == "amina@example.org"


def test_two_people_cannot_share_an_address():
    UserFactory(email="a@example.org")

    with pytest.raises(IntegrityError):
        UserFactory(email="A@example.org")


@pytest.mark.parametrize(
    "fields",
    [
        {"is_guest": True, "email": "a@example.org"},
        {"is_guest": False, "email": None},
        {"is_guest": True, "email": None, "is_staff": True},
    ],
)
def test_a_guest_has_neither_address_nor_rights(fields):
    with pytest.raises(IntegrityError):
        User(**fields).save()


def test_many_guests_may_lack_an_address():
    GuestFactory.create_batch(2)

    assert User.objects.filter(email=None).count() == 2


def test_a_made_up_time_zone_is_refused():
    person = UserFactory.build(time_zone="Mars/Olympus")

    with pytest.raises(ValidationError, match="Choose a time zone"):
        person.full_clean()


# Accommodations -----------------------------------------------------------------------


def test_a_person_has_the_usual_time_unless_granted_more():
    person = UserFactory()

    assert person.minutes_allowed(20) == 20
    assert not person.is_wish_waiting


@pytest.mark.parametrize(
    ("granted", "minutes"),
    [
        ({"time_factor": Decimal("1.5")}, 23),
        ({"time_factor": Decimal("10.0")}, 150),
        ({"has_no_time_limit": True}, None),
    ],
)
def test_what_is_granted_holds_for_a_limit(granted, minutes):
    person = UserFactory(**granted)
    person.refresh_from_db()

    assert person.minutes_allowed(15) == minutes


def test_a_wish_grants_nothing():
    person = UserFactory(time_wish="no-limit")

    assert person.minutes_allowed(20) == 20
    assert person.is_wish_waiting


@pytest.mark.parametrize("factor", ["1.0", "1.1", "9.9", "10.0"])
def test_time_can_be_stretched_up_to_ten_times(factor):
    person = UserFactory(time_factor=Decimal(factor))

    person.full_clean()
    person.refresh_from_db()
    assert person.time_factor == Decimal(factor)


@pytest.mark.parametrize("factor", ["0.0", "0.9", "10.1", "99.9", "-1.0"])
def test_time_can_be_neither_shortened_nor_stretched_further(factor):
    person = UserFactory.build(time_factor=Decimal(factor))

    with pytest.raises(ValidationError, match="from 1.0"):
        person.full_clean()
    with pytest.raises(IntegrityError, match="accounts_time_factor_is_from_1_to_10"):
        person.save()

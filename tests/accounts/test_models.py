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

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from sps_learn.accounts.models import User
from tests.accounts.factories import GuestFactory

pytestmark = pytest.mark.django_db


def test_tick_erases_what_has_ended_and_can_be_called_again(capsys):
    now = timezone.now()
    GuestFactory(last_login=now - timedelta(days=31))
    staying = GuestFactory(last_login=now - timedelta(days=29))
    for name, days in (("old", -1), ("new", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=now + timedelta(days=days)
        )

    call_command("tick")
    call_command("tick")

    assert list(User.objects.all()) == [staying]
    assert [session.pk for session in Session.objects.all()] == ["new"]
    none = "Plans past their day: 0. Questions to look at: 0."
    assert capsys.readouterr().out.splitlines() == [
        f"Guests erased: 1. Old sessions removed: 1. Attempts closed: 0. {none}",
        f"Guests erased: 0. Old sessions removed: 0. Attempts closed: 0. {none}",
    ]

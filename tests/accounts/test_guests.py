from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sps_learn.accounts import guests
from sps_learn.accounts.models import User
from tests.accounts.factories import GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_stranger_becomes_a_guest_for_thirty_days(visit):
    learner = guests.learner_for(visit)

    assert learner.is_guest
    assert visit.user == learner
    assert visit.session[SESSION_KEY] == str(learner.pk)
    assert visit.session.get_expiry_age() == pytest.approx(30 * 86_400, abs=5)


def test_the_same_guest_is_met_again(visit):
    learner = guests.learner_for(visit)

    assert guests.learner_for(visit) == learner
    assert User.objects.count() == 1


def test_a_member_stays_who_they_are(visit):
    visit.user = UserFactory()

    assert guests.learner_for(visit) == visit.user
    assert not User.objects.filter(is_guest=True).exists()


def test_other_forms_on_the_page_stay_good_when_a_guest_is_made(visit):
    visit.META["CSRF_COOKIE"] = "the secret of this browser"

    guests.learner_for(visit)

    assert visit.META["CSRF_COOKIE"] == "the secret of this browser"


def test_the_session_id_changes_when_a_guest_is_made(visit):
    visit.session.create()
    fixed = visit.session.session_key

    guests.learner_for(visit)

    assert visit.session.session_key != fixed
    assert not Session.objects.filter(pk=fixed).exists()


def test_ending_a_guest_erases_row_and_session(visit, answers):
    guest = guests.learner_for(visit)
    answers[guest.pk] = 3

    guests.end_guest(visit)

    assert not User.objects.filter(pk=guest.pk).exists()
    assert not answers
    assert visit.session.is_empty()


def test_ending_a_guest_never_erases_a_member(visit):
    visit.user = UserFactory()

    guests.end_guest(visit)

    assert User.objects.count() == 1


def test_a_guest_put_aside_comes_back_with_the_next_answer(visit):
    guest = guests.learner_for(visit)

    guests.set_aside(visit)
    assert not visit.user.is_authenticated

    assert guests.learner_for(visit) == guest
    assert guests.waiting_guest(visit) is None


def test_a_visit_begins_the_month_anew_once_a_day(guest_client, guest, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=20), tick=False)
    guest_client.get("/")
    guest_client.get("/")

    guest.refresh_from_db()
    assert guest.last_login == timezone.now()
    assert guest_client.session.get_expiry_age() == 30 * 86_400


def test_a_second_visit_on_the_same_day_writes_nothing(guest_client):
    with CaptureQueriesContext(connection) as queries:
        guest_client.get("/")

    assert all(query["sql"].startswith("SELECT") for query in queries)


@pytest.mark.parametrize(
    ("idle", "is_erased"),
    [
        (timedelta(days=30) - timedelta(seconds=1), False),
        (timedelta(days=30), False),
        (timedelta(days=30, seconds=1), True),
    ],
)
def test_guests_are_erased_when_their_session_has_ended(idle, is_erased):
    now = timezone.now()
    GuestFactory(last_login=now - idle)

    assert guests.prune_guests(now) == is_erased
    assert User.objects.exists() != is_erased


def test_a_guest_who_never_came_back_is_counted_from_the_beginning():
    now = timezone.now()
    GuestFactory(last_login=None, date_joined=now - timedelta(days=31))
    GuestFactory(last_login=None, date_joined=now - timedelta(days=29))

    assert guests.prune_guests(now) == 1


def test_members_are_never_pruned():
    UserFactory(last_login=timezone.now() - timedelta(days=900))

    assert guests.prune_guests(timezone.now()) == 0
    assert User.objects.count() == 1

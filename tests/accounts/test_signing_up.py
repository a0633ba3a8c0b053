import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.urls import reverse

from sps_learn.accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_UP = {
    "email": "New@Example.org",
    "password1": "calm river of words",
    "display_name": "Noor",
    "role": "nurse",
    "time_zone": "Europe/Berlin",
}


@pytest.fixture
def verified_mail(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), SIGN_UP | changes)


def code_in(message) -> str:
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", message.body, re.M)[1]


def signed_in_as(client) -> int | None:
    pk = client.session.get("_auth_user_id")
    return pk and int(pk)


def test_a_stranger_makes_an_account(client):
    response = sign_up(client)

    person = User.objects.get()
    assert response.url == reverse("progress")
    assert signed_in_as(client) == person.pk
    assert (person.email, person.display_name) == ("new@example.org", "Noor")
    assert (person.role, person.time_zone) == ("nurse", "Europe/Berlin")


def test_the_guests_row_becomes_the_account(guest_client, guest, answers):
    answers[guest.pk] = 7

    sign_up(guest_client)

    guest.refresh_from_db()
    assert not guest.is_guest
    assert guest.check_password(SIGN_UP["password1"])
    assert answers[guest.pk] == 7
    assert signed_in_as(guest_client) == guest.pk
    assert User.objects.count() == 1


def test_the_guests_session_is_dead_afterwards(guest_client):
    before = guest_client.session.session_key

    sign_up(guest_client)

    assert not Session.objects.filter(pk=before).exists()
    assert guest_client.session.get_expire_at_browser_close()


def test_settings_of_the_guest_stay_where_the_form_says_nothing(guest_client, guest):
    guest.time_zone, guest.role = "Asia/Kolkata", "carer"
    guest.save()

    sign_up(guest_client, role="", time_zone="UTC")

    guest.refresh_from_db()
    assert (guest.role, guest.time_zone) == ("carer", "Asia/Kolkata")


def test_without_a_mailer_no_code_is_sent_that_nobody_could_read(client):
    sign_up(client)

    assert not mail.outbox


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"email": ""}, "Enter an e-mail address with an @"),
        ({"email": "amina.example.org"}, "Enter an e-mail address with an @"),
        ({"email": "taken@example.org"}, "There is an account with this e-mail"),
        (
            {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.org"},
            "at most 254",
        ),
        ({"password1": ""}, "Enter a password."),
        ({"password1": "short"}, "Choose a password of at least 12 characters."),
        ({"password1": "new@example.org"}, "close to your name or e-mail"),
        ({"password1": "qwerty123456"}, "one of the first that strangers try"),
        ({"display_name": "n" * 81}, "Use a name of at most 80 characters."),
        ({"role": "surgeon"}, "Choose one from the list."),
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone from the list."),
    ],
)
def test_errors_say_what_to_do(client, changes, advice):
    UserFactory(email="taken@example.org")

    response = sign_up(client, **changes)

    assert signed_in_as(client) is None
    assert advice in str(response.context["form"].errors.as_data())


def test_fields_name_what_a_browser_may_fill_in(client):
    form = client.get(reverse("account_signup")).context["form"]

    filled = {
        name: field.widget.attrs.get("autocomplete")
        for name, field in form.fields.items()
    }
    assert filled["email"] == "email"
    assert filled["display_name"] == "name"
    assert filled["password1"] == "new-password"
    assert not any(
        "placeholder" in field.widget.attrs for field in form.fields.values()
    )


@pytest.mark.parametrize("field", ["is_staff", "is_superuser", "is_guest", "is_active"])
def test_rights_cannot_be_taken_by_sending_them(client, field):
    sign_up(client, **{field: "1"})

    person = User.objects.get()
    assert not (person.is_staff or person.is_superuser or person.is_guest)


def test_a_double_click_makes_one_account(client, monkeypatch):
    # The second request has checked the address before the first one stored it.
    monkeypatch.setattr(
        "sps_learn.accounts.forms.SignupForm.validate_unique_email",
        lambda form, value: value,
    )
    UserFactory(email="new@example.org")

    response = sign_up(client)

    assert response.url == reverse("account_login")
    assert User.objects.count() == 1


def test_with_a_mailer_the_code_opens_the_account(verified_mail, guest_client, guest):
    response = sign_up(guest_client)
    assert response.url == reverse("account_email_verification_sent")
    assert signed_in_as(guest_client) is None

    page = guest_client.get(response.url)
    assert page.status_code == 200
    guest_client.post(response.url, {"code": code_in(mail.outbox[0])})

    assert signed_in_as(guest_client) == guest.pk
    assert EmailAddress.objects.get().verified


def test_a_mistyped_address_is_mended_by_signing_up_again(
    verified_mail, guest_client, guest
):
    sign_up(guest_client, email="nwe@example.org")
    response = sign_up(guest_client, email="new@example.org")

    guest_client.post(response.url, {"code": code_in(mail.outbox[1])})

    guest.refresh_from_db()
    assert guest.email == "new@example.org"
    assert [address.email for address in EmailAddress.objects.all()] == [guest.email]
    assert User.objects.count() == 1


def test_a_verified_account_is_never_taken_over_by_signing_up_again(
    member_client, member
):
    sign_up(member_client)

    member.refresh_from_db()
    assert member.email == "amina@example.org"
    assert User.objects.count() == 2


def test_a_known_address_is_answered_like_an_unknown_one(
    verified_mail, guest_client, guest
):
    UserFactory(email="taken@example.org")

    response = sign_up(guest_client, email="taken@example.org")

    assert response.url == reverse("account_email_verification_sent")
    assert guest_client.get(response.url).status_code == 200
    assert signed_in_as(guest_client) is None
    assert "There is one already" in mail.outbox[0].body


def test_who_signed_up_twice_is_asked_about_the_guest_on_signing_in(
    verified_mail, guest_client, guest, answers
):
    member = UserFactory(email="taken@example.org")
    EmailAddress.objects.create(
        user=member, email=member.email, verified=True, primary=True
    )
    answers[guest.pk] = 2
    sign_up(guest_client, email="taken@example.org")

    response = guest_client.post(
        reverse("account_login"), {"login": member.email, "password": PASSWORD}
    )

    assert response.url.startswith(reverse("accounts:join_guest"))

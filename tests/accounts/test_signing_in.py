from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sps_learn.accounts.models import User
from tests.accounts.factories import PASSWORD, GuestFactory, UserFactory

pytestmark = pytest.mark.django_db


def sign_in(client, person, *, password=PASSWORD, **extra):
    return client.post(
        reverse("account_login"), {"login": person.email, "password": password, **extra}
    )


def signed_in_as(client) -> int | None:
    pk = client.session.get("_auth_user_id")
    return pk and int(pk)


# Guests -------------------------------------------------------------------------


def test_signing_in_asks_whose_the_answers_are(guest_client, guest, member, answers):
    answers[guest.pk] = 7

    response = sign_in(guest_client, member, next="/about/")
    page = guest_client.get(response.url)

    assert signed_in_as(guest_client) == member.pk
    assert "Add the 7 answers given here before you signed in?" in page.content.decode()
    assert page.context["next"] == "/about/"


@pytest.mark.parametrize(("choice", "counted"), [("yes", 10), ("no", 3)])
def test_the_answers_are_added_or_left_out(
    guest_client, guest, member, answers, choice, counted
):
    answers.update({guest.pk: 7, member.pk: 3})
    sign_in(guest_client, member)

    response = guest_client.post(
        reverse("accounts:join_guest"), {"choice": choice, "next": "/about/"}
    )

    assert response.url == "/about/"
    assert answers == {member.pk: counted}
    assert not User.objects.filter(pk=guest.pk).exists()


def test_nothing_happens_until_the_question_is_answered(
    guest_client, guest, member, answers
):
    answers[guest.pk] = 7
    sign_in(guest_client, member)

    response = guest_client.post(reverse("accounts:join_guest"), {"choice": "maybe"})

    assert response.status_code == 422
    assert answers == {guest.pk: 7}
    settings_page = guest_client.get(reverse("accounts:settings")).content.decode()
    assert reverse("accounts:join_guest") in settings_page


def test_the_question_is_answered_once(guest_client, guest, member, answers):
    answers[guest.pk] = 7
    sign_in(guest_client, member)

    for _ in range(2):
        response = guest_client.post(reverse("accounts:join_guest"), {"choice": "yes"})

    assert response.url == reverse("progress")
    assert answers == {member.pk: 7}


def test_a_guest_who_did_nothing_is_not_worth_a_question(guest_client, guest, member):
    response = sign_in(guest_client, member)

    assert response.url == reverse("progress")
    assert not User.objects.filter(pk=guest.pk).exists()


def test_another_persons_guest_cannot_be_named(member_client, member, answers):
    stranger = GuestFactory()
    answers[stranger.pk] = 4

    response = member_client.post(
        reverse("accounts:join_guest"), {"choice": "yes", "set_aside": stranger.pk}
    )

    assert response.url == reverse("progress")
    assert answers == {stranger.pk: 4}


def test_the_question_sends_nobody_away(guest_client, guest, member, answers):
    answers[guest.pk] = 1
    sign_in(guest_client, member)

    response = guest_client.post(
        reverse("accounts:join_guest"), {"choice": "no", "next": "//evil.example"}
    )

    assert response.url == reverse("progress")


def test_an_unverified_account_can_be_reached_by_a_guest(
    settings, guest_client, guest, member, answers
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    answers[guest.pk] = 1

    response = sign_in(guest_client, member)

    assert response.url == reverse("account_email_verification_sent")
    assert guest_client.get(response.url).status_code == 200
    assert len(mail.outbox) == 1


# Sessions -------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["client", "guest_client", "member_client"])
def test_a_session_known_before_signing_in_is_worth_nothing_after(who, request):
    client = request.getfixturevalue(who)
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    sign_in(client, UserFactory())

    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_a_session_ends_with_the_browser_unless_asked_otherwise(client, member):
    sign_in(client, member)
    assert client.session.get_expire_at_browser_close()

    sign_in(client, member, remember="on")
    assert not client.session.get_expire_at_browser_close()


def test_signing_out_ends_the_session(client, member):
    sign_in(client, member)
    key = client.session.session_key

    client.post(reverse("account_logout"))
    client.cookies["sessionid"] = key

    assert client.get(reverse("accounts:settings")).status_code == 302


def test_a_new_password_ends_all_other_sessions(member, member_client):
    elsewhere = Client()
    elsewhere.force_login(member)

    member_client.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "another calm sentence",
            "password2": "another calm sentence",
        },
    )

    assert elsewhere.get(reverse("accounts:settings")).status_code == 302
    assert member_client.get(reverse("accounts:settings")).status_code == 200


def test_who_may_not_sign_in_any_more_is_out_at_once(member, member_client):
    User.objects.filter(pk=member.pk).update(is_active=False)

    assert member_client.get(reverse("accounts:settings")).status_code == 302


# Guessing -------------------------------------------------------------------------


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(client, member):
    for _ in range(10):
        assert sign_in(client, member, password="wrong").status_code == 200

    response = sign_in(client, member)

    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "disguise",
    [
        {"HTTP_HOST": "127.0.0.1:{n}"},
        {"HTTP_HOST": "localhost"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.{n}"},
        {"REMOTE_ADDR": "10.0.0.{n}"},
    ],
)
def test_the_account_is_counted_whatever_the_sender_claims(client, member, disguise):
    for n in range(1, 12):
        response = client.post(
            reverse("account_login"),
            {"login": member.email, "password": "wrong"},
            **{name: value.format(n=n) for name, value in disguise.items()},
        )

    assert response.status_code == 429


def test_a_good_login_of_another_account_does_not_reset_the_count(client, member):
    for _ in range(10):
        sign_in(client, member, password="wrong")
    sign_in(client, UserFactory())

    assert sign_in(client, member).status_code == 429


def test_many_accounts_from_one_address_are_counted_together(settings, client):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/ip,10/5m/key"}
    for _ in range(3):
        sign_in(client, UserFactory(), password="wrong")

    response = sign_in(
        client, UserFactory(), password="wrong", HTTP_X_FORWARDED_FOR="1.1.1.1"
    )

    assert response.status_code == 429


def test_known_and_unknown_addresses_are_answered_alike(client, member):
    known = sign_in(client, member, password="wrong")
    unknown = sign_in(
        client, UserFactory.build(email="who@example.org"), password="wrong"
    )

    for response in (known, unknown):
        assert response.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_an_address_in_capitals_is_the_same_address(client, member):
    client.post(
        reverse("account_login"), {"login": "AMINA@Example.org", "password": PASSWORD}
    )

    assert signed_in_as(client) == member.pk


# Where to, and new passwords --------------------------------------------------------

AWAY = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "http://127.0.0.1:8000@evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    " //evil.example",
    "/a\r\nLocation: https://evil.example",
    "/" + "a" * 5_000,
]


@pytest.mark.parametrize("goal", AWAY)
def test_nobody_is_sent_away_after_signing_in(client, member, goal):
    assert sign_in(client, member, next=goal).url == reverse("progress")


@pytest.mark.parametrize("goal", ["/about/", "/about/?a=1#b", "/\u2215evil.example"])
def test_everybody_comes_back_to_a_page_of_this_site(client, member, goal):
    url = sign_in(client, member, next=goal).url

    assert url.startswith("/")
    assert not url.startswith("//")
    assert url != reverse("progress")


def ask_for_a_link(client, member, **extra) -> str:
    client.post(reverse("account_reset_password"), {"email": member.email}, **extra)
    return next(word for word in mail.outbox[-1].body.split() if "/reset/key/" in word)


def choose_password(client, link):
    page = client.get(link, follow=True)
    words = {"password1": "another calm sentence", "password2": "another calm sentence"}
    return client.post(page.request["PATH_INFO"], words)


def test_a_link_to_a_new_password_works_once(client, member):
    link = ask_for_a_link(client, member)

    choose_password(client, link)
    member.refresh_from_db()
    assert member.check_password("another calm sentence")

    member.set_password(PASSWORD)
    member.save()
    choose_password(Client(), link)
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_a_link_to_a_new_password_is_good_for_a_day(client, member, time_machine):
    link = ask_for_a_link(client, member)

    time_machine.move_to(timezone.now() + timedelta(hours=24, minutes=1))
    choose_password(client, link)

    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_a_link_dies_with_the_address_it_was_sent_to(client, member):
    link = ask_for_a_link(client, member)
    User.objects.filter(pk=member.pk).update(email="new@example.org")

    choose_password(client, link)

    member.refresh_from_db()
    assert member.check_password(PASSWORD)


@pytest.mark.parametrize("host", ["127.0.0.1:6666", "localhost:1", "127.0.0.1:8000"])
def test_links_in_mail_name_the_configured_site(client, member, settings, host):
    link = ask_for_a_link(client, member, HTTP_HOST=host)

    assert link.startswith(f"{settings.SITE_URL.origin}/accounts/")
    assert "6666" not in mail.outbox[-1].body


def test_an_unknown_address_is_answered_like_a_known_one(client, member):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (member.email, "who@example.org")
    ]

    assert len({(answer.status_code, answer.url) for answer in answers}) == 1

import json

import pytest
from django.urls import reverse

from sps_learn.accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory
from tests.sps_learn.markup import Page

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


# Settings ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["guest", "member"])
def test_name_role_and_time_zone_are_kept(who, request):
    person = request.getfixturevalue(who)
    client = request.getfixturevalue(f"{who}_client")

    response = client.post(
        reverse("accounts:settings"),
        {"display_name": "Noor", "role": "nurse", "time_zone": "Asia/Tokyo"},
    )

    person.refresh_from_db()
    assert (person.display_name, person.role) == ("Noor", "nurse")
    assert person.time_zone == "Asia/Tokyo"
    assert "Saved." in page_of(client.get(response.url))


def test_htmx_gets_the_form_alone_and_the_word_saved(member_client):
    response = member_client.post(
        reverse("accounts:settings"), {"time_zone": "UTC"}, headers=HTMX
    )

    assert response.status_code == 200
    assert page_of(response).startswith('<div id="profile"')
    assert "Saved." in page_of(response)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(
    member, member_client, headers
):
    response = member_client.post(
        reverse("accounts:settings"),
        {"display_name": "N" * 81, "time_zone": "Mars/Olympus"},
        headers=headers,
    )

    member.refresh_from_db()
    assert response.status_code == 422
    assert member.display_name == "Amina"
    assert "N" * 81 in page_of(response)
    assert "Choose a time zone from the list." in page_of(response)
    assert "Saved." not in page_of(response)


@pytest.mark.parametrize("name", ["a\x00b", "x" * 10_000])
def test_odd_names_are_refused_alike_on_every_database(member_client, name):
    response = member_client.post(
        reverse("accounts:settings"), {"display_name": name, "time_zone": "UTC"}
    )

    assert response.status_code == 422


def test_a_name_is_shown_as_text(member_client):
    member_client.post(
        reverse("accounts:settings"),
        {"display_name": "<script>alert(1)</script>", "time_zone": "UTC"},
    )

    page = page_of(member_client.get(reverse("accounts:settings")))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_settings_cannot_raise_rights(member, member_client):
    member_client.post(
        reverse("accounts:settings"),
        {"time_zone": "UTC", "is_staff": "1", "email": "other@example.org"},
    )

    member.refresh_from_db()
    assert not member.is_staff
    assert member.email == "amina@example.org"


# My data -----------------------------------------------------------------------------


def test_my_data_is_a_file_with_everything_of_mine(member_client, member, answers):
    UserFactory(email="other@example.org")
    answers[member.pk] = 2

    response = member_client.get(reverse("accounts:export_data"))

    data = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"]
    assert data["accounts.User"][0]["email"] == "amina@example.org"
    assert data["answers"] == [{"n": 0}, {"n": 1}]
    assert b"other@example.org" not in response.content
    assert b"password" not in response.content


def test_erasing_asks_for_the_password_and_ends_everything(
    member_client, member, answers
):
    answers[member.pk] = 2
    url = reverse("accounts:erase")
    assert "2 answers" in page_of(member_client.get(url))

    response = member_client.post(url, {"password": PASSWORD}, follow=True)

    assert not User.objects.exists()
    assert not answers
    assert response.request["PATH_INFO"] == reverse("home")
    assert "is erased" in page_of(response)
    assert not response.context["user"].is_authenticated


@pytest.mark.parametrize(
    ("password", "advice"),
    [("", "Enter your password."), ("wrong", "This is not the password")],
)
def test_erasing_needs_the_right_password(member_client, password, advice):
    response = member_client.post(reverse("accounts:erase"), {"password": password})

    assert response.status_code == 422
    assert advice in page_of(response)
    assert User.objects.exists()


def test_the_password_cannot_be_guessed_there(member_client):
    for _ in range(10):
        member_client.post(reverse("accounts:erase"), {"password": "wrong"})

    response = member_client.post(reverse("accounts:erase"), {"password": PASSWORD})

    assert response.status_code == 429
    assert User.objects.exists()


def test_a_guest_has_no_password_and_only_confirms(guest_client, guest):
    guest_client.post(reverse("accounts:erase"))

    assert not User.objects.filter(pk=guest.pk).exists()


def test_the_only_administrator_stays(client):
    boss = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(boss)

    response = client.post(reverse("accounts:erase"), {"password": PASSWORD})

    assert response.status_code == 422
    assert "only administrator" in page_of(response)
    assert User.objects.exists()


# Finish and clear this computer -----------------------------------------------------


def test_finishing_says_what_is_lost(guest_client, guest, answers):
    answers[guest.pk] = 7

    page = page_of(guest_client.get(reverse("accounts:finish")))

    assert "The 7 answers given here" in page
    assert User.objects.filter(pk=guest.pk).exists()


def test_finishing_leaves_nothing_on_the_computer(guest_client, guest, answers):
    answers[guest.pk] = 7
    before = guest_client.session.session_key

    response = guest_client.post(reverse("accounts:finish"), follow=True)

    assert response.request["PATH_INFO"] == reverse("home")
    assert "this computer is clear" in page_of(response)
    assert not User.objects.filter(pk=guest.pk).exists()
    assert not answers
    assert guest_client.session.session_key != before
    assert not response.context["user"].is_authenticated


def test_a_member_who_finishes_signs_out_and_loses_nothing(member_client, member):
    response = member_client.post(reverse("accounts:finish"))

    assert response.url == reverse("account_logout")
    assert User.objects.filter(pk=member.pk).exists()


def test_a_guest_who_signs_out_is_asked_first(guest_client, guest):
    response = guest_client.post(reverse("account_logout"))

    assert response.url == reverse("accounts:finish")
    assert User.objects.filter(pk=guest.pk).exists()


# Who may ------------------------------------------------------------------------------

PAGES = ["settings", "reading", "export_data", "erase", "finish", "join_guest"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_asked_to_sign_in(client, name):
    url = reverse(f"accounts:{name}")

    assert client.get(url).url == f"{reverse('account_login')}?next={url}"
    assert client.get(url, headers=HTMX).status_code == 401


@pytest.mark.parametrize("name", ["settings", "erase", "finish", "export_data"])
def test_a_guest_sees_what_is_theirs(guest_client, name):
    assert guest_client.get(reverse(f"accounts:{name}")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "accounts:join_guest",
        "account_email",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
    ],
)
def test_a_guest_signs_in_for_what_needs_an_account(guest_client, name):
    url = reverse(name)

    assert guest_client.get(url).url == f"{reverse('account_login')}?next={url}"
    assert guest_client.post(url).status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("name", PAGES)
def test_other_methods_are_refused(member_client, name, method):
    assert (
        getattr(member_client, method)(reverse(f"accounts:{name}")).status_code == 405
    )


FORMS = ["settings", "reading", "erase", "finish", "join_guest"]


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_changed_without_the_forms_token(guest, name):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(guest)

    response = client.post(reverse(f"accounts:{name}"))

    assert response.status_code == 403
    assert "The form could not be accepted" in page_of(response)
    assert User.objects.filter(pk=guest.pk).exists()


# How the pages are made ---------------------------------------------------------------


@pytest.mark.parametrize("who", ["guest", "member"])
@pytest.mark.parametrize("name", ["settings", "erase", "finish"])
def test_the_pages_are_sound(who, name, request, answers):
    answers[request.getfixturevalue(who).pk] = 1
    client = request.getfixturevalue(f"{who}_client")

    response = client.get(reverse(f"accounts:{name}"), follow=True)

    assert Page(response.content.decode()).faults() == []


@pytest.mark.parametrize("given", [0, 1, 2])
def test_the_question_after_signing_in_is_sound(
    guest_client, guest, member, answers, given, monkeypatch
):
    monkeypatch.setattr(
        "sps_learn.accounts.adapter.has_learnt_something", lambda _: True
    )
    answers[guest.pk] = given
    words = {"login": member.email, "password": PASSWORD}

    response = guest_client.post(reverse("account_login"), words, follow=True)

    page = Page(response.content.decode())
    assert page.faults() == []
    assert page.title.startswith("Is this yours?")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("settings", {"time_zone": "Mars/Olympus"}),
        ("reading", {"time_wish": "all of it"}),
        ("erase", {"password": "wrong"}),
    ],
)
def test_a_refused_form_is_sound_and_says_error_in_its_title(member_client, name, data):
    response = member_client.post(reverse(f"accounts:{name}"), data)

    page = Page(response.content.decode())
    assert page.faults() == []
    assert page.title.startswith("Error: ")


@pytest.mark.parametrize("name", ["settings", "erase", "finish"])
def test_no_page_asks_the_database_much(
    guest_client, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        guest_client.get(reverse(f"accounts:{name}"))

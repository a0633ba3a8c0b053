"""The part of the settings about larger type and time in timed quizzes."""

import pytest
from django.urls import reverse

from tests.accounts.factories import UserFactory
from tests.sps_learn.markup import Page, text_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
READING = "accounts:reading"


def page_of(response) -> str:
    return " ".join(response.content.decode().split())


def in_force(client) -> str:
    """The section of the settings, as text."""
    page = Page(client.get(reverse("accounts:settings")).content.decode())
    (section,) = [e for e in page.elements if e.get("id") == "reading"]
    return text_of(section)


@pytest.mark.parametrize("who", ["guest", "member"])
def test_larger_type_is_kept_and_given_up_again(who, request):
    person = request.getfixturevalue(who)
    client = request.getfixturevalue(f"{who}_client")

    response = client.post(reverse(READING), {"prefers_larger_type": "on"})
    page = client.get(response.url).content.decode()

    person.refresh_from_db()
    assert person.prefers_larger_type
    assert Page(page).root.get("data-type") == "larger"
    assert "Saved." in page

    client.post(reverse(READING), {})

    person.refresh_from_db()
    assert not person.prefers_larger_type


def test_a_wish_is_kept_and_waits(member, member_client):
    assert "There is no extra time yet." in in_force(member_client)

    member_client.post(reverse(READING), {"time_wish": "double"})

    member.refresh_from_db()
    words = in_force(member_client)
    assert member.time_wish == "double"
    assert "There is no extra time yet." in words
    assert "You asked for twice the time; an administrator decides." in words


def test_a_wish_can_be_taken_back(member, member_client):
    member_client.post(reverse(READING), {"time_wish": "double"})
    member_client.post(reverse(READING), {"time_wish": ""})

    assert "You asked" not in in_force(member_client)


@pytest.mark.parametrize(
    ("granted", "words"),
    [
        ({"time_factor": "1.5"}, "In timed quizzes you have 1.5 times the usual time."),
        ({"time_factor": "2.0"}, "In timed quizzes you have 2 times the usual time."),
        ({"has_no_time_limit": True}, "Time limits do not hold for you."),
    ],
)
def test_what_is_granted_is_said(client, granted, words):
    client.force_login(UserFactory(time_wish="half", **granted))

    assert words in in_force(client)
    assert "You asked" not in in_force(client)
    assert "no extra time" not in in_force(client)


@pytest.mark.parametrize("name", ["accounts:settings", READING])
@pytest.mark.parametrize("who", ["guest", "member"])
def test_nobody_grants_themselves_more_time(who, name, request):
    person = request.getfixturevalue(who)
    client = request.getfixturevalue(f"{who}_client")

    client.post(
        reverse(name),
        {
            "time_zone": "UTC",
            "time_wish": "double",
            "time_factor": "10.0",
            "has_no_time_limit": "on",
        },
    )

    person.refresh_from_db()
    assert person.minutes_allowed(20) == 20
    assert not person.has_no_time_limit


def test_a_guest_cannot_wish_and_is_told_why(guest, guest_client):
    guest_client.post(reverse(READING), {"time_wish": "double"})

    guest.refresh_from_db()
    words = in_force(guest_client)
    assert guest.time_wish == ""
    assert "Larger type" in words
    assert "goes with an account" in words
    assert "Twice the time" not in words


def test_each_form_leaves_the_other_alone(member, member_client):
    member_client.post(
        reverse(READING), {"prefers_larger_type": "on", "time_wish": "half"}
    )
    member_client.post(
        reverse("accounts:settings"), {"display_name": "Noor", "time_zone": "UTC"}
    )
    member_client.post(
        reverse(READING), {"prefers_larger_type": "on", "display_name": "x"}
    )

    member.refresh_from_db()
    assert member.display_name == "Noor"
    assert member.prefers_larger_type


def test_htmx_gets_the_section_alone_with_what_is_in_force_now(member_client):
    response = member_client.post(
        reverse(READING), {"time_wish": "no-limit"}, headers=HTMX
    )

    page = page_of(response)
    assert response.status_code == 200
    assert page.startswith('<div id="reading"')
    assert "autofocus" in page
    assert "Saved." in page
    assert "You asked for no time limit; an administrator decides." in page


def test_htmx_loads_the_page_anew_when_the_type_changes(member_client):
    url = reverse(READING)

    larger = member_client.post(url, {"prefers_larger_type": "on"}, headers=HTMX)
    same = member_client.post(url, {"prefers_larger_type": "on"}, headers=HTMX)

    page = page_of(member_client.get(larger["HX-Redirect"]))
    assert 'data-type="larger"' in page
    assert "Saved." in page
    assert "HX-Redirect" not in same


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wish_that_nobody_offered_is_refused(member, member_client, headers):
    response = member_client.post(
        reverse(READING), {"time_wish": "a\x00b"}, headers=headers
    )

    member.refresh_from_db()
    assert response.status_code == 422
    assert member.time_wish == ""
    assert "Choose one from the list." in page_of(response)
    assert "Saved." not in page_of(response)


@pytest.mark.parametrize("who", ["guest", "member"])
def test_the_forms_of_the_settings_share_one_row(
    who, request, django_assert_num_queries
):
    client = request.getfixturevalue(f"{who}_client")

    # The session, its person, the copy for both forms, the guest who may wait; due.
    with django_assert_num_queries(5):
        client.get(reverse("accounts:settings"))

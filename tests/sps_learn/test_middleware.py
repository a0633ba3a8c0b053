from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from sps_learn import middleware
from tests.accounts.factories import GuestFactory, UserFactory

HTMX = {"HX-Request": "true"}


def parts_of(response, header) -> set[str]:
    return {part.strip() for part in response.get(header, "").split(",")} - {""}


# Headers --------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["learner_client", "guest_client"])
@pytest.mark.parametrize("page_name", ["about", "accounts:settings"])
def test_a_signed_in_page_is_kept_by_no_cache(who, page_name, request):
    response = request.getfixturevalue(who).get(reverse(page_name))

    assert {"private", "no-store"} <= parts_of(response, "Cache-Control")
    assert {"Cookie", "HX-Request"} <= parts_of(response, "Vary")


def test_a_page_of_nobody_may_be_kept_but_varies(rf):
    response = middleware.response_headers(lambda _: HttpResponse())(rf.get("/"))

    assert parts_of(response, "Vary") == {"HX-Request"}
    assert "Cache-Control" not in response


def test_a_page_that_sets_a_cookie_is_private(client, db):
    response = client.get(reverse("account_login"))

    assert "csrftoken" in response.cookies
    assert "private" in parts_of(response, "Cache-Control")


def test_after_signing_out_the_back_button_shows_the_log_in_page(learner_client):
    url = reverse("accounts:settings")
    assert "no-store" in learner_client.get(url)["Cache-Control"]

    learner_client.post(reverse("account_logout"))

    assert learner_client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_every_page_asks_for_no_camera_or_place(client, db):
    policy = client.get(reverse("about"))["Permissions-Policy"]

    assert "camera=()" in policy
    assert "geolocation=()" in policy


def test_a_page_may_say_more_than_the_middleware(rf):
    def view(request):
        return HttpResponse(headers={"Permissions-Policy": "camera=(self)"})

    response = middleware.response_headers(view)(rf.get("/"))

    assert response["Permissions-Policy"] == "camera=(self)"


def test_an_error_is_kept_by_no_cache(rf):
    response = middleware.response_headers(lambda _: HttpResponse(status=500))(
        rf.get("/")
    )

    assert "no-store" in response["Cache-Control"]


def test_a_request_refused_early_still_gets_its_page(client):
    response = client.get("/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "Permissions-Policy" in response


# Signing in ---------------------------------------------------------------------------


def test_a_page_leads_to_the_log_in_and_back(client, db):
    response = client.get("/progress/?from=mail")

    assert response.url == "/accounts/login/?next=/progress/%3Ffrom%3Dmail"


def test_htmx_is_told_to_leave_the_page_and_come_back_to_it(client, db):
    response = client.get(
        reverse("progress"),
        headers=HTMX | {"HX-Current-URL": "http://testserver/learn/?a=1"},
    )

    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/?next=/learn/%3Fa%3D1"
    assert not response.content


@pytest.mark.parametrize(
    "current", ["https://evil.example/", "http://testserver:99/", "", "javascript:x"]
)
def test_htmx_cannot_be_led_away(client, db, current):
    response = client.get(
        reverse("progress"), headers=HTMX | {"HX-Current-URL": current}
    )

    assert response["HX-Redirect"] == "/accounts/login/"


@pytest.mark.parametrize(
    ("referer", "goal"),
    [
        ("http://testserver/settings/?a=1#x", "?next=/settings/%3Fa%3D1"),
        ("http://evil.example/settings/", ""),
        ("http://testserver//evil.example/", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_after_a_form_the_way_back_is_the_page_it_was_on(client, db, referer, goal):
    response = client.post(reverse("accounts:erase"), headers={"Referer": referer})

    assert response.url == f"/accounts/login/{goal}"


def test_public_pages_need_no_account(client, db):
    assert client.get(reverse("about")).status_code == 200


# Time -------------------------------------------------------------------------------


@pytest.fixture
def local_hour(rf):
    """The hour that a view shows for noon UTC in winter."""

    def hour(user) -> int:
        def view(request):
            noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
            return HttpResponse(timezone.localtime(noon).hour)

        request = rf.get("/")
        request.user = user
        return int(middleware.learner_time_zone(view)(request).content)

    return hour


@pytest.mark.parametrize(
    ("user", "hour"),
    [
        (UserFactory.build(time_zone="Asia/Tokyo"), 21),
        (GuestFactory.build(time_zone="America/New_York"), 7),
        (UserFactory.build(time_zone="Mars/Olympus"), 12),
        (UserFactory.build(time_zone="../../etc/passwd"), 12),
        (UserFactory.build(time_zone=""), 12),
        (AnonymousUser(), 12),
    ],
)
def test_times_are_shown_in_the_learners_zone(local_hour, user, hour):
    assert local_hour(user) == hour


def test_the_next_request_begins_in_the_sites_zone_again(local_hour):
    local_hour(UserFactory.build(time_zone="Asia/Tokyo"))

    assert timezone.get_current_timezone() == ZoneInfo("UTC")


def test_the_zone_costs_no_query_of_its_own(
    rf, learner, django_assert_num_queries, learner_client
):
    with django_assert_num_queries(2):  # session, user
        learner_client.get(reverse("live"))

"""What happens around every view: headers, signing in, the learner's time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from sps_learn.accounts.guests import is_guest, renew, sign_in_first

type View = Callable[..., HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)

METHODS = ("GET", "HEAD", "POST")

# allauth's own pages that make sense with an e-mail address and a password only.
MEMBERS_ONLY_PAGES = {
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
}


def response_headers(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        patch_vary_headers(response, ["HX-Request"])
        if response.status_code >= 500:
            patch_cache_control(response, no_store=True)
        elif is_personal(request):
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        elif response.cookies:
            patch_cache_control(response, private=True)
        return response

    return middleware


def is_personal(request: HttpRequest) -> bool:
    """Say whether the response may have been made for one person."""
    # A request that was refused early has neither; who never looked at the session
    # cannot have learnt who is asking.
    session = getattr(request, "session", None)
    user = getattr(request, "user", None)
    if session is None or user is None or not session.accessed:
        return False
    return user.is_authenticated


def known_methods(get_response: View) -> View:
    """Refuse what no address of the site takes, whoever asks.

    The views of others would answer: some of allauth's take a PUT for a POST.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in METHODS:
            return get_response(request)
        return HttpResponseNotAllowed(METHODS)

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Every view is for people who are signed in, unless it says otherwise.

    A guest counts as signed in, except where a view says `@members_only`.
    """

    def process_view(
        self, request: HttpRequest, view_func: View, view_args, view_kwargs
    ) -> HttpResponse | None:
        if is_guest(request.user):
            renew(request)
            return self._detour_of_a_guest(request, view_func)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def _detour_of_a_guest(
        self, request: HttpRequest, view_func: View
    ) -> HttpResponse | None:
        page = request.resolver_match.view_name
        if page == "account_logout":
            # Signing out would lose the answers without a word.
            return redirect("accounts:finish")
        if page in MEMBERS_ONLY_PAGES or getattr(view_func, "members_only", False):
            return sign_in_first(request)
        return None

    def handle_no_permission(
        self, request: HttpRequest, view_func: View
    ) -> HttpResponse:
        return sign_in_first(request)


def learner_time_zone(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request.user)):
            return get_response(request)

    return middleware


def zone_of(user) -> ZoneInfo | None:
    """Give a signed-in person's zone, or none: then the site's own counts."""
    return user.zone if user.is_authenticated else None

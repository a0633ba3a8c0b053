"""Guests: people who learn without an account.

A guest is a row like any other, made by the first thing worth keeping. The session
is the only key to it; when the session ends, so does the guest.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    login,
    logout,
)
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import resolve_url
from django.utils import timezone

from sps_learn.accounts.learners import erase_learner
from sps_learn.accounts.models import User
from sps_learn.addresses import way_back

SET_ASIDE = "set_aside"  # session key: who was learning here before signing in
BACKGROUND = "X-Background"  # sent by what a page asks without its reader
RENEW_AFTER = timedelta(days=1)


def is_guest(user) -> bool:
    return user.is_authenticated and user.is_guest


def learner_for(request: HttpRequest) -> User:
    """The person signed in, or a guest: the one who was here, or a new one."""
    if not request.user.is_authenticated:
        sign_in_guest(request, waiting_guest(request) or User.objects.create_guest())
    return request.user


def sign_in_guest(request: HttpRequest, guest: User) -> None:
    """Give the browser the key to a guest: a new session, for a month."""
    token = request.META.get("CSRF_COOKIE")
    login(request, guest)
    if token:
        # The other forms on the page stay good: there was no right to gain.
        request.META["CSRF_COOKIE"] = token
    request.session.pop(SET_ASIDE, None)
    _set_expiry(request)


def renew(request: HttpRequest) -> None:
    """Begin the month of a guest anew with a visit, at most once a day."""
    now = timezone.now()
    if request.user.last_login < now - RENEW_AFTER:
        request.user.last_login = now
        request.user.save(update_fields=["last_login"])
        _set_expiry(request)


def end_guest(request: HttpRequest) -> None:
    """Forget a guest, and clear the session of this computer."""
    if is_guest(request.user):
        erase_learner(request.user)
    logout(request)
    rotate_token(request)


def members_only(view):
    """Mark a view for which a guest has to sign in, like anyone without an account."""
    view.members_only = True
    return view


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send to the log-in page, and from there back to where the visitor was."""
    address = resolve_url(settings.LOGIN_URL)
    if back := way_back(request):
        address = f"{address}?{urlencode({'next': back}, safe='/')}"
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(address)
    if BACKGROUND in request.headers:
        # The page asks by itself: it must not go away under what is being written.
        return HttpResponse(status=204)
    # A log-in form inside a fragment would be a trap: htmx follows this header.
    return HttpResponse(status=401, headers={"HX-Redirect": address})


def set_aside(request: HttpRequest) -> None:
    """Make the session nobody's, but remember who was learning with it.

    Signing in takes more than one request where an e-mail address is verified, and
    allauth's pages for that are closed to everyone who is signed in.
    """
    request.session[SET_ASIDE] = request.user.pk
    for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY):
        request.session.pop(key, None)
    request.session.set_expiry(None)
    request.user = AnonymousUser()


def waiting_guest(request: HttpRequest) -> User | None:
    """The guest who was learning here before somebody signed in."""
    return User.objects.filter(pk=request.session.get(SET_ASIDE), is_guest=True).first()


def row_to_sign_up(request: HttpRequest) -> User | None:
    """The guest who signs up, or who did so just now with a mistyped address."""
    here = request.user.pk or request.session.get(SET_ASIDE)
    never_came_in = Q(last_login=None, emailaddress__verified=False)
    return User.objects.filter(Q(is_guest=True) | never_came_in, pk=here).first()


def prune_guests(now: datetime) -> int:
    """Erase the guests whose session has ended, and say how many."""
    ended = now - timedelta(days=settings.GUEST_SESSION_DAYS)
    guests = (
        User.objects.filter(is_guest=True)
        .annotate(seen_at=Coalesce("last_login", "date_joined"))
        .filter(seen_at__lt=ended)
    )
    # One transaction each: nobody who is answering waits for all of them.
    for guest in (pruned := list(guests)):
        erase_learner(guest)
    return len(pruned)


def _set_expiry(request: HttpRequest) -> None:
    request.session.set_expiry(timedelta(days=settings.GUEST_SESSION_DAYS))

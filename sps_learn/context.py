"""What every page knows: how it looks, and where in the site it is."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from quizzes.reviewing.counts import due_counts
from sps_learn.accounts.learners import count_answers

THEMES = ("system", "light", "dim", "dark")
THEME_COOKIE = "theme"

SECTIONS_BY_APP = {"lessons": "learn", "quizzes": "practise"}
# A page of its own comes before the app that it is of.
SECTIONS_BY_PAGE = {
    "progress": "progress",
    "help": "help",
    "quizzes:review": "review",
}


def appearance(request: HttpRequest) -> dict[str, Any]:
    return {
        "theme": theme_of(request),
        "section": section_of(request),
        # Called by the frame of a page, which looks at the person anyway: asked for
        # at once, it would make a personal page of one that is nobody's.
        "has_larger_type": partial(_has_larger_type, request),
        # Called by the template that shows it, and only then counted.
        "answers_here": partial(_count_answers_here, request),
        # The same of the navigation; a page that counts it anyway gives its own.
        "due_today": partial(_count_due_today, request),
    }


def theme_of(request: HttpRequest) -> str:
    """Trust the cookie only as far as it names a theme."""
    theme = request.COOKIES.get(THEME_COOKIE)
    return theme if theme in THEMES else "system"


def section_of(request: HttpRequest) -> str:
    """Name the part of the site that the navigation marks as the current one."""
    match = request.resolver_match
    if match is None:
        return ""
    return SECTIONS_BY_PAGE.get(match.view_name) or SECTIONS_BY_APP.get(
        match.app_name, ""
    )


def _has_larger_type(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and user.prefers_larger_type)


def _count_due_today(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated):
        return 0
    return due_counts(user, timezone.now(), timezone.get_current_timezone()).today


def _count_answers_here(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return count_answers(user) if user and user.is_authenticated else 0

"""The project's own pages: they see lessons and quizzes together."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quizzes.sitting.asking import live_question

from .addresses import is_local
from .context import THEME_COOKIE, THEMES
from .overview import site_in_numbers
from .progress import progress_of

ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and one question to try."""
    context = {
        "card": live_question(request, timezone.now()),
        "numbers": site_in_numbers(),
    }
    return render(request, "home.html", context)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """What was done, what is known, and what to do next."""
    found = progress_of(request.user, timezone.now())
    context = {"progress": found, "due_today": found.due.today}
    return render(request, "progress.html", context)


@login_not_required
@require_safe
def plain_page(request: HttpRequest, page: str) -> HttpResponse:
    """A page of words."""
    return render(request, f"pages/{page}.html")


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember how the pages should look, in a cookie of this browser."""
    back = request.POST.get("next", "")
    response = HttpResponseRedirect(back if is_local(back) else resolve_url("home"))
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            theme,
            max_age=ONE_YEAR_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response

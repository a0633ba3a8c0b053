"""Pages that say what went wrong, what is kept, and what to do next."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django_htmx.http import reselect, reswap, retarget

from sps_learn.context import theme_of

RETRY_AFTER_SECONDS = 300

# The last resort: when the template of the error page is itself broken.
PLAIN_APOLOGY = (
    '<!DOCTYPE html><html lang="en-GB"><title>Something went wrong · SPS Learn</title>'
    "<h1>Something went wrong on our side</h1>"
    "<p>Every answer that the site has shown as saved is kept. "
    "Try once more in a minute.</p></html>"
)


@requires_csrf_token
def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", status=413 if too_big else 400)


@requires_csrf_token
def permission_denied(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    return render(request, "403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # The same words for what never was and for what is another person's.
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Render without request and context processors: they may be what failed."""
    try:
        page = loader.get_template("500.html").render({"theme": theme_of(request)})
    except Exception:
        page = PLAIN_APOLOGY
    return HttpResponse(page, status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that came without its token; the reason is for developers."""
    return render(request, "403.html", {"csrf_failed": True}, status=403)


def conflict(request: HttpRequest, message: str = "") -> HttpResponse:
    """Say that something newer was saved first."""
    return _beside_the_page(request, 409, message)


def unprocessable(request: HttpRequest, message: str = "") -> HttpResponse:
    """Say that what was sent does not belong here."""
    return _beside_the_page(request, 422, message)


def too_many(
    request: HttpRequest, message: str = "", *, seconds: int = RETRY_AFTER_SECONDS
) -> HttpResponse:
    """Ask for patience, and say for how long."""
    response = render(request, "429.html", {"message": message}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def _beside_the_page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    response = render(request, f"{status}.html", {"message": message}, status=status)
    if getattr(request, "htmx", False):
        # htmx swaps a 409 or 422 where the answer was meant to go, because views
        # send fragments with them; this is a page, and only its words are wanted.
        retarget(response, "#trouble")
        reselect(response, "#what-happened")
        reswap(response, "innerHTML show:#trouble:top")
    return response

"""The yardstick: a page of 10 KB as bare Django serves it, on the same machine.

It has Django's own middleware and nothing of ours: a session, the person, two queries
more, a template. Times differ from machine to machine and from hour to hour; how many
bare pages a page of ours costs does so much less.
"""

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LINES = 130

_PAGE = Engine().from_string(
    "<!doctype html><title>Bare</title><h1>{{ person.pk }}, one of {{ people }}</h1>"
    "<p>{{ sessions }}</p><ul>{% for line in lines %}"
    "<li>Line {{ line }} of a page that says nothing, so that it is as long as one."
    "</li>{% endfor %}</ul>"
)


def bare_page(request: HttpRequest) -> HttpResponse:
    context = {
        "person": request.user,
        "people": get_user_model().objects.count(),
        "sessions": Session.objects.count(),
        "lines": range(LINES),
    }
    return HttpResponse(_PAGE.render(Context(context)))


# ROOT_URLCONF of a benchmark: all of ours, and the yardstick.
urlpatterns = [path("bare/", bare_page), path("", include("sps_learn.urls"))]

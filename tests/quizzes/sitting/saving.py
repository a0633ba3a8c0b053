"""What the tests of saving send and read."""

from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from quizzes.models import Attempt, Response
from tests.quizzes.pages import HTMX, html, slot


def save(
    client: Client, attempt: Attempt, version: int | str = 0, **data: object
) -> HttpResponse:
    """What the page sends by itself when something is chosen."""
    sent = {"draft": "yes", "version": str(version), **data}
    return client.post(slot(attempt), sent, headers=HTMX)


def stored(attempt: Attempt) -> Response:
    return attempt.responses.get(position=1)


def said(response: HttpResponse) -> str:
    """The words of the reply, without those that are read out."""
    shown = html(response).partition('<p id="announce"')[0]
    return " ".join(unescape(strip_tags(shown)).split())


def read_out(response: HttpResponse) -> str:
    _, _, rest = html(response).partition('id="announce" hx-swap-oob="innerHTML">')
    return rest.partition("</p>")[0]

"""What the tests do on the pages of quizzes."""

import re

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt, Quiz

HTMX = {"HX-Request": "true"}


def html(response: HttpResponse) -> str:
    return response.content.decode()


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def start(client: Client, quiz: Quiz) -> Attempt:
    """Press Start, or its twin where an attempt is running."""
    page = html(client.get(quiz.get_absolute_url()))
    ticket = hidden(page, "ticket") if 'name="ticket"' in page else ""
    url = reverse("quizzes:start_quiz", args=[quiz.slug])
    response = client.post(url, {"ticket": ticket})
    return Attempt.objects.get(pk=response["Location"].split("/")[2])


def slot(attempt: Attempt, position: int = 1) -> str:
    return reverse("quizzes:question", args=[attempt.pk, position])

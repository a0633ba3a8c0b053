"""What comes back when a choice of a test is saved as it is made.

The reader stays where they are: only what the page says about the save changes.
"""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .. import actions
from ..grading import InvalidAnswer
from ..models import Response
from .answering import slot_of, store, wait_for_step
from .cards import in_words
from .forms import AnswerForm, Refused


def is_draft(request: HttpRequest) -> bool:
    """Whether the page sends a choice by itself; without script a button does it."""
    return bool(request.htmx) and "draft" in request.POST


def respond_to_draft(request: HttpRequest, attempt: uuid.UUID, n: int) -> HttpResponse:
    """Store a choice as it was made, and say whether it is stored."""
    try:
        sent = AnswerForm(request.POST).sent(is_draft=True)
        response = store(request, attempt, n, sent)
    except (Refused, InvalidAnswer) as fault:
        return _not_yet(request, attempt, n, str(fault))
    except actions.StepLocked as locked:
        return wait_for_step(request, locked.waiting)
    except actions.TimeOver:
        return _say(request, "over", slot_of(request, attempt, n), status=422)
    except actions.Conflict as conflict:
        return _say_what_counts(request, conflict.response)
    return _say(request, "saved", response)


def _not_yet(
    request: HttpRequest, attempt: uuid.UUID, n: int, why: str
) -> HttpResponse:
    """An answer in the making: no fault of anybody's, and not stored."""
    response = slot_of(request, attempt, n)
    response.attempt = actions.finish_if_over(response.attempt, timezone.now())
    if response.attempt.is_timed_out:
        return _say(request, "over", response, status=422)
    if waiting := actions.first_waiting_step(response):
        return wait_for_step(request, waiting)
    if response.is_released:
        return _say_what_counts(request, response)
    state = "incomplete" if why else "blank"
    return _say(request, state, response, status=422, why=why)


def _say_what_counts(request: HttpRequest, response: Response) -> HttpResponse:
    """Another window was first; its answer is shown, and this one stays entered."""
    is_final = response.is_released or response.is_locked
    return _say(request, "closed" if is_final else "conflict", response, status=409)


def _say(
    request: HttpRequest,
    state: str,
    response: Response,
    *,
    status: int = 200,
    why: str = "",
) -> HttpResponse:
    context = {
        "card_id": f"question-{response.position}",
        "response": response,
        "attempt": response.attempt,
        "stored": in_words(response),
        "why": why,
        "takes_focus": "mine" in request.POST,
    }
    return _render(request, state, context, status, str(response.version))


def say_signed_out(request: HttpRequest, sign_in: str) -> HttpResponse:
    """Offer to sign in, with the choice; to a page that may be in use, no more."""
    n = request.resolver_match.kwargs["n"]
    context = {"card_id": f"question-{n}", "sign_in": sign_in}
    return _render(request, "signed-out", context, 401)


def _render(
    request: HttpRequest,
    state: str,
    context: dict[str, object],
    status: int,
    version: str = "",
) -> HttpResponse:
    """The words; read out only where they are news to the page."""
    said = f"{state} {version}" if state == "conflict" else state
    context |= {"state": state, "said": said}
    context["is_news"] = said != request.POST.get("said")
    return render(request, "quizzes/saving.html", context, status=status)

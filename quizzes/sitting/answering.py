"""What comes back when an answer is sent: the reasons, the next question, or a fault.

The same card is the fragment that htmx swaps in and the middle of the whole page.
"""

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone

from sps_learn.addresses import LONGEST_ADDRESS

from .. import actions
from ..actions import Sent
from ..grading import Fields, InvalidAnswer
from ..models import Response
from .cards import Card, invitation
from .clock import clock_of
from .forms import AnswerForm, Refused
from .navigation import next_open_position
from .slots import slot_card

ANSWERED_BEFORE = (
    "This question was answered before, perhaps in another window. "
    "The answer marked here is the one that counts."
)
SAVED_MEANWHILE = "Another answer was saved meanwhile, perhaps in another window."
TIME_OVER = (
    "The time is over, so this answer could not be saved. "
    "The answers saved before count, and nothing of them is lost."
)


def respond_to_answer(request: HttpRequest, attempt: uuid.UUID, n: int) -> HttpResponse:
    """Store the answer of one slot, and say what that led to."""
    try:
        sent = AnswerForm(request.POST).sent()
        response = store(request, attempt, n, sent)
    except (Refused, InvalidAnswer) as fault:
        return _refuse(request, attempt, n, str(fault))
    except actions.StepLocked as locked:
        return wait_for_step(request, locked.waiting)
    except actions.TimeOver:
        return _time_over(request, attempt, n)
    except actions.Conflict as conflict:
        return _show_what_counts(request, conflict.response, sent)
    if response.is_released:
        return _show_reasons(request, response)
    return go_on(request, response)


def store(request: HttpRequest, attempt: uuid.UUID, n: int, sent: Sent) -> Response:
    """The response with what was sent; raises what `actions.answer` does, and Refused.

    A stranger gets 404.
    """
    if sent.is_blank:
        raise Refused()
    try:
        return actions.answer(
            learner=request.user,
            attempt=attempt,
            position=n,
            sent=sent,
            now=timezone.now(),
        )
    except Response.DoesNotExist:
        raise Http404 from None


def _show_reasons(request: HttpRequest, response: Response) -> HttpResponse:
    if not request.htmx:
        return redirect(response)
    return show_card(request, slot_card(response), response=response)


def go_on(request: HttpRequest, response: Response) -> HttpResponse:
    """In a test: on to the next open question, or to the list of answers."""
    following = next_open_position(response)
    if following is None:
        return to_page(request, "quizzes:check_answers", response.attempt_id)
    return to_page(request, "quizzes:question", response.attempt_id, following)


def to_page(request: HttpRequest, to: str, *args: object) -> HttpResponse:
    """Another page: a redirect, or what htmx follows in its place."""
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": resolve_url(to, *args)})
    return redirect(to, *args)


def slot_of(request: HttpRequest, attempt: uuid.UUID, n: int) -> Response:
    """The learner's slot as it is stored, or 404."""
    mine = Response.objects.for_learner(request.user).slot(attempt, n)
    response = mine.for_question_page().first()
    if response is None:
        raise Http404
    response.attempt.learner = request.user
    return response


def show_slot(request: HttpRequest, response: Response) -> HttpResponse:
    """The page of a slot: its question, or the reasons once they may be shown."""
    response.attempt = actions.finish_if_over(response.attempt, timezone.now())
    if response.attempt.is_timed_out and not response.is_graded:
        return redirect(response.attempt)
    if waiting := actions.first_waiting_step(response):
        return wait_for_step(request, waiting)
    kept = AnswerForm(request.GET)
    if response.is_released or response.is_locked or not kept.entered:
        card = slot_card(response)
    else:
        card = card_with(response, kept)
        card.notice = "Your choice was kept. It is sent when you press the button."
    return render(request, "quizzes/question.html", _context(card, response))


def card_with(response: Response, form: AnswerForm) -> Card:
    """The card with what was entered, and the version that its page has seen."""
    # Not the stored one: the learner would write over an answer never shown to them.
    card = slot_card(response, entered=form.entered)
    card.is_saved &= form.confidence_sent == response.confidence
    card.confidence, card.version = form.confidence_sent, form.version_sent
    return card


def _refuse(
    request: HttpRequest, attempt: uuid.UUID, n: int, message: str
) -> HttpResponse:
    """Say what is wrong with the answer, and keep what was entered."""
    response = slot_of(request, attempt, n)
    response.attempt = actions.finish_if_over(response.attempt, timezone.now())
    if response.attempt.is_timed_out:
        return _time_over(request, attempt, n)
    if waiting := actions.first_waiting_step(response):
        return wait_for_step(request, waiting)
    if response.is_released:
        return _show_reasons(request, response)
    card = card_with(response, AnswerForm(request.POST))
    card.error = message or invitation(response.shown_revision)
    return show_card(request, card, response=response, status=422)


def wait_for_step(request: HttpRequest, waiting: Response) -> HttpResponse:
    """A step of a case comes in its turn: nothing of it is sent before."""
    context = {"waiting": waiting, "attempt": waiting.attempt}
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": waiting.get_absolute_url()})
    return render(request, "quizzes/step_locked.html", context, status=409)


def _time_over(request: HttpRequest, attempt: uuid.UUID, n: int) -> HttpResponse:
    response = slot_of(request, attempt, n)
    card = slot_card(response)
    card.notice = TIME_OVER
    return show_card(request, card, response=response, status=422)


def _show_what_counts(
    request: HttpRequest, response: Response, sent: actions.Sent
) -> HttpResponse:
    """Another answer was stored meanwhile: show it, and offer the one sent."""
    card = slot_card(response)
    if response.is_released or response.is_locked:
        card.notice = ANSWERED_BEFORE
    else:
        card.notice = SAVED_MEANWHILE
        card.mine_instead = pairs_of(sent.fields)
        if sent.confidence:
            card.mine_instead.append(("confidence", str(sent.confidence)))
    return show_card(request, card, response=response, status=409)


def pairs_of(fields: Fields) -> list[tuple[str, str]]:
    """Name and value of each field, as a form or an address holds them."""
    return [(name, value) for name, values in fields.items() for value in values]


def show_card(
    request: HttpRequest,
    card: Card,
    *,
    response: Response | None = None,
    status: int = 200,
) -> HttpResponse:
    """The card alone for htmx, on its page for everything else."""
    if request.htmx:
        template = "quizzes/card_fragment.html"
    elif response:
        template = "quizzes/question.html"
    else:
        template = "quizzes/single.html"
        card.level = 1
    return render(request, template, _context(card, response), status=status)


def _context(card: Card, response: Response | None) -> dict[str, object]:
    if response is None:
        return {"card": card, "attempt": None}
    attempt = response.attempt
    clock = clock_of(attempt, timezone.now())
    return {"card": card, "attempt": attempt, "clock": clock}


def address_with(path: str, fields: Fields) -> str:
    """The question's address with a choice that is to be offered again."""
    if not (pairs := pairs_of(fields)):
        return path
    kept = f"{path}?{urlencode(pairs)}"
    return kept if len(kept) <= LONGEST_ADDRESS else path

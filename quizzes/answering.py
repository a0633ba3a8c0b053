"""What comes back when an answer is sent: the reasons, the next question, or a fault.

The same card is the fragment that htmx swaps in and the middle of the whole page.
"""

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone

from sps_learn.addresses import LONGEST_ADDRESS

from . import actions
from .cards import Card, card_for_slot
from .forms import AnswerForm, Refused
from .grading import InvalidAnswer
from .models import Response
from .navigation import links_between_slots, next_open_position

NOTHING_CHOSEN = "Choose an answer first"


def respond_to_answer(request: HttpRequest, attempt: uuid.UUID, n: int) -> HttpResponse:
    """Store the answer of one slot, and say what that led to."""
    try:
        sent = AnswerForm(request.POST).sent()
        if not sent.chosen:
            raise Refused(NOTHING_CHOSEN)
        response = actions.answer(
            learner=request.user,
            attempt=attempt,
            position=n,
            sent=sent,
            now=timezone.now(),
        )
    except Response.DoesNotExist:
        raise Http404 from None
    except (Refused, InvalidAnswer) as fault:
        return _refuse(request, attempt, n, str(fault.args[0]))
    except actions.Conflict as conflict:
        return _show_what_counts(request, conflict.response, sent)
    if response.is_released:
        return _show_reasons(request, response)
    return go_on(request, response)


def _show_reasons(request: HttpRequest, response: Response) -> HttpResponse:
    if not request.htmx:
        return redirect(response)
    card = links_between_slots(card_for_slot(response), response)
    return show_card(request, card, response=response)


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


def _refuse(
    request: HttpRequest, attempt: uuid.UUID, n: int, message: str
) -> HttpResponse:
    mine = Response.objects.for_learner(request.user).slot(attempt, n)
    response = mine.for_question_page().first()
    if response is None:
        raise Http404
    if response.is_released:
        return _show_reasons(request, response)
    card = links_between_slots(card_for_slot(response), response)
    card.error = message
    card.confidence = AnswerForm(request.POST).confidence_sent
    return show_card(request, card, response=response, status=422)


def _show_what_counts(
    request: HttpRequest, response: Response, sent: actions.Sent
) -> HttpResponse:
    """Another answer was stored meanwhile: show it, and offer the one sent."""
    card = links_between_slots(card_for_slot(response), response)
    if response.is_released:
        card.notice = (
            "This question was answered before, perhaps in another window. "
            "The answer marked here is the one that counts."
        )
    else:
        card.notice = "Another answer was saved meanwhile, perhaps in another window."
        card.mine_instead = sent.chosen
    return show_card(request, card, response=response, status=409)


def show_card(
    request: HttpRequest,
    card: Card,
    *,
    response: Response | None = None,
    status: int = 200,
) -> HttpResponse:
    """The card alone for htmx, on its page for everything else."""
    attempt = response.attempt if response else None
    if request.htmx:
        template = "quizzes/card_fragment.html"
    elif attempt:
        template = "quizzes/question.html"
    else:
        template = "quizzes/single.html"
        card.level = 1
    context = {"card": card, "attempt": attempt}
    return render(request, template, context, status=status)


def keep_choice_and_sign_in(request: HttpRequest) -> HttpResponse:
    """After a lapsed log-in: the choice travels in the address and is offered again."""
    back = request.path
    if request.method == "POST" and (chosen := request.POST.getlist("answer")):
        kept = f"{back}?{urlencode({'answer': chosen}, doseq=True)}"
        back = kept if len(kept) <= LONGEST_ADDRESS else back
    to = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": to})
    return redirect(to)

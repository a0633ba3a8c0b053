"""What comes back when something is noted beside an answer: a flag, a stroke.

Nothing is answered by it, so what was entered stays in the form.
"""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sps_learn import errors

from .. import actions
from ..grading import InvalidAnswer
from ..models import Response
from .answering import address_with, card_with, show_card, wait_for_step
from .forms import AnswerForm, NoteForm
from .slots import slot_card


def respond_to_note(request: HttpRequest, attempt: uuid.UUID, n: int) -> HttpResponse:
    """Take the note, and show the question with it."""
    note = NoteForm(request.POST)
    if not note.is_valid():
        return errors.unprocessable(request, "That cannot be noted here.")
    try:
        response = _take(request, attempt, n, note.cleaned_data)
    except Response.DoesNotExist:
        raise Http404 from None
    except InvalidAnswer as fault:
        return errors.unprocessable(request, str(fault))
    except actions.StepLocked as locked:
        return wait_for_step(request, locked.waiting)
    return _show(request, response, AnswerForm(request.POST))


def _take(
    request: HttpRequest, attempt: uuid.UUID, n: int, note: dict[str, str | bool | None]
) -> Response:
    where = {"learner": request.user, "attempt": attempt, "position": n}
    if note["flag"] is not None:
        return actions.flag(**where, is_flagged=note["flag"])
    is_out = bool(note["rule_out"])
    option = note["rule_out"] or note["rule_in"]
    return actions.rule_out(**where, option=option, is_out=is_out)


def _show(request: HttpRequest, response: Response, form: AnswerForm) -> HttpResponse:
    if not request.htmx:
        return redirect(address_with(response.get_absolute_url(), form.kept))
    is_open = not (response.is_released or response.is_locked)
    if is_open and form.entered:
        card = card_with(response, form)
    else:
        card = slot_card(response)
        card.confidence = form.confidence_sent or card.confidence
    card.is_news = False  # the focus stays on the button that was pressed
    return show_card(request, card, response=response)

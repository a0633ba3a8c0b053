"""Questions that stand by themselves: on the front page, and inside a lesson."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sps_learn import errors
from sps_learn.accounts.models import User

from .. import actions
from ..grading import Fields, InvalidAnswer, read_answer
from ..models import Attempt, Question, QuestionRevision, Response
from .answering import ANSWERED_BEFORE, show_card
from .cards import EMBEDDED_LEVEL, Card, card_for_asking, card_for_slot, invitation
from .forms import AnswerForm, Refused
from .tickets import BadTicket, Ticket, act_for_sender, new_ticket, seal, unseal

PREVIEW_SEED = 1
TOO_OLD = "This page was open for too long. Load it again and choose once more."


def ask(request: HttpRequest, question: Question, purpose: Attempt.Purpose) -> Card:
    """A card to answer, with a new ticket."""
    question.published.question = question  # known: not to be asked of the database
    return _ask_revision(request, question.published, purpose)


def _ask_revision(
    request: HttpRequest, revision: QuestionRevision, purpose: str
) -> Card:
    ticket = new_ticket(request, revision=revision.pk, purpose=purpose)
    return _card(ticket, revision)


def _card(
    ticket: Ticket, revision: QuestionRevision, entered: Fields | None = None
) -> Card:
    card = card_for_asking(
        revision, _order(ticket, revision), ticket=seal(ticket), entered=entered
    )
    card.is_scored = ticket.purpose != Attempt.Purpose.BEFORE
    return card


def _order(ticket: Ticket, revision: QuestionRevision) -> tuple[str, ...]:
    return actions.single_slot(revision, ticket.seed).option_order


def respond(request: HttpRequest) -> HttpResponse:
    """Store the answer, and show the reasons in its place."""
    try:
        ticket = unseal(request.POST.get("ticket", ""))
        revision = _revisions().get(pk=ticket.revision)
        sent = AnswerForm(request.POST).sent()
    except (BadTicket, QuestionRevision.DoesNotExist):
        return errors.unprocessable(request, TOO_OLD)
    except Refused as fault:
        return errors.unprocessable(request, str(fault))
    if sent.is_blank:
        return _refuse(request, ticket, revision, invitation(revision))
    try:
        # Before a guest is made for an answer that cannot be taken.
        if read_answer(revision.content, _order(ticket, revision), sent.fields) is None:
            return _refuse(request, ticket, revision, invitation(revision))
        response = _store(request, ticket, sent)
    except InvalidAnswer as fault:
        return _refuse(request, ticket, revision, str(fault))
    except QuestionRevision.DoesNotExist:
        return _ask_the_new_version(request, ticket, revision)
    except actions.Conflict as conflict:
        return _show_what_counts(request, conflict.response)
    if request.htmx:
        return show_card(request, answered_card(response, revision))
    return redirect(response)


def _revisions() -> QuerySet[QuestionRevision]:
    return QuestionRevision.objects.select_related("question")


def _store(request: HttpRequest, ticket: Ticket, sent: actions.Sent) -> Response:
    def store(learner: User, ticket: Ticket) -> Response:
        return actions.answer_single(
            learner=learner, asked=ticket.asked, sent=sent, now=timezone.now()
        )

    return act_for_sender(request, ticket, store)


def answered_card(response: Response, revision: QuestionRevision) -> Card:
    card = card_for_slot(response)
    card.name, card.level = revision.question.slug, EMBEDDED_LEVEL
    return card


def _refuse(
    request: HttpRequest, ticket: Ticket, revision: QuestionRevision, message: str
) -> HttpResponse:
    form = AnswerForm(request.POST)
    card = _card(ticket, revision, form.entered)
    card.error = message
    card.confidence = form.confidence_sent
    return show_card(request, card, status=422)


def _ask_the_new_version(
    request: HttpRequest, ticket: Ticket, revision: QuestionRevision
) -> HttpResponse:
    question = Question.objects.for_play().filter(pk=revision.question_id).first()
    if question is None:
        return errors.conflict(
            request, "This question is no longer asked. Nothing else has changed."
        )
    card = _ask_revision(request, question.published, ticket.purpose)
    card.notice = "This question has been changed while you read it. Please look again."
    return show_card(request, card, status=409)


def _show_what_counts(request: HttpRequest, response: Response) -> HttpResponse:
    card = answered_card(response, response.shown_revision)
    card.notice = ANSWERED_BEFORE
    return show_card(request, card, status=409)


def live_question(request: HttpRequest, now: datetime) -> Card | None:
    """The question of the day for the front page; None while there is none."""
    names = list(Question.objects.live().values_list("pk", flat=True))
    if not names:
        return None
    chosen = names[now.date().toordinal() % len(names)]
    question = Question.objects.for_play().get(pk=chosen)
    return ask(request, question, Attempt.Purpose.LIVE)


def preview(question: Question, now: datetime) -> dict[str, Any]:
    """The draft before and after an answer; no row is made."""
    revision = question.draft_as_revision(now=now)
    revision.question = question
    order = list(actions.single_slot(revision, PREVIEW_SEED).option_order)
    attempt = Attempt(
        learner=User(),
        title="Preview",
        purpose=Attempt.Purpose.LIVE,
        gives_feedback_at_once=True,
        size=1,
        seed=0,
        started_at=now,
        finished_at=now,
    )
    response = Response(
        attempt=attempt,
        position=1,
        question=question,
        shown_revision=revision,
        option_order=order,
    )
    return {
        "question": question,
        "before": card_for_asking(revision, order, ticket=""),
        "after": answered_card(response, revision),
    }

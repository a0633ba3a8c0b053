"""Check yourself: a few questions at the end of a lesson."""

from dataclasses import replace
from uuid import uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from lessons.models import Lesson
from sps_learn.accounts.models import User

from .. import actions
from ..models import Attempt
from ..selection import NotEnoughQuestions
from ..sitting.tickets import (
    BadTicket,
    Ticket,
    act_for_sender,
    new_ticket,
    unseal,
)
from .gathering import own_questions, to_ask

NOTHING_TO_ASK = "There is no question to ask on this lesson just now."


@login_not_required
@require_POST
def check_lesson(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """Start a check of the lesson, or go on with the one that is running."""
    lessons = Lesson.objects.for_lesson_page()
    found = get_object_or_404(lessons, module__slug=module, slug=lesson)
    try:
        return redirect(_start(request, found))
    except NotEnoughQuestions:
        messages.info(request, NOTHING_TO_ASK)
        return redirect(found)


def _start(request: HttpRequest, lesson: Lesson) -> Attempt:
    """Raises NotEnoughQuestions; a stranger for whom there is none stays one."""
    if not request.user.is_authenticated and not own_questions(lesson).exists():
        raise NotEnoughQuestions(0, wanted=1, available=0)
    try:
        ticket = unseal(request.POST.get("ticket", ""))
    except BadTicket:
        ticket = new_ticket(request)
    # A ticket is good for one lesson.
    ticket = replace(ticket, attempt_id=uuid5(ticket.attempt_id, str(lesson.pk)))
    now = timezone.now()

    def start(learner: User, ticket: Ticket) -> Attempt:
        return actions.line_up(
            learner=learner,
            purpose=Attempt.Purpose.LESSON,
            title=lesson.title,
            lesson=lesson,
            questions=to_ask(learner, lesson, ticket.seed, now),
            seed=ticket.seed,
            now=now,
            attempt_id=ticket.attempt_id,
        )

    return act_for_sender(request, ticket, start)

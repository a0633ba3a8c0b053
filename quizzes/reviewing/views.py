"""Review: what is due, why, and a sitting over it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lessons.models import Topic
from sps_learn.accounts.models import User

from .. import actions
from ..models import Attempt
from ..selection import NotEnoughQuestions
from ..sitting.tickets import (
    BadTicket,
    Ticket,
    act_for_sender,
    new_ticket,
    seal,
    unseal,
)
from .outlook import outlook
from .page import review_page, to_review


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """How much is due, which of it comes first, and why."""
    now, zone = timezone.now(), timezone.get_current_timezone()
    found = review_page(request.user, request.GET.get("topic", ""), now, zone)
    context = {
        "found": found,
        "outlook": outlook(request.user, now, zone, reviewed=found.reviewed),
        "ticket": seal(new_ticket(request)),
        # The navigation need not count it again.
        "due_today": found.counts.today,
    }
    return render(request, "quizzes/review.html", context)


@require_POST
def start_review(request: HttpRequest) -> HttpResponse:
    """Begin a review of what is due, or go on with the one that runs."""
    try:
        return redirect(_start(request))
    except NotEnoughQuestions:
        # Nothing is due any more, or it is enough for today: the page says which.
        return redirect("quizzes:review")


def _start(request: HttpRequest) -> Attempt:
    """Raises NotEnoughQuestions."""
    try:
        ticket = unseal(request.POST.get("ticket", ""))
    except BadTicket:
        ticket = new_ticket(request)

    # An unknown topic is none, and what PostgreSQL cannot read is unknown.
    chosen = request.POST.get("topic", "")
    topic = next((one for one in Topic.objects.all() if one.slug == chosen), None)
    anyway = "anyway" in request.POST
    now, zone = timezone.now(), timezone.get_current_timezone()

    def start(learner: User, ticket: Ticket) -> Attempt:
        return actions.line_up(
            learner=learner,
            purpose=Attempt.Purpose.REVIEW,
            title=f"Review of {topic.title}" if topic else "Review",
            questions=to_review(learner, topic, now, zone, anyway=anyway),
            seed=ticket.seed,
            now=now,
            attempt_id=ticket.attempt_id,
        )

    return act_for_sender(request, ticket, start)

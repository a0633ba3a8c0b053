"""What was missed and is not mended yet, and a practice of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

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
from .listing import listing, to_practise

TITLE = "What I missed"


@require_http_methods(["GET", "HEAD", "POST"])
def mistakes(request: HttpRequest) -> HttpResponse:
    """Every question that is to mend; a post starts a practice of the first ten."""
    if request.method == "POST":
        try:
            return redirect(_start(request, request.POST.get("topic", "")))
        except NotEnoughQuestions:
            # Mended meanwhile, on another page, or asked by a test: the page says it.
            return redirect("quizzes:mistakes")
    found = listing(
        request.user,
        request.GET.get("topic", ""),
        request.GET.get("page"),
        timezone.now(),
    )
    context = {"found": found, "ticket": seal(new_ticket(request))}
    return render(request, "quizzes/mistakes.html", context)


def _start(request: HttpRequest, topic: str) -> Attempt:
    """Raises NotEnoughQuestions."""
    try:
        ticket = unseal(request.POST.get("ticket", ""))
    except BadTicket:
        ticket = new_ticket(request)

    # An unknown topic is none, and what PostgreSQL cannot read is unknown.
    chosen = next((one for one in Topic.objects.all() if one.slug == topic), None)
    now = timezone.now()

    def start(learner: User, ticket: Ticket) -> Attempt:
        return actions.line_up(
            learner=learner,
            purpose=Attempt.Purpose.MISTAKES,
            title=TITLE,
            questions=to_practise(learner, chosen, now),
            seed=ticket.seed,
            now=now,
            attempt_id=ticket.attempt_id,
        )

    return act_for_sender(request, ticket, start)

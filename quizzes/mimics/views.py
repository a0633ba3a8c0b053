"""SPS or not: what it is, how well it goes, and a start."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sps_learn.accounts.models import User

from .. import actions, telling_apart
from ..models import Attempt, Question
from ..selection import NotEnoughQuestions
from ..sitting.tickets import (
    BadTicket,
    Ticket,
    act_for_sender,
    new_ticket,
    seal,
    unseal,
)
from .trials import MOST, judged, to_ask, trials_of


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mimics(request: HttpRequest) -> HttpResponse:
    """Short cases that are SPS or something else; a post starts ten of them."""
    if request.method == "POST":
        try:
            return redirect(_start(request))
        except NotEnoughQuestions:
            return redirect("quizzes:mimics")  # which says that there is none
    learner = request.user if request.user.is_authenticated else None
    trials = trials_of(learner, Question.objects.for_trainer())
    seen = judged(trials)
    context = {
        "asked": min(MOST, len(trials)),
        "lines": telling_apart.lines(seen),
        "total": telling_apart.line("All", seen),
        "ticket": seal(new_ticket(request)),
    }
    if learner:
        mine = Attempt.objects.for_learner(learner).running()
        context["running"] = mine.filter(purpose=Attempt.Purpose.MIMICS).first()
    return render(request, "quizzes/mimics.html", context)


def _start(request: HttpRequest) -> Attempt:
    """Raises NotEnoughQuestions; a stranger for whom there is none stays one."""
    if not Question.objects.for_trainer().exists():
        raise NotEnoughQuestions(0, wanted=1, available=0)
    try:
        ticket = unseal(request.POST.get("ticket", ""))
    except BadTicket:
        ticket = new_ticket(request)

    def start(learner: User, ticket: Ticket) -> Attempt:
        return actions.line_up(
            learner=learner,
            purpose=Attempt.Purpose.MIMICS,
            title=Attempt.Purpose.MIMICS.label,
            questions=to_ask(learner, ticket.seed),
            seed=ticket.seed,
            now=timezone.now(),
            attempt_id=ticket.attempt_id,
        )

    return act_for_sender(request, ticket, start)

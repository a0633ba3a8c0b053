"""Build my own practice: choose, see how much of it there is, start."""

from dataclasses import replace
from typing import Any
from uuid import uuid5

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sps_learn.accounts.models import User
from sps_learn.htmx import page_or_fragment

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
from . import choice as building
from .choice import Choice, Counts, Pool
from .forms import BuildForm


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest) -> HttpResponse:
    """Choose what to practise; what was chosen is in the address."""
    form = BuildForm(request.POST if request.method == "POST" else request.GET)
    choice = form.choice
    # Not by GET: the address would then hold the tokens of the form.
    if "recount" in request.POST and form.is_valid():
        return redirect(f"{request.path}?{choice.query}")
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_start(request, choice))
        except NotEnoughQuestions:
            form.refuse(_count(request, choice))
    counts = _count(request, choice)
    template = page_or_fragment(request, "quizzes/build.html", "counts")
    context = {"form": form, "ticket": seal(new_ticket(request)), "counts": counts}
    context |= _in_words(form, choice, counts)
    return render(request, template, context, status=422 if form.errors else 200)


def _in_words(form: BuildForm, choice: Choice, counts: Counts) -> dict[str, Any]:
    boxes = [(box, counts.by_pool[Pool(box.data["value"])]) for box in form["pool"]]
    if counts.fitting:
        taken = building.what_is_taken(counts.fitting, choice.count)
        return {"pools": boxes, "taken": taken}
    label, other = building.nearest(choice, counts)
    return {
        "pools": boxes,
        "why_nothing": building.why_nothing(choice, counts),
        "nearest_label": label,
        "nearest_query": other.query,
    }


def _start(request: HttpRequest, choice: Choice) -> Attempt:
    """Raises NotEnoughQuestions; a stranger for whom nothing fits stays one."""
    if not request.user.is_authenticated and not _count(request, choice).fitting:
        raise NotEnoughQuestions(0, wanted=choice.count, available=0)
    try:
        ticket = unseal(request.POST.get("ticket", ""))
    except BadTicket:
        ticket = new_ticket(request)
    # The page may be open still, or come back, with another choice and this ticket:
    # that is another practice. A double click is the same choice twice.
    ticket = replace(ticket, attempt_id=uuid5(ticket.attempt_id, choice.query))

    def start(learner: User, ticket: Ticket) -> Attempt:
        return actions.start_practice(
            learner=learner,
            choice=choice,
            seed=ticket.seed,
            now=timezone.now(),
            zone=timezone.get_current_timezone(),
            attempt_id=ticket.attempt_id,
        )

    return act_for_sender(request, ticket, start)


def _count(request: HttpRequest, choice: Choice) -> Counts:
    learner = request.user if request.user.is_authenticated else None
    zone = timezone.get_current_timezone()
    return building.count(choice, learner, timezone.now(), zone)

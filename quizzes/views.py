"""Practise: choose a quiz, answer, read why, see how it went."""

import logging
import uuid

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sps_learn.accounts.models import User
from sps_learn.htmx import page_or_fragment

from . import actions, results
from .authoring import trial
from .models import Attempt, Question, Quiz
from .selection import NotEnoughQuestions
from .sitting import asking
from .sitting.answering import respond_to_answer, show_slot, slot_of
from .sitting.clock import clock_of, why_none
from .sitting.forms import NoteForm
from .sitting.lapsed import keep_choice_and_sign_in
from .sitting.navigation import first_open_slot
from .sitting.noting import respond_to_note
from .sitting.saving import is_draft, respond_to_draft
from .sitting.tickets import BadTicket, Ticket, act_for_sender, new_ticket, seal, unseal

RUNNING_SHOWN = 5

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def practise(request: HttpRequest) -> HttpResponse:
    """Every quiz, and the attempts that wait to be finished."""
    running = []
    if request.user.is_authenticated:
        mine = Attempt.objects.for_learner(request.user)
        running = list(mine.running().for_list()[: RUNNING_SHOWN + 1])
    return render(
        request,
        "quizzes/practise.html",
        {
            "quizzes": Quiz.objects.for_practise_page(),
            "running": running[:RUNNING_SHOWN],
            "are_there_more": len(running) > RUNNING_SHOWN,
        },
    )


@login_not_required
@require_safe
def quiz(request: HttpRequest, quiz: str) -> HttpResponse:
    """What a quiz asks and how, before it is started."""
    found = get_object_or_404(Quiz.objects.for_practise_page(), slug=quiz)
    context = {
        "quiz": found,
        "ticket": seal(new_ticket(request)),
        "minutes_allowed": found.minutes_allowed(request.user),
    }
    if request.user.is_authenticated:
        mine = Attempt.objects.for_learner(request.user).filter(quiz=found)
        context["running"] = mine.running().first()
        context["attempts_left"] = found.attempts_left(request.user)
    return render(request, "quizzes/quiz.html", context)


@login_not_required
@require_POST
def start_quiz(request: HttpRequest, quiz: str) -> HttpResponse:
    """Start the quiz, or go on with the attempt that is running."""
    found = get_object_or_404(Quiz.objects.published(), slug=quiz)
    if not request.user.is_authenticated and actions.shortage(list(found.rows.all())):
        # Before a guest is made for an attempt that cannot be.
        return not_ready(request, found)
    try:
        ticket = unseal(request.POST.get("ticket", ""))
    except BadTicket:
        ticket = new_ticket(request)

    def start(learner: User, ticket: Ticket) -> Attempt:
        return actions.start_quiz(
            learner=learner,
            quiz=found,
            seed=ticket.seed,
            now=timezone.now(),
            attempt_id=ticket.attempt_id,
        )

    try:
        return redirect(act_for_sender(request, ticket, start))
    except NotEnoughQuestions:
        return not_ready(request, found)
    except actions.NoAttemptsLeft:
        return render(
            request, "quizzes/no_attempts_left.html", {"quiz": found}, status=409
        )


def not_ready(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    """Refuse a start for want of questions, and tell those who can mend it."""
    rows = list(quiz.rows.all())
    short = actions.shortage(rows)
    logger.warning("quiz %s cannot be started: %s", quiz.slug, short)
    context = {"quiz": quiz, "shortage": short if request.user.is_staff else ""}
    return render(request, "quizzes/not_ready.html", context, status=409)


@require_safe
def attempts(request: HttpRequest) -> HttpResponse:
    """The learner's own attempts, newest first."""
    mine = Attempt.objects.for_learner(request.user).for_list()
    page = results.page_of(mine, request.GET.get("page"))
    return render(request, "quizzes/attempts.html", {"page": page})


@require_safe
def attempt(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """Go on where the attempt was left; once it is finished, its results."""
    found = own_attempt(request, attempt)
    if not found.is_finished:
        slot = first_open_slot(found)
        return redirect(slot or "quizzes:check_answers", *([] if slot else [found.pk]))
    if not found.is_scored:
        return redirect("quizzes:question", found.pk, 1)  # the reasons are all there is
    shown = results.for_attempt(with_slots(request, attempt), timezone.now())
    return render(request, "quizzes/attempt.html", shown)


@require_safe
def print_attempt(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """A finished attempt on paper: the questions, and the answers apart."""
    if not own_attempt(request, attempt).is_finished:
        return redirect("quizzes:attempt", attempt)
    shown = results.for_printing(with_slots(request, attempt))
    return render(request, "quizzes/print_attempt.html", shown)


def own_attempt(
    request: HttpRequest, attempt: uuid.UUID, attempts: QuerySet[Attempt] | None = None
) -> Attempt:
    """The learner's attempt, closed where its time is over; or 404."""
    if attempts is None:
        attempts = Attempt.objects.select_related("quiz")
    found = get_object_or_404(attempts.for_learner(request.user), pk=attempt)
    found.learner = request.user
    return actions.finish_if_over(found, timezone.now())


def with_slots(request: HttpRequest, attempt: uuid.UUID) -> Attempt:
    """An attempt that `own_attempt` has found, with all that its pages show."""
    mine = Attempt.objects.for_learner(request.user)
    found = mine.for_results_page().get(pk=attempt)
    found.learner = request.user
    return found


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt: uuid.UUID, n: int) -> HttpResponse:
    """One question of an attempt: show it, take its answer or a note beside it."""
    if not request.user.is_authenticated:
        return keep_choice_and_sign_in(request)
    if request.method == "POST" and NoteForm.is_sent(request.POST):
        return respond_to_note(request, attempt, n)
    if request.method == "POST" and is_draft(request):
        return respond_to_draft(request, attempt, n)
    if request.method == "POST":
        return respond_to_answer(request, attempt, n)
    return show_slot(request, slot_of(request, attempt, n))


@require_safe
def time_left(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """How long a timed attempt still lasts; asked for once a minute."""
    found = own_attempt(request, attempt)
    if found.time_limit_minutes is None:
        raise Http404
    template = page_or_fragment(request, "quizzes/time_left.html", "time-left")
    context = {"attempt": found, "clock": clock_of(found, timezone.now())}
    if clock := context["clock"]:
        context["is_said"] = clock.is_said(request.GET.get("shown", ""))
    else:
        context["why_none"] = why_none(found)
    return render(request, template, context)


@require_safe
def check_answers(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """Every answer at a glance, before the one step that cannot be undone."""
    found = own_attempt(request, attempt, Attempt.objects.for_results_page())
    if found.is_finished:
        return redirect(found)
    context = results.for_checking(found)
    context["clock"] = clock_of(found, timezone.now())
    return render(request, "quizzes/check_answers.html", context)


@require_POST
def submit_attempt(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """Finish the attempt; to finish it twice is to see its results twice."""
    try:
        found = actions.finish(
            learner=request.user, attempt=attempt, now=timezone.now()
        )
    except Attempt.DoesNotExist:
        raise Http404 from None
    return redirect(found)


@login_not_required
@require_POST
def answer_once(request: HttpRequest) -> HttpResponse:
    """Take the answer to a question that stands by itself."""
    return asking.respond(request)


@login_not_required
@require_safe
def preview_question(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as learners would see it, with and without the reasons."""
    if not request.user.has_perm("quizzes.view_question"):
        raise Http404
    found = get_object_or_404(Question.objects.select_related("bank"), pk=pk)
    return render(
        request, "quizzes/preview_question.html", asking.preview(found, timezone.now())
    )


@login_not_required
@require_safe
def preview_quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """What one draw of the quiz asks, as learners would see it."""
    # Its cards show keys and reasons.
    if not request.user.has_perms(["quizzes.view_quiz", "quizzes.view_question"]):
        raise Http404
    found = get_object_or_404(Quiz.objects.for_preview_page(), pk=pk)
    seed = trial.seed_from(request.GET.get("seed", ""))
    context = trial.preview(found, seed, timezone.now())
    return render(request, "quizzes/preview_quiz.html", context)

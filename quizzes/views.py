"""Practise: choose a quiz, answer, read why, see how it went."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sps_learn.accounts.models import User

from . import actions, asking, results
from .answering import keep_choice_and_sign_in, respond_to_answer
from .cards import card_for_slot
from .models import Attempt, Question, Quiz, Response
from .navigation import first_open_slot, links_between_slots
from .selection import NotEnoughQuestions
from .tickets import BadTicket, Ticket, act_for_sender, new_ticket, seal, unseal


@login_not_required
@require_safe
def practise(request: HttpRequest) -> HttpResponse:
    """Every quiz, and the attempts that wait to be finished."""
    running = []
    if request.user.is_authenticated:
        running = Attempt.objects.for_learner(request.user).running().for_list()
    return render(
        request,
        "quizzes/practise.html",
        {"quizzes": Quiz.objects.for_practise_page(), "running": running},
    )


@login_not_required
@require_safe
def quiz(request: HttpRequest, quiz: str) -> HttpResponse:
    """What a quiz asks and how, before it is started."""
    found = get_object_or_404(Quiz.objects.for_practise_page(), slug=quiz)
    running = None
    if request.user.is_authenticated:
        mine = Attempt.objects.for_learner(request.user).filter(quiz=found)
        running = mine.running().first()
    return render(
        request,
        "quizzes/quiz.html",
        {"quiz": found, "running": running, "ticket": seal(new_ticket(request))},
    )


@login_not_required
@require_POST
def start_quiz(request: HttpRequest, quiz: str) -> HttpResponse:
    """Start the quiz, or go on with the attempt that is running."""
    found = get_object_or_404(Quiz.objects.playable(), slug=quiz)
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
        return render(request, "quizzes/not_ready.html", {"quiz": found}, status=409)


@require_safe
def attempts(request: HttpRequest) -> HttpResponse:
    """The learner's own attempts, newest first."""
    mine = Attempt.objects.for_learner(request.user).for_list()
    page = results.page_of(mine, request.GET.get("page"))
    return render(request, "quizzes/attempts.html", {"page": page})


@require_safe
def attempt(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """Go on where the attempt was left; once it is finished, its results."""
    mine = Attempt.objects.for_learner(request.user)
    found = get_object_or_404(mine.select_related("quiz"), pk=attempt)
    if not found.is_finished:
        slot = first_open_slot(found)
        return redirect(slot or "quizzes:check_answers", *([] if slot else [found.pk]))
    found = mine.for_results_page().get(pk=attempt)
    return render(request, "quizzes/attempt.html", results.for_attempt(found))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt: uuid.UUID, n: int) -> HttpResponse:
    """One question of an attempt: show it, or take its answer."""
    if not request.user.is_authenticated:
        return keep_choice_and_sign_in(request)
    if request.method == "POST":
        return respond_to_answer(request, attempt, n)
    mine = Response.objects.for_learner(request.user).slot(attempt, n)
    found = get_object_or_404(mine.for_question_page())
    card = card_for_slot(found)
    if not found.is_released and "answer" in request.GET:
        card = card_for_slot(found, chosen=request.GET.getlist("answer"))
        card.notice = "Your choice was kept. It is sent when you press the button."
    return render(
        request,
        "quizzes/question.html",
        {"card": links_between_slots(card, found), "attempt": found.attempt},
    )


@require_safe
def check_answers(request: HttpRequest, attempt: uuid.UUID) -> HttpResponse:
    """Every answer at a glance, before the one step that cannot be undone."""
    mine = Attempt.objects.for_learner(request.user)
    found = get_object_or_404(mine.for_results_page(), pk=attempt)
    if found.is_finished:
        return redirect(found)
    return render(request, "quizzes/check_answers.html", results.for_checking(found))


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

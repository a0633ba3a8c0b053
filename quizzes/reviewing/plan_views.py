"""How a learner reviews: the plan, and spreading what has piled up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.views.decorators.http import require_http_methods, require_POST

from sps_learn.accounts.models import User

from .. import actions
from ..actions import Replanned
from .counts import reviewed_today
from .forms import PlanForm
from .outlook import Outlook, outlook

DATE_FORMAT = "l j F Y"


@require_http_methods(["GET", "HEAD", "POST"])
def review_plan(request: HttpRequest) -> HttpResponse:
    """How many a day, how sure, until when; and what is known on that day."""
    # The stored row: the page around a refused form keeps to it.
    learner = User.objects.get(pk=request.user.pk)
    sent = request.POST if request.method == "POST" else None
    form = PlanForm(sent, instance=learner, today=timezone.localdate())
    if form.is_valid():
        done = actions.change_plan(learner=learner, now=timezone.now())
        messages.success(request, _what_changed(done))
        return redirect("quizzes:review_plan")
    context = {"form": form, "outlook": _outlook_of(request.user)}
    status = 422 if form.errors else 200
    return render(request, "quizzes/review_plan.html", context, status=status)


@require_POST
def spread_reviews(request: HttpRequest) -> HttpResponse:
    """Put off what is due beyond today's limit."""
    moved = actions.spread_reviews(learner=request.user, now=timezone.now())
    if moved:
        clear_on = _outlook_of(request.user).forecast.clear_on
        messages.success(
            request,
            f"{_questions(moved)} moved to later days."
            f" All clear on {in_words(clear_on, DATE_FORMAT)}.",
        )
    else:
        messages.info(request, "Nothing was moved: what is due today stays.")
    return redirect("quizzes:review")


@require_POST
def put_reviews_back(request: HttpRequest) -> HttpResponse:
    """Undo the spreading: each question is due when memory has it."""
    moved = actions.put_reviews_back(learner=request.user, now=timezone.now())
    if moved:
        messages.success(request, f"{_questions(moved)} put back.")
    else:
        messages.info(request, "Nothing was spread any more.")
    return redirect("quizzes:review")


def _outlook_of(learner: User) -> Outlook:
    now, zone = timezone.now(), timezone.get_current_timezone()
    reviewed = reviewed_today(learner, now, zone)
    return outlook(learner, now, zone, reviewed=reviewed)


def _what_changed(done: Replanned) -> str:
    moved = _questions(done.moved) if done.moved else "No question"
    return f"Saved. {moved} moved, {done.due_today} due today."


def _questions(number: int) -> str:
    return f"{number} question{'' if number == 1 else 's'}"

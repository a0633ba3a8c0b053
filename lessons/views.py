"""The curriculum: anyone may read; what one has read is kept for who has a row."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sps_learn.accounts.guests import learner_for

from . import actions, sourcing
from .models import Lesson, Module, Objective, Term
from .overview import Path, module_cards, neighbours
from .reading import checked_since, resume_at


@login_not_required
@require_safe
def modules(request: HttpRequest) -> HttpResponse:
    """Every module, and how much of it has been read."""
    found = Module.objects.for_modules_page()
    cards = module_cards(found, request.user)
    return render(
        request, "lessons/modules.html", {"cards": cards, "path": Path(cards)}
    )


@login_not_required
@require_safe
def module(request: HttpRequest, module: str) -> HttpResponse:
    """One module: what it teaches, and its lessons."""
    found = get_object_or_404(Module.objects.for_modules_page(), slug=module)
    (card,) = module_cards([found], request.user)
    return render(request, "lessons/module.html", {"card": card, "module": found})


@login_not_required
@require_safe
def lesson(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """One lesson, as it was last published."""
    learner = request.user if request.user.is_authenticated else None
    lessons = Lesson.objects.for_lesson_page().with_completion(learner)
    found = get_object_or_404(lessons, module__slug=module, slug=lesson)
    read: set[str] = set()
    if learner:
        mine = learner.sections_read.filter(lesson=found)
        read = set(mine.values_list("section", flat=True))
    return render(request, "lessons/lesson.html", lesson_context(found, read))


def lesson_context(lesson: Lesson, read: set[str]) -> dict[str, object]:
    """What lesson.html shows; the preview shows the same."""
    shown = lesson.published.rendered
    before, after, number, total = neighbours(lesson)
    return {
        "lesson": lesson,
        "shown": shown,
        "objectives": list(Objective.objects.filter(code__in=shown["objectives"])),
        "checked_since": checked_since(shown["sources"]),
        "read": read,
        "resume": resume_at(shown["sections"], read),
        "previous": before,
        "next": after,
        "number": number,
        "total": total,
    }


@login_not_required
@require_POST
def mark_read(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """Mark the lesson as read, and go on to the next."""
    found = get_object_or_404(
        Lesson.objects.for_lesson_page(), module__slug=module, slug=lesson
    )
    learner = learner_for(request)
    actions.mark_read(learner=learner, lesson=found, now=timezone.now())
    messages.success(request, f"“{found}” is marked as read.")
    _, after, _, _ = neighbours(found)
    return redirect(after or found.module)


@login_not_required
@require_POST
def record_section(
    request: HttpRequest, module: str, lesson: str, section: str
) -> HttpResponse:
    """Note that the end of a section came into view; of a stranger nothing is kept."""
    if not request.user.is_authenticated:
        # The session ended meanwhile: scrolling must not lead to the log-in page.
        return HttpResponse(status=204)
    found = get_object_or_404(
        Lesson.objects.for_lesson_page(), module__slug=module, slug=lesson
    )
    if section not in {one["id"] for one in found.published.rendered["sections"]}:
        raise Http404
    actions.record_section(
        learner=request.user, lesson=found, section=section, now=timezone.now()
    )
    return HttpResponse(status=204)


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term that the lessons explain, by letter."""
    return render(request, "lessons/glossary.html", {"terms": Term.objects.all()})


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """The documents with what is right and wrong in them, and the literature."""
    return render(request, "lessons/sources.html", {"sources": sourcing.gather()})


@login_not_required
@require_safe
def preview_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as learners would see it; nothing is recorded."""
    if not request.user.has_perm("lessons.view_lesson"):
        raise Http404
    found = get_object_or_404(Lesson.objects.select_related("module__topic"), pk=pk)
    found.published = found.draft_as_revision(now=timezone.now())
    found.adopt(found.published.content)  # the title of the draft; nothing is saved
    context = lesson_context(found, set())
    return render(request, "lessons/lesson.html", {**context, "is_preview": True})

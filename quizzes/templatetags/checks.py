"""Put questions into lessons: templates of lessons know quizzes, its code does not."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.http import HttpRequest

from lessons.models import Lesson, Module

from ..after_lesson.gathering import how_many
from ..models import Attempt, Question
from ..querysets import QuestionQuerySet
from ..sitting.asking import ask
from ..sitting.tickets import new_ticket, seal

register = template.Library()


@register.inclusion_tag("quizzes/_card.html", takes_context=True)
def check_question(context: dict[str, Any], slug: str) -> dict[str, Any]:
    """A question inside a lesson; nothing where it is not published, or in a test."""
    request = context["request"]
    question = _questions_of_page(context).get(slug)
    if question is None:
        return {"card": None, "request": request}
    card = ask(request, question, Attempt.Purpose.LESSON_CHECK)
    return {"card": card, "request": request, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("quizzes/_before.html", takes_context=True)
def questions_before(context: dict[str, Any], module: Module) -> dict[str, Any]:
    """What is asked before a module is read; nothing where none is published."""
    request = context["request"]
    found = _to_ask(request, module.pre_questions)
    asked = sorted(found, key=lambda one: module.pre_questions.index(one.slug))
    cards = [ask(request, one, Attempt.Purpose.BEFORE) for one in asked]
    return {"cards": cards, "request": request, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("quizzes/_check_lesson.html", takes_context=True)
def lesson_check(context: dict[str, Any], lesson: Lesson) -> dict[str, Any]:
    """The start of a check at the end of a lesson; nothing without a question."""
    request = context["request"]
    learner = request.user if request.user.is_authenticated else None
    is_first = context["previous"] is None
    asked = how_many(lesson, learner, is_first=is_first)
    return {
        "lesson": lesson,
        "asked": asked,
        "is_first": is_first,
        "ticket": seal(new_ticket(request)) if asked else "",
        "csrf_token": context.get("csrf_token"),
    }


def _questions_of_page(context: dict[str, Any]) -> dict[str, Question]:
    """All questions of the lesson in one query, for the first of them."""
    if "questions_of_page" not in context.render_context:
        found = _to_ask(context["request"], context["shown"]["checks"])
        context.render_context["questions_of_page"] = {one.slug: one for one in found}
    return context.render_context["questions_of_page"]


def _to_ask(request: HttpRequest, slugs: Sequence[str]) -> QuestionQuerySet:
    found = Question.objects.for_play().to_draw().filter(slug__in=slugs)
    if request.user.is_authenticated:
        # A test keeps the reasons for its end.
        found = found.outside_running_tests_of(request.user)
    return found

"""Put questions into lessons: templates of lessons know quizzes, its code does not."""

from typing import Any

from django import template

from ..models import Attempt, Question
from ..sitting.asking import ask

register = template.Library()


@register.inclusion_tag("quizzes/_card.html", takes_context=True)
def check_question(context: dict[str, Any], slug: str) -> dict[str, Any]:
    """A question inside a lesson; nothing where it is not published."""
    request = context["request"]
    question = _questions_of_page(context).get(slug)
    if question is None:
        return {"card": None, "request": request}
    card = ask(request, question, Attempt.Purpose.LESSON_CHECK)
    return {"card": card, "request": request, "csrf_token": context.get("csrf_token")}


def _questions_of_page(context: dict[str, Any]) -> dict[str, Question]:
    """All questions of the lesson in one query, for the first of them."""
    if "questions_of_page" not in context.render_context:
        slugs = context["shown"]["checks"]
        found = Question.objects.for_play().to_draw().filter(slug__in=slugs)
        context.render_context["questions_of_page"] = {one.slug: one for one in found}
    return context.render_context["questions_of_page"]

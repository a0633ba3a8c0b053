"""What lessons asks of quizzes through its hooks (lessons/hooks.py)."""

from collections.abc import Iterable

from django.utils.text import Truncator

from lessons.markup import plain_text
from lessons.rendering import split_citation

from .models import Question

CASE_CHARACTERS = 120


def unknown_questions(ids: Iterable[str]) -> set[str]:
    """Cases of the trainer, too, are none that a lesson may ask."""
    wanted = set(ids)
    known = Question.objects.outside_trainer().filter(slug__in=wanted)
    return wanted - set(known.values_list("slug", flat=True))


def questions_citing(key: str) -> list[str]:
    """Questions whose draft or published version names the source."""
    found = Question.objects.select_related("published").order_by("slug")
    return [f"Question {row}" for row in found if key in _keys_of(row)]


def stems() -> dict[str, list[str]]:
    """The stems of published questions, as plain text, by source and by objective.

    Steps of a case are left out: what they ask would tell how the case goes on.
    """
    found = Question.objects.published().outside_cases().order_by("slug")
    columns = (
        "mimic",
        "published__rendered__vignette",
        "published__rendered__stem",
        "published__content__references",
        "published__content__objective",
    )
    asked: dict[str, list[str]] = {}
    for mimic, case, html, citations, objective in found.values_list(*columns):
        stem = plain_text(html)
        if mimic and case:
            # The trainer's questions all ask the same.
            stem = Truncator(plain_text(case).strip()).chars(CASE_CHARACTERS)
        for name in (*citations, objective):
            asked.setdefault(name, []).append(stem)
    return asked


def _keys_of(question: Question) -> set[str]:
    versions = [question.draft, question.published and question.published.content]
    return {
        split_citation(citation)[0]
        for version in versions
        if version
        for citation in version["references"]
    }

"""What lessons asks of quizzes through its hooks (lessons/hooks.py)."""

from collections.abc import Iterable

from django.utils.text import Truncator

from lessons.markup import plain_text
from lessons.rendering import split_citation

from .models import Question

CASE_CHARACTERS = 120


def question_faults(ids: Iterable[str]) -> dict[str, str]:
    """Of these ids, those that a lesson may not ask, each with the reason."""
    wanted = set(ids)
    found = Question.objects.filter(slug__in=wanted)
    mimics = dict(found.values_list("slug", "mimic"))
    missing = {id: f"There is no question {id}." for id in wanted - mimics.keys()}
    trainers = {
        id: f"Question {id} is a case of “SPS or not?”, which no lesson asks."
        for id, mimic in mimics.items()
        if mimic
    }
    return missing | trainers


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

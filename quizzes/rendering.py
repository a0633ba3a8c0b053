"""What pages show of a question: made once, when it is published."""

from typing import Any

from django.urls import reverse

from lessons.markup import render_inline, render_paragraphs
from lessons.models import Lesson
from lessons.rendering import collect_citations, sources_as_shown
from sps_learn.publishing.models import render_again

from .models import QuestionRevision
from .showing import showing_of


def question_as_shown(content: dict[str, Any]) -> dict[str, Any]:
    """Stem, vignette and parts as HTML; the reasons and sources beside them."""
    return {
        "stem": render_inline(content["stem"]),
        "vignette": render_paragraphs(content["vignette"]),
        **showing_of(content["kind"]).render(content),
        "key_idea": render_inline(content["key_idea"]),
        "lesson": lesson_link(content["lesson"]),
        "sources": sources_as_shown(collect_citations(content["references"])),
        "checked": content["checked"],
    }


def lesson_link(address: str) -> dict[str, str] | None:
    """`mechanism/why-the-brake-fails#gad` as title and URL; None when it is gone."""
    path, _, section = address.partition("#")
    module, _, slug = path.partition("/")
    lesson = Lesson.objects.published().filter(module__slug=module, slug=slug).first()
    if lesson is None:
        return None
    url = reverse("lessons:lesson", args=[module, slug])
    return {"title": lesson.title, "url": f"{url}#{section}" if section else url}


def render_all_questions() -> int:
    """Rebuild what pages show of every revision; say how many changed."""
    return render_again(QuestionRevision.objects.all(), question_as_shown)

"""Where a source, a term or a figure is used: what has to change before it may go."""

from . import markup
from .hooks import hooks
from .models import Lesson, Reference


def uses_of(kind: str, name: str) -> list[str]:
    """Names of the texts that mention it; `kind` is that of markup.Mention."""
    lessons = Lesson.objects.select_related("published")
    found = [f"Lesson “{row}”" for row in lessons if (kind, name) in _mentioned(row)]
    if kind == "citation":
        found += hooks.questions_citing(name)
        found += [f"Paragraphs of {row.key}" for row in _documents_citing(name)]
    return found


def _mentioned(lesson: Lesson) -> set[tuple[str, str]]:
    versions = [lesson.draft, lesson.published and lesson.published.content]
    return {
        (mention.kind, mention.name)
        for version in versions
        if version
        for mention in markup.mentions(version["body"])
    }


def _documents_citing(key: str) -> list[Reference]:
    return [
        row
        for row in Reference.objects.filter(kind="document")
        if any(key in paragraph["references"] for paragraph in row.paragraphs)
    ]

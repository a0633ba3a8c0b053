"""What pages show of a published lesson: made once, when it is published."""

from typing import Any

from sps_learn.publishing.models import render_again

from . import markup
from .models import Figure, LessonRevision, Reference, Term


def library() -> markup.Library:
    """The terms and figures that lessons may refer to."""
    return markup.Library(
        terms={
            term.slug: markup.Term(term.term, term.definition)
            for term in Term.objects.all()
        },
        figures={
            figure.slug: markup.Figure(
                figure.title, figure.long_text, figure.svg, figure.svg_narrow
            )
            for figure in Figure.objects.all()
        },
    )


def lesson_as_shown(
    content: dict[str, Any], shelf: markup.Library | None = None
) -> dict[str, Any]:
    """Sections in parts, sources in order of citation, and the reading time."""
    rendered = markup.render_lesson(content["body"], shelf or library())
    return {
        "sections": [
            {"id": section.id, "title": section.title, "parts": section.parts}
            for section in rendered.sections
        ],
        "sources": sources_as_shown(rendered.citations),
        "cited": [
            {"id": one.id, "title": one.title, "citations": one.citations}
            for one in rendered.sections
            if one.citations
        ],
        "objectives": content["objectives"],
        "checks": rendered.checks,
        "words": rendered.words,
        "minutes": rendered.minutes,
    }


def sources_as_shown(citations: dict[str, list[int]]) -> list[dict[str, Any]]:
    """The sources cited, in order; a key that no longer exists is left out by name."""
    found = {row.key: row for row in Reference.objects.filter(key__in=citations)}
    return [
        source_as_shown(number, found[key], paragraphs)
        for number, (key, paragraphs) in enumerate(citations.items(), start=1)
        if key in found
    ]


def source_as_shown(
    number: int, reference: Reference, paragraphs: list[int]
) -> dict[str, Any]:
    return {
        "number": number,
        "key": reference.key,
        "is_document": reference.kind == "document",
        "authors": reference.authors,
        "title": reference.title,
        "venue": reference.venue,
        "year": reference.year,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "link": reference.link,
        "grade": reference.grade,
        "checked": reference.checked.isoformat(),
        "paragraphs": sorted(paragraphs),
    }


def split_citation(citation: str) -> tuple[str, int | None]:
    """`causes:2` is paragraph 2 of a document, `R93` an item of the literature."""
    key, _, paragraph = citation.partition(":")
    return key, int(paragraph) if paragraph.isdecimal() else None


def collect_citations(citations: list[str]) -> dict[str, list[int]]:
    """Citations by key, with the paragraphs named."""
    collected: dict[str, list[int]] = {}
    for citation in citations:
        key, paragraph = split_citation(citation)
        numbers = collected.setdefault(key, [])
        if paragraph is not None:
            numbers.append(paragraph)
    return collected


def render_all_lessons() -> int:
    """Rebuild what pages show of every revision; say how many changed."""
    shelf = library()
    return render_again(
        LessonRevision.objects.all(), lambda content: lesson_as_shown(content, shelf)
    )

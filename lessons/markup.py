"""Lesson Markdown to safe HTML. Pure: imports nothing from Django.

Beyond CommonMark a lesson has sections (`## Heading {#id}`), citations
(`[@causes:2]`, `[@R93]`), terms (`{{term:gaba|shown}}`), figures
(`{{figure:gaba-synapse}}`), questions (`{{check:question-id}}`) and notes
(`::: safety Heading`). Raw HTML is text. What comes out has passed an allow-list, so
no script, style, form or event handler can come from an author.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.token import Token

from .cleaning import clean_lesson, plain_text, render_inline, render_paragraphs
from .dialect import BLOCKS, CITATION, MARKDOWN, NOTE_TITLES
from .fragments import dress, figure, popover
from .library import Figure, Library, Term
from .time import count_words, reading_minutes

__all__ = [
    "Fault",
    "Figure",
    "Library",
    "Mention",
    "Rendered",
    "Section",
    "Term",
    "faults",
    "mentions",
    "plain_text",
    "render_inline",
    "render_lesson",
    "render_paragraphs",
    "section_ids",
]

# Ids that base.html and lesson.html use themselves.
IDS_OF_THE_PAGE = {
    "announce",
    "contents-heading",
    "lesson-sources",
    "main",
    "mark-read",
    "trouble",
}

_HEADING = re.compile(r"^(.*\S)\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$", re.DOTALL)
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>\n?")
_BLOCK = re.compile(r'<div data-(figure|check)="([a-z0-9-]+)"></div>')


@dataclass(frozen=True, slots=True)
class Mention:
    """Something a lesson refers to, and the line (from 1) of its paragraph."""

    kind: Literal["citation", "term", "figure", "check"]
    name: str
    line: int
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    parts: list[dict[str, str]]  # {"html": ...} or {"check": question id}, in order
    words: int
    citations: list[str]  # as `causes:2` or `R93`, each once


@dataclass(slots=True)
class Rendered:
    """A lesson as its page shows it."""

    sections: list[Section] = field(default_factory=list)
    citations: dict[str, list[int]] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(section.words for section in self.sections)

    @property
    def minutes(self) -> int:
        return reading_minutes(self.words, len(self.figures))


@dataclass(frozen=True, slots=True)
class _Source:
    """One section of the Markdown, before it is rendered."""

    id: str
    title: str
    text: str


def render_lesson(body: str, library: Library) -> Rendered:
    """The whole lesson, section by section; unknown terms and figures show as text."""
    rendered = Rendered()
    for source, _ in _sections(body):
        rendered.sections.append(_render_section(source, library, rendered))
    return rendered


def section_ids(body: str) -> list[str]:
    """The sections that a link may lead to, in reading order."""
    return [source.id for source, _ in _sections(body)]


def mentions(body: str) -> list[Mention]:
    """Everything the lesson refers to, in reading order."""
    return [
        _mention(token, (block.map or [0])[0] + 1)
        for block in MARKDOWN.parse(body)
        for token in block.children or ()
        if token.type in {"citation", "embed"}
    ]


def faults(body: str) -> list[Fault]:
    """What is wrong with the structure of a lesson, by line."""
    found = [fault for _, fault in _sections(body) if fault]
    if not found and not _headings(body):
        found.append(Fault(1, "has no section; begin one with ## Heading {#id}"))
    for token in MARKDOWN.parse(body):
        line = (token.map or [0])[0] + 1
        if token.type == "heading_open" and token.tag == "h1":
            found.append(Fault(line, "the title stands above; begin sections with ##"))
        if token.type == "heading_open" and token.tag == "h2" and token.level:
            found.append(
                Fault(line, "a section begins inside a note, list or quotation")
            )
        if token.type.startswith("container_") and token.nesting == 1:
            kind = token.info.split()[:1]
            if not kind or kind[0] not in NOTE_TITLES:
                known = ", ".join(NOTE_TITLES)
                found.append(Fault(line, f"unknown note; there are {known}"))
        if any("{{" in part.content for part in token.children or ()):
            found.append(Fault(line, r"{{...}} is not complete; in a table write \|"))
    return found


def _mention(token: Token, line: int) -> Mention:
    if token.type == "citation":
        return Mention("citation", token.meta["key"], line, token.meta["paragraph"])
    return Mention(token.meta["kind"], token.meta["name"], line)


# Sections -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that opens a section, from its first line to after its last."""

    start: int
    end: int
    text: str


def _headings(body: str) -> list[_Heading]:
    tokens = BLOCKS.parse(body)
    return [
        _Heading(token.map[0], token.map[1], tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.tag == "h2" and token.level == 0 and token.map
    ]


def _sections(body: str) -> Iterator[tuple[_Source, Fault | None]]:
    lines = body.split("\n")
    headings = _headings(body)
    seen: set[str] = set()
    first = headings[0].start if headings else len(lines)
    if any(line.strip() for line in lines[:first]):
        yield (
            _Source("start", "", "\n".join(lines[:first])),
            Fault(1, "text stands before the first section"),
        )
    ends = [heading.start for heading in headings[1:]] + [len(lines)]
    for heading, end in zip(headings, ends, strict=False):
        match = _HEADING.match(heading.text)
        title, name = match.groups() if match else (heading.text, "")
        message = _fault_of_heading(title, name, seen)
        fault = Fault(heading.start + 1, message) if message else None
        name = name or f"section-{heading.start + 1}"
        seen.add(name)
        words = " ".join(plain_text(render_inline(title)).split())
        yield _Source(name, words, "\n".join(lines[heading.end : end])), fault


def _fault_of_heading(title: str, name: str, seen: set[str]) -> str:
    if not name:
        return f"the section {title!r} lacks an id: {{#id}}"
    if name in seen:
        return f"the section id {name!r} is given twice"
    if name in IDS_OF_THE_PAGE:
        return f"the page uses the id {name!r}; choose another"
    if CITATION.search(title) or "{{" in title:
        return "a heading cannot hold a citation, a term or a figure"
    return ""


def _render_section(source: _Source, library: Library, lesson: Rendered) -> Section:
    tokens = MARKDOWN.parse(source.text)
    # A pop-over's id is one of the page: the first section that names it has it.
    terms = _register(tokens, lesson, library)
    env = {"citations": list(lesson.citations), "section": source.id, "notes": 0}
    html = clean_lesson(MARKDOWN.renderer.render(tokens, MARKDOWN.options, env))
    words = count_words(plain_text(re.sub(r"<sup.*?</sup>", " ", html)))
    parts = list(_parts(dress(html), library, lesson))
    popovers = "".join(popover(slug, library.terms[slug]) for slug in terms)
    if popovers:
        parts.append({"html": popovers})
    return Section(source.id, source.title, parts, words, _citations(tokens))


def _citations(tokens: Sequence[Token]) -> list[str]:
    """What the section cites, in the order of its first mention."""
    found = (
        child.meta
        for block in tokens
        for child in block.children or ()
        if child.type == "citation"
    )
    named = (
        f"{one['key']}:{one['paragraph']}" if one["paragraph"] else one["key"]
        for one in found
    )
    return list(dict.fromkeys(named))


def _register(tokens: Sequence[Token], lesson: Rendered, library: Library) -> list[str]:
    """Note what the section refers to; return the terms that it is first to name."""
    before = set(lesson.terms)
    for token in (child for block in tokens for child in block.children or ()):
        if token.type == "citation":
            paragraphs = lesson.citations.setdefault(token.meta["key"], [])
            number = token.meta["paragraph"]
            if number is not None and number not in paragraphs:
                paragraphs.append(number)
        elif token.type == "embed" and token.meta["kind"] == "term":
            slug = token.meta["name"]
            token.meta["known"] = library.terms.get(slug)
            if slug in library.terms and slug not in lesson.terms:
                lesson.terms.append(slug)
    return [slug for slug in lesson.terms if slug not in before]


def _parts(html: str, library: Library, lesson: Rendered) -> Iterator[dict[str, str]]:
    """The section's HTML, with figures put in and cut where a question stands."""
    html = _EMPTY_PARAGRAPH.sub("", html)  # what the cleaner leaves around a block
    shown, at = "", 0
    for match in _BLOCK.finditer(html):
        shown += html[at : match.start()]
        at = match.end()
        kind, name = match.groups()
        if kind == "figure":
            lesson.figures.append(name)
            shown += figure(name, library.figures.get(name), len(lesson.figures))
        else:
            lesson.checks.append(name)
            if shown.strip():
                yield {"html": shown}
            yield {"check": name}
            shown = ""
    shown += html[at:]
    if shown.strip():
        yield {"html": shown}

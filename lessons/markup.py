"""Lesson Markdown to safe HTML. Pure: imports nothing from Django.

Beyond CommonMark a lesson has sections (`## Heading {#id}`), citations
(`[@causes:2]`, `[@R93]`), terms (`{{term:gaba|shown}}`), figures
(`{{figure:gaba-synapse}}`), questions (`{{check:question-id}}`) and notes
(`::: safety Heading`). Raw HTML is text. What comes out has passed an allow-list, so
no script, style, form or event handler can come from an author.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any, Literal

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from .time import count_words, reading_minutes

NOTE_TITLES = {
    "evidence": "How sure is this?",
    "safety": "Safety",
    "documents-differ": "Documents differ",
}
NOTE_CLASSES = {
    "evidence": "note evidence",
    "safety": "note safety",
    "documents-differ": "note differ",
}

# The drawings of templates/_icon.html, by the last class of a note.
NOTE_ICONS = {
    "evidence": "M4 4h7v16H4zM13 4h7v16h-7z",
    "safety": "M12 3l10 18H2zM12 10v5M12 18v.5",
    "differ": "M3 12h7M10 12l8-7M10 12l8 7",
}

# Ids that base.html and lesson.html use themselves.
IDS_OF_THE_PAGE = {
    "announce",
    "contents-heading",
    "lesson-sources",
    "main",
    "mark-read",
    "trouble",
}

_CITATION = re.compile(r"\[@([A-Za-z][A-Za-z0-9]*)(?::([0-9]{1,3}))?\]")
_EMBED = re.compile(r"\{\{(term|figure|check):([a-z0-9-]+)(?:\|([^{}|]+))?\}\}")
_HEADING = re.compile(r"^(.*\S)\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$", re.DOTALL)
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>\n?")
_NOTE = re.compile(
    r'<div class="note (\w+)"[^>]*>\s*<(?:div class="kind"|h3 id="[^"]*")>'
)
# At most three before it: any number would make a run of brackets slow to search.
_TERM = re.compile(r"([(“‘]{0,3})(<button [^>]*>[^<]*</button>)([)”’.,;:?!]*)")
_BETWEEN_CITATIONS = re.compile(r"</sup>\s*<sup>")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_BLOCK = re.compile(r'<div data-(figure|check)="([a-z0-9-]+)"></div>')

_ALLOWED: dict[str, set[str]] = {
    "*": set(),  # else the cleaner lets a title and a language through
    "a": {"href"},
    "button": {"type", "class", "popovertarget"},
    "div": {"class", "role", "aria-labelledby", "data-figure", "data-check"},
    "h3": {"class", "id"},
    "span": {"class"},
    "sup": {"class"},
    "th": {"scope"},
    "ol": {"start"},
} | {
    tag: set()
    for tag in [
        "p",
        "br",
        "strong",
        "em",
        "code",
        "pre",
        "ul",
        "li",
        "blockquote",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "h4",
    ]
}
_SCHEMES = {"https", "http", "mailto"}


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
class Term:
    term: str
    definition: str


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    long_text: str
    svg: str
    svg_narrow: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """What a lesson may refer to, by slug."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    parts: list[dict[str, str]]  # {"html": ...} or {"check": question id}, in order
    words: int


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


def render_inline(text: str) -> str:
    """One line of text, such as a stem or an option, to safe HTML."""
    return nh3.clean(
        _INLINE.renderInline(text), tags={"strong", "em", "code", "br"}, attributes={}
    )


def render_paragraphs(text: str) -> str:
    """A vignette or a note to safe HTML."""
    return nh3.clean(_INLINE.render(text), tags={"p", "strong", "em", "code", "br"})


def plain_text(html: str) -> str:
    """The words of safe HTML, to be escaped again where they are shown."""
    return unescape(nh3.clean(html, tags=set()))


def section_ids(body: str) -> list[str]:
    """The sections that a link may lead to, in reading order."""
    return [source.id for source, _ in _sections(body)]


def mentions(body: str) -> list[Mention]:
    """Everything the lesson refers to, in reading order."""
    return [
        _mention(token, (block.map or [0])[0] + 1)
        for block in _MARKDOWN.parse(body)
        for token in block.children or ()
        if token.type in {"citation", "embed"}
    ]


def faults(body: str) -> list[Fault]:
    """What is wrong with the structure of a lesson, by line."""
    found = [fault for _, fault in _sections(body) if fault]
    if not found and not _headings(body):
        found.append(Fault(1, "has no section; begin one with ## Heading {#id}"))
    for token in _MARKDOWN.parse(body):
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


# Sections -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that opens a section, from its first line to after its last."""

    start: int
    end: int
    text: str


def _headings(body: str) -> list[_Heading]:
    tokens = _BLOCKS.parse(body)
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
    if _CITATION.search(title) or "{{" in title:
        return "a heading cannot hold a citation, a term or a figure"
    return ""


def _render_section(source: _Source, library: Library, lesson: Rendered) -> Section:
    tokens = _MARKDOWN.parse(source.text)
    # A pop-over's id is one of the page: the first section that names it has it.
    terms = _register(tokens, lesson, library)
    env = {"citations": list(lesson.citations), "section": source.id, "notes": 0}
    html = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env),
        tags=set(_ALLOWED) - {"*"},
        attributes=_ALLOWED,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    words = count_words(plain_text(re.sub(r"<sup.*?</sup>", " ", html)))
    for pattern, replace in (
        (_NOTE, _with_icon),
        (_TERM, _keep_together),
        (_TABLE, _in_scroller),
        (_BETWEEN_CITATIONS, " "),
    ):
        html = pattern.sub(replace, html)
    parts = list(_parts(html, library, lesson))
    popovers = "".join(_popover(slug, library.terms[slug]) for slug in terms)
    if popovers:
        parts.append({"html": popovers})
    return Section(source.id, source.title, parts, words)


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
            shown += _figure(name, library.figures.get(name), len(lesson.figures))
        else:
            lesson.checks.append(name)
            if shown.strip():
                yield {"html": shown}
            yield {"check": name}
            shown = ""
    shown += html[at:]
    if shown.strip():
        yield {"html": shown}


# HTML of our own, put in after the allow-list ---------------------------------


def _with_icon(match: re.Match[str]) -> str:
    return (
        f'{match[0]}<svg width="24" height="24" viewBox="0 0 24 24" fill="none" '
        f'stroke="currentColor" stroke-width="2" aria-hidden="true">'
        f'<path d="{NOTE_ICONS[match[1]]}"/></svg>'
    )


def _in_scroller(match: re.Match[str]) -> str:
    """A table that a narrow screen can move sideways, by keyboard too."""
    table = match[0].replace("<th>", '<th scope="col">')
    first = plain_text(table.partition("</th>")[0]).strip()
    return (
        f'<div class="scroll" role="region" tabindex="0" '
        f'aria-label="Table: {escape(first)}">{table}</div>'
    )


def _keep_together(match: re.Match[str]) -> str:
    """A term with its punctuation: browsers break lines on both sides of a button."""
    opening, button, closing = match.groups()
    if not opening and not closing:
        return button
    return f'<span class="together">{opening}{button}{closing}</span>'


def _popover(slug: str, term: Term) -> str:
    name = escape(term.term)
    return (
        f'<div popover id="term-{slug}" role="note" aria-label="{name}">'
        f"<p><strong>{name}</strong></p><p>{escape(term.definition)}</p>"
        f'<p class="small"><a href="/glossary/#{slug}">Glossary</a></p></div>'
    )


def _figure(slug: str, figure: Figure | None, number: int) -> str:
    if figure is None:
        return f"<p>[figure {slug}]</p>"
    narrow = (
        f'<div class="figure-narrow">{figure.svg_narrow}</div>'
        if figure.svg_narrow
        else ""
    )
    wide = "figure-wide" if narrow else "figure-any"
    paragraphs = "".join(
        f"<p>{render_inline(text)}</p>" for text in figure.long_text.split("\n\n")
    )
    return (
        f'<figure class="figure" id="figure-{slug}" aria-labelledby="caption-{slug}">'
        f'<div class="drawing"><div class="{wide}">{figure.svg}</div>{narrow}</div>'
        f'<figcaption><p id="caption-{slug}"><strong>Figure {number}.</strong> '
        f"{escape(figure.title)}</p><details><summary>Describe the figure</summary>"
        f"{paragraphs}</details></figcaption></figure>"
    )


# The dialect ----------------------------------------------------------------


def _mention(token: Token, line: int) -> Mention:
    if token.type == "citation":
        return Mention("citation", token.meta["key"], line, token.meta["paragraph"])
    return Mention(token.meta["kind"], token.meta["name"], line)


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = _CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        paragraph = int(match[2]) if match[2] else None
        token.meta = {"key": match[1], "paragraph": paragraph}
    state.pos = match.end()
    return True


def _embed_rule(state: StateInline, silent: bool) -> bool:
    match = _EMBED.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("embed", "", 0)
        token.meta = {"kind": match[1], "name": match[2], "shown": match[3]}
    state.pos = match.end()
    return True


def _render_citation(
    _: RendererHTML, tokens: Sequence[Token], at: int, __: Any, env: dict[str, Any]
) -> str:
    if _repeats(tokens, at):
        return ""
    number = env["citations"].index(tokens[at].meta["key"]) + 1
    return (
        f'<sup><a href="#source-{number}"><span class="vh">Source </span>{number}</a>'
        f"</sup>"
    )


def _repeats(tokens: Sequence[Token], at: int) -> bool:
    """Whether the citation just before names another paragraph of the same source."""
    before = at - 1
    while before >= 0 and _is_space(tokens[before]):
        before -= 1
    return (
        before >= 0
        and tokens[before].type == "citation"
        and tokens[before].meta["key"] == tokens[at].meta["key"]
    )


def _is_space(token: Token) -> bool:
    return token.type == "text" and not token.content.strip()


def _render_embed(
    _: RendererHTML, tokens: Sequence[Token], at: int, __: Any, ___: dict[str, Any]
) -> str:
    meta = tokens[at].meta
    if meta["kind"] != "term":
        return f'<div data-{meta["kind"]}="{meta["name"]}"></div>'
    known = meta.get("known")
    shown = escape(meta["shown"] or (known.term if known else meta["name"]))
    if not known:
        return shown
    return (
        f'<button type="button" class="term" popovertarget="term-{meta["name"]}">'
        f"{shown}</button>"
    )


def _render_note(
    self: RendererHTML, tokens: Sequence[Token], at: int, _: Any, env: dict[str, Any]
) -> str:
    if tokens[at].nesting == -1:
        return "</div>\n"
    kind, _, title = tokens[at].info.strip().partition(" ")
    env["notes"] += 1
    name = f"note-{env['section']}-{env['notes']}"
    kind_in_words = NOTE_TITLES.get(kind, "Note")
    title = title.strip() or kind_in_words
    above = (
        f'<div class="kind">{kind_in_words}</div>\n' if title != kind_in_words else ""
    )
    # Not a section: each would be a landmark, and many bear the same name.
    return (
        f'<div class="{NOTE_CLASSES.get(kind, "note")}" role="note" '
        f'aria-labelledby="{name}">{above}<h3 id="{name}">{escape(title)}</h3>\n'
    )


def _dialect() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.disable(["image", "html_block", "html_inline"])
    markdown.inline.ruler.before("link", "citation", _citation_rule)
    markdown.inline.ruler.before("link", "embed", _embed_rule)
    markdown.add_render_rule("citation", _render_citation)
    markdown.add_render_rule("embed", _render_embed)
    # One container for every kind, so that a misspelt note is found, not printed.
    container_plugin(markdown, "note", validate=lambda *_: True, render=_render_note)
    return markdown


_MARKDOWN = _dialect()
_BLOCKS = _dialect().disable("inline")
_INLINE = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "link", "autolink"]
)

"""HTML of our own, put into a lesson after the allow-list. Pure."""

import re
from html import escape

from .cleaning import plain_text, render_inline
from .library import Figure, Term

# The drawings of templates/_icon.html, by the last class of a note.
NOTE_ICONS = {
    "evidence": "M4 4h7v16H4zM13 4h7v16h-7z",
    "safety": "M12 3l10 18H2zM12 10v5M12 18v.5",
    "differ": "M3 12h7M10 12l8-7M10 12l8 7",
}

_NOTE = re.compile(
    r'<div class="note (\w+)"[^>]*>\s*<(?:div class="kind"|h3 id="[^"]*")>'
)
# At most three before it: any number would make a run of brackets slow to search.
_TERM = re.compile(r"([(“‘]{0,3})(<button [^>]*>[^<]*</button>)([)”’.,;:?!]*)")
_BETWEEN_CITATIONS = re.compile(r"</sup>\s*<sup>")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def dress(html: str) -> str:
    """Icons for notes, a scroller for tables, terms kept with their punctuation."""
    html = _NOTE.sub(_with_icon, html)
    html = _TERM.sub(_keep_together, html)
    html = _TABLE.sub(_in_scroller, html)
    return _BETWEEN_CITATIONS.sub(" ", html)


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


def popover(slug: str, term: Term) -> str:
    name = escape(term.term)
    return (
        f'<div popover id="term-{slug}" role="note" aria-label="{name}">'
        f"<p><strong>{name}</strong></p><p>{escape(term.definition)}</p>"
        f'<p class="small"><a href="/glossary/#{slug}">Glossary</a></p></div>'
    )


def figure(slug: str, drawing: Figure | None, number: int) -> str:
    if drawing is None:
        return f"<p>[figure {slug}]</p>"
    narrow = (
        f'<div class="figure-narrow">{drawing.svg_narrow}</div>'
        if drawing.svg_narrow
        else ""
    )
    wide = "figure-wide" if narrow else "figure-any"
    paragraphs = "".join(
        f"<p>{render_inline(text)}</p>" for text in drawing.long_text.split("\n\n")
    )
    return (
        f'<figure class="figure" id="figure-{slug}" aria-labelledby="caption-{slug}">'
        f'<div class="drawing"><div class="{wide}">{drawing.svg}</div>{narrow}</div>'
        f'<figcaption><p id="caption-{slug}"><strong>Figure {number}.</strong> '
        f"{escape(drawing.title)}</p><details><summary>Describe the figure</summary>"
        f"{paragraphs}</details></figcaption></figure>"
    )

"""The dialect of the lessons: what it has beyond CommonMark. Pure.

Citations (`[@causes:2]`, `[@R93]`), terms (`{{term:gaba|shown}}`), figures
(`{{figure:gaba-synapse}}`), questions (`{{check:question-id}}`) and notes
(`::: safety Heading`). Raw HTML and images are text.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

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

CITATION = re.compile(r"\[@([A-Za-z][A-Za-z0-9]*)(?::([0-9]{1,3}))?\]")
_EMBED = re.compile(r"\{\{(term|figure|check):([a-z0-9-]+)(?:\|([^{}|]+))?\}\}")


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos)
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


MARKDOWN = _dialect()
BLOCKS = _dialect().disable("inline")
INLINE = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "link", "autolink"]
)

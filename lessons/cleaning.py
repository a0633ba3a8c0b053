"""The allow-list: what may come out of an author's Markdown. Pure.

No script, style, form or event handler is on it.
"""

from html import unescape

import nh3

from .dialect import INLINE

ALLOWED: dict[str, set[str]] = {
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
SCHEMES = {"https", "http", "mailto"}


def clean_lesson(html: str) -> str:
    """The HTML of a section, without what is not on the list."""
    return nh3.clean(
        html,
        tags=set(ALLOWED) - {"*"},
        attributes=ALLOWED,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def render_inline(text: str) -> str:
    """One line of text, such as a stem or an option, to safe HTML."""
    return nh3.clean(
        INLINE.renderInline(text), tags={"strong", "em", "code", "br"}, attributes={}
    )


def render_paragraphs(text: str) -> str:
    """A vignette or a note to safe HTML."""
    return nh3.clean(INLINE.render(text), tags={"p", "strong", "em", "code", "br"})


def plain_text(html: str) -> str:
    """The words of safe HTML, to be escaped again where they are shown."""
    return unescape(nh3.clean(html, tags=set()))

"""What a machine can see amiss in a lesson that is sound in form. Pure.

Each rule has a name: those of the teaching plan (T8, L20, L21) where it has one.
Faults that keep a lesson from being loaded are found before, in markup.py and
curriculum.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from . import wording
from .dialect import MARKDOWN
from .markup import Library, Mention, mentions, render_lesson
from .readability import MASK, mask_terms, school_grade

MOST_MINUTES = 8
MOST_WORDS_IN_SECTION = 250
HIGHEST_GRADE = 9

_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*(?![\w])")


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    line: int  # of the lesson's body, from 1
    message: str


@dataclass(frozen=True, slots=True)
class Measures:
    """What a lesson measures: minutes and words to read, and years of school."""

    minutes: int
    words: int
    longest_section: int  # in words
    grade: float | None


def measure(body: str, library: Library) -> Measures:
    """The figures of a lesson that the rules look at."""
    rendered = render_lesson(body, library)
    grade = school_grade(_prose(body, library))
    return Measures(
        minutes=rendered.minutes,
        words=rendered.words,
        longest_section=max((one.words for one in rendered.sections), default=0),
        grade=None if grade is None else round(grade, 1),
    )


def findings(body: str, library: Library) -> list[Finding]:
    """What the rules find in a lesson, in reading order."""
    found = [
        *_too_long(body, library),
        *_too_hard(body, library),
        *_not_cited(body),
        *_wording(body),
    ]
    return sorted(found, key=lambda finding: finding.line)


def _too_long(body: str, library: Library) -> Iterator[Finding]:
    rendered = render_lesson(body, library)
    if rendered.minutes > MOST_MINUTES:
        yield Finding(
            "T8",
            1,
            f"takes {rendered.minutes} minutes to read; at most {MOST_MINUTES}",
        )
    for section in rendered.sections:
        if section.words > MOST_WORDS_IN_SECTION:
            yield Finding(
                "section-length",
                _line_of(body, section.id),
                f"the section #{section.id} has {section.words} words; at most"
                f" {MOST_WORDS_IN_SECTION}",
            )


def _too_hard(body: str, library: Library) -> Iterator[Finding]:
    grade = school_grade(_prose(body, library))
    if grade is not None and grade > HIGHEST_GRADE:
        yield Finding("L20", 1, f"reads at grade {grade:.1f}; at most {HIGHEST_GRADE}")


def _not_cited(body: str) -> Iterator[Finding]:
    """Every paragraph names a source, and every number has one behind it.

    A list or a table may be covered by the paragraph that leads to it.
    """
    led = False  # by a cited paragraph just before
    for unit in _units(body):
        is_led = unit.is_listing and led
        if unit.is_cited:
            # Of a table the heading may name the source of a whole column.
            if not unit.is_table and (number := _NUMBER.search(unit.after_last_source)):
                message = f"no source behind “{number[0]}”"
                yield Finding("cited", unit.line, message)
        elif not (is_led or unit.is_lead_in or unit.is_bare):
            yield Finding("cited", unit.line, f"no source: “{unit.beginning}”")
        led = unit.is_cited or is_led


def _wording(body: str) -> Iterator[Finding]:
    for unit in _units(body):
        for rule, message in wording.faults(unit.text):
            yield Finding(rule, unit.line, message)


# The prose of a lesson, block by block ------------------------------------------------


@dataclass(slots=True)
class _Unit:
    """A paragraph, or a whole list or table."""

    line: int
    tokens: list[Token]
    is_listing: bool = False
    is_table: bool = False

    @property
    def text(self) -> str:
        return "".join(_shown(token) for token in self.tokens)

    @property
    def is_cited(self) -> bool:
        return any(_is_source(token) for token in self.tokens)

    @property
    def after_last_source(self) -> str:
        sources = [at for at, token in enumerate(self.tokens) if _is_source(token)]
        return "".join(_shown(token) for token in self.tokens[sources[-1] + 1 :])

    @property
    def beginning(self) -> str:
        words = " ".join(self.text.split())
        return words if len(words) <= 50 else f"{words[:49]}…"

    @property
    def is_bare(self) -> bool:
        """Whether it only holds a figure or a question."""
        return not self.text.strip()

    @property
    def is_lead_in(self) -> bool:
        return not self.is_listing and self.text.rstrip().endswith(":")


def _units(body: str) -> list[_Unit]:
    found: list[_Unit] = []
    open_listings = 0
    is_heading = False
    for token in MARKDOWN.parse(body):
        if token.type in {"bullet_list_open", "ordered_list_open", "table_open"}:
            if not open_listings:
                is_table = token.type == "table_open"
                line = (token.map or [0])[0] + 1
                found.append(_Unit(line, [], is_listing=True, is_table=is_table))
            open_listings += 1
        elif token.type in {"bullet_list_close", "ordered_list_close", "table_close"}:
            open_listings -= 1
        elif token.type.startswith("heading"):
            is_heading = token.nesting == 1
        elif token.type == "inline" and not is_heading:
            if not open_listings:
                found.append(_Unit((token.map or [0])[0] + 1, []))
            found[-1].tokens += token.children or []
    return found


def _prose(body: str, library: Library) -> Iterator[str]:
    """The sentences of a lesson, technical terms masked; headings, tables left out."""
    terms = [term.term for term in library.terms.values()]
    is_table = is_heading = False
    for token in MARKDOWN.parse(body):
        if token.type in {"table_open", "table_close"}:
            is_table = token.type == "table_open"
        elif token.type.startswith("heading"):
            is_heading = token.nesting == 1
        elif token.type == "inline" and not (is_table or is_heading):
            parts = (
                MASK if _is_term(child) else _shown(child)
                for child in token.children or ()
            )
            yield mask_terms("".join(parts), terms)


def _shown(token: Token) -> str:
    if token.type == "embed":
        return (token.meta["shown"] or token.meta["name"]) if _is_term(token) else ""
    return " " if token.type.endswith("break") else token.content


def _is_term(token: Token) -> bool:
    return token.type == "embed" and token.meta["kind"] == "term"


def _is_source(token: Token) -> bool:
    return token.type == "citation"


def _line_of(body: str, section: str) -> int:
    before, found, _ = body.partition(f"{{#{section}}}")
    return before.count("\n") + 1 if found else 1


# Over all lessons ---------------------------------------------------------------------


def cited_paragraphs(bodies: Sequence[str]) -> set[tuple[str, int]]:
    """The paragraphs of documents that some lesson cites: key and number."""
    return {
        (one.name, one.paragraph)
        for one in _mentions(bodies)
        if one.kind == "citation" and one.paragraph is not None
    }


def figures_shown(bodies: Sequence[str]) -> set[str]:
    return {one.name for one in _mentions(bodies) if one.kind == "figure"}


def _mentions(bodies: Sequence[str]) -> Iterator[Mention]:
    for body in bodies:
        yield from mentions(body)

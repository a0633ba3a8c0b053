"""What a lesson may refer to. Pure: imports nothing from Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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

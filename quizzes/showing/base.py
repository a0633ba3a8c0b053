"""What the kinds share in how they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

from ..grading import Answer, Content, Fields, Grade
from ..kinds.base import numbered


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as one slot shows it."""

    content: Content
    html: Mapping[str, Any]  # the same as quizzes/rendering.py made it
    order: Sequence[str]  # of its parts, as drawn
    ruled_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line that gets a place: its partner's, or its own among the others."""

    number: int
    text: str  # safe HTML
    place: str  # entered; empty where there is none

    @classmethod
    def of(cls, number: int, text: str, entered: Fields) -> Self:
        return cls(number, text, next(iter(entered.get(numbered(number), ())), ""))

    @property
    def field(self) -> str:
        return numbered(self.number)


class Body(Protocol):
    """The middle of a card, with the template that shows it."""

    template: ClassVar[str]


class Asked(Body, Protocol):
    """The fields of a form; an error leads to the first of them."""

    on_paper: ClassVar[str]  # the template that shows them to be filled in by hand

    @property
    def first_field(self) -> str:
        """The end of the id of the first field."""


class Showing(Protocol):
    """The functions of a module in this package."""

    invitation: str  # said where nothing was answered

    def render(self, content: Content) -> dict[str, Any]:
        """The parts as safe HTML: made when the question is published."""

    def ask(self, shown: Shown, entered: Fields) -> Asked:
        """The form, with what was entered before."""

    def explain(self, shown: Shown, answer: Answer | None, grade: Grade) -> Body:
        """What is right and why, beside what was answered."""

    def best(self, shown: Shown, grade: Grade) -> str:
        """One sentence on the right answer, said where the given one is not it."""

    def in_words(self, shown: Shown, answer: Answer) -> str:
        """An answer in one line of plain text."""

    def on_paper(self, shown: Shown, answer: Answer) -> list[str]:
        """The same with a line for each part, named as on the printed question."""

    def key_on_paper(self, shown: Shown) -> list[str]:
        """What is right, in such lines."""

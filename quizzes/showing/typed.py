"""One line to write in: what short and numeric questions share."""

from dataclasses import dataclass
from typing import ClassVar

from ..kinds.base import FIELD, Answer, Fields
from ..kinds.typed import MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class Line:
    template: ClassVar = "quizzes/kinds/_typed.html"
    on_paper: ClassVar = "quizzes/kinds/_typed_on_paper.html"
    first_field: ClassVar = "text"
    max_characters: ClassVar = MAX_CHARACTERS

    text: str
    label: str
    hint: str = ""
    unit: str = ""
    input_mode: str = "text"


@dataclass(frozen=True, slots=True)
class Accepted:
    text: str
    share: str = ""  # of the marks, where it is not all

    def __str__(self) -> str:
        return f"{self.text} ({self.share})" if self.share else self.text


@dataclass(frozen=True, slots=True)
class Anticipated:
    text: str
    rationale: str  # safe HTML
    is_given: bool


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    template: ClassVar = "quizzes/kinds/_typed_reasons.html"

    given: str
    is_right: bool
    accepted: list[Accepted]
    anticipated: list[Anticipated]


def text_in(entered: Fields) -> str:
    return next(iter(entered.get(FIELD, ())), "")


def text_of(answer: Answer | None) -> str:
    return answer["text"] if answer else ""


def share(credit: float) -> str:
    return "" if credit == 1 else f"{round(100 * credit)} % of the marks"

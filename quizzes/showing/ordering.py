"""Lines that each get a place."""

from dataclasses import dataclass
from typing import Any, ClassVar

from lessons.markup import plain_text, render_inline

from ..grading import Answer, Content, Fields, Grade
from ..kinds.ordering import key
from .base import NumberedLine, Shown

invitation = "Give each line a place first"


@dataclass(frozen=True, slots=True)
class Lines:
    template: ClassVar = "quizzes/kinds/_ordering.html"
    on_paper: ClassVar = "quizzes/kinds/_ordering_on_paper.html"
    first_field: ClassVar = "1"

    lines: list[NumberedLine]
    places: list[str]


@dataclass(frozen=True, slots=True)
class ExplainedItem:
    place: int
    given: int | None  # where the learner put it
    text: str  # safe HTML
    rationale: str  # safe HTML
    is_right: bool


@dataclass(frozen=True, slots=True)
class ExplainedItems:
    template: ClassVar = "quizzes/kinds/_ordering_reasons.html"

    items: list[ExplainedItem]


def render(content: Content) -> dict[str, Any]:
    return {
        "items": [
            {
                "id": item["id"],
                "text": render_inline(item["text"]),
                "rationale": render_inline(item["rationale"]),
            }
            for item in content["items"]
        ]
    }


def ask(shown: Shown, entered: Fields) -> Lines:
    texts = {item["id"]: item["text"] for item in shown.html["items"]}
    return Lines(
        [
            NumberedLine.of(n, texts[name], entered)
            for n, name in enumerate(shown.order, start=1)
        ],
        [str(place) for place in range(1, len(shown.order) + 1)],
    )


def explain(shown: Shown, answer: Answer | None, grade: Grade) -> ExplainedItems:
    given = {name: n for n, name in enumerate(answer["order"], 1)} if answer else {}
    return ExplainedItems(
        [
            ExplainedItem(
                place=n,
                given=given.get(item["id"]),
                text=item["text"],
                rationale=item["rationale"],
                is_right=grade.parts.get(item["id"], False),
            )
            for n, item in enumerate(shown.html["items"], start=1)
        ]
    )


def best(shown: Shown, grade: Grade) -> str:
    return "The right order is below."


def in_words(shown: Shown, answer: Answer) -> str:
    return "; ".join(on_paper(shown, answer))


def on_paper(shown: Shown, answer: Answer) -> list[str]:
    texts = {item["id"]: plain_text(item["text"]) for item in shown.html["items"]}
    return [f"{n}. {texts[name]}" for n, name in enumerate(answer["order"], start=1)]


def key_on_paper(shown: Shown) -> list[str]:
    return on_paper(shown, key(shown.content))

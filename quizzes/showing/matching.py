"""Lines on the left, each with a list to choose its partner from."""

from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, ClassVar

from lessons.markup import plain_text, render_inline

from ..grading import Answer, Content, Fields, Grade
from ..kinds.matching import key, lines, shuffled
from .base import NumberedLine, Shown

LETTERS = ascii_uppercase  # of the choices, on paper

invitation = "Choose a match for each line first"


@dataclass(frozen=True, slots=True)
class Lines:
    template: ClassVar = "quizzes/kinds/_matching.html"
    on_paper: ClassVar = "quizzes/kinds/_matching_on_paper.html"
    first_field: ClassVar = "1"

    lines: list[NumberedLine]
    choices: list[tuple[str, str]]  # place, plain text: a list holds no HTML

    @property
    def lettered(self) -> list[tuple[str, str]]:
        """The choices as they are named on paper."""
        texts = (text for _, text in self.choices)
        return list(zip(LETTERS, texts, strict=False))


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    text: str  # safe HTML, as all below
    given: str
    partner: str
    rationale: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class ExplainedLines:
    template: ClassVar = "quizzes/kinds/_matching_reasons.html"

    lines: list[ExplainedLine]
    distractors: list[dict[str, str]]  # right, rationale


def render(content: Content) -> dict[str, Any]:
    return {
        "pairs": [
            {
                "id": pair["id"],
                "left": render_inline(pair["left"]),
                "right": render_inline(pair["right"]),
                "rationale": render_inline(pair["rationale"]),
            }
            for pair in content["pairs"]
        ]
    }


def ask(shown: Shown, entered: Fields) -> Lines:
    pairs = _by_id(shown)
    return Lines(
        [
            NumberedLine.of(n, pairs[line]["left"], entered)
            for n, line in enumerate(lines(shown.content), start=1)
        ],
        [
            (str(n), plain_text(pairs[c]["right"]))
            for n, c in enumerate(shown.order, start=1)
        ],
    )


def explain(shown: Shown, answer: Answer | None, grade: Grade) -> ExplainedLines:
    pairs, matched = _by_id(shown), answer["pairs"] if answer else {}
    used = set(key(shown.content)["pairs"].values())
    return ExplainedLines(
        [
            ExplainedLine(
                text=pairs[line]["left"],
                given=pairs[matched[line]]["right"] if line in matched else "",
                partner=pairs[line]["right"],
                rationale=pairs[line]["rationale"],
                is_right=grade.parts.get(line, False),
            )
            for line in lines(shown.content)
        ],
        [pairs[choice] for choice in shuffled(shown.content) if choice not in used],
    )


def best(shown: Shown, grade: Grade) -> str:
    right, of = sum(grade.parts.values()), len(lines(shown.content))
    return f"{right} of {of} lines {'is' if right == 1 else 'are'} right."


def in_words(shown: Shown, answer: Answer) -> str:
    pairs = _by_id(shown)
    return "; ".join(
        f"{plain_text(pairs[line]['left'])}: {plain_text(pairs[choice]['right'])}"
        for line, choice in answer["pairs"].items()
    )


def on_paper(shown: Shown, answer: Answer) -> list[str]:
    pairs, letters = _by_id(shown), dict(zip(shown.order, LETTERS, strict=False))
    return [
        f"{plain_text(pairs[line]['left'])}: {letters[choice]}."
        f" {plain_text(pairs[choice]['right'])}"
        for line, choice in answer["pairs"].items()
    ]


def key_on_paper(shown: Shown) -> list[str]:
    return on_paper(shown, key(shown.content))


def _by_id(shown: Shown) -> dict[str, Any]:
    return {pair["id"]: pair for pair in shown.html["pairs"]}

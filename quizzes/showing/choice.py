"""Options with letters: one best answer, several answers, true or false."""

from dataclasses import dataclass
from typing import Any, ClassVar

from lessons.markup import plain_text, render_inline

from ..grading import Answer, Content, Fields, Grade
from ..kinds.base import FIELD
from ..kinds.choice import WITH_ONE_KEY, keys_of
from .base import Shown

LETTERS = "ABCDEFGHIJKL"

invitation = "Choose an answer first"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option in the order shown."""

    letter: str
    id: str
    text: str  # safe HTML
    is_chosen: bool
    is_ruled_out: bool = False


@dataclass(frozen=True, slots=True)
class ExplainedChoice(Choice):
    is_key: bool = False
    rationale: str = ""  # safe HTML


@dataclass(frozen=True, slots=True)
class Choices:
    template: ClassVar = "quizzes/kinds/_choice.html"
    on_paper: ClassVar = "quizzes/kinds/_choice_on_paper.html"

    choices: list[Choice]
    takes_several: bool

    @property
    def first_field(self) -> str:
        return self.choices[0].id


@dataclass(frozen=True, slots=True)
class ExplainedChoices:
    template: ClassVar = "quizzes/kinds/_choice_reasons.html"

    choices: list[ExplainedChoice]
    takes_several: bool

    @property
    def is_answered(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


def render(content: Content) -> dict[str, Any]:
    return {
        "options": [
            {
                "id": option["id"],
                "key": option["key"],
                "text": render_inline(option["text"]),
                "rationale": render_inline(option["rationale"]),
            }
            for option in content["options"]
        ]
    }


def ask(shown: Shown, entered: Fields) -> Choices:
    chosen, by_id = entered.get(FIELD, ()), _by_id(shown)
    return Choices(
        [
            Choice(
                letter,
                name,
                by_id[name]["text"],
                name in chosen,
                name in shown.ruled_out,
            )
            for letter, name in zip(LETTERS, shown.order, strict=False)
        ],
        shown.content["kind"] not in WITH_ONE_KEY,
    )


def explain(shown: Shown, answer: Answer | None, grade: Grade) -> ExplainedChoices:
    chosen, by_id = answer["options"] if answer else [], _by_id(shown)
    return ExplainedChoices(
        [
            ExplainedChoice(
                letter=letter,
                id=name,
                text=by_id[name]["text"],
                is_chosen=name in chosen,
                is_ruled_out=name in shown.ruled_out,
                is_key=by_id[name]["key"],
                rationale=by_id[name]["rationale"],
            )
            for letter, name in zip(LETTERS, shown.order, strict=False)
        ],
        shown.content["kind"] not in WITH_ONE_KEY,
    )


def best(shown: Shown, grade: Grade) -> str:
    letters = dict(zip(shown.order, LETTERS, strict=False))
    keys = sorted(letters[name] for name in keys_of(shown.content))
    if len(keys) == 1:
        return f"{keys[0]} is best."
    return f"The best answers are {', '.join(keys[:-1])} and {keys[-1]}."


def in_words(shown: Shown, answer: Answer) -> str:
    by_id = _by_id(shown)
    return "; ".join(plain_text(by_id[name]["text"]) for name in answer["options"])


def on_paper(shown: Shown, answer: Answer) -> list[str]:
    by_id = _by_id(shown)
    return [
        f"{letter}. {plain_text(by_id[name]['text'])}"
        for letter, name in zip(LETTERS, shown.order, strict=False)
        if name in answer["options"]
    ]


def key_on_paper(shown: Shown) -> list[str]:
    return on_paper(shown, {"options": keys_of(shown.content)})


def _by_id(shown: Shown) -> dict[str, Any]:
    return {option["id"]: option for option in shown.html["options"]}

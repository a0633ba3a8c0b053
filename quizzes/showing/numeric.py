"""A line for one number."""

from typing import Any

from lessons.markup import render_inline

from ..grading import Answer, Content, Fields, Grade, Verdict
from ..kinds.numeric import key
from .base import Shown
from .typed import Accepted, Anticipated, ExplainedLine, Line, share, text_in, text_of

invitation = "Write a number first"


def render(content: Content) -> dict[str, Any]:
    return {"wrong": [render_inline(one["rationale"]) for one in content["wrong"]]}


def ask(shown: Shown, entered: Fields) -> Line:
    return Line(
        text_in(entered),
        label="Your answer",
        hint="One number in digits, with a decimal point or comma where needed.",
        unit=shown.content["unit"],
        input_mode="decimal",
    )


def explain(shown: Shown, answer: Answer | None, grade: Grade) -> ExplainedLine:
    unit = shown.content["unit"]
    return ExplainedLine(
        given=text_of(answer),
        is_right=grade.verdict is Verdict.RIGHT,
        accepted=_accepted(shown.content),
        anticipated=[
            Anticipated(_range(wrong, unit), reason, n == grade.anticipated)
            for n, (wrong, reason) in enumerate(
                zip(shown.content["wrong"], shown.html["wrong"], strict=True)
            )
        ],
    )


def best(shown: Shown, grade: Grade) -> str:
    value = _with_unit(plain_number(key(shown.content)["value"]), shown.content["unit"])
    return f"The best answer is {value}."


def in_words(shown: Shown, answer: Answer) -> str:
    return text_of(answer)


def on_paper(shown: Shown, answer: Answer) -> list[str]:
    return [text_of(answer)]


def key_on_paper(shown: Shown) -> list[str]:
    return [str(one) for one in _accepted(shown.content)]


def plain_number(value: float) -> str:
    """A number as people write it: 65, not 65.0."""
    return f"{value:.12g}"


def _accepted(content: Content) -> list[Accepted]:
    unit = content["unit"]
    return [Accepted(_range(a, unit), share(a["credit"])) for a in content["accept"]]


def _with_unit(number: str, unit: str) -> str:
    return f"{number} {unit}" if unit else number


def _range(wanted: Content, unit: str) -> str:
    value, tolerance = wanted["value"], wanted["tolerance"]
    number = _with_unit(plain_number(value), unit)
    if not tolerance:
        return number
    low, high = plain_number(value - tolerance), plain_number(value + tolerance)
    return f"{number} (from {low} to {high})"

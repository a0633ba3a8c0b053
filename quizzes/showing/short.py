"""A line for a few words."""

from typing import Any

from lessons.markup import render_inline

from ..grading import Answer, Content, Fields, Grade, Verdict
from ..kinds.short import key
from .base import Shown
from .typed import Accepted, Anticipated, ExplainedLine, Line, share, text_in, text_of

invitation = "Write an answer first"


def render(content: Content) -> dict[str, Any]:
    return {"wrong": [render_inline(one["rationale"]) for one in content["wrong"]]}


def ask(shown: Shown, entered: Fields) -> Line:
    hint = "A word or a few. Capitals and a full stop do not matter."
    if shown.content.get("spelling_slack"):
        hint = f"{hint} A small slip in the spelling is forgiven."
    return Line(text_in(entered), label="Your answer", hint=hint)


def explain(shown: Shown, answer: Answer | None, grade: Grade) -> ExplainedLine:
    return ExplainedLine(
        given=text_of(answer),
        is_right=grade.verdict is Verdict.RIGHT,
        accepted=_accepted(shown.content),
        anticipated=[
            Anticipated(wrong["match"], reason, n == grade.anticipated)
            for n, (wrong, reason) in enumerate(
                zip(shown.content["wrong"], shown.html["wrong"], strict=True)
            )
        ],
    )


def best(shown: Shown, grade: Grade) -> str:
    return f"The best answer is “{key(shown.content)['text']}”."


def in_words(shown: Shown, answer: Answer) -> str:
    return text_of(answer)


def on_paper(shown: Shown, answer: Answer) -> list[str]:
    return [text_of(answer)]


def key_on_paper(shown: Shown) -> list[str]:
    return [str(one) for one in _accepted(shown.content)]


def _accepted(content: Content) -> list[Accepted]:
    return [Accepted(a["text"], share(a["credit"])) for a in content["accept"]]

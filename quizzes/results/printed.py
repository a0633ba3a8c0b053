"""A finished attempt on paper: the questions to work on, and the answers apart.

Nothing beside a question says what was chosen, so that it can be answered afresh.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..corrections import Correction, corrections_of
from ..models import Attempt, Response
from ..showing import showing_of
from ..showing.base import Asked, Shown
from ..sitting.cards import corrected_in, shown_in
from .answers import answer_line, in_blocks


@dataclass(frozen=True, slots=True)
class Question:
    response: Response
    stem: str  # safe HTML
    vignette: str  # safe HTML
    asked: Asked


@dataclass(frozen=True, slots=True)
class Answer:
    number: int
    mark: str
    given: list[str]  # plain text, a line for each part
    right: list[str]
    key_idea: str  # safe HTML
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Source:
    shown: dict[str, Any]
    numbers: list[int]  # of the questions that it is behind


def for_printing(attempt: Attempt) -> dict[str, Any]:
    """What print_attempt.html shows of a finished attempt."""
    responses = list(attempt.responses.all())
    corrections = corrections_of(responses)
    return {
        "attempt": attempt,
        "blocks": in_blocks([_question(response) for response in responses]),
        "answers": [_answer(one, corrections.get(one.pk)) for one in responses],
        "sources": _sources(responses),
    }


def _question(response: Response) -> Question:
    revision = response.shown_revision
    as_drawn = Shown(revision.content, revision.rendered, response.option_order)
    return Question(
        response,
        stem=revision.rendered["stem"],
        vignette=revision.rendered["vignette"],
        asked=showing_of(revision.content["kind"]).ask(as_drawn, {}),
    )


def _answer(response: Response, correction: Correction | None) -> Answer:
    shown, right = shown_in(response), corrected_in(response)
    showing = showing_of(shown.content["kind"])
    given = response.answer
    return Answer(
        number=response.position,
        mark=answer_line(response).mark,
        given=showing.on_paper(shown, given) if given is not None else [],
        right=showing_of(right.content["kind"]).key_on_paper(right),
        key_idea=right.html["key_idea"],
        correction=correction,
    )


def _sources(responses: Sequence[Response]) -> list[Source]:
    """Each source once, with all its paragraphs that were named."""
    found: dict[str, Source] = {}
    for response in responses:
        for cited in response.counting_revision.rendered["sources"]:
            first = Source({**cited, "paragraphs": []}, [])
            one = found.setdefault(cited["key"], first)
            named = {*one.shown["paragraphs"], *cited["paragraphs"]}
            one.shown["paragraphs"] = sorted(named)
            one.numbers.append(response.position)
    return list(found.values())

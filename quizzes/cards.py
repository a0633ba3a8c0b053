"""A question as a page shows it: to be answered, or with the reasons.

The key and the reasons are put into a card only when they may be shown, so that no
template can let them out early.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from .grading import ONE_CHOICE_KINDS, Verdict
from .models import QuestionRevision, Response

LETTERS = "ABCDEFGHIJKL"
EMBEDDED_LEVEL = 3  # below the h2 of a section


@dataclass(frozen=True, slots=True)
class Choice:
    """One option in the order shown."""

    letter: str
    id: str
    text: str  # safe HTML
    is_chosen: bool
    is_key: bool = False
    rationale: str = ""  # safe HTML; empty before release


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is shown after the answer."""

    verdict: Verdict
    headline: str
    key_idea: str
    lesson: dict[str, str] | None
    sources: list[dict[str, Any]]
    checked: date


@dataclass(slots=True)
class Card:
    """A question with all that its card says."""

    name: str  # unique on the page
    stem: str
    vignette: str
    choices: list[Choice]
    takes_several: bool
    action: str
    version: int = 0
    confidence: int | None = None
    reasons: Reasons | None = None
    number: int | None = None  # of `size` in an attempt; None for a question by itself
    size: int | None = None
    answered: int = 0
    ticket: str = ""
    submit_label: str = "Check answer"
    error: str = ""
    notice: str = ""
    next_url: str = ""
    next_label: str = ""
    previous_url: str = ""
    level: int = 1  # of the heading that is the stem
    mine_instead: Sequence[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"question-{self.name}"

    @property
    def confidences(self) -> list[tuple[int, str]]:
        return list(Response.Confidence.choices)

    @property
    def confidence_label(self) -> str:
        return Response.Confidence(self.confidence).label if self.confidence else ""

    @property
    def is_answered(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


def card_for_slot(response: Response, *, chosen: Sequence[str] | None = None) -> Card:
    """The card of one slot; `chosen` is shown in place of the stored answer."""
    attempt = response.attempt
    marked = response.chosen if chosen is None else chosen
    shown = response.shown_revision.rendered
    card = Card(
        name=str(response.position),
        stem=shown["stem"],
        vignette=shown["vignette"],
        choices=_choices(response, marked),
        takes_several=response.shown_revision.content["kind"] not in ONE_CHOICE_KINDS,
        action=response.get_absolute_url(),
        version=response.version,
        confidence=response.confidence,
        number=response.position if attempt.quiz_id or attempt.size > 1 else None,
        size=attempt.size,
        answered=attempt.answered,
        submit_label="Check answer"
        if attempt.gives_feedback_at_once
        else "Save and go on",
    )
    if response.is_released:
        card.reasons = _reasons(response, card.choices)
    return card


def card_for_asking(
    revision: QuestionRevision,
    order: Sequence[str],
    *,
    ticket: str,
    chosen: Sequence[str] = (),
) -> Card:
    """The card of a question asked by itself, before there is an attempt."""
    shown = revision.rendered
    return Card(
        name=revision.question.slug,
        stem=shown["stem"],
        vignette=shown["vignette"],
        choices=_in_order(shown["options"], order, chosen),
        takes_several=revision.content["kind"] not in ONE_CHOICE_KINDS,
        action=reverse("quizzes:answer_once"),
        ticket=ticket,
        level=EMBEDDED_LEVEL,
    )


def _choices(response: Response, chosen: Sequence[str]) -> list[Choice]:
    options = response.shown_revision.rendered["options"]
    return _in_order(
        options, response.option_order, chosen, with_reasons=response.is_released
    )


def _in_order(
    options: Sequence[dict[str, Any]],
    order: Sequence[str],
    chosen: Sequence[str],
    *,
    with_reasons: bool = False,
) -> list[Choice]:
    by_id = {option["id"]: option for option in options}
    return [
        Choice(
            letter=letter,
            id=name,
            text=by_id[name]["text"],
            is_chosen=name in chosen,
            is_key=with_reasons and by_id[name]["key"],
            rationale=by_id[name]["rationale"] if with_reasons else "",
        )
        for letter, name in zip(LETTERS, order, strict=False)
    ]


def _reasons(response: Response, choices: Sequence[Choice]) -> Reasons:
    shown = response.shown_revision.rendered
    verdict = response.grade.verdict
    return Reasons(
        verdict=verdict,
        headline=headline(verdict, [one.letter for one in choices if one.is_key]),
        key_idea=shown["key_idea"],
        lesson=shown["lesson"],
        sources=shown["sources"],
        checked=date.fromisoformat(shown["checked"]),
    )


def headline(verdict: Verdict, keys: Sequence[str]) -> str:
    """The first words after an answer; also what is read out."""
    if verdict is Verdict.RIGHT:
        return "Correct."
    opening = {
        Verdict.PARTLY: "Partly right.",
        Verdict.WRONG: "Not the best answer.",
        Verdict.BLANK: "Left unanswered.",
    }[verdict]
    if len(keys) == 1:
        return f"{opening} {keys[0]} is best."
    listed = ", ".join(keys[:-1])
    return f"{opening} The best answers are {listed} and {keys[-1]}."

"""A question as a page shows it: to be answered, or with the reasons.

The key and the reasons are put into a card only when they may be shown, so that no
template can let them out early.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from ..corrections import Correction, corrections_of
from ..grading import Fields, InvalidAnswer, Verdict, kind_of, read_answer
from ..models import QuestionRevision, Response
from ..regrading import parts_of
from ..showing import showing_of
from ..showing.base import Asked, Body, Shown

EMBEDDED_LEVEL = 3  # below the h2 of a section


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is shown after the answer."""

    verdict: Verdict
    headline: str
    body: Body
    key_idea: str
    lesson: dict[str, str] | None
    sources: list[dict[str, Any]]
    checked: date
    # Where the key was corrected since, and with it the words:
    stem_now: str = ""  # safe HTML
    vignette_now: str = ""  # safe HTML
    parts_then: Sequence[str] = ()  # plain text


@dataclass(frozen=True, slots=True)
class EarlierStep:
    """What an earlier step told; its question stays a link away."""

    number: int
    vignette: str  # safe HTML
    stem: str  # safe HTML
    url: str


@dataclass(slots=True)
class Card:
    """A question with all that its card says."""

    name: str  # unique on the page
    stem: str
    vignette: str
    action: str
    asked: Asked | None = None  # the form; None where nothing can be answered any more
    reasons: Reasons | None = None
    locked_answer: str = ""  # of a step of a case, before its reasons may be shown
    version: int = 0
    confidence: int | None = None
    number: int | None = None  # of `size` in an attempt; None for a question by itself
    size: int | None = None
    answered: int = 0
    is_flagged: bool = False
    case_title: str = ""
    earlier_steps: Sequence[EarlierStep] = ()
    steps_in_case: int = 0
    ticket: str = ""
    submit_label: str = "Check answer"
    saves_itself: bool = False  # each choice, as it is made
    is_saved: bool = False  # what the form shows is what is stored
    error: str = ""
    notice: str = ""
    correction: Correction | None = None
    is_scored: bool = True
    is_news: bool = True  # its first words are read out, and take the focus
    next_url: str = ""
    next_label: str = ""
    previous_url: str = ""
    level: int = 1  # of the heading that is the stem
    mine_instead: Sequence[tuple[str, str]] = field(default_factory=list)

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
    def can_rule_out(self) -> bool:
        return self.number is not None


def card_for_slot(response: Response, *, entered: Fields | None = None) -> Card:
    """The card of one slot; `entered` is shown in place of the stored answer."""
    attempt, revision = response.attempt, response.shown_revision
    shown = shown_in(response)
    card = Card(
        name=str(response.position),
        stem=revision.rendered["stem"],
        vignette=revision.rendered["vignette"],
        action=response.get_absolute_url(),
        version=response.version,
        confidence=response.confidence,
        number=None if attempt.is_by_itself else response.position,
        size=attempt.size,
        answered=attempt.answered,
        is_flagged=response.is_flagged,
        case_title=response.case.title if response.case_id else "",
        submit_label=_submit_label(response),
        saves_itself=not response.is_final_when_sent,
        is_saved=_is_stored(response, entered),
        is_scored=attempt.is_scored,
    )
    if response.is_released:
        card.correction = corrections_of([response]).get(response.pk)
        card.reasons = _reasons(response)
    elif response.is_locked:
        card.locked_answer = in_words(response)
    else:
        card.asked = showing_of(revision.content["kind"]).ask(
            shown, _stored_fields(response) if entered is None else entered
        )
    return card


def card_for_asking(
    revision: QuestionRevision,
    order: Sequence[str],
    *,
    ticket: str,
    entered: Fields | None = None,
) -> Card:
    """The card of a question asked by itself, before there is an attempt."""
    shown = Shown(revision.content, revision.rendered, order)
    return Card(
        name=revision.question.slug,
        stem=revision.rendered["stem"],
        vignette=revision.rendered["vignette"],
        action=reverse("quizzes:answer_once"),
        asked=showing_of(revision.content["kind"]).ask(shown, entered or {}),
        ticket=ticket,
        level=EMBEDDED_LEVEL,
    )


def invitation(revision: QuestionRevision) -> str:
    """What is said where nothing was answered."""
    return showing_of(revision.content["kind"]).invitation


def in_words(response: Response) -> str:
    """The stored answer in one line of plain text; empty where there is none."""
    if response.answer is None:
        return ""
    kind = response.shown_revision.content["kind"]
    return showing_of(kind).in_words(shown_in(response), response.answer)


def shown_in(response: Response) -> Shown:
    revision = response.shown_revision
    return Shown(
        revision.content, revision.rendered, response.option_order, response.ruled_out
    )


def corrected_in(response: Response) -> Shown:
    """The slot by the revision that counts, its parts in the order that was drawn."""
    revision = response.counting_revision
    if not response.is_regraded:
        return shown_in(response)
    parts = kind_of(revision.content).shuffled(revision.content)
    drawn = [part for part in response.option_order if part in parts]
    order = [*drawn, *(part for part in parts if part not in drawn)]
    return Shown(revision.content, revision.rendered, order, response.ruled_out)


def _submit_label(response: Response) -> str:
    if response.attempt.gives_feedback_at_once:
        return "Check answer"
    return "Send and go on" if response.case_id else "Save and go on"


def _stored_fields(response: Response) -> Fields:
    content = response.shown_revision.content
    if response.answer is None:
        return {}
    return kind_of(content).entered(content, response.option_order, response.answer)


def _is_stored(response: Response, entered: Fields | None) -> bool:
    """Whether the form shows the stored answer, and there is one."""
    if response.answer is None or entered is None:
        return response.answer is not None
    revision = response.shown_revision
    with suppress(InvalidAnswer):
        given = read_answer(revision.content, response.option_order, entered)
        return given == response.answer
    return False


def _reasons(response: Response) -> Reasons:
    shown = corrected_in(response)
    html, grade = shown.html, response.grade
    showing = showing_of(shown.content["kind"])
    return Reasons(
        verdict=grade.verdict,
        headline=headline(grade.verdict, showing.best(shown, grade)),
        body=showing.explain(shown, response.answer, grade),
        key_idea=html["key_idea"],
        lesson=html["lesson"],
        sources=html["sources"],
        checked=date.fromisoformat(html["checked"]),
        **(_other_words(response) if response.is_regraded else {}),
    )


def _other_words(response: Response) -> dict[str, Any]:
    """What reads differently since; the old key is not said again."""
    shown, now = response.shown_revision, response.counting_revision
    found: dict[str, Any] = {
        f"{name}_now": now.rendered[name]
        for name in ("stem", "vignette")
        if shown.rendered[name] != now.rendered[name]
    }
    if parts_of(shown.content) != parts_of(now.content):
        found["parts_then"] = _in_the_words_of_then(response)
    return found


def _in_the_words_of_then(response: Response) -> list[str]:
    """All options as they were shown; of other kinds what was answered."""
    shown, answer = shown_in(response), response.answer
    if "options" in shown.content:
        answer = {"options": list(shown.order)}
    showing = showing_of(shown.content["kind"])
    return showing.on_paper(shown, answer) if answer is not None else []


def headline(verdict: Verdict, best: str) -> str:
    """The first words after an answer; also what is read out."""
    match verdict:
        case Verdict.RIGHT:
            return "Correct."
        case Verdict.PARTLY:
            return f"Partly right. {best}"
        case Verdict.WRONG:
            return f"Not the best answer. {best}"
        case Verdict.BLANK:
            return f"Left unanswered. {best}"

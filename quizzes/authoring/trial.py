"""A draw for who writes a quiz: what one learner would be asked. No row is made."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from lessons.models import Objective
from sps_learn.accounts.models import User

from ..actions import pools, shortage
from ..kinds.choice import KINDS as CHOICE_KINDS
from ..kinds.choice import keys_of
from ..models import Attempt, Case, Level, QuestionRevision, Quiz, Response
from ..selection import Slot, draw
from ..showing.choice import LETTERS
from ..sitting.cards import EMBEDDED_LEVEL, Card, EarlierStep, card_for_slot

FIRST_SEED, MAX_DIGITS = 1, 18  # as many as the column of a seed holds


def seed_from(text: str) -> int:
    """The seed that an address asks for; the first where it asks for none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if is_number else FIRST_SEED


@dataclass(frozen=True, slots=True)
class Line:
    """One slot of the draw: what the table says of it, and its cards."""

    number: int
    revision: QuestionRevision
    key: str  # the letters of the right options as drawn; empty for other kinds
    before: Card
    after: Card
    case: Case | None
    step: int  # of the case, from 1; 0 outside of cases

    @property
    def content(self) -> Mapping[str, Any]:
        return self.revision.content

    @property
    def level(self) -> str:
        return Level(self.content["level"]).label


def preview(quiz: Quiz, seed: int, now: datetime) -> dict[str, Any]:
    """What preview_quiz.html shows."""
    rows = list(quiz.rows.all())
    context = {
        "quiz": quiz,
        "minutes_allowed": quiz.time_limit_minutes,
        "seed": seed,
        "next_seed": seed + 1,
        "shortage": shortage(rows),
    }
    if context["shortage"]:
        return context
    drawn_from = pools(rows)
    lines = _lines(quiz, draw(drawn_from.rows, seed), drawn_from.revisions, now)
    return context | {
        "attempt": _sitting(quiz, None),  # the templates of a card ask it
        "lines": lines,
        "objectives": _by_objective(lines),
        "levels": _by_level(lines),
    }


def _lines(
    quiz: Quiz,
    slots: Sequence[Slot],
    revisions: Mapping[int, QuestionRevision],
    now: datetime,
) -> list[Line]:
    cases = Case.objects.in_bulk({slot.case for slot in slots if slot.case})
    lines: list[Line] = []
    for number, slot in enumerate(slots, start=1):
        revision, case = revisions[slot.question], cases.get(slot.case)
        earlier = [line for line in lines if case and line.case == case]
        response = _response(slot, revision, case)
        before = _card(quiz, response, None, f"{number}")
        before.earlier_steps = [_as_step(line) for line in earlier]
        after = _card(quiz, response, now, f"{number}-reasons")
        after.vignette = ""  # it stands just above
        lines.append(
            Line(
                number=number,
                revision=revision,
                key=_key_letters(slot, revision),
                before=before,
                after=after,
                case=case,
                step=len(earlier) + 1 if case else 0,
            )
        )
    return lines


def _sitting(quiz: Quiz, finished_at: datetime | None) -> Attempt:
    return Attempt(
        learner=User(),
        title=quiz.title,
        purpose=Attempt.Purpose.LIVE,  # each card stands by itself
        gives_feedback_at_once=quiz.gives_feedback_at_once,
        size=1,
        seed=0,
        finished_at=finished_at,
    )


def _response(slot: Slot, revision: QuestionRevision, case: Case | None) -> Response:
    return Response(
        position=1,
        question=revision.question,
        shown_revision=revision,
        case=case,
        option_order=list(slot.option_order),
    )


def _card(
    quiz: Quiz, response: Response, finished_at: datetime | None, name: str
) -> Card:
    response.attempt = _sitting(quiz, finished_at)
    card = card_for_slot(response)
    card.name, card.level = name, EMBEDDED_LEVEL
    card.steps_in_case = len(response.case.steps) if response.case else 0
    # Not that of the slot, which there is not; nothing is ever sent.
    card.action = reverse("quizzes:preview_quiz", args=[quiz.pk])
    return card


def _as_step(line: Line) -> EarlierStep:
    html = line.revision.rendered
    url = f"#slot-{line.number}"
    return EarlierStep(line.step, html["vignette"], html["stem"], url)


def _key_letters(slot: Slot, revision: QuestionRevision) -> str:
    if revision.content["kind"] not in CHOICE_KINDS:
        return ""
    letters = dict(zip(slot.option_order, LETTERS, strict=False))
    return ", ".join(sorted(letters[name] for name in keys_of(revision.content)))


def _by_objective(lines: Iterable[Line]) -> list[tuple[str, int]]:
    asked = Counter(line.content["objective"] for line in lines)
    known = Objective.objects.filter(code__in=asked)
    return [(str(one), asked[one.code]) for one in known]


def _by_level(lines: Iterable[Line]) -> list[tuple[str, int]]:
    asked = Counter(line.content["level"] for line in lines)
    return [(level.label, asked[level]) for level in Level if asked[level]]

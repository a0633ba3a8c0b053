"""Attempts for tests of what comes after them: finished, with slots of every sort."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client

from quizzes import actions
from quizzes.grading import kind_of
from quizzes.models import Attempt, Case, Question
from tests.quizzes.factories import AttemptFactory, QuestionFactory, ResponseFactory

CERTAIN, GUESSING = 3, 1
TWELVE_MINUTES = timedelta(minutes=12)

RIGHT = {"options": ["b"]}
WRONG = {"options": ["a"]}
# Of a question with two keys, of which `proportional` counts each option.
MULTIPLE = {"kind": "multiple", "content": {"scheme": "proportional"}}
PARTLY = {"options": ["b"]}


@dataclass
class Slot:
    """A question as it was answered; what is not named is an ordinary question's."""

    answer: dict[str, Any] | None = None
    confidence: int | None = None
    question: Question | None = None
    kind: str = "single"
    content: dict[str, Any] = field(default_factory=dict)
    objective: Any = None
    case: Case | None = None
    is_flagged: bool = False

    def asked(self) -> Question:
        if self.question is not None:
            return self.question
        more = {"objective": self.objective} if self.objective else {}
        return QuestionFactory(kind=self.kind, content=self.content, **more)


def running(slots: Sequence[Slot], **fields: Any) -> Attempt:
    answered = sum(slot.answer is not None for slot in slots)
    attempt = AttemptFactory(
        **fields,
        gives_feedback_at_once=False,
        size=len(slots),
        answered=answered,
    )
    for position, slot in enumerate(slots, start=1):
        question = slot.asked()
        content = question.published.content
        ResponseFactory(
            attempt=attempt,
            position=position,
            question=question,
            case=slot.case,
            option_order=kind_of(content).shuffled(content),
            answer=slot.answer,
            answered_at=attempt.started_at + timedelta(minutes=1)
            if slot.answer
            else None,
            confidence=slot.confidence,
            is_flagged=slot.is_flagged,
        )
    return attempt


def finished(
    slots: Sequence[Slot], *, after: timedelta = TWELVE_MINUTES, **fields: Any
) -> Attempt:
    attempt = running(slots, **fields)
    end = attempt.started_at + after
    return actions.finish(learner=attempt.learner, attempt=attempt.pk, now=end)


def open_page(client: Client, attempt: Attempt) -> str:
    return client.get(attempt.get_absolute_url()).content.decode()


def words(page: str) -> str:
    """What the main part of a page says, on one line."""
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())

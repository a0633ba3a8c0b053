"""Many learners at the same questions, for tests of item analysis."""

import itertools
import uuid
from collections.abc import Sequence
from datetime import timedelta

from quizzes.models import Attempt, Case, Question, Quiz, Response
from sps_learn.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON
from tests.quizzes.factories import QuestionFactory, option
from tests.quizzes.marks import MINI, MINI_KEY

BLANK = "-"
_MINUTES = itertools.count()


def four_options(key: str, **more: object) -> dict[str, object]:
    return {"options": [option(one, key=one == key) for one in "abcd"], **more}


def asking(slug: str, key: str = "a", **fields: object) -> Question:
    """A question of four options."""
    return QuestionFactory(slug=slug, content=four_options(key), **fields)


def mini_questions(**fields: object) -> list[Question]:
    return [
        asking(f"item-{n}", key.lower(), **fields)
        for n, key in enumerate(MINI_KEY, start=1)
    ]


def mini_sittings(
    quiz: Quiz, questions: Sequence[Question], times: int = 3, **fields: object
) -> None:
    """The ten learners of MINI, so many times."""
    for _ in range(times):
        for answers in MINI:
            sit(quiz, questions, answers.lower(), **fields)


def sit(
    quiz: Quiz | None,
    questions: Sequence[Question],
    answers: str,
    *,
    learner: User | None = None,
    case: Case | None = None,
    confidence: int | None = None,
    **fields: object,
) -> Attempt:
    """A complete attempt: the id of an option for each question, or a blank."""
    begun = NOON + timedelta(minutes=next(_MINUTES))
    attempt = Attempt.objects.create(
        id=uuid.uuid4(),
        learner=learner or UserFactory(),
        quiz=quiz,
        **{
            "purpose": Attempt.Purpose.QUIZ,
            "title": "A quiz",
            "gives_feedback_at_once": True,
            "seed": 1,
            "size": len(questions),
            "answered": len(answers) - answers.count(BLANK),
            "started_at": begun,
            "finished_at": begun + timedelta(minutes=1),
        }
        | fields,
    )
    slots = []
    for position, (question, chosen) in enumerate(
        zip(questions, answers, strict=True), start=1
    ):
        slot = Response(
            attempt=attempt,
            position=position,
            question=question,
            shown_revision=question.published,
            option_order=list("abcd"),
            answer=None if chosen == BLANK else {"options": [chosen]},
            confidence=confidence,
            answered_at=None if chosen == BLANK else begun,
            case=case if question.case_id else None,
        )
        slot.mark()
        slots.append(slot)
    Response.objects.bulk_create(slots)
    attempt.marks = sum(slot.fraction for slot in slots)
    attempt.save(update_fields=["marks"])
    return attempt

"""Quizzes that browser tests start, made of what ships or of next to nothing."""

import json

from django.db.models import Q

from quizzes.grading import KINDS
from quizzes.models import Question, Quiz
from tests.lessons.factories import ObjectiveFactory
from tests.quizzes.cases import make_case
from tests.quizzes.factories import (
    BankFactory,
    BlueprintRowFactory,
    QuestionFactory,
    QuizFactory,
)

SLUG = "every-kind"
CASE = "symp-case-clinic-to-ward"


def quiz_of_every_kind(mode: str = Quiz.Mode.PRACTICE, **fields: object) -> Quiz:
    """A plain question of each kind, and a case of three steps."""
    bank, objective = BankFactory(), ObjectiveFactory()
    for kind in KINDS:
        QuestionFactory(bank=bank, kind=kind, objective=objective)
    make_case(bank, "clinic", objective, published=(True, True, True))
    quiz = QuizFactory(slug=SLUG, title="Every kind", mode=mode, **fields)
    BlueprintRowFactory(quiz=quiz, bank=bank, count=len(KINDS))
    BlueprintRowFactory(quiz=quiz, bank=bank, cases=True, count=1)
    return quiz


def quiz_that_ships(
    mode: str = Quiz.Mode.PRACTICE, *, kinds=tuple(KINDS), cases: int = 0, **fields
) -> Quiz:
    """The longest question of these kinds that ships, and at most one case."""
    longest = [_longest(kind) for kind in kinds]
    Question.objects.update(is_retired=True)
    asked = Q(pk__in=longest) | Q(case__slug=CASE)
    Question.objects.filter(asked).update(is_retired=False)
    quiz = QuizFactory(slug=SLUG, title="Every kind", mode=mode, **fields)
    if kinds:
        BlueprintRowFactory(quiz=quiz, count=len(kinds))
    if cases:
        BlueprintRowFactory(quiz=quiz, cases=True, count=cases)
    return quiz


def _longest(kind: str) -> int:
    asked = Question.objects.outside_trainer().filter(kind=kind, case=None)
    return max(asked, key=lambda question: len(json.dumps(question.draft))).pk

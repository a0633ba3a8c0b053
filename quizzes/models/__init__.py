"""Authored nouns and those that learning makes, apart."""

from .banks import Bank, Case, Level, Question, QuestionRevision
from .learning import Attempt, Recall, Response
from .quizzes import BlueprintRow, Quiz
from .upkeep import Checkup

__all__ = [
    "Attempt",
    "Bank",
    "BlueprintRow",
    "Case",
    "Checkup",
    "Level",
    "Question",
    "QuestionRevision",
    "Quiz",
    "Recall",
    "Response",
]

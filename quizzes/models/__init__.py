"""Authored nouns and those that learning makes, apart."""

from .banks import Bank, Case, Level, Question, QuestionRevision
from .learning import Attempt, Recall, Response
from .quizzes import BlueprintRow, Quiz
from .regrades import MarkChange, Regrade
from .upkeep import Checkup

__all__ = [
    "Attempt",
    "Bank",
    "BlueprintRow",
    "Case",
    "Checkup",
    "Level",
    "MarkChange",
    "Question",
    "QuestionRevision",
    "Quiz",
    "Recall",
    "Regrade",
    "Response",
]

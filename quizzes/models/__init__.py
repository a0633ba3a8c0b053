"""Authored nouns and those that learning makes, apart."""

from .banks import Bank, Case, Level, Question, QuestionRevision
from .learning import Attempt, Response
from .memory import PracticeDay, Recall, UnitStanding
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
    "PracticeDay",
    "Question",
    "QuestionRevision",
    "Quiz",
    "Recall",
    "Regrade",
    "Response",
    "UnitStanding",
]

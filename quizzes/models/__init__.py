"""Authored nouns and those that learning makes, apart."""

from .banks import Bank, Case, Level, Question, QuestionRevision
from .learning import Attempt, Recall, Response
from .quizzes import BlueprintRow, Quiz

__all__ = [
    "Attempt",
    "Bank",
    "BlueprintRow",
    "Case",
    "Level",
    "Question",
    "QuestionRevision",
    "Quiz",
    "Recall",
    "Response",
]

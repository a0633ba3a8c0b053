"""Authored nouns and those that learning makes, apart."""

from .authored import (
    Bank,
    BlueprintRow,
    Case,
    Level,
    Question,
    QuestionRevision,
    Quiz,
)
from .learning import Attempt, Recall, Response

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

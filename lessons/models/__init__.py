"""Authored nouns and those that learning makes, apart."""

from .authored import (
    Figure,
    Lesson,
    LessonRevision,
    Module,
    Objective,
    Reference,
    Term,
    Topic,
)
from .learning import LessonCompletion, SectionRead

__all__ = [
    "Figure",
    "Lesson",
    "LessonCompletion",
    "LessonRevision",
    "Module",
    "Objective",
    "Reference",
    "SectionRead",
    "Term",
    "Topic",
]

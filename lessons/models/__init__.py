"""Authored nouns and those that learning makes, apart."""

from .authored import Lesson, LessonRevision, Module, Objective, Topic
from .learning import LessonCompletion, SectionRead
from .library import Figure, Reference, Term

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

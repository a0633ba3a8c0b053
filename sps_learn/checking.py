"""The rules of the teaching plan over all content files: lessons and banks."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import lessons.checking
import quizzes.checking

from . import content
from .publishing.files import ContentError, Problem


@dataclass(slots=True)
class Checked:
    """What was found, in order of files, and what was measured."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    lessons: dict[str, Any] = field(default_factory=dict)
    banks: dict[str, Any] = field(default_factory=dict)


def check(root: Path, today: date) -> Checked:
    """The files below `root`; only faults of form, where there are any."""
    try:
        curriculum, quiz_files = content.read(root)
    except ContentError as error:
        return Checked(problems=error.problems)
    found = Checked(
        problems=list(lessons.checking.problems(curriculum)),
        lessons=lessons.checking.measures(curriculum),
        banks=quizzes.checking.measures(quiz_files),
    )
    for problem, is_warning in quizzes.checking.problems(quiz_files, today):
        (found.warnings if is_warning else found.problems).append(problem)
    for said in (found.problems, found.warnings):
        said.sort(key=lambda one: (one.file, one.line))
    return found

"""All content files of the project: load them, and write them back."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

import lessons.curriculum
import lessons.files
import quizzes.files
from lessons.rendering import render_all_lessons
from quizzes.rendering import render_all_questions

from .publishing.files import Reader
from .publishing.loading import Loader, Report


class DryRun(Exception):
    """Ends a transaction that was only a trial."""


def load(
    root: Path, *, now: datetime, overwrite: bool = False, dry_run: bool = False
) -> Report:
    """Load every file below `root`, all or nothing.

    Raises ContentError, naming every fault, before anything is written.
    """
    curriculum, quiz_files = read(root)
    loader = Loader(now=now, overwrite=overwrite)
    try:
        with transaction.atomic():
            lessons.files.load(curriculum, loader)
            quizzes.files.load(quiz_files, loader)
            lessons.files.drop_objectives(curriculum, loader)
            render_again()
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return loader.report


def read(root: Path) -> tuple[lessons.curriculum.Curriculum, quizzes.files.QuizFiles]:
    """Read every file below `root`; raises ContentError, naming every fault."""
    reader = Reader(root)
    curriculum = lessons.curriculum.read(reader)
    quiz_files = quizzes.files.read(reader, curriculum)
    reader.stop_on_problems()
    return curriculum, quiz_files


def dump(root: Path) -> list[Path]:
    """Write the database back into the same files below `root`."""
    written = []
    for source in (lessons.files, quizzes.files):
        for name, text in source.dump():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            written.append(path)
    return written


def render_again() -> int:
    """Rebuild the HTML of every revision; say how many changed."""
    return render_all_lessons() + render_all_questions()

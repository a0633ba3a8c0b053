import json
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lessons import checking
from sps_learn import content
from sps_learn.publishing.files import ContentError, Problem


class Command(BaseCommand):
    help = "Say what the rules of the teaching plan find in the content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument(
            "--root", type=Path, default=settings.BASE_DIR, help="Where the files lie."
        )
        where.add_argument(
            "--database",
            action="store_true",
            help="Look at what is published here; what is found is only a warning.",
        )
        parser.add_argument("--json", action="store_true", help="For another program.")

    def handle(self, *, root: Path, database: bool, json: bool, **_: object) -> None:
        with TemporaryDirectory() as folder:
            if database:
                root = Path(folder)
                content.dump(root)
            problems, measures = _check(root)
        say = self._say_as_json if json else self._say
        say(problems, measures)
        if problems and not database:
            raise CommandError(f"{_number(len(problems), 'problem')} in the content.")

    def _say(self, problems: list[Problem], measures: dict[str, dict]) -> None:
        for problem in problems:
            self.stdout.write(str(problem))
        if not problems:
            lessons = _number(len(measures), "lesson")
            minutes = _number(
                sum(one["minutes"] for one in measures.values()), "minute"
            )
            self.stdout.write(f"Nothing to complain of: {lessons}, {minutes} to read.")

    def _say_as_json(self, problems: list[Problem], measures: dict[str, dict]) -> None:
        found = [
            {
                "file": one.file,
                "line": one.line,
                "rule": one.path,
                "message": one.message,
            }
            for one in problems
        ]
        said = {"problems": found, "lessons": measures}
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))


def _check(root: Path) -> tuple[list[Problem], dict[str, dict]]:
    """What is found, in order of files; only faults of form where there are any."""
    try:
        curriculum, _ = content.read(root)
    except ContentError as error:
        return error.problems, {}
    found = sorted(checking.problems(curriculum), key=lambda one: (one.file, one.line))
    return found, checking.measures(curriculum)


def _number(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"

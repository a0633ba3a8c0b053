import json
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sps_learn import content
from sps_learn.checking import Checked, check
from sps_learn.publishing.files import Problem


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
            found = check(root, timezone.localdate())
        if json:
            self._say_as_json(found)
        else:
            self._say(found)
        if found.problems and not database:
            number = _number(len(found.problems), "problem")
            raise CommandError(f"{number} in the content.")

    def _say(self, found: Checked) -> None:
        for problem in found.problems:
            self.stdout.write(str(problem))
        for warning in found.warnings:
            self.stdout.write(f"warning: {warning}")
        if not found.problems:
            lessons = _number(len(found.lessons), "lesson")
            questions = _number(
                found.banks.get("bank", {}).get("questions", 0), "question"
            )
            self.stdout.write(f"Nothing to complain of: {lessons}, {questions}.")

    def _say_as_json(self, found: Checked) -> None:
        said = {
            "problems": [_as_json(one) for one in found.problems],
            "warnings": [_as_json(one) for one in found.warnings],
            "lessons": found.lessons,
            "banks": found.banks,
        }
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))


def _as_json(one: Problem) -> dict[str, str | int]:
    return {
        "file": one.file,
        "line": one.line,
        "rule": one.path,
        "message": one.message,
    }


def _number(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"

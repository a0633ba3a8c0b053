"""./dev manage item_statistics --responses FILE.csv [--json]"""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from quizzes.statistics.analysis import analyse
from quizzes.statistics.matrix import Matrix
from quizzes.statistics.reading import BadResponses, read_responses
from quizzes.statistics.report import as_json, as_table

MOST_FAULTS_SHOWN = 20


class Command(BaseCommand):
    help = "Analyse the items of any file of marks; the database is not asked."
    # They would look at the database, and no more than the file is needed.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--responses",
            type=Path,
            required=True,
            metavar="FILE.csv",
            help="names of items above, then a row of marks (0 to 1) for each learner",
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, responses: Path, json: bool, **_: object) -> None:
        analysis = analyse(read(responses))
        self.stdout.write(as_json(analysis) if json else as_table(analysis))


def read(file: Path) -> Matrix:
    try:
        return read_responses(file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
    except BadResponses as error:
        lines = [f"{file}, {fault}" for fault in error.faults[:MOST_FAULTS_SHOWN]]
        if (more := len(error.faults) - MOST_FAULTS_SHOWN) > 0:
            lines.append(f"and {more} more")
        raise CommandError("\n".join(lines)) from None

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from sps_learn import content


class Command(BaseCommand):
    help = "Write lessons, banks and quizzes back into content files below a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path, help="'.' writes over the project's own.")

    def handle(self, *, dir: Path, **_: object) -> None:
        written = content.dump(dir)
        self.stdout.write(f"{len(written)} files written below {dir}")

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sps_learn import content
from sps_learn.publishing.files import ContentError


class Command(BaseCommand):
    help = "Load lessons, banks and quizzes from the content files: all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Also replace what was changed here since it was loaded.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done; do nothing."
        )
        parser.add_argument(
            "--root", type=Path, default=settings.BASE_DIR, help="Where the files lie."
        )

    def handle(
        self, *, overwrite: bool, dry_run: bool, root: Path, **_: object
    ) -> None:
        try:
            report = content.load(
                root, now=timezone.now(), overwrite=overwrite, dry_run=dry_run
            )
        except ContentError as error:
            n = len(error.problems)
            raise CommandError(
                f"{error}\n{n} problem{'s' if n > 1 else ''}; nothing was loaded."
            ) from None
        for note in report.notes:
            self.stdout.write(note)
        self.stdout.write(f"Content{' (dry run)' if dry_run else ''}: {report}")

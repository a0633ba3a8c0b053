"""./dev manage prepare: what ./dev run does before it serves.

Each step keeps a checksum of all that it depends on in var/prepared.json, and is
skipped while that stays the same, so that a second start costs under a second.
Every step is idempotent: a lost or outdated checksum costs time and nothing else.
"""

import json
import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max

from quizzes.models import Recall

CONNECT_SECONDS = 5

# What the stored content is made of: the files, and the code that turns them into rows.
CONTENT = ("lessons", "quizzes", "sps_learn/publishing", "sps_learn/training")
CONTENT_SUFFIXES = frozenset({".py", ".html", ".md", ".svg", ".yaml", ".yml"})


class Command(BaseCommand):
    help = "Bring database, content, static files and first administrator up to date."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="skip no step")

    def handle(self, *args, **options) -> None:
        stamps = Stamps(settings.VAR_DIR / "prepared.json", ignored=options["force"])
        require_database()
        try:
            self.prepare(stamps)
        except DatabaseError as error:
            raise CommandError(
                f"The database answered: {first_line(error)} Nothing is served."
            ) from error

    def prepare(self, stamps: "Stamps") -> None:
        if stamps.differ("migrate", migrations_state()):
            self.say("Bringing the database up to date ...")
            self.check()
            call_command("migrate", interactive=False, verbosity=0)
            if Recall.objects.from_before_memory().exists():
                self.say("Working out what is due ...")
                call_command("rebuild_recall", stdout=StringIO())
            stamps.keep("migrate", migrations_state())

        if stamps.differ("cache", cache_state()):
            call_command("createcachetable", verbosity=0)
            stamps.keep("cache", cache_state())

        # Without an administrator the tables were emptied: load what belongs there.
        is_new = not get_user_model().objects.filter(is_superuser=True).exists()
        if is_new or stamps.differ("content", content_state()):
            self.say("Loading the content ...")
            call_command("load_content", verbosity=0)
            stamps.keep("content", content_state())

        if stamps.differ("static", static_state()):
            self.say("Collecting the static files ...")
            call_command("collectstatic", interactive=False, verbosity=0)
            stamps.keep("static", static_state())

        call_command("first_admin", verbosity=0, stdout=self.stdout)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


class Stamps:
    """The checksums kept from the last time, in a file that may be missing."""

    def __init__(self, file: Path, *, ignored: bool = False) -> None:
        self.file = file
        self.kept: dict[str, str] = {}
        if not ignored:
            try:
                self.kept = dict(json.loads(file.read_text()))
            except (OSError, ValueError, TypeError):
                self.kept = {}

    def differ(self, step: str, state: str) -> bool:
        return self.kept.get(step) != state

    def keep(self, step: str, state: str) -> None:
        self.kept[step] = state
        draft = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        draft.write_text(json.dumps(self.kept, indent=1))
        draft.replace(self.file)


def require_database() -> None:
    """Connect once, or end with one line that says why and what to do."""
    trial = connections[DEFAULT_DB_ALIAS]
    remedy = f"{trial.settings_dict['NAME']} must be an SQLite file to write to."
    if trial.vendor == "postgresql":
        # Through the pool one would only hear that it waited in vain.
        trial = trial.copy()
        trial.settings_dict["OPTIONS"].pop("pool", None)
        trial.settings_dict["OPTIONS"].setdefault("connect_timeout", CONNECT_SECONDS)
        remedy = "Start it, or correct DATABASE_URL."
    try:
        trial.ensure_connection()
    except DatabaseError as error:
        raise CommandError(
            f"The database cannot be reached: {first_line(error)} {remedy}"
        ) from error
    if trial.vendor == "postgresql":
        trial.close()


def first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".") + "."


# What each step depends on -----------------------------------------------------


def migrations_state() -> str:
    folders = (Path(app.path) / "migrations" for app in apps.get_app_configs())
    return checksum(database_state(), *contents(folders, {".py"}))


def cache_state() -> str:
    return checksum(database_state(), repr(settings.CACHES))


def content_state() -> str:
    folders = (settings.BASE_DIR / name for name in CONTENT)
    return checksum(database_state(), *contents(folders, CONTENT_SUFFIXES))


def static_state() -> str:
    target = Path(settings.STATIC_ROOT)
    files = (
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list(ignore_patterns=None)
    )
    return checksum(
        str(target),
        str((target / "staticfiles.json").exists()),
        repr(settings.STORAGES["staticfiles"]),
        *(part for file in sorted(files) for part in (str(file), file.read_bytes())),
    )


def database_state() -> str:
    """Which database this is; one made anew under the old name is another."""
    recorder = MigrationRecorder(connection)
    applied = (
        recorder.migration_qs.aggregate(Count("pk"), Max("applied"))
        if recorder.has_table()
        else None
    )
    address = {
        name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT")
    }
    return f"{connection.vendor} {address} {applied}"


def contents(folders: Iterable[Path], suffixes: Iterable[str]) -> Iterator[str | bytes]:
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in suffixes and file.is_file():
                yield str(file)
                yield file.read_bytes()


def checksum(*parts: str | bytes) -> str:
    total = blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()

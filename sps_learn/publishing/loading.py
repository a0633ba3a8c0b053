"""Put the content of files into rows, and leave alone what was changed here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .files import Schema
from .models import LoadedFromFiles, Publishable

type Place = Mapping[str, int | str | None]


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "changed here since, left alone"


@dataclass(slots=True)
class Report:
    """What loading did, and by name what a person should know about."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome, name: str) -> None:
        self.counts[outcome] += 1
        if outcome is Outcome.KEPT:
            self.notes.append(f"{name}: {outcome}")

    def __str__(self) -> str:
        found = [f"{self.counts[o]} {o}" for o in Outcome if self.counts[o]]
        return ", ".join(found) or "nothing found"


@dataclass(slots=True)
class Loader:
    """Loads one content after the other and reports on all of them."""

    now: datetime
    overwrite: bool = False
    report: Report = field(default_factory=Report)

    def load(
        self,
        row: LoadedFromFiles,
        content: Schema,
        name: str,
        **place: int | str | None,
    ) -> Outcome:
        """Bring `row` up to `content`, unless an instructor has changed it since.

        `place` are its place_fields, by name.
        """
        outcome = self._settle(row, content, place)
        self.report.add(outcome, name)
        return outcome

    def load_and_publish(
        self,
        row: Publishable,
        content: Schema,
        name: str,
        **place: int | str | None,
    ) -> Publishable:
        outcome = self._settle(row, content, place)
        # Where draft and file agree, another published version is an instructor's.
        is_ours = outcome is not Outcome.UNCHANGED or row.published is None
        if outcome is not Outcome.KEPT and (is_ours or self.overwrite):
            row.publish(by=None, reason="Loaded from the content files", now=self.now)
        self.report.add(outcome, name)
        return row

    def _settle(self, row: LoadedFromFiles, content: Schema, place: Place) -> Outcome:
        if row.pk is None:
            self._save(row, content, place)
            return Outcome.ADDED
        if row.content() == content.content() and _stands_at(row, place):
            if row.is_changed_here:
                row.note_as_loaded()
            return Outcome.UNCHANGED
        if row.is_changed_here and not self.overwrite:
            return Outcome.KEPT
        self._save(row, content, place)
        return Outcome.UPDATED

    @staticmethod
    def _save(row: LoadedFromFiles, content: Schema, place: Place) -> None:
        for name, value in place.items():
            setattr(row, name, value)
        row.take(content)
        row.save()
        row.note_as_loaded()


def _stands_at(row: LoadedFromFiles, place: Place) -> bool:
    return all(getattr(row, name) == value for name, value in place.items())

"""Put the content of files into rows, and leave alone what was changed here."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .files import Schema, digest
from .models import LoadedFromFiles, Publishable


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "changed here since, left alone"


NOT_PLAYABLE = "cannot be played yet, loaded as a draft"


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

    def load(self, row: LoadedFromFiles, content: Schema, name: str) -> LoadedFromFiles:
        """Bring `row` up to `content`, unless an instructor has changed it since."""
        outcome = self._settle(row, content)
        self.report.add(outcome, name)
        return row

    def load_and_publish(
        self, row: Publishable, content: Schema, name: str, *, playable: bool = True
    ) -> Publishable:
        outcome = self._settle(row, content)
        if outcome is not Outcome.KEPT and playable and row.has_unpublished_changes:
            row.publish(by=None, reason="Loaded from the content files", now=self.now)
        if not playable:
            self.report.notes.append(f"{name}: {NOT_PLAYABLE}")
        self.report.add(outcome, name)
        return row

    def _settle(self, row: LoadedFromFiles, content: Schema) -> Outcome:
        new = content.content()
        if row.pk is None:
            return self._save(row, content, Outcome.ADDED)
        if digest(row.content()) == digest(new):
            if row.loaded_digest != digest(new):
                self._save(row, content, Outcome.UNCHANGED)
            return Outcome.UNCHANGED
        if row.is_changed_here and not self.overwrite:
            return Outcome.KEPT
        return self._save(row, content, Outcome.UPDATED)

    @staticmethod
    def _save(row: LoadedFromFiles, content: Schema, outcome: Outcome) -> Outcome:
        row.take(content)
        row.loaded_digest = digest(content.content())
        row.save()
        return outcome

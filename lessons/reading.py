"""What one learner has read, as pages show it. Pure: imports nothing from Django."""

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on in a lesson."""

    section: str
    title: str
    number: int


def resume_at(
    sections: Sequence[Mapping[str, Any]], read: Collection[str]
) -> Place | None:
    """The first section not read; None before the first and after the last one."""
    if not read:
        return None
    for number, section in enumerate(sections, start=1):
        if section["id"] not in read:
            return Place(section["id"], section["title"], number)
    return None


def checked_since(sources: Sequence[Mapping[str, Any]]) -> dt.date | None:
    """The day since which somebody has looked at every source; None without any."""
    days = [dt.date.fromisoformat(source["checked"]) for source in sources]
    return min(days, default=None)


def points(card: str) -> list[str]:
    """A safety card, sentence by sentence: nobody reads a wall of text at a bedside."""
    return [point for point in _BETWEEN_SENTENCES.split(card.strip()) if point]

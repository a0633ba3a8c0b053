"""Which revisions of a question ask the same. Pure: imports nothing from Django.

Answers to two revisions may be counted together only where the same answer was right.
A version begins with a revision whose kind, scheme, key or parts differ from the one
before, whatever its reviewer said of it, and with one that its reviewer called a change
of what one should know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..grading import Content, key


@dataclass(frozen=True, slots=True)
class Edition:
    """One revision of a question."""

    pk: int
    number: int
    is_material: bool
    content: Content


@dataclass(frozen=True, slots=True)
class Version:
    """Revisions, the oldest first, that ask the same."""

    editions: tuple[Edition, ...]

    @property
    def newest(self) -> Edition:
        return self.editions[-1]

    @property
    def pks(self) -> list[int]:
        return [edition.pk for edition in self.editions]

    def __str__(self) -> str:
        first, last = self.editions[0].number, self.newest.number
        return f"revision {first}" if first == last else f"revisions {first} to {last}"


def versions_of(editions: Sequence[Edition]) -> list[Version]:
    """The versions of one question, the oldest first."""
    runs: list[list[Edition]] = []
    for edition in sorted(editions, key=lambda edition: edition.number):
        if runs and _asks_the_same(runs[-1][-1], edition):
            runs[-1].append(edition)
        else:
            runs.append([edition])
    return [Version(tuple(run)) for run in runs]


def _asks_the_same(old: Edition, new: Edition) -> bool:
    return not new.is_material and _key_of(old.content) == _key_of(new.content)


def _key_of(content: Content) -> list[Any]:
    """What decides the worth of an answer; wording, order and reasons do not."""
    options = content.get("options", ())
    return [
        [content["kind"], content["scheme"], key(content)],
        {option["id"]: option.get("credit") for option in options},
        {pair["id"]: bool(pair["left"]) for pair in content.get("pairs", ())},
        [content.get(name) for name in ("accept", "unit", "spelling_slack")],
    ]

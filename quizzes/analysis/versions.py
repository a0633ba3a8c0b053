"""Which revisions of a question ask the same. Pure: imports nothing from Django.

Answers may be counted together only where the same answer was right. That is said by
the revision that marked them: a regrade brings answers to an earlier key up to date.
Those that had other options to choose from stay apart all the same.

A version begins with a revision whose kind, scheme, key or parts differ from the one
before, whatever its reviewer said of it, and with one that its reviewer called a change
of what one should know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..grading import Content, key
from ..regrading import parts_of


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
    alike: tuple[int, ...]  # revisions, also earlier ones, that showed the same parts

    @property
    def newest(self) -> Edition:
        return self.editions[-1]

    @property
    def pks(self) -> list[int]:
        """Of the revisions whose mark counts."""
        return [edition.pk for edition in self.editions]

    def counts(self, *, shown: int, marked_by: int) -> bool:
        # The same rule for many rows: ResponseQuerySet.first_to.
        return shown in self.alike and marked_by in self.pks

    def __str__(self) -> str:
        first, last = self.editions[0].number, self.newest.number
        return f"revision {first}" if first == last else f"revisions {first} to {last}"


def versions_of(editions: Sequence[Edition]) -> list[Version]:
    """The versions of one question, the oldest first."""
    runs: list[list[Edition]] = []
    in_order = sorted(editions, key=lambda edition: edition.number)
    for edition in in_order:
        if runs and _asks_the_same(runs[-1][-1], edition):
            runs[-1].append(edition)
        else:
            runs.append([edition])
    return [Version(tuple(run), _alike(in_order, run[-1])) for run in runs]


def _alike(editions: Sequence[Edition], one: Edition) -> tuple[int, ...]:
    parts = _parts_of(one.content)
    return tuple(old.pk for old in editions if _parts_of(old.content) == parts)


def _parts_of(content: Content) -> tuple[str, frozenset[str]]:
    return content["kind"], frozenset(parts_of(content))


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

"""What changed between two versions of a content. Pure: imports nothing from Django.

A content is JSON: nested dicts and lists, as the files hold it. Members of a list
that each carry an `id` are compared by it, so a moved option is one change of order
and not many of text.
"""

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

type JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]

ABSENT = None


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs; `old` or `new` is None where the place is absent."""

    path: tuple[str, ...]
    old: JSON
    new: JSON

    @property
    def where(self) -> str:
        return " ".join(self.path)

    def lines(self) -> list[str]:
        """The change as lines that begin with '- ', '+ ' or '  '."""
        return [
            line
            for line in difflib.ndiff(_as_lines(self.old), _as_lines(self.new))
            if not line.startswith("? ")
        ]


def changes(old: JSON, new: JSON) -> list[Change]:
    """Every place where `new` differs from `old`, in reading order."""
    return list(_walk((), old, new))


def touches(found: Sequence[Change], fields: Collection[str]) -> bool:
    """Whether a change lies in one of `fields`, named by their last plain key.

    `key` matches `options a key`; `options` matches only a list that gained, lost
    or moved members.
    """
    return any(change.path and change.path[-1] in fields for change in found)


def _walk(path: tuple[str, ...], old: JSON, new: JSON) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _walk((*path, key), old.get(key, ABSENT), new.get(key, ABSENT))
    elif _is_keyed(old) and _is_keyed(new):
        yield from _walk_members(path, _by_id(old), _by_id(new))
    else:
        yield Change(path, old, new)


def _walk_members(
    path: tuple[str, ...], old: dict[str, JSON], new: dict[str, JSON]
) -> Iterator[Change]:
    if list(old) != list(new):
        yield Change(path, list(old), list(new))
    for key in dict.fromkeys([*old, *new]):
        yield from _walk((*path, key), old.get(key, ABSENT), new.get(key, ABSENT))


def _is_keyed(value: JSON) -> bool:
    """Whether every member of a list has an id of its own."""
    if not isinstance(value, list) or not value:
        return False
    ids = [member.get("id") for member in value if isinstance(member, Mapping)]
    texts = {name for name in ids if isinstance(name, str)}
    return len(texts) == len(value)


def _by_id(members: JSON) -> dict[str, JSON]:
    assert isinstance(members, list)
    return {str(member["id"]): member for member in members}


def _as_lines(value: JSON) -> list[str]:
    if value is None:
        return []
    return value.splitlines() if isinstance(value, str) else [str(value)]

"""How well SPS is told from what is taken for it. Pure: imports nothing from Django.

By the last answer to each case. Of the cases of SPS it counts those recognised (hits),
of the others those taken for SPS (false alarms): who always says SPS has every hit,
and every false alarm too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SPS_FITS = "True"  # the text of the option that says so
FEWEST_FOR_PERCENT = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One case, and whether it was judged right the last time."""

    mimic: str
    is_sps: bool
    is_right: bool


@dataclass(frozen=True, slots=True)
class Share:
    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """None where there are too few for it to mean anything."""
        if self.of < FEWEST_FOR_PERCENT:
            return None
        return round(100 * self.count / self.of)


@dataclass(frozen=True, slots=True)
class Line:
    """What the cases of one mimic, or of all, come to."""

    mimic: str
    seen: int
    hits: Share  # of the cases of SPS
    false_alarms: Share  # of the others

    @property
    def shares(self) -> tuple[Share, Share]:
        return self.hits, self.false_alarms


def is_sps(options: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the key of a case says that SPS fits best."""
    return any(one["key"] and one["text"] == SPS_FITS for one in options)


def lines(judged: Iterable[Judged]) -> list[Line]:
    """A line for each mimic of which a case was seen, by name."""
    by_mimic: dict[str, list[Judged]] = {}
    for one in judged:
        by_mimic.setdefault(one.mimic, []).append(one)
    return [line(mimic, by_mimic[mimic]) for mimic in sorted(by_mimic)]


def line(name: str, judged: Sequence[Judged]) -> Line:
    """All of these cases in one line."""
    sps = [one for one in judged if one.is_sps]
    others = [one for one in judged if not one.is_sps]
    return Line(
        mimic=name,
        seen=len(judged),
        hits=Share(sum(one.is_right for one in sps), len(sps)),
        false_alarms=Share(sum(not one.is_right for one in others), len(others)),
    )

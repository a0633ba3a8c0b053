"""What is worth a second look, in words. Pure: imports nothing from Django.

Nothing is said of fewer than 30 learners (teaching plan, 2.1). The limits of too easy
and too hard are ours; a mastery quiz is meant to be easy, so only a question that
hardly anybody misses is called so, and it comes last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import sqrt

from ..statistics.display import GREYED_FROM, correlation_interval
from ..statistics.groups import GROUP_SHARE
from ..statistics.items import ItemStatistics
from ..statistics.options import OptionStatistics, OptionTable
from .wording import counted, number, share, span

TOO_EASY_ABOVE = 0.95
TOO_HARD_BELOW = 0.30
SURE = 1.96  # standard errors
_LONGEST_OPTION = 60  # characters


class Concern(IntEnum):
    """What may be wrong; the higher, the sooner it should be looked at."""

    TOO_EASY = 1
    IDLE_DISTRACTORS = 2
    TOO_HARD = 3
    NEGATIVE = 4
    MISKEY = 5

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Concern.TOO_EASY: "Too easy",
    Concern.IDLE_DISTRACTORS: "Distractors that do nothing",
    Concern.TOO_HARD: "Too hard",
    Concern.NEGATIVE: "Negative discrimination",
    Concern.MISKEY: "Check the key",
}


@dataclass(frozen=True, slots=True)
class Remark:
    concern: Concern
    why: str
    strength: float  # 0 to 1, among remarks of the same concern

    @property
    def label(self) -> str:
        return self.concern.label

    @property
    def weight(self) -> float:
        """For the worst first, whatever the concern."""
        return self.concern + min(0.999, max(0.0, self.strength))


def remarks_on(
    item: ItemStatistics,
    table: OptionTable | None = None,
    texts: Mapping[str, str] | None = None,
) -> list[Remark]:
    """What stands out of an item, the worst first; `texts` are those of its options."""
    if item.n < GREYED_FROM:
        return []
    found = list(_of_item(item))
    if table is not None and table.n >= GREYED_FROM:
        found += _of_options(table, texts or {})
    return sorted(found, key=lambda remark: remark.weight, reverse=True)


def _of_item(item: ItemStatistics) -> Iterator[Remark]:
    facility, r = item.facility or 0.0, item.discrimination
    if facility > TOO_EASY_ABOVE:
        why = f"{share(facility, 1)} right: it tells hardly anybody apart."
        yield Remark(Concern.TOO_EASY, why, facility)
    elif facility < TOO_HARD_BELOW:
        yield Remark(
            Concern.TOO_HARD, f"Only {share(facility, 1)} of the marks.", 1 - facility
        )
    if r is not None and r < 0:
        interval = correlation_interval(r, item.n)
        maybe = "; this may be chance" if interval and interval.high > 0 else ""
        why = (
            f"Learners who do well elsewhere get it wrong more often"
            f" ({number(r)}, range {span(interval)}{maybe})."
        )
        yield Remark(Concern.NEGATIVE, why, -r)


def _of_options(table: OptionTable, texts: Mapping[str, str]) -> Iterator[Remark]:
    (key,) = (row for row in table.rows if row.is_key)
    for row in table.distractors:
        if row.option in table.alarms:
            why = why_alarm(row, key, texts)
            if may_be_chance(row, key, table.n):
                why = f"{why} So little may be chance."
            yield Remark(Concern.MISKEY, why, _lead(row, key))
    idle = [row for row in table.distractors if is_idle(row)]
    if idle:
        yield Remark(
            Concern.IDLE_DISTRACTORS,
            "Chosen by fewer than 5 %, or not mainly by those who know less:"
            f" {', '.join(_name(row, texts) for row in idle)} ({len(idle)} of"
            f" {counted(len(table.distractors), 'distractor')}).",
            len(idle) / len(table.distractors) - 0.001,
        )


def is_idle(row: OptionStatistics) -> bool:
    """A distractor without a function, where enough were wrong to judge it."""
    return row.is_functioning is False and row.is_rare is not None


def why_alarm(
    row: OptionStatistics, key: OptionStatistics, texts: Mapping[str, str]
) -> str:
    """Why the key may be wrong, of a distractor that raised the alarm."""
    reasons = []
    if _is_more(row.r, key.r):
        reasons.append(
            "goes with better results elsewhere than the key does"
            f" ({number(row.r)} against {number(key.r)})"
        )
    if _is_more(row.upper_percent, key.upper_percent):
        reasons.append(
            "was chosen by more of the best 27 % than the key"
            f" ({number(row.upper_percent, 0)} % against"
            f" {number(key.upper_percent, 0)} %)"
        )
    return f"{_name(row, texts)} {' and '.join(reasons)}."


def may_be_chance(row: OptionStatistics, key: OptionStatistics, n: int) -> bool:
    """Whether a lead as small would be seen now and then with a right key.

    Neither lead is beyond 1.96 of its standard errors: about the square root of 2/n for
    the difference of two correlations, that of two shares of one group for the other.
    """
    one, other = (row.upper_percent or 0.0) / 100, (key.upper_percent or 0.0) / 100
    spread = max(0.0, one + other - (one - other) ** 2)
    return (row.r or 0.0) - (key.r or 0.0) <= SURE * sqrt(2 / n) and (
        one - other <= SURE * sqrt(spread / (GROUP_SHARE * n))
    )


def _lead(row: OptionStatistics, key: OptionStatistics) -> float:
    """How far the distractor is ahead of the key, 0 to 1."""
    by_r = (row.r or 0.0) - (key.r or 0.0)
    by_upper = ((row.upper_percent or 0.0) - (key.upper_percent or 0.0)) / 100
    return max(by_r / 2, by_upper, 0.0)


def _is_more(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one > other


def _name(row: OptionStatistics, texts: Mapping[str, str]) -> str:
    text = texts.get(row.option or "", row.option or "")
    if len(text) > _LONGEST_OPTION:
        text = f"{text[: _LONGEST_OPTION - 1]}…"
    return f"“{text}”"

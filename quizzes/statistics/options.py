"""How the options of one question did. Pure: imports nothing from Django.

For questions with one right option. R is the score on the other items, p the share
who chose the key, k the number of options (teaching plan, 2.1).

    functioning   a distractor that 5 % or more chose, with r(choice, R) below 0
                  (Tarrant, Ware and Mohammed, BMC Med Educ 2009)
    rare          chosen by less than max(5 %, a third of (1-p) / (k-1)); not judged
                  where fewer than 15 % were wrong, because a question that is mastered
                  has no wrong answers to share out
    alarm         a distractor has a higher r than the key, or more of the upper 27 %
                  chose it than the key: the key may be wrong
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from .groups import Groups, groups_by
from .moments import ROUNDING, correlation, mean

FUNCTIONING_SHARE = 0.05
JUDGED_FROM_SHARE_WRONG = 0.15


@dataclass(frozen=True, slots=True)
class OptionStatistics:
    """The numbers of one option; None where a number is not defined."""

    option: str | None  # None: left blank
    is_key: bool
    count: int
    percent: float | None  # of all n, those who left it blank too
    mean_total: float | None  # of those who chose it, in the unit of the scores
    r: float | None  # of the choice with the rest score, -1 to 1
    upper_percent: float | None  # of the upper 27 %
    lower_percent: float | None
    is_functioning: bool | None = None  # of distractors only
    is_rare: bool | None = None  # of distractors only; None where it is not judged


@dataclass(frozen=True, slots=True)
class OptionTable:
    """All options in their order, then a row for those who left it blank."""

    n: int
    rows: tuple[OptionStatistics, ...]

    @property
    def distractors(self) -> tuple[OptionStatistics, ...]:
        return tuple(row for row in self.rows if row.is_functioning is not None)

    @property
    def functioning(self) -> int:
        return sum(row.is_functioning is True for row in self.distractors)

    @property
    def distractor_efficiency(self) -> float | None:
        """Functioning distractors, in % of all; None without a distractor."""
        if not self.distractors or not self.n:
            return None
        return 100 * self.functioning / len(self.distractors)

    @property
    def alarms(self) -> tuple[str, ...]:
        """The distractors that look more right than the key."""
        (key,) = (row for row in self.rows if row.is_key)
        return tuple(
            row.option
            for row in self.distractors
            if row.option is not None
            and (
                _is_above(row.r, key.r)
                or _is_above(row.upper_percent, key.upper_percent)
            )
        )


def option_table(
    chosen: Sequence[str | None],
    *,
    options: Sequence[str],
    key: str,
    totals: Sequence[float],
    rests: Sequence[float],
) -> OptionTable:
    """The table of n choices, with scores and rest scores in the same order.

    Raises ValueError for a key or a choice that is not one of the options.
    """
    if not {key, *chosen} <= {*options, None}:
        raise ValueError("The key and every choice must be one of the options.")
    table = _Table(chosen, totals, rests, groups_by(totals))
    right = chosen.count(key)
    rows = [
        table.row(option, is_key=True)
        if option == key
        else table.distractor(option, right=right, distractors=len(options) - 1)
        for option in options
    ]
    return OptionTable(len(chosen), (*rows, table.row(None)))


def guess_score(options_per_item: Sequence[int]) -> float | None:
    """What pure guessing would get of N items, 0 to 1; None without items."""
    if not options_per_item:
        return None
    return fsum(1 / k for k in options_per_item) / len(options_per_item)


@dataclass(frozen=True, slots=True)
class _Table:
    chosen: Sequence[str | None]
    totals: Sequence[float]
    rests: Sequence[float]
    groups: Groups | None

    def row(self, option: str | None, *, is_key: bool = False) -> OptionStatistics:
        choice = [float(one == option) for one in self.chosen]
        count, n = self.chosen.count(option), len(self.chosen)
        pairs = zip(self.chosen, self.totals, strict=True)
        return OptionStatistics(
            option=option,
            is_key=is_key,
            count=count,
            percent=100 * count / n if n else None,
            mean_total=mean([total for one, total in pairs if one == option]),
            r=correlation(choice, self.rests),
            upper_percent=100 * self.groups.upper_mean(choice) if self.groups else None,
            lower_percent=100 * self.groups.lower_mean(choice) if self.groups else None,
        )

    def distractor(
        self, option: str, *, right: int, distractors: int
    ) -> OptionStatistics:
        row, n = self.row(option), len(self.chosen)
        if not n:
            return replace(row, is_functioning=False)
        wrong, share = (n - right) / n, row.count / n
        expected = max(FUNCTIONING_SHARE, wrong / distractors / 3)
        return replace(
            row,
            is_functioning=share >= FUNCTIONING_SHARE
            and row.r is not None
            and row.r < 0,
            is_rare=share < expected - ROUNDING
            if wrong >= JUDGED_FROM_SHARE_WRONG
            else None,
        )


def _is_above(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one > other + ROUNDING

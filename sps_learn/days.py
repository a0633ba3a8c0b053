"""On which of the last days a learner practised, as dots. Pure: no Django.

Seven in a row, so that each column is a day of the week; the last dot is today. It
counts days and no streak: a rest takes nothing away.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

DAYS = 28
DAYS_IN_A_ROW = 7
# In the units of the drawing, which templates/_days.html lays out.
_LEFT, _TOP, _APART, _BELOW = 12, 38, 34, 32


@dataclass(frozen=True, slots=True)
class Dot:
    day: date
    x: int
    y: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Days:
    dots: Sequence[Dot]

    @property
    def first(self) -> date:
        return self.dots[0].day

    @property
    def last(self) -> date:
        return self.dots[-1].day

    @property
    def size(self) -> int:
        return len(self.dots)

    @property
    def practised(self) -> Sequence[date]:
        return [dot.day for dot in self.dots if dot.is_on]

    @property
    def by_month(self) -> Sequence[tuple[date, str]]:
        """A day of each month that has some, and their numbers: 4, 6, 11."""
        months = groupby(self.practised, key=lambda day: day.replace(day=1))
        return [(month, ", ".join(str(day.day) for day in of)) for month, of in months]

    @property
    def top_row(self) -> Sequence[Dot]:
        return self.dots[:DAYS_IN_A_ROW]


def first_of(today: date) -> date:
    """The first of the days that end today."""
    return today - timedelta(days=DAYS - 1)


def days(practised: Collection[date], today: date) -> Days:
    first = first_of(today)
    dots = []
    for number in range(DAYS):
        row, column = divmod(number, DAYS_IN_A_ROW)
        day = first + timedelta(days=number)
        x, y = _LEFT + _APART * column, _TOP + _BELOW * row
        dots.append(Dot(day, x, y, day in practised))
    return Days(dots)

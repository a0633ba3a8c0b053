"""How reviews lie over the days to come. Pure: imports nothing from Django.

    forecast   what comes due on each day, how much of it a daily limit takes on, and
               what waits for the next
    spread     what has piled up, laid over the days so that none holds more than the
               limit, what is most at risk first (teaching plan, T2)
    expect     how likely each thing is still known on a day to come

Days are a learner's own; which day a moment belongs to, the caller says.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from .scheduling import Memory, retrievability

FORECAST_DAYS = 14
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the forecast."""

    day: date
    due: int  # come due on it; on the first, what was due before too
    done: int  # as many of what waits as the limit takes on
    left: int  # carried to the next day


@dataclass(frozen=True, slots=True)
class Forecast:
    days: tuple[Day, ...]
    clear_on: date  # the first day that leaves nothing over; may lie past the lines

    @property
    def today(self) -> Day:
        return self.days[0]


def forecast(
    due: Mapping[date, int],
    cap: int,
    today: date,
    *,
    reviewed: int = 0,
    put_off_to: date | None = None,
) -> Forecast:
    """What the next days bring, if as much is done on each as the cap allows.

    `reviewed` is what was done today already, `put_off_to` the last day to which
    something was: before it nothing is clear. What comes back after it is answered,
    nobody knows yet, so it is not counted.
    """
    days: list[Day] = []
    clear_on = None
    for one in _worked_off(due, cap, today, reviewed):
        days.append(one)
        if one.left == 0 and clear_on is None and one.day >= (put_off_to or today):
            clear_on = one.day
        if clear_on and len(days) >= FORECAST_DAYS:
            break
    assert clear_on
    return Forecast(tuple(days[:FORECAST_DAYS]), clear_on)


def left_over(
    due: Mapping[date, int], cap: int, today: date, last_day: date, *, reviewed: int = 0
) -> int:
    """How much waits still when a day is over, if all goes as forecast."""
    days = _worked_off(due, cap, today, reviewed)
    return next(one.left for one in days if one.day >= last_day)


def _worked_off(
    due: Mapping[date, int], cap: int, today: date, reviewed: int
) -> Iterator[Day]:
    """Day after day, without an end."""
    _check(cap)
    coming = {on: n for on, n in due.items() if on > today}
    coming[today] = sum(n for on, n in due.items() if on <= today)
    day, left, room = today, 0, max(cap - reviewed, 0)
    while True:
        new = coming.get(day, 0)
        done = min(left + new, room)
        left += new - done
        yield Day(day, new, done, left)
        day, room = day + ONE_DAY, cap


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that is due."""

    key: int
    recall: float  # how likely it is still known
    comes_first: bool = False  # whatever its recall: missed by one who was certain

    @property
    def urgency(self) -> tuple[bool, float, int]:
        # The key, so that the same questions always come to the same order.
        return (not self.comes_first, self.recall, self.key)


def spread(
    waiting: Iterable[Waiting],
    cap: int,
    today: date,
    taken: Mapping[date, int],
    last_day: date | None = None,
) -> dict[int, date]:
    """The day of each, by its key: as early as the cap allows, most urgent first.

    `taken` says how much of a day is spoken for: today by what was reviewed on it, a
    later one by what is due then anyhow. Nothing goes past the last day, so that what
    fits nowhere stays on it; one that is over already binds nothing.
    """
    _check(cap)
    if last_day is not None and last_day < today:
        last_day = None
    days: dict[int, date] = {}
    day, room = today, cap - taken.get(today, 0)
    for one in sorted(waiting, key=lambda one: one.urgency):
        while room <= 0 and day != last_day:
            day += ONE_DAY
            room = cap - taken.get(day, 0)
        days[one.key] = day
        room -= 1
    return days


@dataclass(frozen=True, slots=True)
class Expected:
    """How likely the questions of something are still known on a day."""

    recall: float  # mean over them
    questions: int

    @property
    def percent(self) -> int:
        return round(100 * self.recall)


def expect[K: Hashable](
    memories: Iterable[tuple[K, Memory]], at: datetime
) -> dict[K, Expected]:
    """What to expect of each group if nothing of it is met before, weakest first.

    Of two alike, the one that was named first comes first.
    """
    groups: dict[K, list[float]] = {}
    for key, memory in memories:
        groups.setdefault(key, []).append(retrievability(memory, at))
    found = {key: Expected(fmean(all_), len(all_)) for key, all_ in groups.items()}
    return dict(sorted(found.items(), key=lambda one: one[1].recall))


def _check(cap: int) -> None:
    # With none a day the work would never end.
    if cap < 1:
        raise ValueError("At least one a day has to be done.")

"""How long a timed attempt lasts. Pure: imports nothing from Django.

The late rule: until the deadline all goes as ever. For GRACE longer an answer is still
stored, and marked as late. After that nothing is stored any more; the attempt closes
by itself with the last answers saved, whenever somebody or the clock next looks.
"""

from datetime import datetime, timedelta
from enum import Enum
from math import ceil

GRACE = timedelta(seconds=60)
# As far as two clocks may differ, or a request may have waited for another.
CLOCK_SLACK = timedelta(seconds=60)
# Minutes at which the time left is also read out to those who do not see it.
SAID_AT_MINUTES = frozenset({10, 5, 2})


class Phase(Enum):
    RUNNING = "running"
    LATE = "late"
    OVER = "over"


def phase(deadline: datetime | None, now: datetime) -> Phase:
    if deadline is None or now <= deadline:
        return Phase.RUNNING
    return Phase.LATE if now <= deadline + GRACE else Phase.OVER


def set_back(seen: datetime, now: datetime) -> timedelta:
    """By how much the clock was set back since it was seen to say `seen`."""
    behind = seen - now
    return behind if behind > CLOCK_SLACK else timedelta(0)


def minutes_left(deadline: datetime, now: datetime) -> int:
    """Whole minutes, rounded up; never below 0."""
    return max(0, ceil((deadline - now) / timedelta(minutes=1)))


def is_said(minutes: int, shown: int) -> bool:
    """Whether it is time to say the time left, since `shown` minutes were last shown.

    A page asks once a minute, but now and then a minute falls between two questions.
    """
    return any(minutes <= mark < shown for mark in SAID_AT_MINUTES)


def in_words(minutes: int) -> str:
    """The time left as a page says it: no seconds."""
    if minutes == 0:
        return "The time is up. What you send within a minute still counts."
    if minutes == 1:
        return "About 1 minute left"
    return f"About {minutes} minutes left"

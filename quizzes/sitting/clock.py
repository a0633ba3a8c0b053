"""The time left of a timed attempt, as its pages show it."""

from dataclasses import dataclass
from datetime import datetime

from ..models import Attempt
from ..timing import in_words, is_said, minutes_left


@dataclass(frozen=True, slots=True)
class Clock:
    minutes: int
    until: datetime

    @property
    def words(self) -> str:
        return in_words(self.minutes)

    def is_said(self, shown: str) -> bool:
        """Whether to read it out, to a page that showed so many minutes until now."""
        return shown.isdecimal() and is_said(self.minutes, int(shown[:9]))


def why_none(attempt: Attempt) -> str:
    """Why no time is left to show, where `clock_of` finds none."""
    if attempt.is_timed_out:
        return "The time is over. The answers saved until then count."
    if attempt.is_finished:
        return "This attempt is finished."
    return "The time limit no longer holds for you."


def clock_of(attempt: Attempt, now: datetime) -> Clock | None:
    """None where there is no limit, or nothing left to answer."""
    deadline = attempt.deadline_at
    if attempt.is_finished or deadline is None:
        return None
    return Clock(minutes_left(deadline, now), deadline)

"""How many still know an item after a time. Pure: imports nothing from Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .moments import ROUNDING

RETENTION_DAYS = (30, 90)


@dataclass(frozen=True, slots=True)
class Answer:
    answered_at: datetime
    fraction: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class Retention:
    """Of n learners who answered again after so many days, the share who were right."""

    days: int
    n: int
    share: float | None  # 0 to 1; None for n = 0


def retention(histories: Iterable[Sequence[Answer]], days: int) -> Retention:
    """What learners know of one item so many days after they first answered it.

    Each history holds one learner's answers to the item, in any order. The first
    answer that many days after the very first decides; who gave none does not count.
    """
    later = [found for history in histories if (found := _first_after(history, days))]
    right = sum(answer.fraction >= 1 - ROUNDING for answer in later)
    return Retention(days, len(later), right / len(later) if later else None)


def _first_after(history: Sequence[Answer], days: int) -> Answer | None:
    answers = sorted(history, key=lambda answer: answer.answered_at)
    if not answers:
        return None
    due_at = answers[0].answered_at + timedelta(days=days)
    return next((one for one in answers if one.answered_at >= due_at), None)

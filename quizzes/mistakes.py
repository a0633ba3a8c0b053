"""Which questions are to be mended. Pure: imports nothing from Django.

A question comes in with an answer that is not fully right, and goes when it has been
answered right on two different days since. Marks of the past stay as they are.
"""

from dataclasses import dataclass
from datetime import datetime

from .scheduling import CERTAIN

DAYS_TO_MEND = 2


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that was missed, and is not mended yet."""

    missed_at: datetime  # the last time
    confidence: int | None  # how sure the learner was then
    right_days: frozenset[str] = frozenset()  # since then; fewer than DAYS_TO_MEND

    @property
    def was_certain(self) -> bool:
        return self.confidence == CERTAIN


def after(
    mistake: Mistake | None,
    *,
    is_right: bool,
    confidence: int | None,
    answered_at: datetime,
    day: str,
) -> Mistake | None:
    """The mistake once another answer counts too; None where nothing is to mend.

    Answers come in the order in which they were given; `day` is the learner's own.
    """
    if not is_right:
        return Mistake(answered_at, confidence)
    if mistake is None:
        return None
    days = mistake.right_days | {day}
    if len(days) >= DAYS_TO_MEND:
        return None
    return Mistake(mistake.missed_at, mistake.confidence, days)

"""The last answer to each question: how sure, how right, and what of it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sps_learn.accounts.models import User

from .models import Recall, Response
from .reviewing.counts import DueCounts

# Of fewer answers a percentage would say more than they do.
ANSWERS_FOR_A_SHARE = 5


@dataclass(frozen=True, slots=True)
class Sureness:
    """What came of the answers that were given with one confidence."""

    confidence: Response.Confidence
    answers: int = 0
    right: int = 0

    @property
    def percent(self) -> int | None:
        """Of the answers that were right; None where they are too few to say."""
        if self.answers < ANSWERS_FOR_A_SHARE:
            return None
        percent = round(100 * self.right / self.answers)
        return 99 if percent == 100 and self.right < self.answers else percent


@dataclass(frozen=True, slots=True)
class Answers:
    """What the last answers to all questions come to."""

    questions: int
    by_confidence: Sequence[Sureness]  # the surest first
    due: DueCounts
    to_mend: int
    certain_and_due: int  # missed while certain, and due today
    next_due_at: datetime | None

    @property
    def with_confidence(self) -> int:
        return sum(one.answers for one in self.by_confidence)


def answers_of(learner: User, now: datetime, zone: ZoneInfo) -> Answers:
    """One query, however many they are."""
    rows = list(Recall.objects.for_learner(learner).summed_up(now, zone))
    given = {row.last_confidence: (row.questions, row.right) for row in rows}
    surest_first = sorted(Response.Confidence, reverse=True)
    return Answers(
        questions=sum(row.questions for row in rows),
        by_confidence=[Sureness(one, *given.get(one, ())) for one in surest_first],
        due=DueCounts(
            today=sum(row.today for row in rows),
            tomorrow=sum(row.tomorrow for row in rows),
            week=sum(row.week for row in rows),
        ),
        to_mend=sum(row.to_mend for row in rows),
        certain_and_due=sum(row.certain_and_due for row in rows),
        next_due_at=min(
            (row.next_due_at for row in rows if row.next_due_at), default=None
        ),
    )

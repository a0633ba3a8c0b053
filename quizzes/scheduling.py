"""When a question should be met again. Pure: imports nothing from Django.

A thin layer over `fsrs` (FSRS-6, its default weights). Stability, the days after
which nine of ten would still know it, and difficulty are the library's for the same
history. The wait until the question is due is ours (teaching plan, T2):

    wrong   one day at most, so never longer than the wait before it
    right   what the library says, a day to a year: never shorter than the wait
            before it, and after a late answer no shorter than after one on time
    either  not past the day before an examination, while that lies ahead

No answer is rated by a person: `rating_of` reads it from the answer.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler, State

USUAL_RETENTION = 0.9
MAX_WAIT_DAYS = 365
WAIT_WHEN_WRONG = timedelta(days=1)

# Exact at the border: three parts worth a third each are right.
FULLY_RIGHT = 1 - 1e-9

# As Response.Confidence has them; a test holds the two together.
GUESSING, FAIRLY_SURE, CERTAIN = 1, 2, 3

# Memory does not depend on the retention that is wished for; the wait is ours.
_SCHEDULER = Scheduler(
    desired_retention=USUAL_RETENTION,
    # Steps of minutes are for a sitting with flash cards; here the next day comes next.
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=MAX_WAIT_DAYS,
    # The same history must always come to the same, or a replay could not prove it.
    enable_fuzzing=False,
)
# R(t) = (1 + FACTOR t / S) ^ DECAY, so that R(S) = 0.9 (FSRS-6).
_DECAY = -_SCHEDULER.parameters[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1


@dataclass(frozen=True, slots=True)
class Plan:
    """How a learner wishes to review."""

    retention: float = USUAL_RETENTION  # the predicted recall at which one is due
    horizon: datetime | None = None  # when the last day before an examination begins

    @classmethod
    def until(cls, target: date | None, zone: ZoneInfo, retention: float) -> "Plan":
        """A plan for an examination on this day of a learner in this zone."""
        if target is None:
            return cls(retention)
        return cls(retention, midnight(target - timedelta(days=1), zone))


USUAL_PLAN = Plan()


@dataclass(frozen=True, slots=True)
class Memory:
    """What one learner's answers to one question say of how well it is kept."""

    stability: float  # days
    difficulty: float  # 1 to 10
    last_review: datetime
    due_at: datetime


def rating_of(fraction: float, confidence: int | None) -> Rating:
    """What the scheduler is told of an answer.

    wrong, or right only in part     Again, however sure
    right, guessing                  Hard
    right, fairly sure or not said   Good
    right, certain                   Easy
    """
    if not is_right(fraction):
        return Rating.Again
    if confidence == GUESSING:
        return Rating.Hard
    return Rating.Easy if confidence == CERTAIN else Rating.Good


def is_right(fraction: float) -> bool:
    """Whether an answer was right in full."""
    return fraction >= FULLY_RIGHT


def review(
    memory: Memory | None,
    *,
    fraction: float,
    confidence: int | None,
    now: datetime,
    plan: Plan = USUAL_PLAN,
) -> Memory:
    """The memory once an answer given at this time counts too; None is a first one."""
    now = now.astimezone(UTC)  # the library refuses another zone
    if memory:
        # Answers belong here in the order in which they were given, and recall.py
        # replays them where one comes to be graded late. One out of order still
        # counts, as an answer at the moment of the last: time never goes backwards.
        now = max(now, memory.last_review.astimezone(UTC))
    rating = rating_of(fraction, confidence)
    card, _ = _SCHEDULER.review_card(_card(memory, now), rating, now)
    assert card.stability is not None and card.difficulty is not None
    after = Memory(card.stability, card.difficulty, last_review=now, due_at=now)
    return replan(after, fraction=fraction, plan=plan)


def replan(memory: Memory, *, fraction: float, plan: Plan) -> Memory:
    """The same memory, due as another plan has it; `fraction` is the last answer's."""
    wait = timedelta(days=_whole_days(memory.stability, plan.retention))
    if not is_right(fraction):
        wait = min(wait, WAIT_WHEN_WRONG)
    due_at = memory.last_review + wait
    if plan.horizon and memory.last_review < plan.horizon:
        due_at = min(due_at, plan.horizon)
    return replace(memory, due_at=due_at.astimezone(UTC))


def _whole_days(stability: float, retention: float) -> int:
    return min(max(round(days_until(retention, stability)), 1), MAX_WAIT_DAYS)


def days_until(recall: float, stability: float) -> float:
    """How many days after an answer the predicted recall has fallen so far."""
    return float(stability / _FACTOR * (recall ** (1 / _DECAY) - 1))


def falls_below(recall: float, stability: float, last_review: datetime) -> datetime:
    """From when on the predicted recall, which counts whole days, is lower."""
    days = int(days_until(recall, stability)) + 1
    # Of a stability of centuries the calendar has no day.
    return last_review + timedelta(days=min(days, 36_500))


def retrievability(memory: Memory, now: datetime) -> float:
    """How likely the learner still knows it: 1 at first, 0.9 after the stability.

    The library counts whole days of 24 hours since the last answer.
    """
    return float(_SCHEDULER.get_card_retrievability(_card(memory, now), now))


def next_midnight(now: datetime, zone: ZoneInfo, days: int = 1) -> datetime:
    """When the day of a learner in this zone ends, or a later one, in UTC."""
    # By the calendar, not 24 hours on: a day of a clock change has 23 or 25.
    return midnight(now.astimezone(zone).date() + timedelta(days=days), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins in this zone, in UTC."""
    # Where the clock skips midnight, Python reads it as the moment of the skip.
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def _card(memory: Memory | None, now: datetime) -> Card:
    # Without a number and a due time the library would ask the clock for them, and
    # sleep. It uses neither.
    if memory is None:
        return Card(card_id=0, due=now)
    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at,
        last_review=memory.last_review,
    )

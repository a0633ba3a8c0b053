"""What review.html shows, and which questions a review asks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lessons.models import Topic
from sps_learn.accounts.models import User

from ..models import Attempt, Question, Recall
from ..scheduling import retrievability
from .choosing import Due, choose, how_many
from .counts import (
    DueCounts,
    due_counts,
    minutes_for,
    next_review_on,
    reviewed_today,
)
from .reasons import reason

LINES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A question that comes, and why; not what it asks, which would give it away."""

    topic: Topic
    reason: str


@dataclass(frozen=True, slots=True)
class TopicDue:
    topic: Topic
    due: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What review.html shows."""

    counts: DueCounts
    running: Attempt | None
    lines: Sequence[Line]  # the first ones, in the order in which they are asked
    a_day: int
    reviewed: int  # today
    asked: int = 0  # in the review that can be started
    topics: Sequence[TopicDue] = ()
    topic: Topic | None = None  # the one that was chosen
    has_answered: bool = True
    next_on: date | None = None  # where nothing waits

    @property
    def left(self) -> int:
        """How many the running review has to go, or a new one would have."""
        return self.running.size - self.running.answered if self.running else self.asked

    @property
    def not_shown(self) -> int:
        return self.left - len(self.lines)

    @property
    def minutes(self) -> int:
        return minutes_for(self.left)

    @property
    def waiting(self) -> int:
        """How many could be asked now, of all topics."""
        return sum(one.due for one in self.topics)

    @property
    def fitting(self) -> int:
        """How many could be asked now, of the topic that was chosen."""
        mine = [one.due for one in self.topics if one.topic == self.topic]
        return sum(mine) if self.topic else self.waiting

    @property
    def is_enough_for_today(self) -> bool:
        return self.reviewed >= self.a_day


def review_page(learner: User, topic: str, now: datetime, zone: ZoneInfo) -> ReviewPage:
    """Five queries, however much is due."""
    counts = due_counts(learner, now, zone)
    a_day, reviewed = learner.reviews_a_day, reviewed_today(learner, now, zone)
    mine = Attempt.objects.for_learner(learner).running()
    if running := mine.filter(purpose=Attempt.Purpose.REVIEW).first():
        lines = _lines(_still_open(learner, running)[:LINES_SHOWN], now, zone)
        return ReviewPage(counts, running, lines, a_day, reviewed)

    recalls = _waiting(learner, now, zone)
    topics = _topics(recalls)
    chosen = next((one.topic for one in topics if one.topic.slug == topic), None)
    # Where it is enough for today, the page shows what comes with more anyway.
    is_enough = reviewed >= a_day
    most = how_many(a_day, reviewed, anyway=is_enough)
    asked = _in_order(recalls, chosen, most, now)
    return ReviewPage(
        counts=counts,
        running=None,
        lines=_lines(asked[:LINES_SHOWN], now, zone),
        a_day=a_day,
        reviewed=reviewed,
        asked=len(asked),
        topics=topics,
        topic=chosen,
        has_answered=bool(recalls) or Recall.objects.for_learner(learner).exists(),
        next_on=None if recalls else next_review_on(learner, now, zone),
    )


def to_review(
    learner: User,
    topic: Topic | None,
    now: datetime,
    zone: ZoneInfo,
    *,
    anyway: bool = False,
) -> list[int]:
    """The questions of a new review, in order; none once it is enough for today."""
    reviewed = reviewed_today(learner, now, zone)
    most = how_many(learner.reviews_a_day, reviewed, anyway=anyway)
    recalls = _waiting(learner, now, zone)
    return [one.question_id for one in _in_order(recalls, topic, most, now)]


def _waiting(learner: User, now: datetime, zone: ZoneInfo) -> list[Recall]:
    """What is due, but for what a test is asking: a review gives the reasons."""
    free = Question.objects.outside_running_tests_of(learner).order_by()
    due = Recall.objects.for_learner(learner).due(now, zone)
    return list(due.filter(question__in=free.values("pk")).for_review())


def _still_open(learner: User, running: Attempt) -> list[Recall]:
    """What a running review has left to ask, in its order."""
    slots = running.responses.unanswered().order_by("position")
    questions = list(slots.values_list("question", flat=True))
    recalls = Recall.objects.for_learner(learner).for_review()
    found = {one.question_id: one for one in recalls.filter(question__in=questions)}
    return [found[pk] for pk in questions if pk in found]


def _in_order(
    recalls: Iterable[Recall], topic: Topic | None, most: int, now: datetime
) -> list[Recall]:
    fitting = {
        one.question_id: one
        for one in recalls
        if topic in {None, one.question.bank.topic}
    }
    chosen = choose([_as_due(one, now) for one in fitting.values()], most)
    return [fitting[one.question] for one in chosen]


def _as_due(recall: Recall, now: datetime) -> Due:
    mistake = recall.mistake
    return Due(
        question=recall.question_id,
        topic=recall.question.bank.topic_id,
        recall=retrievability(recall.memory, now),
        was_certain=mistake is not None and mistake.was_certain,
        is_corrected=recall.corrected_at is not None,
    )


def _topics(recalls: Iterable[Recall]) -> list[TopicDue]:
    """The topics in which something waits, with how much of it."""
    found = Counter(one.question.bank.topic for one in recalls)
    in_order = sorted(found.items(), key=lambda pair: (pair[0].order, pair[0].pk))
    return [TopicDue(topic, due) for topic, due in in_order]


def _lines(recalls: Iterable[Recall], now: datetime, zone: ZoneInfo) -> list[Line]:
    return [
        Line(one.question.bank.topic, reason(one, _as_due(one, now), now, zone))
        for one in recalls
    ]

"""What a learner has done, what is known, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from quizzes.how_sure import Answers, answers_of
from quizzes.learning_querysets import RECENT_ATTEMPTS
from quizzes.models import Attempt, PracticeDay
from quizzes.results import NextStep
from quizzes.reviewing.counts import DueCounts, reviewed_today
from quizzes.standing import standings_of
from quizzes.timing import Phase

from .accounts.models import User
from .days import Days, days, first_of
from .knowledge import TopicLine, lessons_of, topics_of
from .next_best import Situation, next_best


@dataclass(frozen=True, slots=True)
class Progress:
    """What progress.html shows."""

    step: NextStep
    running: Attempt | None
    due: DueCounts
    answers: Answers
    topics: Sequence[TopicLine]
    days: Days
    recent: Sequence[Attempt]

    @property
    def lessons(self) -> int:
        return sum(topic.lessons for topic in self.topics)

    @property
    def lessons_read(self) -> int:
        return sum(topic.lessons_read for topic in self.topics)

    @property
    def is_new(self) -> bool:
        return not (self.recent or self.lessons_read or self.answers.questions)


def progress_of(learner: User, now: datetime) -> Progress:
    """Eight queries, nine once every lesson is read, however much was answered."""
    zone = learner.zone
    lessons = lessons_of(learner)
    topics = topics_of(standings_of(learner, now), lessons)
    attempts = list(Attempt.objects.for_learner(learner).for_progress_page())
    running = _running(attempts, learner, now)
    answers = answers_of(learner, now, zone)
    situation = Situation(
        running=running,
        due=answers.due,
        answers=answers,
        topics=topics,
        lessons=lessons,
        zone=zone,
        # Asked whether it matters or not: the page costs the same for everybody.
        has_reviewed_enough=reviewed_today(learner, now, zone) >= learner.reviews_a_day,
    )
    return Progress(
        step=next_best(situation),
        running=running,
        due=answers.due,
        answers=answers,
        topics=topics,
        days=_days(learner, now, zone),
        recent=attempts[:RECENT_ATTEMPTS],
    )


def _running(
    attempts: Sequence[Attempt], learner: User, now: datetime
) -> Attempt | None:
    """The newest that can be gone on with: one whose time is over closes as it is."""
    for attempt in attempts:
        attempt.learner = learner  # whose accommodations say when it is over
        if not attempt.is_finished and attempt.phase(now) is not Phase.OVER:
            return attempt
    return None


def _days(learner: User, now: datetime, zone: ZoneInfo) -> Days:
    today = now.astimezone(zone).date()
    practised = PracticeDay.objects.filter(
        learner=learner, day__gte=first_of(today), day__lte=today
    )
    return days(set(practised.values_list("day", flat=True)), today)

"""What answers come to, counted from the raw rows and nothing that is kept.

Naive on purpose: it goes through everything, asks the `fsrs` library itself, and calls
no rule of quizzes. The rules are those of the teaching plan, 1.5 and 1.7.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from statistics import mean, median_high
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler

from quizzes.models import MarkChange, Question, Response

SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False
)
ADAY = dt.timedelta(days=1)


@dataclass
class Told:
    """The answers of one learner to one question, oldest first."""

    question: Question
    answers: list[Response]
    zone: ZoneInfo

    def __post_init__(self):
        self.card = Card(card_id=1, due=self.answers[0].answered_at)
        for one in self.answers:
            self.card, _ = SCHEDULER.review_card(
                self.card, rating(one), one.answered_at
            )

    @property
    def last(self):
        return self.answers[-1]

    @property
    def days(self):
        return {self.day(one) for one in self.answers}

    def day(self, one):
        return one.answered_at.astimezone(self.zone).date().isoformat()

    @property
    def was_mixed(self):
        return any(one.attempt.is_mixed for one in self.answers)

    @property
    def corrected_at(self):
        changes = MarkChange.objects.filter(response=self.last, is_told=True)
        done = changes.filter(regrade__undone_at=None)
        return max(done.values_list("regrade__done_at", flat=True), default=None)

    @property
    def due_at(self):
        due = self.card.due
        if not is_right(self.last):
            due = min(due, self.last.answered_at + ADAY)
        return min(due, self.corrected_at or due)

    @property
    def mistake(self):
        """When it was missed, how sure, and the days since on which it was right."""
        wrong = [n for n, one in enumerate(self.answers) if not is_right(one)]
        if not wrong:
            return None, None, []
        since = sorted({self.day(one) for one in self.answers[wrong[-1] + 1 :]})
        if len(since) >= 2:
            return None, None, []
        missed = self.answers[wrong[-1]]
        return missed.answered_at, missed.confidence, since

    def recall(self):
        """As the row of the learner and the question should be."""
        missed_at, missed_confidence, mending_days = self.mistake
        return {
            "question": self.question.pk,
            "answers": len(self.answers),
            "last_fraction": self.last.fraction,
            "last_confidence": self.last.confidence,
            "last_answered_at": self.last.answered_at,
            "recent_days": sorted(self.days)[-3:],
            "was_mixed": self.was_mixed,
            "stability": self.card.stability,
            "difficulty": self.card.difficulty,
            "due_at": self.due_at,
            "is_postponed": False,
            "corrected_at": self.corrected_at,
            "missed_at": missed_at,
            "missed_confidence": missed_confidence,
            "mending_days": mending_days,
        }


def is_right(response):
    return response.fraction > 0.999999


def rating(response):
    if not is_right(response):
        return Rating.Again
    return {1: Rating.Hard, 3: Rating.Easy}.get(response.confidence, Rating.Good)


def told_by(learner):
    """One Told for each question that counts, in the order of their keys."""
    answers = defaultdict(list)
    for one in Response.objects.filter(attempt__learner=learner).select_related(
        "attempt", "question__bank"
    ):
        counts = one.answer is not None and one.fraction is not None
        if counts and one.attempt.purpose != "before":
            answers[one.question].append(one)
    zone = ZoneInfo(learner.time_zone)
    return [
        Told(question, sorted(given, key=lambda o: (o.answered_at, o.pk)), zone)
        for question, given in sorted(answers.items(), key=lambda pair: pair[0].pk)
    ]


def recalls(learner):
    return [one.recall() for one in told_by(learner)]


def practice_days(learner):
    return sorted({day for one in told_by(learner) for day in one.days})


def units_of(question):
    """The names that what is kept has: objective, topic, cell."""
    skill = "recall" if question.level in ("recall", "understand") else "apply"
    skill = "case" if question.case_id else skill
    topic = question.bank.topic_id
    return [
        f"objective {question.objective_id}",
        f"topic {topic}",
        f"topic {topic} {skill}",
    ]


def states(learner, now):
    """By unit: the name of the state, the questions seen, the share of the newest."""
    published = defaultdict(int)
    for question in Question.objects.select_related("bank"):
        if question.published_id and not question.is_retired:
            for unit in units_of(question):
                published[unit] += 1
    seen = defaultdict(list)
    for one in told_by(learner):
        if one.question.published_id and not one.question.is_retired:
            for unit in units_of(one.question):
                seen[unit].append(one)
    return {unit: state(told, published[unit], now) for unit, told in seen.items()}


def state(told, published, now):
    newest = sorted(told, key=lambda one: one.last.answered_at)[::-1]
    for_familiar = newest[: min(6, published)]
    share = mean(one.last.fraction for one in for_familiar)
    name = "Learning"
    if len(for_familiar) == min(6, published) and share >= 0.7 - 1e-9:
        name = "Familiar"
    last = newest[: min(8, published)]
    if (
        len(last) == min(8, published) >= 3
        and mean(one.last.fraction for one in last) >= 0.85 - 1e-9
        and len({day for one in last for day in one.days}) >= 3
        and any(one.was_mixed for one in last)
    ):
        name = "Secure"
        # With four questions the median question is the third best known.
        recall = [SCHEDULER.get_card_retrievability(one.card, now) for one in told]
        if median_high(recall) < 0.8:
            name = "Fading"
    return name, len(told), round(share, 9)

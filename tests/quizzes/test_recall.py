"""What is remembered beside the answers is what the answers come to."""

import contextlib
import datetime as dt
import random
import uuid

import pytest

from quizzes.actions import (
    Conflict,
    Sent,
    SingleQuestion,
    answer,
    answer_single,
    finish,
)
from quizzes.actions import start_quiz as start
from quizzes.mastery import Item
from quizzes.models import Attempt, Quiz, Recall, Response
from quizzes.recall import as_item, rebuild, remember
from sps_learn.accounts.models import User
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    BlueprintRowFactory,
    QuestionFactory,
    QuizFactory,
    RecallFactory,
    ResponseFactory,
)


def summary(learner):
    """The recalls of a learner without their keys."""
    return list(
        Recall.objects.for_learner(learner)
        .order_by("question")
        .values(
            "question",
            "answers",
            "last_fraction",
            "last_confidence",
            "last_answered_at",
            "recent_days",
            "was_mixed",
        )
    )


def graded(attempt, question, *, right=True, when=NOON, confidence=None):
    """One graded answer, not yet remembered."""
    return ResponseFactory(
        attempt=attempt,
        question=question,
        chosen=["b" if right else "a"],
        answered_at=when,
        confidence=confidence,
    )


def days(*numbers):
    return [(NOON + dt.timedelta(days=n)).date().isoformat() for n in numbers]


# One answer after another ----------------------------------------------------------


def test_the_first_answer_is_remembered(learner):
    attempt = AttemptFactory(learner=learner, is_mixed=True)
    response = graded(attempt, QuestionFactory(), right=False, confidence=3)

    remember(attempt, [response])

    recall = Recall.objects.get()
    assert (recall.learner, recall.question) == (learner, response.question)
    assert (recall.answers, recall.last_fraction, recall.last_confidence) == (1, 0.0, 3)
    assert (recall.last_answered_at, recall.recent_days) == (NOON, days(0))
    assert recall.was_mixed
    assert as_item(recall) == Item(0.0, NOON, frozenset(days(0)), True)


def test_a_later_answer_replaces_the_last_one_and_keeps_the_days(learner):
    question = QuestionFactory()
    for n, right in enumerate([False, True, True, False, True]):
        attempt = AttemptFactory(learner=learner, is_mixed=n == 1)
        when = NOON + dt.timedelta(days=n)
        remember(attempt, [graded(attempt, question, right=right, when=when)])

    recall = Recall.objects.get()
    assert (recall.answers, recall.last_fraction) == (5, 1.0)
    assert recall.recent_days == days(2, 3, 4)
    assert recall.was_mixed  # once is enough


def test_two_answers_on_one_day_are_one_day(learner):
    question = QuestionFactory()
    for hour in (0, 3):
        attempt = AttemptFactory(learner=learner)
        when = NOON + dt.timedelta(hours=hour)
        remember(attempt, [graded(attempt, question, when=when)])

    assert Recall.objects.get().recent_days == days(0)


def test_an_older_answer_graded_later_does_not_become_the_last(learner):
    """A test grades at its end what was answered before a practice in between."""
    question = QuestionFactory()
    test, practice = AttemptFactory.create_batch(2, learner=learner)
    early = graded(test, question, right=False, when=NOON)
    late = graded(practice, question, when=NOON + dt.timedelta(days=1), confidence=2)

    remember(practice, [late])
    remember(test, [early])

    recall = Recall.objects.get()
    assert (recall.answers, recall.last_fraction, recall.last_confidence) == (2, 1.0, 2)
    assert recall.last_answered_at == late.answered_at
    assert recall.recent_days == days(0, 1)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", "2026-11-21"),
        ("Pacific/Auckland", "2026-11-22"),
        ("America/Los_Angeles", "2026-11-21"),
    ],
)
def test_a_day_is_the_learners_own(learner, zone, day):
    User.objects.update(time_zone=zone)
    learner.refresh_from_db()
    attempt = AttemptFactory(learner=learner)

    remember(attempt, [graded(attempt, QuestionFactory(), when=NOON)])

    assert Recall.objects.get().recent_days == [day]


def test_learners_are_remembered_apart(learner, stranger):
    question = QuestionFactory()
    for who, right in ((learner, True), (stranger, False)):
        attempt = AttemptFactory(learner=who)
        remember(attempt, [graded(attempt, question, right=right)])

    assert [row["last_fraction"] for row in summary(learner)] == [1.0]
    assert [row["last_fraction"] for row in summary(stranger)] == [0.0]


def test_remembering_nothing_writes_nothing(learner, django_assert_num_queries):
    attempt = AttemptFactory(learner=learner)

    remember(attempt, [])

    assert not Recall.objects.exists()


@pytest.mark.parametrize("size", [1, 10])
def test_remembering_costs_the_same_for_any_number_of_answers(
    learner, django_assert_num_queries, size
):
    attempt = AttemptFactory(learner=learner)
    responses = [graded(attempt, QuestionFactory()) for _ in range(size)]

    with django_assert_num_queries(2):  # what is known, what is written
        remember(attempt, responses)


# Rebuilding ------------------------------------------------------------------------


def test_rebuilding_forgets_what_no_answer_supports(learner, stranger):
    invented = RecallFactory(learner=learner, answers=9)
    kept = RecallFactory(learner=stranger)

    rebuild(learner)

    assert list(Recall.objects.all()) == [kept]
    assert invented not in Recall.objects.all()


def test_open_and_ungraded_slots_are_not_remembered(learner):
    test = QuizFactory(mode=Quiz.Mode.TEST)
    attempt = AttemptFactory(learner=learner, quiz=test)
    ResponseFactory(attempt=attempt)
    ResponseFactory(attempt=attempt, chosen=["b"])
    finished = AttemptFactory(learner=learner, finished_at=NOON)
    ResponseFactory(attempt=finished, fraction=0.0)

    rebuild(learner)

    assert not Recall.objects.exists()


def test_a_learner_without_answers_is_rebuilt_to_nothing(learner):
    rebuild(learner)

    assert summary(learner) == []


# Both ways agree -------------------------------------------------------------------


class Practising:
    """A learner who starts, answers, ends and meddles, as a seed will have it."""

    def __init__(self, learner, seed):
        self.learner, self.random = learner, random.Random(seed)
        self.now = NOON
        banks = [BankFactory(), BankFactory(topic=TopicFactory(slug="symptoms"))]
        self.questions = [QuestionFactory(bank=bank) for bank in banks * 3]
        self.quizzes = []
        for mode in Quiz.Mode.values:
            quiz = QuizFactory(mode=mode)
            for bank in banks[: self.random.choice([1, 2])]:
                BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
            self.quizzes.append(quiz)

    def live(self, steps):
        for _ in range(steps):
            # Hours and odd seconds pass, often over midnight.
            self.now += dt.timedelta(seconds=self.random.randrange(1, 60_000))
            self.random.choice(
                [self.begin, self.reply, self.reply, self.reply, self.end]
            )()
            if self.random.random() < 0.2:
                self.reply_once()

    def begin(self):
        start(
            learner=self.learner,
            quiz=self.random.choice(self.quizzes),
            seed=self.random.randrange(2**31),
            now=self.now,
            attempt_id=uuid.UUID(int=self.random.getrandbits(128)),
        )

    def reply(self):
        slots = list(Response.objects.for_learner(self.learner).order_by("pk"))
        if not slots:
            return
        slot = self.random.choice(slots)
        version = slot.version if self.random.random() < 0.9 else 0
        with contextlib.suppress(Conflict):
            answer(
                learner=self.learner,
                attempt=slot.attempt_id,
                position=slot.position,
                sent=self.something(version),
                now=self.now,
            )

    def reply_once(self):
        question = self.random.choice(self.questions)
        asked = SingleQuestion(
            attempt_id=uuid.UUID(int=self.random.getrandbits(128)),
            revision=question.published_id,
            seed=1,
            purpose=Attempt.Purpose.LESSON_CHECK,
        )
        sent = Sent(["b"], self.random.choice([None, 1]), version=0)
        answer_single(learner=self.learner, asked=asked, sent=sent, now=self.now)

    def end(self):
        running = Attempt.objects.for_learner(self.learner).running().order_by("pk")
        if attempt := running.first():
            finish(learner=self.learner, attempt=attempt.pk, now=self.now)

    def something(self, version):
        chosen = self.random.choice([["a"], ["b"], ["c"], []])
        return Sent(chosen, self.random.choice([None, 1, 2, 3]), version)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_remembered_step_by_step_equals_a_rebuild(learner, stranger, seed):
    User.objects.filter(pk=learner.pk).update(time_zone="Pacific/Auckland")
    learner.refresh_from_db()
    Practising(stranger, seed + 1000).live(steps=10)
    Practising(learner, seed).live(steps=40)
    remembered, of_another = summary(learner), summary(stranger)
    assert remembered

    rebuild(learner)

    assert summary(learner) == remembered
    assert summary(stranger) == of_another


@pytest.mark.parametrize("seed", range(2))
def test_what_an_attempt_counts_equals_its_slots(learner, seed):
    Practising(learner, seed).live(steps=40)

    for attempt in Attempt.objects.all():
        slots = list(attempt.responses.all())
        assert attempt.size == len(slots)
        assert attempt.answered == sum(slot.answer is not None for slot in slots)
        assert attempt.marks == sum(slot.fraction or 0 for slot in slots)
        if attempt.is_finished:
            assert all(slot.is_graded for slot in slots)

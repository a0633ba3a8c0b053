"""What an attempt has counted equals what its slots say, whatever happened to it."""

import random
import uuid
from contextlib import suppress
from datetime import timedelta

import pytest

from quizzes import learner_data
from quizzes.actions import (
    Conflict,
    NoAttemptsLeft,
    Sent,
    StepLocked,
    TimeOver,
    answer,
    close_overdue,
    finish,
    flag,
    rule_out,
    start_quiz,
)
from quizzes.grading import InvalidAnswer, kind_of
from quizzes.models import Attempt, Quiz, Recall
from quizzes.recall import rebuild
from tests.accounts.factories import GuestFactory
from tests.lessons.factories import NOON
from tests.quizzes.factories import (
    PARTS,
    BankFactory,
    BlueprintRowFactory,
    CaseFactory,
    QuestionFactory,
    QuizFactory,
)

MINUTE = timedelta(minutes=1)
EXPECTED = (
    *(Conflict, InvalidAnswer, NoAttemptsLeft, StepLocked, TimeOver),
    Attempt.DoesNotExist,
)
# One that is right, one in part, one wrong, one that is none; by name of the field.
TYPED = {"short": ["GABA", "a messenger", "GAD", ""], "numeric": ["65", "67", "x", ""]}
SCHEMES = ("all", "proportional", "right-minus-wrong")


@pytest.fixture
def quizzes(db):
    """All kinds and schemes, a case, safety questions; in practice and tests."""
    bank = BankFactory()
    for number, kind in enumerate(PARTS):
        for is_safety in (True, False):
            scheme = SCHEMES[number % len(SCHEMES)]
            QuestionFactory(
                bank=bank, kind=kind, content={"safety": is_safety, "scheme": scheme}
            )
    steps = QuestionFactory.create_batch(2, bank=bank, content={"safety": True})
    CaseFactory(bank=bank, steps=steps)
    made = [
        QuizFactory(mode=mode, time_limit_minutes=limit, attempts_allowed=allowed)
        for mode in Quiz.Mode
        for limit, allowed in [(None, None), (9, None), (9, 2)]
    ]
    for quiz in made:
        BlueprintRowFactory(quiz=quiz, bank=bank, count=4)
        BlueprintRowFactory(quiz=quiz, bank=bank, count=1, cases=True)
    return made


class Learning:
    """Somebody who does whatever the pages allow, and some things they do not."""

    def __init__(self, learner, quizzes, seed, now=NOON):
        self.learner, self.quizzes = learner, quizzes
        self.chance, self.now = random.Random(seed), now

    def live(self, steps):
        self.start()
        deeds = [self.start, *[self.answer] * 14, self.note, self.finish, self.tick]
        for _ in range(steps):
            self.now += self.chance.randrange(90) * timedelta(seconds=1)
            with suppress(*EXPECTED):
                self.chance.choice(deeds)()

    def start(self):
        quiz = self.chance.choice(self.quizzes)
        seed = self.chance.randrange(100)
        name = uuid.UUID(int=self.chance.getrandbits(128))
        start_quiz(
            learner=self.learner, quiz=quiz, seed=seed, now=self.now, attempt_id=name
        )

    def some_attempt(self):
        mine = Attempt.objects.for_learner(self.learner).order_by("started_at", "pk")
        return self.chance.choice(list(mine.running()) or list(mine))

    def answer(self):
        attempt = self.some_attempt()
        position = self.chance.randint(1, attempt.size)
        slot = attempt.responses.get(position=position)
        sent = Sent(
            fields=self.fields(slot),
            confidence=self.chance.choice([None, 1, 2, 3]),
            version=slot.version - (self.chance.random() < 0.1),
        )
        where = {"attempt": attempt.pk, "position": position}
        answer(learner=self.learner, **where, sent=sent, now=self.now)

    def fields(self, slot):
        content, order = slot.shown_revision.content, slot.option_order
        kind = kind_of(content)
        if content["kind"] in TYPED:
            return {"answer": [self.chance.choice(TYPED[content["kind"]])]}
        if self.chance.random() < 0.5:
            return kind.entered(content, order, kind.key(content))
        if "options" in content:
            return {"answer": self.chance.sample(order, self.chance.randint(0, 2))}
        places = [str(place) for place in range(1, len(order) + 1)]
        self.chance.shuffle(places)
        return {f"answer-{n}": [place] for n, place in enumerate(places, start=1)}

    def note(self):
        attempt = self.some_attempt()
        where = {"learner": self.learner, "attempt": attempt.pk, "position": 1}
        if self.chance.random() < 0.5:
            flag(**where, is_flagged=self.chance.random() < 0.7)
        else:
            rule_out(**where, option="a", is_out=True)

    def finish(self):
        finish(learner=self.learner, attempt=self.some_attempt().pk, now=self.now)

    def tick(self):
        self.now += self.chance.choice([0, 0, 12]) * MINUTE
        close_overdue(self.now)


def assert_counts_agree():
    for attempt in Attempt.objects.all():
        slots = list(attempt.responses.select_related("shown_revision", "attempt"))
        assert [slot.position for slot in slots] == list(range(1, attempt.size + 1))
        assert attempt.answered == sum(slot.answer is not None for slot in slots)
        assert attempt.marks == pytest.approx(sum(slot.fraction or 0 for slot in slots))
        graded = [slot for slot in slots if slot.is_graded]
        assert attempt.safety_missed == sum(slot.misses_safety for slot in graded)
        assert all(slot.fraction == slot.grade.fraction for slot in graded)
        if attempt.is_finished:
            assert graded == slots
            given = [slot.answered_at for slot in slots if slot.answered_at]
            assert attempt.finished_at >= max(given, default=attempt.started_at)


def recalls_of(learner):
    mine = Recall.objects.for_learner(learner).order_by("question")
    return list(mine.values("question", "answers", "last_fraction", "due_at"))


@pytest.mark.parametrize("seed", range(4))
def test_the_sums_of_an_attempt_equal_its_slots(learner, quizzes, seed):
    Learning(learner, quizzes, seed).live(steps=150)

    assert Attempt.objects.finished().exists()
    assert_counts_agree()
    remembered = recalls_of(learner)
    rebuild(learner)
    assert recalls_of(learner) == remembered


@pytest.mark.parametrize("seed", range(2))
def test_the_sums_hold_after_a_guest_became_a_learner(learner, quizzes, seed):
    guest = GuestFactory()
    visitor = Learning(guest, quizzes, seed)
    visitor.live(steps=60)
    member = Learning(learner, quizzes, seed + 50, visitor.now)
    member.live(steps=60)

    learner_data.merge(guest, learner)

    assert not Attempt.objects.for_learner(guest).exists()
    assert_counts_agree()
    member.live(steps=40)
    assert_counts_agree()

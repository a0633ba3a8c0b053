"""Somebody who learns for weeks while others correct, retire and publish questions."""

import datetime as dt
import random
import uuid
from contextlib import suppress

from quizzes import learner_data
from quizzes.actions import (
    BuiltUpon,
    Conflict,
    Sent,
    SingleQuestion,
    Stale,
    StepLocked,
    answer,
    answer_single,
    finish,
    start_quiz,
)
from quizzes.grading import InvalidAnswer
from quizzes.models import Attempt, Question, Quiz, Regrade, Response
from quizzes.selection import NotEnoughQuestions
from tests.accounts.factories import GuestFactory
from tests.lessons.factories import NOON, ModuleFactory, ObjectiveFactory, TopicFactory
from tests.quizzes.factories import (
    BankFactory,
    BlueprintRowFactory,
    CaseFactory,
    QuestionFactory,
    QuizFactory,
)
from tests.quizzes.regrades import confirm, undo

EXPECTED = (BuiltUpon, Conflict, InvalidAnswer, NotEnoughQuestions, Stale, StepLocked)
ALONE = [Attempt.Purpose.LESSON_CHECK, Attempt.Purpose.BEFORE, Attempt.Purpose.LIVE]


class Living:
    """What it does follows from the seed; time passes between any two deeds."""

    def __init__(self, learner, seed):
        self.learner, self.chance, self.now = learner, random.Random(seed), NOON
        self.banks = [
            BankFactory(topic=TopicFactory(slug=slug))
            for slug in ("symptoms", "nursing")
        ]
        module = ModuleFactory(topic=self.banks[0].topic)
        self.objectives = ObjectiveFactory.create_batch(2, module=module)
        for _ in range(4):
            self.publish()
        steps = QuestionFactory.create_batch(
            2, bank=self.banks[0], objective=self.objectives[0]
        )
        CaseFactory(bank=self.banks[0], steps=steps)
        self.quizzes = [self.new_quiz(mode) for mode in Quiz.Mode.values * 2]

    def new_quiz(self, mode):
        quiz = QuizFactory(mode=mode)
        for bank in self.chance.sample(self.banks, self.chance.choice([1, 2])):
            BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
        if self.chance.random() < 0.5:
            BlueprintRowFactory(quiz=quiz, bank=self.banks[0], count=1, cases=True)
        return quiz

    def live(self, steps):
        deeds = [self.start, self.finish, *[self.answer] * 3, *[self.answer_one] * 3]
        deeds += [*[self.answer_all] * 9, *[self.retire] * 2, self.publish]
        deeds += [self.move, *[self.regrade] * 2, self.undo]
        for _ in range(steps):
            self.rest(self.chance.choice([1, 11, 30, 30, 200]))
            with suppress(*EXPECTED):
                self.chance.choice(deeds)()

    def rest(self, hours):
        """Odd hours, often over midnight, and now and then a week."""
        self.now += dt.timedelta(seconds=self.chance.randrange(1, 3600 * hours))

    def some_id(self):
        return uuid.UUID(int=self.chance.getrandbits(128))

    def some_question(self):
        return self.chance.choice(list(Question.objects.order_by("pk")))

    def start(self):
        start_quiz(
            learner=self.learner,
            quiz=self.chance.choice(self.quizzes),
            seed=self.chance.randrange(2**31),
            now=self.now,
            attempt_id=self.some_id(),
        )

    def finish(self):
        """Also a test whose questions were practised since they were answered in it."""
        running = Attempt.objects.for_learner(self.learner).running()
        if attempt := running.order_by("started_at").first():
            finish(learner=self.learner, attempt=attempt.pk, now=self.now)

    def answer(self):
        if waiting := self.waiting():
            self.reply(self.chance.choice(waiting))

    def answer_all(self):
        """A sitting as most are: begun, answered, ended."""
        if not self.waiting():
            self.start()
        for slot in self.waiting():
            self.now += dt.timedelta(seconds=30)
            self.reply(slot)
        if self.chance.random() < 0.5:
            self.finish()

    def waiting(self):
        mine = Response.objects.for_learner(self.learner).filter(fraction=None)
        return list(mine.select_related("shown_revision").order_by("pk"))

    def reply(self, slot):
        answer(
            learner=self.learner,
            attempt=slot.attempt_id,
            position=slot.position,
            sent=self.something(slot.shown_revision, slot.version),
            now=self.now,
        )

    def answer_one(self):
        question = self.some_question()
        asked = SingleQuestion(
            attempt_id=self.some_id(),
            revision=question.published_id,
            seed=1,
            purpose=self.chance.choice(ALONE),
        )
        if question.is_published:
            sent = self.something(question.published, version=0)
            answer_single(learner=self.learner, asked=asked, sent=sent, now=self.now)

    def something(self, revision, version):
        # Most often right, or nothing would ever be secure.
        (key,) = [one["id"] for one in revision.content["options"] if one["key"]]
        chosen = key if self.chance.random() < 0.85 else "c"
        confidence = self.chance.choice([None, 1, 2, 3])
        return Sent({"answer": [chosen]}, confidence, version)

    def publish(self):
        QuestionFactory(
            bank=self.chance.choice(self.banks),
            objective=self.chance.choice(self.objectives),
            level=self.chance.choice(["recall", "understand", "apply", "analyse"]),
        )

    def retire(self):
        question = self.some_question()
        is_retired = not question.is_retired
        Question.objects.filter(pk=question.pk).update(is_retired=is_retired)

    def move(self):
        """Another objective and level, as an author has it; another bank, as a file."""
        question = self.some_question()
        question.draft["objective"] = self.chance.choice(self.objectives).code
        question.draft["level"] = self.chance.choice(["recall", "analyse"])
        question.publish(by=None, reason="Moved", now=self.now)
        if question.case_id is None:
            question.bank = self.chance.choice(self.banks)
            question.save(update_fields=["bank"])

    def regrade(self):
        asked = Question.objects.filter(responses__fraction__isnull=False)
        if not (some := list(asked.distinct().order_by("pk"))):
            return
        question, key = self.chance.choice(some), self.chance.choice("ab")
        for option in question.draft["options"]:
            option["key"] = option["id"] == key
        revision = question.publish(by=None, reason="Wrong key", now=self.now)
        confirm(revision, now=self.now)

    def undo(self):
        if regrade := Regrade.objects.standing().order_by("-pk").first():
            undo(regrade, now=self.now)

    def was_a_guest(self, steps):
        """Do something as a guest, who is then found to be the learner."""
        member, self.learner = self.learner, GuestFactory()
        self.live(steps)
        learner_data.merge(self.learner, member)
        self.learner = member

"""A learner at the questions of one objective, by histories that are easy to read.

A history is written as days with answers, `0: 1+ 2- 3=70 | 4*: 1+`: on day 0 question
1 is answered right, 2 wrong, and 3 in part, worth 70 %; on day 4 question 1 again, in
an attempt over several topics (`*`). Between the days questions may be published
(`publish 2`), retired (`retire 3`) and put back (`return 3`).
"""

import datetime as dt
import re
import uuid

from quizzes.actions import Sent, answer, line_up
from quizzes.models import Attempt, Question
from quizzes.standing import standings_of
from quizzes.units import Skill
from tests.lessons.factories import NOON, ObjectiveFactory, TopicFactory
from tests.quizzes.factories import BankFactory, QuestionFactory

# Three days, all right, one attempt over several topics: what is secure at once.
SECURED = "0: 1+ 2+ 3+ | 1*: 1+ | 2: 1+"

WORTHS = [100, 85, 84, 75, 70, 69, 50]
ANSWER = re.compile(r"(\d+)(\+|-|=\d+)")
WORTH = {"+": 100, "-": 0}


class School:
    """One learner at the questions of one objective, which are all its topic has."""

    def __init__(self, learner, questions):
        self.learner = learner
        self.objective = ObjectiveFactory()
        self.bank = BankFactory(topic=TopicFactory(slug="symptoms"))
        # Of another topic: an attempt that asks it too is a mixed one.
        self.other = QuestionFactory(bank__topic=TopicFactory(slug="nursing"))
        self.questions, self.minutes, self.hour = {}, 0, 0
        self.publish(questions)

    def live(self, history):
        for part in filter(None, map(str.strip, history.split("|"))):
            name, _, rest = part.partition(" ")
            if name == "publish":
                self.publish(int(rest))
            elif name in {"retire", "return"}:
                for number in rest.split():
                    self.retire(int(number), is_retired=name == "retire")
            else:
                self.sit(name, ANSWER.findall(rest))

    def publish(self, count):
        for _ in range(count):
            accept = [{"text": f"{w} parts", "credit": w / 100} for w in WORTHS]
            self.questions[len(self.questions) + 1] = QuestionFactory(
                kind="short",
                bank=self.bank,
                objective=self.objective,
                content={"accept": accept, "wrong": []},
            )

    def retire(self, number, *, is_retired):
        question = self.questions[number]
        Question.objects.filter(pk=question.pk).update(is_retired=is_retired)

    def sit(self, name, answers):
        """One attempt on one day, a little later in the day than the one before."""
        attempt = self.begin(name, [int(number) for number, _ in answers])
        for position, (_, mark) in enumerate(answers, start=1):
            self.reply(attempt, position, mark)

    def begin(self, name, numbers):
        self.minutes += 1
        asked = [self.questions[number].pk for number in numbers]
        return line_up(
            learner=self.learner,
            purpose=Attempt.Purpose.BUILT,
            title="A practice",
            questions=[*asked, self.other.pk] if "*" in name else asked,
            seed=1,
            now=NOON
            + dt.timedelta(
                days=int(name.rstrip("*:")), hours=self.hour, minutes=self.minutes
            ),
            attempt_id=uuid.uuid4(),
        )

    def reply(self, attempt, position, mark):
        worth = WORTH[mark] if mark in WORTH else int(mark[1:])
        sent = {"answer": [f"{worth} parts" if worth else "nothing of it"]}
        answer(
            learner=self.learner,
            attempt=attempt.pk,
            position=position,
            sent=Sent(sent, confidence=None, version=0),
            now=attempt.started_at + dt.timedelta(seconds=position),
        )

    def standings(self, day):
        """Of the objective, of the topic, and of its cell, in the evening."""
        evening = NOON + dt.timedelta(days=day, hours=6)
        found = standings_of(self.learner, evening)
        return {
            "objective": found.objective(self.objective.pk),
            "topic": found.topic(self.bank.topic_id),
            "cell": found.cell(self.bank.topic_id, Skill.RECALL),
        }

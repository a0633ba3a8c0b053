"""Histories of real answers, and where the teaching plan (1.7) says that they lead.

A history is written as days with answers, `0: 1+ 2- 3=70 | 4*: 1+`: on day 0 question
1 is answered right, 2 wrong, and 3 in part, worth 70 %; on day 4 question 1 again, in
an attempt over several topics (`*`). Between the days questions may be published
(`publish 2`), retired (`retire 3`) and put back (`return 3`).
"""

import datetime as dt
import re
import uuid

import pytest

from quizzes.actions import Sent, answer, line_up
from quizzes.mastery import State
from quizzes.models import Attempt, PracticeDay, Question, UnitStanding
from quizzes.recall import rebuild
from quizzes.standing import NEW as NOTHING
from quizzes.standing import standings_of
from quizzes.units import Skill
from tests.lessons.factories import NOON, ObjectiveFactory, TopicFactory
from tests.quizzes.factories import (
    BankFactory,
    QuestionFactory,
    RecallFactory,
)

NEW, LEARNING, FAMILIAR, FADING, SECURE = State

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


# Three days, all right, one attempt over several topics: what is secure at once.
THREE = "0: 1+ 2+ 3+ | 1*: 1+ | 2: 1+"

# What it shows, the questions published, the history, the day it is looked at, where
# the learner stands then.
HISTORIES = [
    # New, Learning.
    ("nothing answered", 4, "", 0, NEW),
    ("one of four", 4, "0: 1+", 0, LEARNING),
    ("one of four, wrong", 4, "0: 1-", 0, LEARNING),
    ("all but one of four", 4, "0: 1+ 2+ 3+", 0, LEARNING),
    ("all but one of six", 8, "0: 1+ 2+ 3+ 4+ 5+", 0, LEARNING),
    ("all wrong", 3, "0: 1- 2- 3-", 0, LEARNING),
    # Familiar: 70 % of the last min(6, n), each question once.
    ("six of eight", 8, "0: 1+ 2+ 3+ 4+ 5+ 6+", 0, FAMILIAR),
    ("69 %", 3, "0: 1=69 2=69 3=69", 0, LEARNING),
    ("70 %", 3, "0: 1=70 2=70 3=70", 0, FAMILIAR),
    ("67 % of six", 8, "0: 1- 2- 3+ 4+ 5+ 6+", 0, LEARNING),
    ("70 % of six", 8, "0: 1- 2=70 3+ 4=50 5+ 6+", 0, FAMILIAR),
    ("the first of seven wrong", 8, "0: 1- 2- 3+ 4+ 5+ 6+ 7+", 0, FAMILIAR),
    ("the last of seven wrong", 8, "0: 3+ 4+ 5+ 6+ 7+ 1- 2-", 0, LEARNING),
    ("the one question there is", 1, "0: 1+", 0, FAMILIAR),
    ("one question many times", 8, "0: 1+ | 1*: 1+ | 2: 1+ | 3: 1+", 3, LEARNING),
    ("wrong at first, right later", 3, "0: 1- 2- 3- | 0: 1+ 2+ 3+", 0, FAMILIAR),
    ("right at first, wrong later", 3, "0: 1+ 2+ 3+ | 1: 1- 2-", 1, LEARNING),
    # Secure: 85 % of the last min(8, n).
    ("three days, one mixed", 3, THREE, 2, SECURE),
    ("84 %", 3, "0*: 1=84 | 1: 2=84 | 2: 1=84 2=84 3=84", 2, FAMILIAR),
    ("85 %", 3, "0*: 1=85 | 1: 2=85 | 2: 1=85 2=85 3=85", 2, SECURE),
    ("seven of eight", 8, "0*: 8- 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, SECURE),
    ("six of eight", 8, "0*: 8- 7- 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, FAMILIAR),
    ("seven seen of eight", 8, "0*: 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, FAMILIAR),
    ("seven seen of seven", 7, "0*: 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, SECURE),
    ("eight seen of nine", 9, "0*: 8+ 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, SECURE),
    ("the ninth last wrong", 9, "0: 9- 8+ | 1*: 7+ 6+ 5+ 4+ | 2: 3+ 2+ 1+", 2, SECURE),
    # Secure: at least three questions.
    ("two questions only", 2, "0*: 1+ 2+ | 1: 1+ 2+ | 2: 1+ 2+", 2, FAMILIAR),
    ("one question only", 1, "0*: 1+ | 1: 1+ | 2: 1+", 2, FAMILIAR),
    # Secure: on three days.
    ("two days", 3, "0*: 1+ 2+ 3+ | 1: 1+ 2+ 3+", 1, FAMILIAR),
    ("three times on two days", 3, "0*: 1+ 2+ 3+ | 1: 1+ | 1: 2+", 1, FAMILIAR),
    ("a day for each question", 3, "0: 1+ | 1*: 2+ | 2: 3+", 2, SECURE),
    ("a day on which it was wrong", 3, "0*: 1- | 1: 1+ 2+ | 2: 3+", 2, SECURE),
    # Secure: one of them in an attempt over several topics.
    ("never mixed", 3, "0: 1+ 2+ 3+ | 1: 1+ | 2: 1+", 2, FAMILIAR),
    ("mixed long ago", 3, "0*: 1+ | 1: 1+ 2+ 3+ | 2: 1+ 2+ 3+", 2, SECURE),
    (
        "mixed, but with none of the last eight",
        9,
        "0*: 9+ | 0: 8+ 7+ 6+ | 1: 5+ 4+ 3+ | 2: 2+ 1+",
        2,
        FAMILIAR,
    ),
    # What comes after.
    ("wrong after secure", 3, f"{THREE} | 3: 2-", 3, LEARNING),
    ("right again after that", 3, f"{THREE} | 3: 2- | 3: 2+", 3, SECURE),
    (
        "one wrong of eight after secure",
        8,
        "0*: 8+ 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+ | 3: 8-",
        3,
        SECURE,
    ),
    (
        "two wrong of eight after secure",
        8,
        "0*: 8+ 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+ | 3: 8- 7-",
        3,
        LEARNING,
    ),
    # The questions that are published.
    ("one more published", 3, f"{THREE} | publish 1", 2, LEARNING),
    ("one more published and answered", 3, f"{THREE} | publish 1 | 2: 4+", 2, SECURE),
    (
        "one more published, of eight",
        8,
        "0: 1+ 2+ 3+ 4+ 5+ 6+ | publish 1",
        0,
        FAMILIAR,
    ),
    ("the one not seen retired", 4, f"{THREE} | retire 4", 2, SECURE),
    ("one of four retired", 4, f"{THREE} | 2: 4- | retire 4", 2, SECURE),
    ("one of three retired", 3, f"{THREE} | retire 3", 2, FAMILIAR),
    ("one retired and put back", 3, f"{THREE} | retire 3 | return 3", 2, SECURE),
    ("all retired", 3, f"{THREE} | retire 1 2 3", 2, NEW),
    # Fading, when more than half have faded: after one right answer recall is 80.8 %
    # on the 7th day and 79.6 % on the 8th; after two, two days apart, 80.1 % on the
    # 36th day of rest and 79.8 % on the 37th.
    ("seven days later", 3, THREE, 7, SECURE),
    ("eight days later", 3, THREE, 8, FADING),
    ("a year later", 3, THREE, 365, FADING),
    ("one of three faded", 3, f"{THREE} | 2: 2+", 38, SECURE),
    ("two of three faded", 3, f"{THREE} | 2: 2+", 39, FADING),
    ("two of four faded", 4, "0*: 1+ 2+ 3+ 4+ | 1: 1+ | 2: 1+ 2+", 10, SECURE),
    ("three of four faded", 4, "0*: 1+ 2+ 3+ 4+ | 1: 1+ | 2: 1+", 10, FADING),
    ("reviewed in time", 3, f"{THREE} | 6: 1+ 2+ 3+", 20, SECURE),
    ("reviewed after a long rest", 3, f"{THREE} | 100: 1+ 2+ 3+", 100, SECURE),
    ("one of three reviewed after it", 3, f"{THREE} | 100: 2+", 100, FADING),
    ("two of three reviewed after it", 3, f"{THREE} | 100: 2+ 3+", 100, SECURE),
    ("missed after a long rest", 3, f"{THREE} | 100: 1+ 2+ 3-", 100, LEARNING),
    ("what is familiar does not fade", 3, "0: 1+ 2+ 3+", 365, FAMILIAR),
]


@pytest.mark.parametrize(
    ("questions", "history", "day", "state"),
    [pytest.param(*row, id=f"{name}, of {row[0]}") for name, *row in HISTORIES],
)
def test_a_history_leads_to_its_state(learner, questions, history, day, state):
    school = School(learner, questions)

    school.live(history)

    kept = school.standings(day)
    assert {name: one.state for name, one in kept.items()} == dict.fromkeys(kept, state)
    rebuild(learner)
    assert school.standings(day) == kept


# What is kept, and what is not -----------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "state"), [("UTC", FAMILIAR), ("America/Los_Angeles", SECURE)]
)
def test_the_three_days_are_the_learners_own(learner, zone, state):
    """Answers on two days in London are on three in California."""
    learner.time_zone = zone
    learner.save(update_fields=["time_zone"])
    school = School(learner, 3)
    school.hour = -9  # 03:00 in London

    school.live("0*: 1+")
    school.hour = 8  # 20:00
    school.live("0: 2+ | 1: 3+")

    assert school.standings(1)["objective"].state is state


def test_a_standing_says_what_it_rests_on(learner):
    school = School(learner, 8)

    school.live("0: 1- 2- 3+ 4+ 5+ 6+ 7+ 8=50")

    standing = school.standings(0)["topic"]
    assert (standing.seen, standing.share) == (8, pytest.approx(5.5 / 6))
    assert standing.fades_at is None


def test_what_was_never_asked_is_new(learner):
    found = standings_of(learner, NOON)

    assert found.objective(1) == found.topic(1) == found.cell(1, Skill.CASE) == NOTHING


def test_another_learners_answers_count_for_nobody_else(learner, stranger):
    school = School(stranger, 3)

    school.live(THREE)

    assert school.standings(2)["topic"].state is SECURE
    assert standings_of(learner, NOON).by_unit == {}


@pytest.mark.parametrize("questions", [0, 1, 30])
def test_to_read_what_is_kept_costs_two_queries(
    learner, django_assert_num_queries, questions
):
    school = School(learner, questions)
    asked = " ".join(f"{number}+" for number in school.questions)
    school.live(f"0: {asked}" if asked else "")

    with django_assert_num_queries(2):
        standings_of(learner, NOON)


def test_where_the_questions_are_others_now_it_is_made_anew_once(
    learner, django_assert_num_queries
):
    school = School(learner, 3)
    school.live(f"{THREE} | publish 1")

    with django_assert_num_queries(8):  # and the recalls locked, read; kept, in one go
        made = standings_of(learner, NOON)
    with django_assert_num_queries(2):
        assert standings_of(learner, NOON) == made
    assert made.topic(school.bank.topic_id).state is LEARNING


def test_answers_whose_standing_is_missing_are_not_nothing(learner):
    """As after an update of the site, until the summaries are made anew."""
    recall = RecallFactory(learner=learner, last_fraction=0.0)

    found = standings_of(learner, NOON)

    assert found.objective(recall.question.objective_id).state is LEARNING
    assert found.topic(recall.question.bank.topic_id).seen == 1


def test_nor_are_they_where_other_standings_are_there(learner):
    school = School(learner, 3)
    school.live(THREE)
    of_topic = UnitStanding.objects.filter(unit=f"topic {school.bank.topic_id}")
    of_topic.delete()

    assert school.standings(2)["topic"].state is SECURE


def test_an_answer_to_a_question_that_was_retired_meanwhile_counts_when_it_is_back(
    learner,
):
    school = School(learner, 1)
    attempt = school.begin("0*", [1])
    school.live("retire 1")
    school.reply(attempt, 1, "+")

    assert school.standings(0)["topic"].state is NEW
    school.live("return 1")
    assert school.standings(0)["topic"].state is FAMILIAR


def test_a_question_that_went_into_another_topic_counts_there(learner):
    school = School(learner, 3)
    school.live(THREE)
    related = BankFactory(topic=TopicFactory(slug="related"))

    Question.objects.filter(pk=school.questions[2].pk).update(bank=related)

    found = standings_of(learner, NOON)
    assert found.topic(related.topic_id).seen == 1
    assert found.topic(school.bank.topic_id).seen == 2
    assert found.objective(school.objective.pk).state is SECURE


def test_a_question_that_asks_for_more_now_counts_in_another_cell(learner):
    school = School(learner, 3)
    school.live(THREE)
    topic = school.bank.topic_id

    Question.objects.filter(pk=school.questions[2].pk).update(level="analyse")

    found = standings_of(learner, NOON)
    assert found.cell(topic, Skill.RECALL).seen == 2
    assert found.cell(topic, Skill.APPLY).seen == 1
    assert found.topic(topic).state is SECURE


def test_every_day_is_noted_once(learner):
    school = School(learner, 3)
    school.live("0: 1+ 2- | 0: 3+ | 2: 1+")
    attempt = school.begin("4", [1, 2])

    school.reply(attempt, 1, "+")
    attempt.started_at += dt.timedelta(days=1)  # the second answer comes a day later
    school.reply(attempt, 2, "+")

    noted = PracticeDay.objects.filter(learner=learner).values_list("day", flat=True)
    day = NOON.date()
    assert sorted(noted) == [day + dt.timedelta(days=n) for n in (0, 2, 4, 5)]

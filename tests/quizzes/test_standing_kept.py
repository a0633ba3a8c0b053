"""What is kept of where a learner stands, and when it is made anew."""

import datetime as dt

import pytest

from quizzes.mastery import State
from quizzes.models import PracticeDay, Question, UnitStanding
from quizzes.standing import NEW as NOTHING
from quizzes.standing import standings_of
from quizzes.units import Skill
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.factories import BankFactory, RecallFactory
from tests.quizzes.school import SECURED, School

NEW, LEARNING, FAMILIAR, FADING, SECURE = State


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

    school.live(SECURED)

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
    school.live(f"{SECURED} | publish 1")

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
    school.live(SECURED)
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
    school.live(SECURED)
    related = BankFactory(topic=TopicFactory(slug="related"))

    Question.objects.filter(pk=school.questions[2].pk).update(bank=related)

    found = standings_of(learner, NOON)
    assert found.topic(related.topic_id).seen == 1
    assert found.topic(school.bank.topic_id).seen == 2
    assert found.objective(school.objective.pk).state is SECURE


def test_a_question_that_asks_for_more_now_counts_in_another_cell(learner):
    school = School(learner, 3)
    school.live(SECURED)
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

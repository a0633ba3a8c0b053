from datetime import date, timedelta
from itertools import pairwise
from math import exp
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import Verdict
from quizzes.scheduling import CERTAIN, GUESSING
from sps_learn.demo.model import (
    PART,
    Item,
    Mind,
    item_of,
    mind_of,
    probability,
    react,
    unit,
)
from tests.quizzes.factories import PARTS, question_content

DAY = date(2026, 11, 2)
DAYS = [DAY + timedelta(days=n) for n in range(400)]

abilities = st.floats(-6, 6)
items = st.builds(
    Item,
    name=st.just("item"),
    difficulty=st.floats(-3, 3),
    discrimination=st.floats(0.5, 2.5),
    guess=st.floats(0, 0.5),
)


def mind(**changed):
    usual = {
        "name": "somebody",
        "ability": 0.0,
        "gain": 1.0,
        "answers_to_learn": 40,
        "overconfidence": 0.0,
        "silence": 0.0,
    }
    return Mind(**{**usual, **changed})


def reactions(person, item):
    return [react(person, item, day=day, answers=0, reread=0) for day in DAYS]


def share(found, verdict):
    return fmean(one.verdict is verdict for one in found)


@pytest.mark.parametrize(
    ("ability", "item", "expected"),
    [
        # At its own difficulty: half way from the guess to 1.
        (0.0, Item("a", 0.0, 1.0, 0.0), 0.5),
        (1.5, Item("a", 1.5, 2.0, 0.25), 0.625),
        (2.0, Item("a", 1.0, 1.7, 0.2), 0.2 + 0.8 / (1 + exp(-1.7))),
        (-300.0, Item("a", 2.0, 2.0, 0.25), 0.25),
        (300.0, Item("a", 2.0, 2.0, 0.25), 1.0),
    ],
)
def test_the_probability_is_that_of_the_formula(ability, item, expected):
    assert probability(item, ability) == pytest.approx(expected)


@given(items, abilities)
def test_nobody_is_worse_than_a_guess_or_better_than_certain(item, ability):
    assert item.guess <= probability(item, ability) <= 1


@given(items, abilities, st.floats(0.01, 3))
def test_who_knows_more_is_right_more_often(item, ability, more):
    assert probability(item, ability + more) > probability(item, ability)


@given(items, abilities, st.floats(0.01, 3))
def test_a_harder_question_is_answered_right_less_often(item, ability, more):
    harder = Item(item.name, item.difficulty + more, item.discrimination, item.guess)

    assert probability(harder, ability) < probability(item, ability)


@given(items, abilities)
def test_a_part_is_easier_to_have_than_all(item, ability):
    partly = probability(item, ability, lower=PART)

    assert probability(item, ability) < partly <= 1


def test_outcomes_come_as_often_as_their_probability_says():
    item = Item("some-question", 0.5, 1.2, 0.2)

    found = reactions(mind(), item)

    right, partly = probability(item, 0), probability(item, 0, lower=PART)
    assert share(found, Verdict.RIGHT) == pytest.approx(right, abs=0.07)
    assert share(found, Verdict.WRONG) == pytest.approx(1 - partly, abs=0.07)


def test_the_same_learner_question_and_day_come_to_the_same():
    item = item_of(question_content("mech-one"))

    first = react(mind_of("a@x"), item, day=DAY, answers=3, reread=1)
    react(mind_of("b@x"), item, day=DAY, answers=3, reread=1)

    assert react(mind_of("a@x"), item, day=DAY, answers=3, reread=1) == first


def test_chance_is_the_same_in_every_version():
    # Kept from the first run: another number here is another demo for everybody.
    assert unit("student@demo.example", "ability") == pytest.approx(0.28783, abs=1e-5)


def test_traits_are_spread_like_those_of_people():
    abilities = [mind_of(f"learner{n}").ability for n in range(500)]

    assert fmean(abilities) == pytest.approx(0, abs=0.15)
    assert stdev(abilities) == pytest.approx(1, abs=0.1)


def test_practice_helps_less_and_less_and_some_people_later():
    quick, slow = mind(answers_to_learn=40), mind(answers_to_learn=160)

    grown = [quick.ability_after(answers) for answers in range(0, 200, 20)]
    gains = [after - before for before, after in pairwise(grown)]

    assert all(gain > 0 for gain in gains)
    assert gains == sorted(gains, reverse=True)
    assert slow.ability_after(50) < quick.ability_after(50)
    assert {mind_of(f"learner{n}").answers_to_learn for n in range(30)} == {45, 160}


def test_reasons_that_were_read_help_at_the_same_question():
    item = Item("some-question", 1.0, 1.2, 0.0)

    def right(reread):
        return sum(
            react(mind(), item, day=day, answers=0, reread=reread).verdict
            is Verdict.RIGHT
            for day in DAYS
        )

    assert right(reread=0) < right(reread=1) < right(reread=2) == right(reread=9)


def test_who_is_more_often_right_is_surer():
    easy = reactions(mind(), Item("some-question", -2.0, 1.5, 0.0))
    hard = reactions(mind(), Item("some-question", 2.0, 1.5, 0.0))

    assert fmean(one.confidence for one in easy) > 2.7
    assert fmean(one.confidence for one in hard) < 1.3


def test_the_overconfident_are_certain_of_what_is_wrong():
    item = Item("some-question", 0.0, 1.2, 0.2)

    def sure_but_wrong(person):
        return sum(
            one.verdict is Verdict.WRONG and one.confidence == CERTAIN
            for one in reactions(person, item)
        )

    assert sure_but_wrong(mind(overconfidence=0.3)) > 3 * sure_but_wrong(mind()) + 20


def test_some_do_not_say_how_sure_they_are():
    found = reactions(mind(silence=0.5), Item("some-question", 0.0, 1.2, 0.2))

    assert 150 < sum(one.confidence is None for one in found) < 250
    assert {one.confidence for one in found} >= {None, GUESSING, CERTAIN}


@pytest.mark.parametrize(
    ("kind", "guess"),
    [
        ("single", 1 / 3),
        ("true-false", 1 / 2),
        ("multiple", 1 / 7),
        ("matching", 1 / 2),
        ("ordering", 1 / 2),
        ("short", 0),
        ("numeric", 0),
    ],
)
def test_a_guess_is_worth_what_its_kind_allows(kind, guess):
    assert item_of(question_content("some-question", kind)).guess == guess


def test_every_kind_has_its_guess():
    assert all(
        0 <= item_of(question_content("some-question", kind)).guess <= 0.5
        for kind in PARTS
    )


def test_the_traits_of_a_question_outlive_an_edit_of_its_text():
    before = item_of(question_content("mech-one"))

    assert item_of(question_content("mech-one", stem="Reworded?")) == before
    assert item_of(question_content("mech-two")).difficulty != before.difficulty

"""Which questions check a lesson: a table of results, without a database."""

import datetime as dt

import pytest

from quizzes.lesson_check import Older, Own, choose

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def days_ago(days: int) -> dt.datetime:
    return NOON - dt.timedelta(days=days)


def own(question, objective="M1.1", *, linked=True, met=None) -> Own:
    return Own(question, objective, linked, met and days_ago(met))


def older(question, objective="M9.9", *, ago=1, due=None, met=None, **more) -> Older:
    return Older(
        question,
        objective,
        ago,
        due_at=due and days_ago(due),
        met_at=met and days_ago(met),
        **{f"is_{name}": value for name, value in more.items()},
    )


def chosen(of_lesson, earlier=(), seed=1) -> list[int]:
    return choose(of_lesson, earlier, seed)


def test_three_of_the_lesson_and_two_older_ones_in_between():
    asked = chosen([own(n) for n in range(9)], [older(n) for n in range(10, 19)])

    assert [question >= 10 for question in asked] == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("of_lesson", "earlier", "size"), [(0, 0, 0), (2, 0, 2), (3, 1, 4), (0, 5, 2)]
)
def test_as_many_as_there_are(of_lesson, earlier, size):
    asked = chosen(
        [own(n) for n in range(of_lesson)], map(older, range(10, 10 + earlier))
    )

    assert len(asked) == size


def test_the_same_seed_gives_the_same_questions_whatever_order_they_come_in():
    pool = [own(n) for n in range(20)]
    earlier = [older(n) for n in range(20, 40)]

    again = chosen(pool[::-1], earlier[::-1])

    assert chosen(pool, earlier) == again
    assert chosen(pool, earlier, seed=2) != again


def test_new_ones_come_before_those_met_and_of_these_the_longest_ago():
    pool = [own(1, met=3), own(2, met=9), own(3), own(4, met=5)]

    assert chosen(pool) == [3, 2, 4]


def test_each_objective_is_asked_before_any_is_asked_twice():
    pool = [own(1), own(2), own(3), own(4, "M1.2"), own(5, "M1.3", linked=False)]

    assert {4, 5} < set(chosen(pool))


def test_those_that_lead_to_the_lesson_come_before_others():
    pool = [own(1, linked=False), own(2), own(3, linked=False), own(4), own(5)]

    assert set(chosen(pool)) == {2, 4, 5}


def test_a_new_one_of_another_lesson_comes_before_one_that_was_met():
    pool = [own(1, met=1), own(2, linked=False), own(3), own(4)]

    assert set(chosen(pool)) == {2, 3, 4}


def test_due_ones_come_first_and_of_these_what_is_due_longest():
    earlier = [
        older(1, "A", known=True),
        older(2, "B", known=True, due=1),
        older(3, "C", known=True, due=8),
        older(4, "D", known=True, due=2),
    ]

    assert chosen([], earlier) == [3, 4]


def test_two_objectives_are_met_again_where_there_are_two():
    earlier = [
        older(1, "A", known=True, due=9),
        older(2, "A", known=True, due=8),
        older(3, "B", known=True, due=1),
    ]

    assert chosen([], earlier) == [1, 3]


def test_what_is_known_comes_before_what_is_only_earlier_on_the_path():
    earlier = [older(1, "A"), older(2, "B", ago=None, known=True), older(3, "C", ago=2)]

    assert chosen([], earlier) == [2, 1]


def test_without_anything_known_the_nearest_lessons_come_first():
    earlier = [older(1, "A", ago=5), older(2, "B", ago=1), older(3, "C", ago=2)]

    assert chosen([], earlier) == [2, 3]


def test_what_is_neither_known_nor_earlier_on_the_path_is_not_asked():
    assert chosen([], [older(1, ago=None)]) == []


def test_what_a_later_lesson_teaches_comes_after_all_else_unless_it_is_due():
    earlier = [
        older(1, "A", known=True, taught=False),
        older(2, "B", ago=5),
        older(3, "C", known=True, taught=False, due=1),
    ]

    assert chosen([], earlier) == [3, 2]
    assert chosen([], earlier[:1]) == [1]

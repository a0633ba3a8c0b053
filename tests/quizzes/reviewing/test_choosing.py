"""What a review asks, and in what order: no database."""

from random import Random

import pytest

from quizzes.reviewing.choosing import MOST, Due, choose, how_many


def due(question, recall=0.8, topic=1, **more):
    return Due(question, topic, recall, **more)


def asked(given, most=MOST):
    return [one.question for one in choose(given, most)]


def test_certain_and_wrong_comes_first_then_corrected_then_the_least_known():
    given = [
        due(1, recall=0.9),
        due(2, recall=0.3),
        due(3, recall=0.95, is_corrected=True),
        due(4, recall=0.99, was_certain=True),
        due(5, recall=0.5, was_certain=True),
    ]

    assert asked(given) == [5, 4, 3, 2, 1]


def test_what_is_as_urgent_comes_in_one_order_always():
    given = [due(number) for number in range(1, 9)]
    shuffled = Random(1).sample(given, len(given))

    assert asked(shuffled) == asked(given) == list(range(1, 9))


def test_the_least_urgent_wait_where_there_are_too_many():
    given = [due(number, recall=number / 100) for number in range(30)]

    assert asked(given, most=3) == [0, 1, 2]
    assert asked(given, most=0) == []


def test_topics_take_turns_with_the_urgent_as_early_as_that_allows():
    sure = [due(number, was_certain=True) for number in (1, 2, 3)]
    other = [due(number, topic=2) for number in (4, 5)]

    # The third of one topic waits for one of another, and no longer.
    assert asked([*other, *sure]) == [1, 2, 4, 3, 5]


def test_what_waits_for_another_day_does_not_change_the_turns():
    """Only what is asked is mixed: else an urgent one could be left out for it."""
    given = [due(1, 0.1), due(2, 0.2), due(3, 0.3), due(4, 0.9, topic=2)]

    assert asked(given, most=3) == [1, 2, 3]


@pytest.mark.parametrize("seed", range(20))
def test_no_three_of_a_topic_run_where_there_are_ten_over_three_topics(seed):
    random = Random(seed)
    topics = [*[1, 2, 3] * 3, *random.choices([1, 2, 3], k=6)]
    given = [
        due(number, random.random(), topic, was_certain=random.random() < 0.2)
        for number, topic in enumerate(random.sample(topics, len(topics)))
    ]

    order = [one.topic for one in choose(given, MOST)]

    runs = zip(order, order[1:], order[2:], strict=False)
    assert all(len(set(three)) > 1 for three in runs)


@pytest.mark.parametrize(
    ("a_day", "reviewed", "anyway", "number"),
    [
        (20, 0, False, 20),
        (20, 12, False, 8),
        (20, 19, False, 1),
        (20, 20, False, 0),
        (20, 33, False, 0),
        (5, 0, False, 5),
        (200, 0, False, MOST),
        (200, 190, False, 10),
        (20, 20, True, MOST),
        (5, 9, True, MOST),
    ],
)
def test_a_sitting_stays_within_the_day_unless_more_is_wished(
    a_day, reviewed, anyway, number
):
    assert how_many(a_day, reviewed, anyway=anyway) == number

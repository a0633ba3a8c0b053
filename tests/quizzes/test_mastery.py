from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.mastery import Item, Standing, State, standing

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAYS = ["2026-11-01", "2026-11-02", "2026-11-03"]

NEW, LEARNING, FAMILIAR, FADING, SECURE = State


def history(fractions, *, days=3, is_mixed=True):
    """One Item per fraction, oldest first, over so many days in all."""
    return [
        Item(
            fraction=fraction,
            answered_at=START + timedelta(hours=hour),
            days=frozenset([DAYS[hour % days]]),
            was_mixed=is_mixed and hour == len(fractions) - 1,
        )
        for hour, fraction in enumerate(fractions)
    ]


def right_of(right, count):
    """The wrong answers come first, so that the right ones are the newest."""
    return [0.0] * (count - right) + [1.0] * right


@pytest.mark.parametrize(
    ("fractions", "published", "state"),
    [
        # Nothing answered.
        ([], 0, NEW),
        ([], 8, NEW),
        # Too few of them seen, however good.
        ([1], 8, LEARNING),
        ([0], 1, LEARNING),
        (right_of(5, 5), 8, LEARNING),
        (right_of(5, 5), 6, LEARNING),
        # Familiar: 70 % of the last min(6, n).
        (right_of(6, 6), 8, FAMILIAR),
        (right_of(5, 6), 8, FAMILIAR),
        (right_of(4, 6), 8, LEARNING),
        ([1, 1, 1, 1, 0.2, 0], 8, FAMILIAR),
        ([1, 1, 1, 1, 0.19, 0], 8, LEARNING),
        ([0.7] * 6, 8, FAMILIAR),
        ([0.69] * 6, 8, LEARNING),
        ([1, 1, 1, 0.5, 0], 5, FAMILIAR),
        ([1, 1, 1, 0, 0], 5, LEARNING),
        ([1], 1, FAMILIAR),
        ([1, 1], 2, FAMILIAR),
        ([1, 0.4], 2, FAMILIAR),
        ([1, 0], 2, LEARNING),
        # Secure: 85 % of the last min(8, n), at least 3.
        (right_of(8, 8), 8, SECURE),
        (right_of(7, 8), 8, SECURE),
        (right_of(6, 8), 8, FAMILIAR),
        ([1, 1, 1, 1, 1, 1, 0.8, 0], 8, SECURE),
        ([1, 1, 1, 1, 1, 1, 0.79, 0], 8, FAMILIAR),
        (right_of(7, 7), 8, FAMILIAR),
        (right_of(7, 7), 7, SECURE),
        (right_of(3, 3), 3, SECURE),
        (right_of(3, 3), 4, LEARNING),
        ([0.85] * 3, 3, SECURE),
        (right_of(2, 3), 3, LEARNING),
        # Only the last ones count.
        (right_of(8, 40), 40, SECURE),
        ([1] * 20 + [0] * 8, 40, LEARNING),
        ([1] * 20 + [0, 0], 40, LEARNING),
        ([1] * 20 + [0], 40, SECURE),
        # Every question was retired since.
        ([1], 0, FAMILIAR),
        ([0], 0, LEARNING),
    ],
)
def test_the_state_of_a_history(fractions, published, state):
    assert standing(history(fractions), published).state is state


@pytest.mark.parametrize("days", [1, 2])
def test_fewer_than_three_days_are_not_yet_secure(days):
    assert standing(history([1] * 8, days=days), 8).state is FAMILIAR


def test_three_days_may_be_those_of_one_question():
    (first, *others) = history([1] * 3, days=1)
    first = Item(first.fraction, first.answered_at, frozenset(DAYS), first.was_mixed)

    assert standing([first, *others], 3).state is SECURE


def test_without_an_attempt_over_several_topics_nothing_is_secure():
    assert standing(history([1] * 8, is_mixed=False), 8).state is FAMILIAR


def test_days_and_mixed_attempts_of_older_questions_do_not_count():
    old = history([1] * 3)
    new = [
        Item(
            1.0, START + timedelta(days=9, hours=hour), frozenset(["2026-11-10"]), False
        )
        for hour in range(8)
    ]

    assert standing(old + new, 11).state is FAMILIAR


def test_the_standing_says_what_it_rests_on():
    assert standing([], 8) == Standing(NEW, 0, None)
    assert standing(history([0, 0, 1, 1, 1, 1, 1, 0.4]), 8) == Standing(
        FAMILIAR, 8, 0.9
    )
    assert standing(history([0, 1]), 8) == Standing(LEARNING, 2, 0.5)


def test_states_are_ordered_and_have_labels():
    assert NEW < LEARNING < FAMILIAR < SECURE
    assert [state.label for state in State] == ["New", "Learning", "Familiar", "Secure"]


ITEMS = st.lists(
    st.builds(
        Item,
        fraction=st.sampled_from([0.0, 0.25, 0.5, 0.7, 0.85, 1.0]),
        answered_at=st.integers(0, 10_000).map(lambda n: START + timedelta(minutes=n)),
        days=st.frozensets(st.sampled_from(DAYS), min_size=1),
        was_mixed=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda item: item.answered_at,
)


@given(ITEMS, st.integers(0, 12), st.randoms(use_true_random=False))
def test_the_order_in_which_items_come_does_not_matter(items, published, rng):
    shuffled = rng.sample(items, len(items))

    assert standing(shuffled, published) == standing(items, published)


@given(ITEMS, st.integers(0, 12))
def test_time_that_passes_takes_nothing_away(items, published):
    later = [
        Item(i.fraction, i.answered_at + timedelta(days=400), i.days, i.was_mixed)
        for i in items
    ]

    assert standing(later, published) == standing(items, published)


@given(ITEMS, st.integers(0, 12))
def test_better_answers_never_lower_the_state(items, published):
    better = [Item(1.0, i.answered_at, i.days, i.was_mixed) for i in items]

    assert standing(better, published).state >= standing(items, published).state


@given(ITEMS, st.integers(0, 12))
def test_the_share_lies_between_0_and_1(items, published):
    found = standing(items, published)

    assert found.seen == len(items)
    assert (found.share is None) == (found.state is NEW) == (not items)
    assert found.share is None or 0 <= found.share <= 1

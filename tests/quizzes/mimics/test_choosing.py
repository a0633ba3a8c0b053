"""Which cases of the trainer come next, and in what order."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.mimics.choosing import Last, Trial, choose
from tests.lessons.factories import NOON


def last(is_right, days_ago=0):
    return Last(is_right, NOON - dt.timedelta(days=days_ago))


def trials(per_side=2, mimics="abcdefghi", known=None):
    """For each mimic so many cases of SPS, and as many of the mimic."""
    sides = [True] * per_side + [False] * per_side
    return [
        Trial(number, mimic, is_sps, known)
        for number, (mimic, is_sps) in enumerate(
            (mimic, is_sps) for mimic in mimics for is_sps in sides
        )
    ]


@pytest.mark.parametrize("seed", range(30))
def test_ten_cases_are_mixed(seed):
    found = choose(trials(), 10, seed)

    assert len({one.question for one in found}) == 10
    assert sum(one.is_sps for one in found) in {4, 5, 6}
    assert all(one.mimic != other.mimic for one, other in pairwise(found))


def test_the_number_of_sps_cannot_be_known_before():
    counts = {sum(one.is_sps for one in choose(trials(), 10, n)) for n in range(30)}

    assert counts == {4, 5, 6}


def test_the_least_known_come_first():
    states = [
        ("right lately", last(True, 1)),
        ("right long ago", last(True, 9)),
        ("wrong lately", last(False, 2)),
        ("wrong long ago", last(False, 8)),
        ("unseen", None),
    ]
    # Each state once as SPS and once not, and every case of another mimic.
    known = [
        Trial(n, f"{name} {n}", is_sps, state)
        for n, (name, state, is_sps) in enumerate(
            (name, state, is_sps) for name, state in states for is_sps in (True, False)
        )
    ]

    found = choose(known, 10, seed=1)

    assert [one.mimic.rpartition(" ")[0] for one in found[::2]] == [
        "unseen",
        "wrong long ago",
        "wrong lately",
        "right long ago",
        "right lately",
    ]


def test_where_there_is_one_side_only_it_is_asked():
    sps = [one for one in trials() if one.is_sps]

    assert len(choose(sps, 10, seed=1)) == 10


def test_of_no_case_nothing_is_chosen():
    assert choose([], 10, seed=1) == []


TRIALS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.booleans(),
        st.none() | st.builds(last, st.booleans(), st.integers(0, 9)),
    ),
    max_size=16,
).map(lambda found: [Trial(n, *one) for n, one in enumerate(found)])


@given(TRIALS, st.integers(0, 99))
def test_as_many_as_there_are_of_both_sides_and_always_the_same(found, seed):
    chosen = choose(found, 10, seed)

    assert chosen == choose(found[::-1], 10, seed)
    assert len(set(chosen)) == len(chosen) == min(10, len(found))
    if len(chosen) > 1:
        assert {one.is_sps for one in chosen} == {one.is_sps for one in found}

"""What is alike comes mixed (T6), proved over every small case."""

from collections import Counter
from functools import cache
from itertools import groupby, permutations, product
from random import Random

import pytest

from quizzes.interleaving import interleave


def mixed(groups, longest=2):
    """Where each of these groups, by its place, comes."""
    return interleave(range(len(groups)), lambda place: groups[place], longest)


def in_words(groups, longest=2):
    return "".join(groups[place] for place in mixed(groups, longest))


def runs(groups):
    """The longest run of each group."""
    found = Counter()
    for group, same in groupby(groups):
        found[group] = max(found[group], len(list(same)))
    return found


def small_cases(most):
    """Every order of up to so many questions of three groups, but for their names."""
    for size in range(most + 1):
        for groups in product("abc", repeat=size):
            if list(dict.fromkeys(groups)) == sorted(set(groups)):
                yield "".join(groups)


@cache
def all_orders(counted):
    """The runs of each group in every order of so many of each."""
    groups = "".join(group * number for group, number in counted)
    return [runs(order) for order in set(permutations(groups))]


def orders_of(groups):
    return all_orders(tuple(sorted(Counter(groups).items())))


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ""),
        ("aab", "aab"),
        ("aaab", "aaba"),
        ("aaabb", "aabab"),
        ("abcabc", "abcabc"),
        ("aaaaab", "aaabaa"),
        ("aaaaaaabb", "aaabaaaba"),
        ("aaaa", "aaaa"),
        ("baaaaaa", "aaabaaa"),
    ],
)
def test_the_order_that_is_asked_for_is_kept_as_far_as_it_can_be(asked, order):
    assert in_words(asked) == order


@pytest.mark.parametrize("longest", [1, 2])
def test_a_run_is_long_only_where_no_order_has_a_shorter_one(longest):
    for groups in small_cases(8):
        found = max(runs(in_words(groups, longest)).values(), default=0)

        shortest = min(max(order.values(), default=0) for order in orders_of(groups))
        assert found <= max(longest, shortest), groups


@pytest.mark.parametrize("longest", [1, 2])
def test_of_all_such_orders_it_is_the_one_nearest_to_what_is_asked(longest):
    for groups in small_cases(6):
        # Each group by itself: that one has to run long excuses no other.
        limits = {
            group: max(longest, min(order[group] for order in orders_of(groups)))
            for group in set(groups)
        }
        fitting = (
            order
            for order in permutations(range(len(groups)))
            if all(
                run <= limits[group]
                for group, run in runs(groups[place] for place in order).items()
            )
        )

        # Permutations come in order, so that the first is the one nearest.
        assert tuple(mixed(groups, longest)) == next(fitting), groups


@pytest.mark.parametrize("seed", range(5))
def test_a_long_queue_over_three_topics_has_no_run_of_three(seed):
    random = Random(seed)
    groups = random.choices("abcdef", k=12) + list("abcabcabc")
    random.shuffle(groups)

    order = mixed(groups)

    assert sorted(order) == list(range(len(groups)))
    assert max(runs(groups[place] for place in order).values()) <= 2

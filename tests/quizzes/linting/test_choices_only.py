"""Who learns from the options alone: M12."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.linting import choices_only
from tests.quizzes.linting.questions import item, options


def bank(number, key_of):
    """Questions of four options; `key_of` chooses the key from their lengths."""
    random = Random(1)
    found = []
    for _ in range(number):
        texts = ["x" * length for length in random.sample(range(5, 40), 4)]
        found.append(item(options=options(*texts, key=key_of(texts, random))))
    return found


def test_where_the_longest_is_the_key_it_learns_that():
    longest = bank(60, lambda texts, _: texts.index(max(texts, key=len)))

    assert choices_only.accuracy(longest) > 0.95


def test_where_chance_chose_the_key_it_learns_nothing():
    fair = bank(300, lambda _, random: random.randrange(4))

    low, high = choices_only.interval(choices_only.accuracy(fair), len(fair))
    assert low < 0.25 < high


def test_the_weights_make_the_gradient_of_the_likelihood_vanish():
    random = Random(2)
    data = [
        (
            [[random.gauss(0, 1), random.gauss(0, 1)] for _ in range(3)],
            random.randrange(3),
        )
        for _ in range(40)
    ]

    weights = choices_only.fit(data)

    def likelihood(at):
        total = -choices_only.RIDGE / 2 * sum(one * one for one in at)
        for features, key in data:
            scores = [sum(w * x for w, x in zip(at, f, strict=True)) for f in features]
            total += scores[key] - math.log(sum(map(math.exp, scores)))
        return total

    best = likelihood(weights)
    for axis in range(2):
        for move in (-0.01, 0.01):
            nearby = [w + move * (n == axis) for n, w in enumerate(weights)]
            assert likelihood(nearby) < best


def test_the_interval_is_wilsons():
    # 10 of 40: 0.1419 to 0.4020
    assert choices_only.interval(0.25, 40) == pytest.approx(
        (0.14187, 0.40194), abs=1e-4
    )


@given(
    st.lists(
        st.lists(st.floats(-5, 5), min_size=3, max_size=3), min_size=3, max_size=3
    ),
    st.lists(st.floats(-5, 5), min_size=3, max_size=3),
)
def test_equations_are_solved(factor, wanted):
    # factor · its transpose + 1 is definite, as a curvature is
    matrix = [
        [
            sum(factor[a][n] * factor[b][n] for n in range(3)) + (a == b)
            for b in range(3)
        ]
        for a in range(3)
    ]
    vector = [sum(row[n] * wanted[n] for n in range(3)) for row in matrix]

    assert choices_only.solve(matrix, vector) == pytest.approx(wanted, abs=1e-6)

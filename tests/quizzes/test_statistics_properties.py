"""What holds of every matrix."""

import math
from dataclasses import asdict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.statistics.analysis import analyse
from quizzes.statistics.matrix import matrix_of
from quizzes.statistics.reliability import items_needed, lengthened

RIGHT_OR_WRONG = st.sampled_from([0, 1])
PART_MARKS = st.sampled_from([None, 0, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1])


@st.composite
def matrices(draw, mark, *, least_items=1, least_learners=1):
    k = draw(st.integers(least_items, 6))
    row = st.lists(mark, min_size=k, max_size=k)
    rows = draw(st.lists(row, min_size=least_learners, max_size=12))
    return matrix_of([f"item {at}" for at in range(k)], rows)


ANY = matrices(RIGHT_OR_WRONG) | matrices(PART_MARKS)


@given(matrices(RIGHT_OR_WRONG))
def test_alpha_is_kr20_where_answers_are_right_or_wrong(matrix):
    quiz = analyse(matrix).quiz

    assert (quiz.alpha is None) == (quiz.kr20 is None)
    if quiz.alpha is not None:
        assert quiz.kr20 == pytest.approx(quiz.alpha, abs=1e-9)
        assert quiz.kr21 <= quiz.kr20 + 1e-9


@given(ANY)
def test_discrimination_follows_from_summaries(matrix):
    analysis = analyse(matrix)
    s_t = analysis.quiz.sd

    for item in analysis.items:
        r, s = item.point_biserial, item.sd
        if r is not None and item.discrimination is not None:
            rest = math.sqrt(s_t**2 + s**2 - 2 * r * s_t * s)
            assert item.discrimination == pytest.approx((r * s_t - s) / rest, abs=1e-6)


@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_learners_changes_no_bit(matrix, rng):
    shuffled = matrix_of(matrix.items, rng.sample(matrix.rows, matrix.n))

    assert analyse(shuffled) == analyse(matrix)


@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_no_bit(matrix, rng):
    order = rng.sample(range(matrix.k), matrix.k)
    shuffled = matrix_of(
        [matrix.items[at] for at in order],
        [[row[at] for at in order] for row in matrix.rows],
    )

    found, other = analyse(matrix), analyse(shuffled)

    assert other.quiz == found.quiz
    assert other.items == tuple(found.items[at] for at in order)


@given(ANY)
def test_effective_weights_add_up_to_100(matrix):
    weights = [item.effective_weight for item in analyse(matrix).items]

    given_weights = [weight for weight in weights if weight is not None]
    assert not given_weights or sum(given_weights) == pytest.approx(100)


@given(ANY)
def test_alpha_without_an_item_is_alpha_of_the_other_items(matrix):
    assume(matrix.k > 1)

    for item in analyse(matrix).items:
        others = analyse(matrix.without({item.item})).quiz
        if others.alpha is None:
            assert item.alpha_if_deleted is None
        else:
            assert item.alpha_if_deleted == pytest.approx(others.alpha, abs=1e-6)


@given(ANY)
def test_every_number_is_finite_and_within_its_bounds(matrix):
    analysis = analyse(matrix)

    for statistics in (analysis.quiz, *analysis.items):
        for value in asdict(statistics).values():
            assert not isinstance(value, float) or math.isfinite(value)
    for item in analysis.items:
        assert 0 <= item.facility <= 1
        for r in (item.point_biserial, item.discrimination, item.d_index):
            assert r is None or -1 <= r <= 1
        efficiency = item.discriminative_efficiency
        assert efficiency is None or efficiency <= 100 + 1e-9
    quiz = analysis.quiz
    if quiz.alpha is not None:
        assert quiz.alpha <= 1
        assert quiz.alpha_low <= quiz.alpha + 1e-9
        assert quiz.sem == pytest.approx(quiz.sd * quiz.error_ratio / 100)


@given(st.floats(0.01, 0.99), st.floats(0.1, 20))
def test_spearman_and_brown_can_be_turned_round(alpha, times):
    longer = lengthened(alpha, times)

    assert lengthened(longer, 1 / times) == pytest.approx(alpha)
    assert items_needed(alpha, longer, 10) == pytest.approx(10 * times)

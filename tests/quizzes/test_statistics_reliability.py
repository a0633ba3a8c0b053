"""Other lengths of a form, and single scores; the rest is in test_statistics.py."""

import pytest

from quizzes.statistics.reliability import (
    items_needed,
    lengthened,
    standard_error_at,
)


def test_the_error_at_a_score_is_largest_in_the_middle():
    assert standard_error_at(20, 25) == pytest.approx((20 * 5 / 24) ** 0.5)
    assert standard_error_at(0, 25) == standard_error_at(25, 25) == 0
    assert standard_error_at(12.5, 25) > standard_error_at(20, 25)
    assert standard_error_at(26, 25) is standard_error_at(1, 1) is None


def test_twice_as_many_items_make_one_half_two_thirds():
    assert lengthened(0.5, 2) == pytest.approx(2 / 3)
    assert items_needed(0.5, 2 / 3, 10) == pytest.approx(20)


def test_items_that_do_not_agree_reach_no_target():
    assert items_needed(-0.2, 0.8, 10) is items_needed(0, 0.8, 10) is None
    assert items_needed(0.5, 1, 10) is items_needed(1, 0.8, 10) is None
    assert lengthened(-0.5, 3) is lengthened(0.5, 0) is None

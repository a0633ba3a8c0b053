import pytest

from quizzes.statistics.analysis import analyse
from quizzes.statistics.groups import groups_by
from tests.quizzes.marks import marks


def test_learners_tied_at_the_border_share_the_places_left():
    # 2.7 places of ten learners: one has 5, and four have 4.
    groups = groups_by([5, 4, 4, 4, 4, 3, 2, 2, 1, 0])

    assert groups.upper == pytest.approx((1, *[1.7 / 4] * 4, 0, 0, 0, 0, 0))
    assert groups.lower == pytest.approx((0, 0, 0, 0, 0, 0, 0.35, 0.35, 1, 1))


def test_scores_that_differ_by_the_last_bit_are_tied():
    groups = groups_by([0.1 + 0.7, 0.3 + 0.5, 0, 0])

    assert groups.upper[0] == groups.upper[1] == pytest.approx(0.54)


def test_the_order_of_tied_learners_decides_nothing():
    rows = [(1, 0), (0, 1), (1, 1), (0, 0), (1, 0), (0, 1), (1, 0)]

    found = analyse(marks(*rows)), analyse(marks(*reversed(rows)))

    assert found[0] == found[1]

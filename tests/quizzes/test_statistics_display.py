import pytest

from quizzes.statistics.display import (
    Band,
    Detail,
    band_of,
    correlation_interval,
    detail_for,
    facility_interval,
)


@pytest.mark.parametrize(
    ("n", "detail"),
    [
        (0, Detail.HIDDEN),
        (9, Detail.HIDDEN),
        (10, Detail.COUNTS),
        (29, Detail.COUNTS),
        (30, Detail.GREYED),
        (99, Detail.GREYED),
        (100, Detail.NORMAL),
        (5000, Detail.NORMAL),
    ],
)
def test_how_much_is_shown_depends_on_how_many_learners(n, detail):
    assert detail_for(n) is detail


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (0.40, Band.VERY_GOOD),
        (0.399, Band.GOOD),
        (0.30, Band.GOOD),
        (0.299, Band.MARGINAL),
        (0.20, Band.MARGINAL),
        (0.199, Band.POOR),
        (0.0, Band.POOR),
        (-0.001, Band.CHECK_KEY),
        (None, None),
    ],
)
def test_bands_are_those_of_ebel_and_frisbie(value, band):
    assert band_of(value) is band


def test_the_interval_of_a_facility_is_wilsons():
    # Published for 3 of 10 and 0 of 20.
    some, none = facility_interval(0.3, 10), facility_interval(0, 20)

    assert (some.low, some.high) == pytest.approx((0.1078, 0.6032), abs=5e-5)
    assert (none.low, none.high) == pytest.approx((0, 0.1611), abs=5e-5)


def test_the_interval_of_a_correlation_is_fishers():
    # By hand: atanh(0.5) = 0.5493, 1.96 / 10 on either side, and back.
    found = correlation_interval(0.5, 103)

    assert (found.low, found.high) == pytest.approx((0.3393, 0.6323), abs=5e-5)


def test_what_is_not_defined_has_no_interval():
    assert facility_interval(None, 0) is None
    assert correlation_interval(None, 50) is correlation_interval(0.5, 3) is None


def test_a_perfect_correlation_has_no_width():
    found = correlation_interval(-1.0, 30)

    assert (found.low, found.high) == (-1, -1)

from decimal import Decimal

import pytest

from sps_learn.accounts.accommodations import (
    NO_LIMIT,
    WISHED_FACTORS,
    is_granted,
    minutes_allowed,
)
from sps_learn.accounts.models import User


@pytest.mark.parametrize(
    ("limit", "factor", "minutes"),
    [
        (20, "1.0", 20),
        (20, "1.5", 30),
        (20, "10.0", 200),
        (1, "1.1", 2),
        (15, "1.5", 23),  # 22.5: the half minute is the learner's
        (10, "1.1", 11),  # in binary fractions it would be 12
        (30, "1.1", 33),
    ],
)
def test_a_limit_is_stretched_up_to_whole_minutes(limit, factor, minutes):
    allowed = minutes_allowed(limit, factor=Decimal(factor), has_no_limit=False)

    assert allowed == minutes
    assert type(allowed) is int


def test_whoever_has_no_limit_has_none_whatever_the_factor():
    assert minutes_allowed(20, factor=Decimal("1.5"), has_no_limit=True) is None


@pytest.mark.parametrize(
    ("wish", "factor", "has_no_limit", "granted"),
    [
        ("", "1.0", False, True),
        ("half", "1.4", False, False),
        ("half", "1.5", False, True),
        ("half", "10.0", False, True),
        ("double", "1.9", False, False),
        ("double", "2.0", False, True),
        ("no-limit", "10.0", False, False),
        ("no-limit", "1.0", True, True),
        ("double", "1.0", True, True),
    ],
)
def test_a_wish_is_granted_by_as_much_or_more(wish, factor, has_no_limit, granted):
    has = is_granted(wish, factor=Decimal(factor), has_no_limit=has_no_limit)

    assert has == granted


def test_every_wish_that_can_be_chosen_can_be_granted():
    assert {*User.TimeWish.values} == {*WISHED_FACTORS, NO_LIMIT}

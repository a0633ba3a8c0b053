from itertools import product

import pytest

from sps_learn.accounts.models import User
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_one_row_and_many_agree_on_whose_wish_is_waiting():
    wishes = ["", *User.TimeWish.values]
    factors = ["1.0", "1.4", "1.5", "1.9", "2.0", "10.0"]
    for wish, factor, has_none in product(wishes, factors, (False, True)):
        UserFactory(time_wish=wish, time_factor=factor, has_no_time_limit=has_none)

    waiting = {*User.objects.with_waiting_wish()}

    assert waiting == {one for one in User.objects.all() if one.is_wish_waiting}
    assert len(waiting) == 2 + 4 + 6

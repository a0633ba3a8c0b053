"""How reviews lie over the days to come: nothing dropped, no day over its limit."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.planning import (
    FORECAST_DAYS,
    Day,
    Waiting,
    expect,
    forecast,
    left_over,
    spread,
)
from quizzes.scheduling import Memory, retrievability

TODAY = date(2026, 11, 21)
MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)


def on(n):
    return TODAY + timedelta(days=n)


def lines(found, count):
    return [(one.due, one.done, one.left) for one in found.days[:count]]


# The forecast -----------------------------------------------------------------------


def test_what_the_limit_leaves_is_carried_to_the_next_day():
    found = forecast({on(0): 12, on(1): 3, on(3): 9}, 5, TODAY)

    assert lines(found, 6) == [
        (12, 5, 7),
        (3, 5, 5),
        (0, 5, 0),
        (9, 5, 4),
        (0, 4, 0),
        (0, 0, 0),
    ]
    assert found.clear_on == on(2)
    assert [one.day for one in found.days] == [on(n) for n in range(FORECAST_DAYS)]


def test_what_was_due_before_is_due_today():
    found = forecast({on(-40): 2, on(-1): 1, on(0): 1}, 20, TODAY)

    assert found.today == Day(TODAY, due=4, done=4, left=0)
    assert found.clear_on == TODAY


def test_what_was_reviewed_today_takes_from_todays_limit_only():
    found = forecast({on(0): 12}, 5, TODAY, reviewed=4)

    assert lines(found, 4) == [(12, 1, 11), (0, 5, 6), (0, 5, 1), (0, 1, 0)]


def test_more_than_the_limit_done_today_is_not_taken_from_tomorrow():
    found = forecast({on(0): 5}, 5, TODAY, reviewed=9)

    assert lines(found, 2) == [(5, 0, 5), (0, 5, 0)]


def test_the_day_on_which_all_is_clear_may_lie_past_the_lines():
    found = forecast({on(0): 101}, 5, TODAY)

    assert len(found.days) == FORECAST_DAYS
    assert found.days[-1].left == 101 - 14 * 5
    assert found.clear_on == on(20)


def test_with_nothing_due_it_is_clear_today():
    assert forecast({}, 5, TODAY).clear_on == TODAY


def test_nothing_is_clear_before_the_last_day_to_which_something_was_put_off():
    found = forecast({on(0): 2, on(4): 12}, 5, TODAY, put_off_to=on(4))

    assert found.today.left == 0
    assert found.clear_on == on(6)


def test_what_is_left_over_on_a_day_is_what_could_not_be_done_by_then():
    due = {on(0): 12, on(3): 9}

    assert [left_over(due, 5, TODAY, on(n)) for n in (0, 1, 3, 4)] == [7, 2, 4, 0]
    assert left_over(due, 5, TODAY, on(1), reviewed=3) == 5


def test_none_a_day_is_refused():
    with pytest.raises(ValueError, match="At least one a day"):
        forecast({on(0): 1}, 0, TODAY)
    with pytest.raises(ValueError, match="At least one a day"):
        spread([Waiting(1, 0.5)], 0, TODAY, {})


loads = st.dictionaries(st.integers(-60, 40).map(on), st.integers(0, 60), max_size=20)
caps = st.integers(1, 40)


@given(loads, caps, st.integers(0, 60))
def test_a_forecast_loses_nothing_and_keeps_to_the_limit(due, cap, reviewed):
    found = forecast(due, cap, TODAY, reviewed=reviewed)

    last = found.days[-1]
    in_sight = sum(n for day, n in due.items() if day <= last.day)
    assert sum(one.due for one in found.days) == in_sight
    assert sum(one.done for one in found.days) + last.left == in_sight
    assert all(one.done <= cap for one in found.days)
    assert found.today.done + reviewed <= max(cap, reviewed)
    # No day rests while something waits.
    assert all(one.done == cap for one in found.days[1:] if one.left)


# Spreading --------------------------------------------------------------------------


def waiting(*recalls):
    return [Waiting(key, recall) for key, recall in enumerate(recalls)]


def test_the_most_at_risk_stay_today_and_the_rest_goes_to_the_next_days():
    found = spread(waiting(0.9, 0.3, 0.7, 0.5, 0.8), 2, TODAY, {})

    assert found == {1: on(0), 3: on(0), 2: on(1), 4: on(1), 0: on(2)}


def test_days_that_are_taken_already_take_only_what_fits():
    found = spread(
        waiting(0.1, 0.2, 0.3, 0.4, 0.5), 3, TODAY, {on(0): 2, on(1): 3, on(2): 1}
    )

    assert list(found.values()) == [on(0), on(2), on(2), on(3), on(3)]


def test_what_was_missed_for_certain_comes_before_what_is_more_at_risk():
    found = spread([Waiting(1, 0.2), Waiting(2, 0.9, comes_first=True)], 1, TODAY, {})

    assert found == {2: on(0), 1: on(1)}


def test_what_fits_nowhere_before_an_examination_stays_on_the_last_day():
    found = spread(waiting(*[0.5] * 9), 2, TODAY, {on(2): 1}, last_day=on(2))

    assert Counter(found.values()) == {on(0): 2, on(1): 2, on(2): 5}


@pytest.mark.parametrize(("last", "days"), [(0, 1), (-1, 5)])
def test_on_the_last_day_all_stays_and_after_it_nothing_binds(last, days):
    found = spread(waiting(*[0.5] * 9), 2, TODAY, {}, last_day=on(last))

    assert len({*found.values()}) == days


backlogs = st.lists(
    st.tuples(st.integers(0, 5).map(lambda n: n / 5), st.booleans()), max_size=60
).map(lambda found: [Waiting(key, *one) for key, one in enumerate(found)])
horizons = st.one_of(st.none(), st.integers(0, 12).map(on))


@given(backlogs, caps, loads, horizons)
def test_spreading_drops_nothing_and_keeps_to_the_limit(items, cap, taken, last_day):
    found = spread(items, cap, TODAY, taken, last_day)

    assert found.keys() == {one.key for one in items}
    for day, placed in Counter(found.values()).items():
        assert day >= TODAY
        assert last_day is None or day <= last_day
        # A day that is full already may be so; only the last takes more than fits.
        assert day == last_day or placed + taken.get(day, 0) <= cap


@given(backlogs, caps, loads, horizons)
def test_nothing_more_urgent_comes_later(items, cap, taken, last_day):
    found = spread(items, cap, TODAY, taken, last_day)

    in_order = sorted(items, key=lambda one: (not one.comes_first, one.recall, one.key))
    days = [found[one.key] for one in in_order]
    assert days == sorted(days)


@given(backlogs, caps, loads, horizons)
def test_no_day_before_the_last_one_used_has_room_left(items, cap, taken, last_day):
    found = spread(items, cap, TODAY, taken, last_day)

    placed = Counter(found.values())
    used = max(placed, default=TODAY)
    for n in range((used - TODAY).days):
        assert placed[on(n)] + taken.get(on(n), 0) >= cap


@given(backlogs, caps, loads, horizons, st.randoms())
def test_the_same_backlog_comes_to_the_same_in_any_order(
    items, cap, taken, last_day, chance
):
    shuffled = items[:]
    chance.shuffle(shuffled)

    assert spread(shuffled, cap, TODAY, taken, last_day) == spread(
        items, cap, TODAY, taken, last_day
    )


@given(backlogs, caps, st.dictionaries(st.integers(1, 20).map(on), st.integers(0, 9)))
def test_a_spread_backlog_is_clear_when_the_forecast_says(items, cap, coming):
    # Days that hold more than the limit by themselves are the forecast's to carry.
    coming = {day: min(n, cap) for day, n in coming.items()}
    found = spread(items, cap, TODAY, coming)

    due = Counter(coming) + Counter({TODAY: len(items)})
    assert forecast(due, cap, TODAY).clear_on == max(found.values(), default=TODAY)


# What to expect on a day -----------------------------------------------------------


def remembered(stability):
    return Memory(stability, 5.0, last_review=MIDNIGHT, due_at=MIDNIGHT)


def test_what_to_expect_is_the_mean_and_the_weakest_comes_first():
    at = MIDNIGHT + timedelta(days=10)
    strong, weak, middling = remembered(100.0), remembered(1.0), remembered(10.0)

    found = expect([("a", strong), ("b", middling), ("b", weak)], at)

    assert list(found) == ["b", "a"]
    assert found["b"].questions == 2
    assert found["b"].recall == pytest.approx((0.9 + retrievability(weak, at)) / 2)
    assert found["a"].recall == retrievability(strong, at)


def test_of_nothing_nothing_is_expected():
    assert expect([], MIDNIGHT) == {}

"""The dots of the last four weeks."""

from datetime import date, timedelta

from sps_learn.days import days

TODAY = date(2026, 11, 21)  # a Saturday


def test_the_last_dot_is_today_and_the_first_27_days_before():
    found = days(set(), TODAY)

    assert (found.first, found.last) == (date(2026, 10, 25), TODAY)
    assert found.size == 28
    assert not found.practised


def test_days_outside_do_not_count():
    back = [0, 5, 27, 28, -1]

    found = days({TODAY - timedelta(days=n) for n in back}, TODAY)

    assert found.practised == [
        date(2026, 10, 25),
        date(2026, 11, 16),
        date(2026, 11, 21),
    ]


def test_each_column_is_a_day_of_the_week():
    dots = days(set(), TODAY).dots

    columns = {
        dot.x: {other.day.weekday() for other in dots if other.x == dot.x}
        for dot in dots
    }
    assert len(columns) == 7
    assert all(len(weekdays) == 1 for weekdays in columns.values())
    assert [len({dot.y for dot in dots}), dots[7].y > dots[6].y] == [4, True]

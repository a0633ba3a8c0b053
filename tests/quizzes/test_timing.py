"""How long a timed attempt lasts: until, just after, and too late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.timing import (
    CLOCK_SLACK,
    GRACE,
    Phase,
    in_words,
    is_said,
    minutes_left,
    phase,
    set_back,
)

DEADLINE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-timedelta(hours=1), Phase.RUNNING),
        (timedelta(0), Phase.RUNNING),
        (SECOND, Phase.LATE),
        (GRACE, Phase.LATE),
        (GRACE + SECOND, Phase.OVER),
    ],
)
def test_an_answer_is_in_time_late_or_too_late(after, expected):
    assert phase(DEADLINE, DEADLINE + after) is expected


def test_without_a_deadline_nothing_is_ever_late():
    assert phase(None, DEADLINE) is Phase.RUNNING


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (-timedelta(hours=1), timedelta(0)),
        (timedelta(0), timedelta(0)),
        (CLOCK_SLACK, timedelta(0)),
        (CLOCK_SLACK + SECOND, CLOCK_SLACK + SECOND),
        (timedelta(hours=1), timedelta(hours=1)),
    ],
)
def test_a_clock_is_set_back_where_it_says_less_than_before(behind, expected):
    assert set_back(DEADLINE, DEADLINE - behind) == expected


@pytest.mark.parametrize(
    ("before", "minutes", "words"),
    [
        (timedelta(minutes=12), 12, "About 12 minutes left"),
        (timedelta(minutes=11, seconds=1), 12, "About 12 minutes left"),
        (timedelta(seconds=61), 2, "About 2 minutes left"),
        (timedelta(seconds=60), 1, "About 1 minute left"),
        (timedelta(seconds=1), 1, "About 1 minute left"),
        (
            timedelta(0),
            0,
            "The time is up. What you send within a minute still counts.",
        ),
    ],
)
def test_the_time_left_is_said_in_whole_minutes(before, minutes, words):
    found = minutes_left(DEADLINE, DEADLINE - before)

    assert (found, in_words(found)) == (minutes, words)


@pytest.mark.parametrize(
    ("minutes", "shown", "expected"),
    [
        (10, 11, True),
        (9, 11, True),  # the page asked a little late
        (10, 10, False),  # said already
        (9, 10, False),
        (5, 6, True),
        (4, 6, True),
        (1, 2, False),
        (1, 60, True),  # the computer slept
        (25, 11, False),  # more time was granted
    ],
)
def test_the_time_left_is_read_out_once_at_each_mark(minutes, shown, expected):
    assert is_said(minutes, shown) is expected


@given(st.timedeltas(timedelta(days=-2), timedelta(days=2)))
def test_no_clock_makes_the_time_left_negative(after):
    assert minutes_left(DEADLINE, DEADLINE + after) >= 0

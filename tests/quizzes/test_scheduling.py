from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from quizzes.models import Response
from quizzes.scheduling import (
    MAX_WAIT_DAYS,
    Memory,
    next_midnight,
    rating_of,
    retrievability,
    review,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)

GUESSING, FAIRLY_SURE, CERTAIN = Response.Confidence
AGAIN, HARD, GOOD, EASY = Rating

# An answer of each rating: fraction and confidence.
ANSWER = {
    AGAIN: (0.0, None),
    HARD: (1.0, GUESSING),
    GOOD: (1.0, None),
    EASY: (1.0, CERTAIN),
}


def remembered(history, memory=None, start=NOON):
    """The memory after (days since the answer before, rating), oldest first."""
    now = start
    for days, rating in history:
        now += timedelta(days=days)
        fraction, confidence = ANSWER[rating]
        memory = review(memory, fraction=fraction, confidence=confidence, now=now)
    return memory


def answered(memory, rating, now):
    fraction, confidence = ANSWER[rating]
    return review(memory, fraction=fraction, confidence=confidence, now=now)


def wait(memory):
    return memory.due_at - memory.last_review


def by_the_library(history):
    """The card of the same history without our layer."""
    scheduler = Scheduler(learning_steps=[], relearning_steps=[], enable_fuzzing=False)
    card, now = Card(card_id=1, due=NOON), NOON
    for days, rating in history:
        now += timedelta(days=days)
        card, _ = scheduler.review_card(card, rating, now)
    return card


# What the scheduler is told --------------------------------------------------------


@pytest.mark.parametrize(
    ("fraction", "confidence", "rating"),
    [
        (0.0, None, AGAIN),
        (0.0, GUESSING, AGAIN),
        (0.0, FAIRLY_SURE, AGAIN),
        (0.0, CERTAIN, AGAIN),
        (0.5, CERTAIN, AGAIN),
        (0.99, FAIRLY_SURE, AGAIN),
        (1.0, GUESSING, HARD),
        (1.0, FAIRLY_SURE, GOOD),
        (1.0, None, GOOD),
        (1.0, CERTAIN, EASY),
        (0.9999999999999999, None, GOOD),  # 0.7 + 0.2 + 0.1
    ],
)
def test_a_rating_is_read_from_the_answer(fraction, confidence, rating):
    assert rating_of(fraction, confidence) is rating


# Memory is the library's -----------------------------------------------------------

# The days between the answers, their ratings, and what FSRS-6 makes of them.
HISTORIES = [
    ([(0, AGAIN)], 0.2120, 6.4133, 1),
    ([(0, HARD)], 1.2931, 5.1122, 1),
    ([(0, GOOD)], 2.3065, 2.1181, 2),
    ([(0, EASY)], 8.2956, 1.0, 8),
    ([(0, GOOD), (2, GOOD)], 10.9643, 2.1112, 11),
    ([(0, GOOD), (2, GOOD), (11, GOOD)], 46.2802, 2.1043, 46),
    ([(0, GOOD), (2, GOOD), (11, GOOD), (46, GOOD)], 162.8622, 2.0975, 163),
    # The library would wait 509 days.
    (
        [(0, GOOD), (2, GOOD), (11, GOOD), (46, GOOD), (171, GOOD)],
        509.0351,
        2.0906,
        365,
    ),
    # The library would wait three days after the lapse.
    ([(0, EASY), (8, EASY), (52, AGAIN)], 3.4395, 7.0270, 1),
    ([(0, EASY), (8, EASY), (52, AGAIN), (1, GOOD)], 5.6568, 7.0152, 6),
]


@pytest.mark.parametrize(("history", "stability", "difficulty", "days"), HISTORIES)
def test_a_history_comes_to_these_numbers(history, stability, difficulty, days):
    memory = remembered(history)

    assert memory.stability == pytest.approx(stability, abs=5e-5)
    assert memory.difficulty == pytest.approx(difficulty, abs=5e-5)
    assert wait(memory) == days * DAY


ratings = st.sampled_from(Rating)
# Gaps of minutes, hours, and up to more than a year.
gaps = st.one_of(st.floats(0, 1), st.floats(0, 10), st.floats(0, 500))
histories = st.lists(st.tuples(gaps, ratings), min_size=1, max_size=12)


@given(histories)
def test_memory_equals_the_librarys_for_the_same_history(history):
    memory, card = remembered(history), by_the_library(history)

    assert memory.stability == pytest.approx(card.stability, abs=1e-9)
    assert memory.difficulty == pytest.approx(card.difficulty, abs=1e-9)
    assert memory.last_review == card.last_review


def test_recall_fades_as_published():
    memory = Memory(10.0, 5.0, last_review=NOON, due_at=NOON + 10 * DAY)

    fading = [retrievability(memory, NOON + n * DAY) for n in (0, 1, 10, 100)]

    assert fading[0] == 1
    assert fading[1:] == pytest.approx([0.986, 0.900, 0.693], abs=5e-4)


@given(st.integers(1, 3650))
def test_after_the_stability_nine_of_ten_still_know_it(days):
    memory = Memory(float(days), 5.0, last_review=NOON, due_at=NOON)

    assert retrievability(memory, NOON + days * DAY) == pytest.approx(0.9)


def test_nothing_has_faded_before_the_last_answer():
    assert retrievability(remembered([(0, GOOD)]), NOON - DAY) == 1


# Due is ours (T2) ------------------------------------------------------------------


@given(histories, gaps)
def test_a_wrong_answer_never_lengthens_the_wait_and_is_due_within_a_day(history, gap):
    before = remembered(history)

    after = answered(before, AGAIN, before.last_review + gap * DAY)

    assert wait(after) <= wait(before)
    assert wait(after) <= DAY


@given(histories, gaps, st.sampled_from([HARD, GOOD, EASY]))
def test_a_right_answer_never_shortens_the_wait(history, gap, rating):
    before = remembered(history)
    now = before.last_review + gap * DAY

    after = answered(before, rating, now)

    assert wait(after) >= wait(before)
    assert after.due_at >= before.due_at
    assert wait(after) >= wait(answered(before, AGAIN, now))


@given(histories, gaps, st.sampled_from([HARD, GOOD, EASY]))
def test_right_and_late_waits_no_shorter_than_right_on_time(history, late, rating):
    before = remembered(history)

    on_time = answered(before, rating, before.due_at)

    assert wait(answered(before, rating, before.due_at + late * DAY)) >= wait(on_time)


@given(histories, gaps)
def test_the_surer_a_right_answer_the_longer_the_wait(history, gap):
    before = remembered(history)
    now = before.last_review + gap * DAY

    waits = [wait(answered(before, rating, now)) for rating in Rating]

    assert waits == sorted(waits)


@given(histories)
def test_a_question_is_due_after_its_answer_and_within_a_year(history):
    memory = remembered(history)

    assert DAY <= wait(memory) <= MAX_WAIT_DAYS * DAY


@given(histories)
def test_the_same_history_comes_to_the_same(history):
    assert remembered(history) == remembered(history)


def test_the_zone_in_which_a_time_is_written_does_not_matter():
    here = remembered([(0, GOOD), (2, AGAIN)])

    there = remembered(
        [(0, GOOD), (2, AGAIN)], start=NOON.astimezone(ZoneInfo("Asia/Tokyo"))
    )

    assert there == here
    assert there.due_at.tzinfo is UTC


@given(histories, gaps, ratings)
def test_an_answer_out_of_order_counts_at_the_moment_of_the_last(history, gap, rating):
    before = remembered(history)

    after = answered(before, rating, before.last_review - gap * DAY)

    assert after == answered(before, rating, before.last_review)
    assert after.last_review == before.last_review


# The end of a learner's day --------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        ("UTC", "2026-11-21T12:00Z", "2026-11-22T00:00Z"),
        ("UTC", "2026-11-21T23:59:59.999999Z", "2026-11-22T00:00Z"),
        ("UTC", "2026-11-22T00:00Z", "2026-11-23T00:00Z"),
        ("Pacific/Auckland", "2026-11-21T12:00Z", "2026-11-22T11:00Z"),
        ("America/Los_Angeles", "2026-11-21T12:00Z", "2026-11-22T08:00Z"),
        ("Asia/Kathmandu", "2026-11-21T12:00Z", "2026-11-21T18:15Z"),
        # Clocks go forward at 2 or 3: a day of 23 hours.
        ("Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T22:00Z"),
        ("America/Los_Angeles", "2026-03-08T08:00Z", "2026-03-09T07:00Z"),
        # Clocks go back: a day of 25 hours.
        ("Europe/Berlin", "2026-10-24T22:00Z", "2026-10-25T23:00Z"),
        ("Pacific/Auckland", "2026-04-04T11:00Z", "2026-04-05T12:00Z"),
        # The clock goes from midnight to 1, so the day begins at 1.
        ("Africa/Cairo", "2026-04-23T12:00Z", "2026-04-23T22:00Z"),
        ("Africa/Cairo", "2026-04-23T22:00Z", "2026-04-24T21:00Z"),
        # The clock goes from 1 back to midnight: the day begins at the first one.
        ("America/Havana", "2026-10-31T12:00Z", "2026-11-01T04:00Z"),
        ("America/Havana", "2026-11-01T05:30Z", "2026-11-02T05:00Z"),
        # A day that Samoa left out.
        ("Pacific/Apia", "2011-12-30T09:00Z", "2011-12-30T10:00Z"),
    ],
)
def test_a_day_ends_at_the_learners_own_midnight(zone, now, midnight):
    ends = next_midnight(datetime.fromisoformat(now), ZoneInfo(zone))

    assert ends == datetime.fromisoformat(midnight)


zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe"]
)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), zones)
def test_midnight_is_the_first_moment_of_tomorrow(now, name):
    now, zone = now.replace(tzinfo=UTC), ZoneInfo(name)

    ends = next_midnight(now, zone)

    today = now.astimezone(zone).date()
    assert ends > now
    assert (ends - timedelta(microseconds=1)).astimezone(zone).date() == today
    assert ends.astimezone(zone).date() == today + DAY

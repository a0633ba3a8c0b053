"""How much is due says the same in every place, on days of a clock change too."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest

from quizzes.how_sure import answers_of
from quizzes.models import Recall
from quizzes.reviewing.counts import DueCounts, due_counts
from quizzes.scheduling import next_midnight
from tests.conftest import client_of
from tests.lessons.factories import NOON
from tests.quizzes.attempts import words
from tests.quizzes.factories import CaseFactory, RecallFactory

UTC = ZoneInfo("UTC")
MOMENT = dt.timedelta(microseconds=1)
SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


def test_each_day_begins_at_midnight(learner):
    for days in (1, 2, 7):
        midnight = next_midnight(NOON, UTC, days)
        RecallFactory(learner=learner, due_at=midnight - MOMENT)
        RecallFactory(learner=learner, due_at=midnight)
    RecallFactory(learner=learner, due_at=NOON - dt.timedelta(days=40))

    assert due_counts(learner, NOON, UTC) == DueCounts(today=2, tomorrow=2, week=6)


def test_the_counts_are_what_is_due_in_so_many_days(learner, stranger):
    for hours in range(-30, 24 * 9, 5):
        RecallFactory(learner=learner, due_at=NOON + dt.timedelta(hours=hours))
    RecallFactory(learner=learner, due_at=NOON, question__is_retired=True)
    RecallFactory(learner=learner, due_at=None)
    CaseFactory(steps=[RecallFactory(learner=learner, due_at=NOON).question])
    RecallFactory(learner=stranger, due_at=NOON)

    counts = due_counts(learner, NOON, UTC)

    mine = Recall.objects.for_learner(learner)
    due = [mine.due(NOON, UTC, days).count() for days in (1, 2, 7)]
    assert [counts.today, counts.today + counts.tomorrow, counts.week] == due
    assert answers_of(learner, NOON, UTC).due == counts


@pytest.mark.parametrize("size", [0, 12])
def test_to_count_is_one_query(learner, django_assert_num_queries, size):
    RecallFactory.create_batch(size, learner=learner, due_at=NOON)

    with django_assert_num_queries(1):
        counts = due_counts(learner, NOON, UTC)

    assert counts == DueCounts(size, 0, size)


# When the day of a clock change begins and ends there, in UTC: 25 hours or 23 on.
CHANGES = [
    ("Europe/London", "2026-10-24T23:00Z", "2026-10-26T00:00Z"),
    ("Europe/London", "2026-03-29T00:00Z", "2026-03-29T23:00Z"),
    ("America/New_York", "2026-11-01T04:00Z", "2026-11-02T05:00Z"),
    ("America/New_York", "2026-03-08T05:00Z", "2026-03-09T04:00Z"),
    ("Australia/Sydney", "2026-10-03T14:00Z", "2026-10-04T13:00Z"),
    ("Australia/Sydney", "2026-04-04T13:00Z", "2026-04-05T14:00Z"),
]


def in_navigation(page: str) -> int:
    due = re.search(r'<span class="num">(\d+)<span class="vh"> due</span>', page)
    return int(due[1])


def in_body(page: str) -> list[int]:
    """Today, tomorrow and in a week, as /review/ and /progress/ have them."""
    due = re.search(
        r"today, about 3 min (\d+) tomorrow (\d+) in the next 7 days (\d+)",
        words(page),
    )
    return [int(number) for number in due.groups()]


@pytest.mark.parametrize("is_early", [True, False], ids=["early", "late"])
@pytest.mark.parametrize(("zone", "begins", "ends"), CHANGES)
def test_all_say_the_same_on_the_day_of_a_clock_change(
    learner, time_machine, zone, begins, ends, is_early
):
    begins, ends = map(dt.datetime.fromisoformat, (begins, ends))
    learner.time_zone = zone
    learner.save()
    borders = [begins, ends, ends + DAY, ends + 6 * DAY]
    for border in borders:
        RecallFactory(learner=learner, due_at=border - SECOND)
        RecallFactory(learner=learner, due_at=border)
    now = begins + SECOND if is_early else ends - SECOND
    time_machine.move_to(now, tick=False)
    client = client_of(learner)

    counts = due_counts(learner, now, ZoneInfo(zone))
    review, progress, other = (
        client.get(url).content.decode() for url in ("/review/", "/progress/", "/help/")
    )

    assert counts == DueCounts(today=3, tomorrow=2, week=7)
    assert in_body(review) == in_body(progress) == [3, 2, 7]
    assert [in_navigation(page) for page in (review, progress, other)] == [3, 3, 3]
    assert Recall.objects.due(now, ZoneInfo(zone)).count() == 3


def test_where_nothing_is_due_the_navigation_has_no_number(learner, learner_client):
    RecallFactory(learner=learner, due_at=NOON + 10_000 * DAY)

    page = learner_client.get("/help/").content.decode()

    assert '<a href="/review/">Review</a>' in page


def test_who_is_not_signed_in_is_asked_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        page = client.get("/help/").content.decode()

    assert '<a href="/review/">Review</a>' in page

"""How much is due says the same in every place, on days of a clock change too."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from quizzes.models import Recall
from quizzes.reviewing.counts import DueCounts, due_counts
from quizzes.scheduling import next_midnight
from tests.lessons.factories import NOON
from tests.quizzes.factories import RecallFactory

UTC = ZoneInfo("UTC")
MOMENT = dt.timedelta(microseconds=1)


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
    RecallFactory(learner=stranger, due_at=NOON)

    counts = due_counts(learner, NOON, UTC)

    mine = Recall.objects.for_learner(learner)
    due = [mine.due(NOON, UTC, days).count() for days in (1, 2, 7)]
    assert [counts.today, counts.today + counts.tomorrow, counts.week] == due


@pytest.mark.parametrize("size", [0, 12])
def test_to_count_is_one_query(learner, django_assert_num_queries, size):
    RecallFactory.create_batch(size, learner=learner, due_at=NOON)

    with django_assert_num_queries(1):
        counts = due_counts(learner, NOON, UTC)

    assert counts == DueCounts(size, 0, size)

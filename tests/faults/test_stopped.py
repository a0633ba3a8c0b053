"""Stopped after any of its writes, a story has happened or it has not.

After the k-th INSERT, UPDATE, DELETE or COMMIT the database goes away, or the process
is killed; for every k that a clean run has. What was left is the state before or the
one after, and to do it again leads to the one after.
"""

from functools import partial

import pytest
from django.db import transaction

from tests.faults.stopping import (
    changed,
    state,
    stopped_by_a_fault,
    stopped_by_a_kill,
    writes_of,
)
from tests.faults.stories import MINUTE, NOON, STORIES
from tests.quizzes.test_recount import assert_counts_agree
from tests.sps_learn.test_serve import on_linux

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [
    pytest.param(stopped_by_a_fault, id="fault"),
    pytest.param(stopped_by_a_kill, id="kill", marks=[pytest.mark.slow, on_linux]),
]


def outcome_of(deed):
    """The state that the deed leads to, and by how many writes; taken back."""
    with transaction.atomic():
        count = writes_of(deed)
        deed()
        after = state()
        transaction.set_rollback(True)
    return after, count


@pytest.mark.parametrize("stop", WAYS)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_nothing_is_half_done(story, stop, time_machine):
    time_machine.move_to(NOON + 9 * MINUTE, tick=False)
    deed = story()
    before = state()
    after, count = outcome_of(deed)
    assert changed(before, after) and state() == before

    for k in range(1, count + 1):
        assert stop(deed, k), f"write {k} never came"

        assert not changed(before, state()), f"half of it after write {k} of {count}"
        assert_counts_agree()

    # With its COMMIT it has happened, whatever comes then.
    assert stop(deed, count + 1)
    assert not changed(after, state())
    assert_counts_agree()
    assert not stop(partial(int), 1)  # the connection is of use again

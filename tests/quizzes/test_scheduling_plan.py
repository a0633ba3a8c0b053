"""When a question is due by a learner's own plan: how sure, and until which day."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scheduling import Plan, replan, retrievability
from tests.quizzes.test_scheduling import (
    AGAIN,
    ANSWER,
    DAY,
    GOOD,
    NOON,
    histories,
    ratings,
    remembered,
    wait,
)

horizons = st.floats(-30, 400).map(lambda days: NOON + days * DAY)
retentions = st.integers(80, 95).map(lambda percent: percent / 100)


@given(histories, ratings, horizons, retentions)
def test_nothing_is_due_past_the_day_before_an_examination(
    history, rating, horizon, retention
):
    fraction, _ = ANSWER[rating]
    memory = remembered(history)

    planned = replan(memory, fraction=fraction, plan=Plan(retention, horizon))

    if memory.last_review < horizon:
        assert planned.due_at <= horizon
    else:  # answered on that day or later: as if there were none
        assert planned == replan(memory, fraction=fraction, plan=Plan(retention))
    # Nothing but the wait is the plan's.
    assert replan(planned, fraction=fraction, plan=Plan()) == replan(
        memory, fraction=fraction, plan=Plan()
    )


@given(histories, horizons, retentions)
def test_a_wrong_answer_is_due_within_a_day_by_any_plan(history, horizon, retention):
    memory = remembered([*history, (1, AGAIN)])

    planned = replan(memory, fraction=0.0, plan=Plan(retention, horizon))

    assert timedelta(0) < wait(planned) <= DAY


@given(histories, retentions, retentions)
def test_who_wants_to_be_surer_waits_no_longer(history, one, other):
    memory = remembered([*history, (1, GOOD)])

    bold, sure = (
        wait(replan(memory, fraction=1.0, plan=Plan(retention)))
        for retention in sorted([one, other])
    )

    assert sure <= bold


@pytest.mark.parametrize(("percent", "days"), [(85, 88), (90, 46), (95, 19)])
def test_a_question_is_due_when_recall_has_fallen_to_what_is_wished(percent, days):
    memory = remembered([(0, GOOD), (2, GOOD), (11, GOOD)])

    planned = replan(memory, fraction=1.0, plan=Plan(percent / 100))

    assert wait(planned) == days * DAY
    assert retrievability(memory, planned.due_at) == pytest.approx(
        percent / 100, abs=0.002
    )

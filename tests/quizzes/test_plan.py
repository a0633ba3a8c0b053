"""What is due follows how a learner wishes to review."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command

from quizzes.actions import (
    Replanned,
    change_plan,
    end_past_targets,
    plan,
    spread_reviews,
)
from quizzes.models import Recall
from quizzes.recall import apply_plan, plan_of, rebuild, remember
from quizzes.scheduling import replan
from sps_learn.accounts.learners import merge_learners
from sps_learn.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)
from tests.quizzes.test_spread import DAY, TODAY, load_of, overdue


def wish(learner, *, now=NOON, **wishes):
    for name, value in wishes.items():
        setattr(learner, name, value)
    return change_plan(learner=learner, now=now)


def well_known(learner, count=6):
    """Recalls that are due in 10, 20, 30 … days."""
    return [
        RecallFactory(
            learner=learner,
            last_answered_at=NOON - dt.timedelta(hours=n),
            stability=10.0 * n,
            due_at=NOON + dt.timedelta(days=10 * n, hours=-n),
        )
        for n in range(1, count + 1)
    ]


def due_times(learner):
    mine = Recall.objects.for_learner(learner).order_by("question")
    return list(mine.values_list("due_at", flat=True))


def test_an_examination_in_ten_days_makes_a_plan_that_changes_with_the_date(learner):
    well_known(learner)
    usual = due_times(learner)
    plans = []
    for days in (10, 15, None):
        wish(learner, target_on=TODAY + days * DAY if days else None)
        plans.append(due_times(learner))

    in_ten, in_fifteen, without = plans
    assert without == usual
    assert in_ten != in_fifteen != without
    eve = dt.datetime.combine(TODAY, dt.time(), dt.UTC) + 9 * DAY
    assert max(in_ten) == eve
    assert max(in_fifteen) == eve + 5 * DAY
    assert all(soon <= late for soon, late in zip(in_ten, without, strict=True))


def test_what_changed_is_counted_in_days_that_a_learner_sees(learner):
    well_known(learner)
    # Overdue by any plan: it stays due today.
    overdue(learner, 1, days_ago=90)

    done = wish(learner, target_on=TODAY + 31 * DAY)

    assert done == Replanned(moved=3, due_today=1)
    assert User.objects.get(pk=learner.pk).target_on == TODAY + 31 * DAY


def test_a_wish_that_changes_nothing_moves_nothing(learner):
    well_known(learner)

    assert wish(learner, reviews_a_day=50) == Replanned(moved=0, due_today=0)
    assert User.objects.get(pk=learner.pk).reviews_a_day == 50


@pytest.mark.parametrize(("percent", "days"), [(85, 4), (90, 2), (95, 1)])
def test_an_answer_is_due_by_how_sure_its_learner_wants_to_be(learner, percent, days):
    wish(learner, desired_retention=percent)
    attempt = AttemptFactory(learner=learner)
    answer = ResponseFactory(attempt=attempt, chosen=["b"], answered_at=NOON)

    remember(attempt, [answer])

    assert Recall.objects.get().due_at == NOON + days * DAY


def test_a_plan_changed_later_comes_to_the_same_as_one_from_the_beginning(learner):
    attempt = AttemptFactory(learner=learner)
    for right in (True, False, True):
        chosen = ["b" if right else "a"]
        answer = ResponseFactory(
            attempt=attempt, question=QuestionFactory(), chosen=chosen
        )
        remember(attempt, [answer])

    wish(learner, desired_retention=85, target_on=TODAY + 3 * DAY)

    changed = due_times(learner)
    rebuild(learner)
    assert due_times(learner) == changed


def test_what_had_been_spread_is_spread_again_by_the_new_limit(learner):
    wish(learner, reviews_a_day=5)
    overdue(learner, 12)
    spread_reviews(learner=learner, now=NOON)

    done = wish(learner, reviews_a_day=8)

    assert load_of(learner) == {0: 8, 1: 4}
    assert done == Replanned(moved=5, due_today=8)


def test_what_had_been_spread_comes_before_a_new_examination(learner):
    wish(learner, reviews_a_day=5)
    overdue(learner, 25)
    spread_reviews(learner=learner, now=NOON)

    wish(learner, target_on=TODAY + 3 * DAY)

    assert load_of(learner) == {0: 5, 1: 5, 2: 15}


def test_what_was_not_spread_is_not_spread_by_a_new_plan(learner):
    overdue(learner, 30)

    assert wish(learner, reviews_a_day=5).due_today == 30


def test_what_was_corrected_stays_due_by_any_plan(learner):
    """Its key was corrected after an answer that is well kept."""
    recall = RecallFactory(
        learner=learner,
        stability=30.0,
        last_answered_at=NOON - DAY,
        due_at=NOON,
        corrected_at=NOON,
    )

    assert wish(learner, desired_retention=85) == Replanned(moved=0, due_today=1)

    recall.refresh_from_db()
    assert recall.due_at == NOON


def test_other_learners_keep_their_plan(learner, stranger):
    well_known(stranger)
    before = due_times(stranger)

    wish(learner, target_on=TODAY + 5 * DAY)

    assert due_times(stranger) == before


# A guest who signs in ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "kept", "due_at"),
    [
        (None, TODAY + 2 * DAY, dt.datetime.combine(TODAY + DAY, dt.time(), dt.UTC)),
        (TODAY + 9 * DAY, TODAY + 9 * DAY, NOON + 2 * DAY),
    ],
    ids=["none", "another"],
)
def test_a_guests_examination_goes_along_where_the_account_has_none(
    guest, learner, own, kept, due_at
):
    wish(guest, target_on=TODAY + 2 * DAY)
    wish(learner, target_on=own)
    attempt = AttemptFactory(learner=guest)
    answer = ResponseFactory(attempt=attempt, chosen=["b"], answered_at=NOON)
    remember(attempt, [answer])

    merge_learners(guest, into=learner)

    learner.refresh_from_db()
    assert learner.target_on == kept
    assert due_times(learner) == [due_at]


# When its day is over ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "target", "now", "is_over"),
    [
        ("UTC", "2026-11-21", "2026-11-21T23:59Z", False),
        ("UTC", "2026-11-21", "2026-11-22T00:00Z", True),
        ("Pacific/Kiritimati", "2026-11-21", "2026-11-21T09:59Z", False),
        ("Pacific/Kiritimati", "2026-11-21", "2026-11-21T10:00Z", True),
        ("Pacific/Pago_Pago", "2026-11-21", "2026-11-22T10:59Z", False),
        ("Pacific/Pago_Pago", "2026-11-21", "2026-11-22T11:00Z", True),
    ],
)
def test_a_target_ends_with_the_learners_own_day(db, zone, target, now, is_over):
    UserFactory(time_zone=zone, target_on=target)

    ended = end_past_targets(dt.datetime.fromisoformat(now))

    assert ended == is_over
    assert (User.objects.get().target_on is None) == is_over


def test_after_the_examination_the_usual_waits_hold_again(learner):
    well_known(learner)
    usual = due_times(learner)
    wish(learner, target_on=TODAY + 5 * DAY)
    assert due_times(learner) != usual

    end_past_targets(NOON + 6 * DAY)

    assert due_times(learner) == usual


def test_tick_ends_targets_and_says_how_many(learner, stranger, capsys, time_machine):
    well_known(learner)
    wish(learner, target_on=TODAY + 5 * DAY)
    wish(stranger, target_on=TODAY + 9 * DAY)
    time_machine.move_to(NOON + 6 * DAY, tick=False)

    call_command("tick")
    call_command("tick")

    lines = capsys.readouterr().out.splitlines()
    assert ["Plans past their day: 1." in line for line in lines] == [True, False]
    targets = dict(User.objects.values_list("pk", "target_on"))
    assert targets == {learner.pk: None, stranger.pk: TODAY + 9 * DAY}
    recall = Recall.objects.first()
    learner.refresh_from_db()
    assert (
        recall.due_at
        == replan(recall.memory, fraction=1.0, plan=plan_of(learner)).due_at
    )


def test_an_examination_chosen_at_that_moment_is_kept(learner, monkeypatch):
    well_known(learner)
    wish(learner, target_on=TODAY + 5 * DAY)
    before = due_times(learner)
    chosen = TODAY + 20 * DAY

    def slowly(learner):
        apply_plan(learner)
        User.objects.filter(pk=learner.pk).update(target_on=chosen)

    monkeypatch.setattr(plan, "apply_plan", slowly)
    ended = end_past_targets(NOON + 6 * DAY)

    assert ended == 0
    # One transaction: on a single connection the choice is undone with the rest.
    assert due_times(learner) == before


def test_a_backlog_that_was_spread_stays_spread_when_the_day_is_over(learner):
    wish(learner, reviews_a_day=5, target_on=TODAY + 30 * DAY)
    overdue(learner, 30)
    now = NOON + 31 * DAY
    spread_reviews(learner=learner, now=now)

    end_past_targets(now)

    assert load_of(learner, now) == Counter(dict.fromkeys(range(6), 5))

"""A backlog is laid over the days to come, and can be put back."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

from quizzes.actions import put_reviews_back, spread_reviews
from quizzes.models import Attempt, Recall
from quizzes.recall import apply_plan, rebuild, remember
from quizzes.scheduling import midnight
from sps_learn.accounts.models import User
from tests.lessons.factories import NOON
from tests.quizzes.factories import (
    AttemptFactory,
    CaseFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)
from tests.quizzes.regrades import RIGHT, THEN, answered, confirm, correct, undo

DAY = dt.timedelta(days=1)
UTC = ZoneInfo("UTC")
TODAY = NOON.date()
CERTAIN = 3


def wishing(learner, **wishes):
    User.objects.filter(pk=learner.pk).update(**wishes)
    learner.refresh_from_db()


def overdue(learner, count, *, days_ago=30, **fields):
    """Recalls of one right answer each, the last one the longest ago."""
    return [
        RecallFactory(
            learner=learner, last_answered_at=NOON - (days_ago + n) * DAY, **fields
        )
        for n in range(count)
    ]


def days_of(learner, now=NOON):
    """Days from today on, by question."""
    mine = Recall.objects.for_learner(learner)
    zone = ZoneInfo(learner.time_zone)
    today = now.astimezone(zone).date()
    return {
        question: (day - today).days
        for question, day in mine.due_days(now, zone).items()
    }


def load_of(learner, now=NOON):
    return Counter(days_of(learner, now).values())


# Spreading --------------------------------------------------------------------------


def test_what_exceeds_the_limit_goes_to_the_next_days_most_at_risk_first(learner):
    wishing(learner, reviews_a_day=5)
    recalls = overdue(learner, 12)

    moved = spread_reviews(learner=learner, now=NOON)

    assert moved == 7
    days = days_of(learner)
    # The longest ago is the most at risk.
    assert [days[one.question_id] for one in reversed(recalls)] == [
        *[0] * 5,
        *[1] * 5,
        *[2] * 2,
    ]
    later = Recall.objects.filter(is_postponed=True)
    assert {one.due_at for one in later} == {
        midnight(TODAY + n * DAY, UTC) for n in (1, 2)
    }
    assert later.count() == 7


def test_days_with_reviews_of_their_own_take_what_fits(learner):
    wishing(learner, reviews_a_day=5)
    overdue(learner, 8)
    for n in range(4):
        RecallFactory(learner=learner, due_at=NOON + DAY + n * dt.timedelta(hours=1))

    spread_reviews(learner=learner, now=NOON)

    assert load_of(learner) == {0: 5, 1: 5, 2: 2}


def test_what_was_reviewed_today_counts_towards_the_limit(learner):
    wishing(learner, reviews_a_day=5)
    overdue(learner, 8)
    review = AttemptFactory(learner=learner, purpose=Attempt.Purpose.REVIEW)
    ResponseFactory.create_batch(4, attempt=review, chosen=["b"])
    quiz = AttemptFactory(learner=learner)
    ResponseFactory(attempt=quiz, chosen=["b"])

    spread_reviews(learner=learner, now=NOON)

    assert load_of(learner) == {0: 1, 1: 5, 2: 2}


def test_what_was_missed_for_certain_stays_today(learner):
    wishing(learner, reviews_a_day=5)
    overdue(learner, 8, days_ago=200)
    sure = RecallFactory(
        learner=learner,
        last_fraction=0.0,
        last_answered_at=NOON - 2 * DAY,
        missed_at=NOON - 2 * DAY,
        missed_confidence=CERTAIN,
    )

    spread_reviews(learner=learner, now=NOON)

    assert days_of(learner)[sure.question_id] == 0


def test_a_corrected_question_stays_today_and_takes_its_place(learner):
    wishing(learner, reviews_a_day=5)
    overdue(learner, 8, days_ago=200)
    corrected = RecallFactory(
        learner=learner, due_at=NOON, corrected_at=NOON, last_answered_at=NOON - DAY
    )

    spread_reviews(learner=learner, now=NOON)

    assert days_of(learner)[corrected.question_id] == 0
    assert load_of(learner) == {0: 5, 1: 4}


def test_before_an_examination_nothing_is_put_off_past_its_eve(learner):
    wishing(learner, reviews_a_day=5, target_on=TODAY + 3 * DAY)
    overdue(learner, 30)

    spread_reviews(learner=learner, now=NOON)

    assert load_of(learner) == {0: 5, 1: 5, 2: 20}


def test_days_are_the_learners_own_also_where_the_clock_changes(learner):
    # New York: the clocks go back on 1 November, a day of 25 hours.
    now = dt.datetime(2026, 11, 1, 3, tzinfo=dt.UTC)  # 23:00 on 31 October
    wishing(learner, reviews_a_day=5, time_zone="America/New_York")
    overdue(learner, 12, days_ago=60)

    spread_reviews(learner=learner, now=now)

    assert load_of(learner, now) == {0: 5, 1: 5, 2: 2}
    assert set(
        Recall.objects.filter(is_postponed=True).values_list("due_at", flat=True)
    ) == {
        dt.datetime(2026, 11, 1, 4, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 2, 5, tzinfo=dt.UTC),
    }


def test_spreading_twice_is_spreading_once(learner):
    wishing(learner, reviews_a_day=5)
    overdue(learner, 12)
    spread_reviews(learner=learner, now=NOON)
    once = days_of(learner)

    assert spread_reviews(learner=learner, now=NOON) == 0

    assert days_of(learner) == once


def test_a_day_that_was_missed_again_can_be_spread_again(learner):
    wishing(learner, reviews_a_day=5)
    overdue(learner, 12)
    spread_reviews(learner=learner, now=NOON)

    spread_reviews(learner=learner, now=NOON + 2 * DAY)

    assert load_of(learner, NOON + 2 * DAY) == {0: 5, 1: 5, 2: 2}


def test_within_the_limit_nothing_moves(learner):
    overdue(learner, 20)

    assert spread_reviews(learner=learner, now=NOON) == 0
    assert not Recall.objects.filter(is_postponed=True).exists()


def test_what_is_not_asked_is_not_moved_and_takes_no_place(learner, stranger):
    wishing(learner, reviews_a_day=5)
    step, retired = QuestionFactory(), QuestionFactory(is_retired=True)
    CaseFactory(steps=[step])
    others = [
        RecallFactory(learner=learner, question=step),
        RecallFactory(learner=learner, question=retired),
        RecallFactory(learner=stranger),
    ]
    overdue(learner, 5)

    assert spread_reviews(learner=learner, now=NOON + 30 * DAY) == 0
    for recall in others:
        assert not Recall.objects.get(pk=recall.pk).is_postponed


def test_spreading_costs_the_same_for_any_number(learner, django_assert_num_queries):
    wishing(learner, reviews_a_day=5)
    overdue(learner, 7)
    with django_assert_num_queries(6):  # two of them begin and end the transaction
        spread_reviews(learner=learner, now=NOON)
    overdue(learner, 20)
    with django_assert_num_queries(6):
        spread_reviews(learner=learner, now=NOON)


# Putting back -----------------------------------------------------------------------


def due_times(learner):
    return dict(Recall.objects.for_learner(learner).values_list("question", "due_at"))


def test_what_was_spread_can_be_put_back_to_the_moment(learner):
    wishing(learner, reviews_a_day=5, desired_retention=85)
    overdue(learner, 12)
    overdue(learner, 3, last_fraction=0.0)
    apply_plan(learner)
    before = due_times(learner)
    spread_reviews(learner=learner, now=NOON)
    assert due_times(learner) != before

    assert put_reviews_back(learner=learner, now=NOON) == 10

    assert due_times(learner) == before
    assert not Recall.objects.filter(is_postponed=True).exists()


def test_what_was_corrected_meanwhile_comes_first_and_all_can_be_put_back(
    learner, where
):
    wishing(learner, reviews_a_day=5)
    question = QuestionFactory(objective=where)
    answered(question, RIGHT, learner=learner, started_at=NOON - 30 * DAY)
    overdue(learner, 12, days_ago=100)
    before = due_times(learner)
    spread_reviews(learner=learner, now=NOON)
    assert Recall.objects.get(question=question).is_postponed

    regrade = confirm(correct(question))

    assert days_of(learner, THEN)[question.pk] == 0
    assert not Recall.objects.get(question=question).is_postponed
    spread_reviews(learner=learner, now=THEN)
    put_reviews_back(learner=learner, now=THEN)
    corrected = due_times(learner).pop(question.pk)
    assert corrected <= THEN
    assert due_times(learner) == {**before, question.pk: corrected}
    undo(regrade)
    assert due_times(learner) == before


def test_what_is_spread_stays_so_through_a_rebuild_until_the_next_answer(learner):
    wishing(learner, reviews_a_day=5)
    questions = QuestionFactory.create_batch(7)
    attempt = AttemptFactory(learner=learner, started_at=NOON - 60 * DAY)
    for question in questions:
        answer = ResponseFactory(
            attempt=attempt,
            question=question,
            chosen=["b"],
            answered_at=NOON - 30 * DAY,
        )
        remember(attempt, [answer])
    spread_reviews(learner=learner, now=NOON)
    spread = due_times(learner)

    rebuild(learner)

    assert due_times(learner) == spread
    late = Recall.objects.filter(is_postponed=True).first()
    again = AttemptFactory(learner=learner)
    remember(
        again,
        [ResponseFactory(attempt=again, question=late.question, chosen=["b"])],
    )
    late = Recall.objects.get(question=late.question)
    assert not late.is_postponed
    assert late.due_at > NOON + DAY

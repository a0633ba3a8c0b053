"""When a question is to mend, and when it is not any more."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.mistakes import DAYS_TO_MEND, Mistake, after
from quizzes.models import Recall, Response
from quizzes.recall import rebuild, remember
from tests.lessons.factories import NOON
from tests.quizzes.factories import AttemptFactory, QuestionFactory, ResponseFactory

CERTAIN, GUESSING = 3, 1


def told(answers):
    """What is to mend after answers of (day of the month, right or not)."""
    mistake = None
    for day, is_right in answers:
        at = dt.datetime(2026, 11, day, 12, tzinfo=dt.UTC)
        mistake = after(
            mistake,
            is_right=is_right,
            confidence=None,
            answered_at=at,
            day=at.date().isoformat(),
        )
    return mistake


def counted_anew(answers):
    """Whether it is to mend, by the definition: from the last miss on, two days."""
    missed = [n for n, (_, is_right) in enumerate(answers) if not is_right]
    return bool(missed) and len({day for day, _ in answers[missed[-1] + 1 :]}) < 2


R, W = True, False


@pytest.mark.parametrize(
    ("answers", "is_to_mend", "days_right"),
    [
        ([], False, 0),
        ([(1, R)], False, 0),
        ([(1, W)], True, 0),
        ([(1, W), (1, R)], True, 1),
        ([(1, W), (1, R), (1, R)], True, 1),  # the same day twice is one day
        ([(1, W), (1, R), (2, R)], False, 0),
        ([(1, W), (2, R), (9, R)], False, 0),
        ([(1, W), (2, R), (3, W)], True, 0),  # wrong again: from the beginning
        ([(1, W), (2, R), (3, W), (4, R)], True, 1),
        ([(1, W), (2, R), (3, R), (4, W)], True, 0),
        ([(1, W), (2, R), (3, R), (4, R)], False, 0),
    ],
)
def test_two_different_days_mend_a_mistake(answers, is_to_mend, days_right):
    mistake = told(answers)

    assert (mistake is not None) == is_to_mend
    assert len(mistake.right_days if mistake else ()) == days_right


def test_the_last_miss_says_when_and_how_sure():
    sure = Mistake(NOON, CERTAIN, frozenset({"2026-11-20"}))
    later = NOON + dt.timedelta(days=1)

    again = after(
        sure, is_right=False, confidence=GUESSING, answered_at=later, day="2026-11-22"
    )

    assert again == Mistake(later, GUESSING)
    assert sure.was_certain and not again.was_certain


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=12))
def test_the_rule_equals_its_definition(answers):
    answers.sort(key=lambda one: one[0])

    assert (told(answers) is not None) == counted_anew(answers)


# What is kept ----------------------------------------------------------------------


def recounted(learner):
    """The questions to mend by the responses alone."""
    zone = ZoneInfo(learner.time_zone)
    rows = Response.objects.that_count().filter(attempt__learner=learner)
    by_question = {}
    for row in rows.order_by("answered_at", "pk"):
        day = row.answered_at.astimezone(zone).date()
        by_question.setdefault(row.question_id, []).append((day, row.fraction == 1))
    return {pk for pk, answers in by_question.items() if counted_anew(answers)}


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland"])
@pytest.mark.parametrize("seed", range(4))
def test_the_list_equals_a_recount_of_the_responses(learner, seed, zone):
    learner.time_zone = zone
    learner.save(update_fields=["time_zone"])
    chance = random.Random(seed)
    questions = QuestionFactory.create_batch(6)
    now = NOON
    for _ in range(25):
        now += dt.timedelta(hours=chance.randint(1, 30))
        attempt = AttemptFactory(learner=learner, quiz=None, started_at=now)
        asked = chance.sample(questions, 2)
        given = [
            ResponseFactory(
                attempt=attempt,
                question=one,
                chosen=[chance.choice("abb")],
                answered_at=now,
            )
            for one in asked
        ]
        remember(attempt, given)

    def listed():
        to_mend = Recall.objects.for_learner(learner).to_mend()
        return set(to_mend.values_list("question", flat=True))

    assert listed() == recounted(learner)
    rebuild(learner)
    assert listed() == recounted(learner)


def test_two_days_are_what_the_page_says():
    assert DAYS_TO_MEND == 2

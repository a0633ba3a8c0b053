"""How sure, how right: the last answer to each question, summed up."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from quizzes.how_sure import Sureness, answers_of
from quizzes.models import Recall
from tests.lessons.factories import NOON
from tests.quizzes.factories import CaseFactory, QuestionFactory, RecallFactory

UTC = ZoneInfo("UTC")
DAY = dt.timedelta(days=1)
GUESSING, FAIRLY_SURE, CERTAIN = 1, 2, 3


@pytest.mark.parametrize(
    ("answers", "right", "percent"),
    [
        (0, 0, None),
        (4, 4, None),
        (5, 5, 100),
        (5, 0, 0),
        (6, 4, 67),
        (400, 399, 99),
        (400, 400, 100),
    ],
)
def test_a_percentage_needs_five_answers_and_says_all_only_of_all(
    answers, right, percent
):
    assert Sureness(CERTAIN, answers, right).percent == percent


def test_answers_are_grouped_by_confidence_the_surest_first(learner):
    for confidence, fraction in [
        (CERTAIN, 1.0),
        (CERTAIN, 0.99),
        (FAIRLY_SURE, 1.0),
        (GUESSING, 0.0),
        (None, 1.0),
    ]:
        RecallFactory(
            learner=learner, last_confidence=confidence, last_fraction=fraction
        )

    found = answers_of(learner, NOON, UTC)

    said = [(one.confidence, one.answers, one.right) for one in found.by_confidence]
    assert said == [(CERTAIN, 2, 1), (FAIRLY_SURE, 1, 1), (GUESSING, 1, 0)]
    assert (found.questions, found.with_confidence) == (5, 4)


def test_what_waits_is_what_the_pages_of_it_count(learner, stranger):
    """The same numbers as RecallQuerySet.to_mend and missed_for_certain give."""
    for number in range(24):
        question = QuestionFactory()
        if number % 5 == 0:
            CaseFactory(steps=[question])
        if number % 7 == 0:
            question.is_retired = True
            question.save()
        RecallFactory(
            learner=stranger if number % 6 == 0 else learner,
            question=question,
            last_confidence=number % 4 or None,
            missed_at=NOON if number % 3 else None,
            missed_confidence=CERTAIN if number % 2 else GUESSING,
            due_at=NOON + (number % 4 - 1) * DAY,
        )

    found = answers_of(learner, NOON, UTC)

    mine = Recall.objects.for_learner(learner)
    assert found.to_mend == mine.to_mend().count() > 0
    certain_and_due = mine.due(NOON, UTC).missed_for_certain()
    assert found.certain_and_due == certain_and_due.count() > 0
    assert found.next_due_at == min(
        mine.by_themselves().values_list("due_at", flat=True)
    )
    assert found.questions == mine.of_published().count()


def test_it_takes_one_query(learner, django_assert_num_queries):
    RecallFactory.create_batch(8, learner=learner)

    with django_assert_num_queries(1):
        answers_of(learner, NOON, UTC)

from datetime import UTC, datetime, timedelta

from quizzes.statistics.retention import Answer, Retention, retention

START = datetime(2026, 11, 1, 12, tzinfo=UTC)


def history(*answers):
    """One learner's answers as (days since the first, fraction)."""
    return [Answer(START + timedelta(days=days), worth) for days, worth in answers]


def test_the_first_answer_so_many_days_after_the_first_decides():
    learners = [
        history((0, 0), (29.9, 0), (30, 1), (40, 0)),
        history((0, 1), (31, 0), (32, 1)),
        history((0, 1), (90, 1)),
    ]

    assert retention(learners, 30) == Retention(30, 3, 2 / 3)
    assert retention(learners, 90) == Retention(90, 1, 1)


def test_who_did_not_answer_again_does_not_count():
    learners = [history((0, 1)), history((0, 1), (29, 1)), []]

    assert retention(learners, 30) == Retention(30, 0, None)


def test_an_answer_right_in_part_is_not_right():
    assert retention([history((0, 1), (30, 0.9))], 30).share == 0


def test_answers_may_come_in_any_order():
    assert retention([history((40, 0), (0, 0), (30, 1))], 30).share == 1

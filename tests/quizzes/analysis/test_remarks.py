"""What is said of an item, and of how few learners nothing is."""

import pytest

from quizzes.analysis.remarks import Concern, remarks_on
from quizzes.analysis.wording import caution, number, share
from quizzes.statistics.analysis import analyse, rest_scores
from quizzes.statistics.options import option_table
from tests.quizzes.marks import MINI, MINI_KEY, marks, mini


def concerns(items):
    return [[remark.concern for remark in remarks_on(item)] for item in items]


def columns(*shares, n=100):
    """Marks of n learners: of each item the last so many are right."""
    return marks(*[[int(at >= n - right) for right in shares] for at in range(n)])


def test_too_easy_and_too_hard_begin_beyond_the_limits():
    items = analyse(columns(96, 95, 30, 29, 60)).items

    assert concerns(items) == [
        [Concern.TOO_EASY],
        [],
        [],
        [Concern.TOO_HARD],
        [],
    ]


@pytest.mark.parametrize(("n", "said"), [(29, 0), (30, 1)])
def test_nothing_is_said_of_fewer_than_thirty(n, said):
    (item, _) = analyse(columns(n, n // 2, n=n)).items

    assert len(remarks_on(item)) == said


WEAK = marks(*[[1, 0]] * 12, *[[0, 1]] * 12, *[[1, 1]] * 10, *[[0, 0]] * 10)
STRONG = marks(*[[1, 0]] * 20, *[[0, 1]] * 20, *[[1, 1]] * 4, *[[0, 0]] * 4)


@pytest.mark.parametrize(("matrix", "may_be_chance"), [(WEAK, True), (STRONG, False)])
def test_a_negative_discrimination_says_when_it_may_be_chance(matrix, may_be_chance):
    (remark,) = remarks_on(analyse(matrix).items[0])

    assert remark.concern is Concern.NEGATIVE
    assert ("may be chance" in remark.why) is may_be_chance


def mini_table(item, times):
    chosen = [answers[item] for answers in MINI] * times
    matrix = marks(*mini().rows * times)
    totals = matrix.totals()
    return analyse(matrix).items[item], option_table(
        chosen,
        options="ABCD",
        key=MINI_KEY[item],
        totals=totals,
        rests=rest_scores(matrix.columns()[item], totals),
    )


def test_a_distractor_ahead_of_the_key_raises_the_alarm_with_its_reason():
    item, table = mini_table(4, times=3)

    first = remarks_on(item, table, {"D": "The last one"})[0]

    assert first.concern is Concern.MISKEY
    assert first.why == (
        "“The last one” goes with better results elsewhere than the key does"
        " (0.10 against 0.06). So little may be chance."
    )


def test_distractors_that_do_nothing_are_named():
    item, table = mini_table(1, times=3)

    (remark,) = remarks_on(item, table)

    assert remark.concern is Concern.IDLE_DISTRACTORS
    assert remark.why.endswith("“B”, “D” (2 of 3 distractors).")


def test_the_worst_comes_first():
    item, table = mini_table(4, times=3)

    weights = [remark.weight for remark in remarks_on(item, table)]

    assert len(weights) > 1
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "10 more learners needed"),
        (9, "1 more learner needed"),
        (10, "20 more learners needed"),
        (30, "70 more learners make them firm"),
        (100, ""),
    ],
)
def test_how_many_are_lacking_is_said(n, words):
    assert words in caution(n)
    assert bool(caution(n)) is (n < 100)


def test_numbers_have_a_real_minus_and_never_minus_nothing():
    assert number(-0.126) == "−0.13"
    assert number(-0.001) == "0.00"
    assert number(None) == "–"
    assert share(0.256) == "26 %"

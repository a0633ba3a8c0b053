"""Published figures, and what happens where a number is not defined."""

import math
import random
from dataclasses import asdict

import pytest

from quizzes.statistics.analysis import (
    EQUAL_SCORES,
    ONE_ITEM,
    ONE_LEARNER,
    analyse,
)
from quizzes.statistics.items import (
    EVERYONE_RIGHT,
    EVERYONE_THE_SAME,
    EVERYONE_WRONG,
)
from quizzes.statistics.matrix import Matrix, matrix_of
from tests.quizzes.marks import lsat, marks, mini

# Reference data -------------------------------------------------------------------


def to_six_places(number):
    """The published figures have six decimals, so the last may be rounded."""
    return pytest.approx(number, rel=0, abs=1e-6)


def test_lsat_as_a_quiz_gives_the_published_figures():
    quiz = analyse(lsat()).quiz

    assert (quiz.n, quiz.k, quiz.median, quiz.reason) == (1000, 5, 4, None)
    assert quiz.mean == to_six_places(3.819)
    assert quiz.sd == to_six_places(1.035041)
    assert quiz.alpha == to_six_places(0.294997)
    assert quiz.kr20 == pytest.approx(quiz.alpha, abs=1e-12)
    assert quiz.alpha_low == pytest.approx(0.2235, abs=5e-5)
    assert quiz.alpha_high == pytest.approx(0.3618, abs=5e-5)
    assert quiz.kr21 == to_six_places(0.196441)
    assert quiz.sem == to_six_places(0.869067)
    assert quiz.error_ratio == pytest.approx(100 * math.sqrt(1 - 0.29499719))
    assert quiz.skewness == to_six_places(-0.691011)
    assert quiz.kurtosis == to_six_places(0.078179)


@pytest.mark.parametrize(
    ("at", "facility", "sd", "r_it", "r_ir", "deleted", "efficiency", "weight", "p_l"),
    [
        (0, 0.924, 0.265131, 0.362010, 0.112833, 0.275356, 18.4817, 13.8831, 0.8034),
        (1, 0.709, 0.454451, 0.566772, 0.153178, 0.237584, 20.0027, 22.7428, 0.3685),
        (2, 0.553, 0.497432, 0.618440, 0.172779, 0.216799, 21.8900, 24.8549, 0.1891),
        (3, 0.763, 0.425455, 0.534418, 0.144428, 0.245933, 17.7202, 21.3680, 0.4630),
        (4, 0.870, 0.336472, 0.435366, 0.121596, 0.266294, 18.7748, 17.1513, 0.6797),
    ],
)
def test_lsat_items_give_the_published_figures(
    at, facility, sd, r_it, r_ir, deleted, efficiency, weight, p_l
):
    item = analyse(lsat()).items[at]

    assert (item.n, item.omitted, item.note) == (1000, 0, None)
    assert item.facility == to_six_places(facility)
    assert item.sd == to_six_places(sd)
    assert item.point_biserial == to_six_places(r_it)
    assert item.discrimination == to_six_places(r_ir)
    assert item.alpha_if_deleted == to_six_places(deleted)
    assert item.discriminative_efficiency == pytest.approx(efficiency, abs=5.1e-5)
    assert item.effective_weight == pytest.approx(weight, abs=5.1e-5)
    assert item.p_upper == to_six_places(1)
    assert item.p_lower == pytest.approx(p_l, abs=5.1e-5)
    assert item.d_index == pytest.approx(1 - p_l, abs=5.1e-5)


def test_mini_as_a_quiz_gives_the_published_figures():
    quiz = analyse(mini()).quiz

    assert quiz.mean == to_six_places(3.2)
    assert quiz.sd == to_six_places(1.475730)
    assert quiz.alpha == to_six_places(0.548469)
    assert quiz.kr20 == pytest.approx(quiz.alpha, abs=1e-12)
    assert quiz.sem == to_six_places(0.991632)
    assert quiz.alpha_low == pytest.approx(-0.1253, abs=5e-5)
    assert quiz.alpha_high == pytest.approx(0.8719, abs=5e-5)


@pytest.mark.parametrize(
    ("at", "facility", "r_it", "r_ir", "deleted", "efficiency"),
    [
        (0, 0.7, 0.717002, 0.487950, 0.384000, 55.5556),
        (1, 0.8, 0.607143, 0.375000, 0.462963, 47.3684),
        (2, 0.6, 0.554051, 0.238145, 0.537037, 25.9259),
        (3, 0.5, 0.714286, 0.454545, 0.396694, 55.5556),
        (4, 0.6, 0.408248, 0.063758, 0.634146, 7.4074),
    ],
)
def test_mini_items_give_the_published_figures(
    at, facility, r_it, r_ir, deleted, efficiency
):
    item = analyse(mini()).items[at]

    assert item.facility == to_six_places(facility)
    assert item.point_biserial == to_six_places(r_it)
    assert item.discrimination == to_six_places(r_ir)
    assert item.alpha_if_deleted == to_six_places(deleted)
    assert item.discriminative_efficiency == pytest.approx(efficiency, abs=5.1e-5)


def test_biserial_divides_by_the_height_of_the_normal_curve():
    first, _, _, fourth, _ = analyse(mini()).items

    # By hand: for p = 0.7 the curve is 0.347693 high, for p = 1/2 1 / sqrt(2 pi).
    assert first.biserial == to_six_places(0.717002 * math.sqrt(0.21) / 0.3476926)
    assert fourth.biserial == to_six_places(5 / 7 * 0.5 * math.sqrt(2 * math.pi))


# Where a number is not defined ------------------------------------------------------


def undefined(statistics):
    return {name for name, value in asdict(statistics).items() if value is None}


@pytest.mark.parametrize(
    ("mark", "note"),
    [(1, EVERYONE_RIGHT), (0, EVERYONE_WRONG), (0.1, EVERYONE_THE_SAME)],
)
def test_an_item_on_which_all_got_the_same_tells_nobody_apart(mark, note):
    # 0.1 has no exact float, so a mean of them may be off by the last bit.
    matrix = marks((mark, 1, 1), (mark, 1, 0), (mark, 0, 0), (mark, 1, 1))

    item = analyse(matrix).items[0]

    assert item.note == note
    assert (item.facility, item.sd, item.d_index) == (pytest.approx(mark), 0, 0)
    assert item.effective_weight == 0
    assert undefined(item) == {
        "point_biserial",
        "biserial",
        "discrimination",
        "discriminative_efficiency",
    }


def test_one_item_has_a_facility_and_no_discrimination_or_alpha():
    analysis = analyse(marks((1,), (0,), (1,), (1,)))

    assert analysis.quiz.reason == ONE_ITEM
    assert analysis.quiz.mean == 0.75
    assert undefined(analysis.quiz) == {
        *("alpha", "alpha_low", "alpha_high", "kr20", "kr21", "sem", "error_ratio")
    }
    (item,) = analysis.items
    assert item.point_biserial == 1
    assert undefined(item) == {
        *("discrimination", "discriminative_efficiency", "alpha_if_deleted", "note")
    }


def test_two_items_have_an_alpha_and_none_without_one_of_them():
    analysis = analyse(marks((1, 1), (0, 0), (1, 0)))

    assert analysis.quiz.alpha is not None
    assert [item.alpha_if_deleted for item in analysis.items] == [None, None]


def test_one_learner_has_a_score_and_no_spread():
    analysis = analyse(marks((1, 0, 1)))

    assert analysis.quiz.reason == ONE_LEARNER
    assert (analysis.quiz.mean, analysis.quiz.median) == (2, 2)
    assert analysis.quiz.sd is analysis.quiz.alpha is analysis.quiz.sem is None
    for item in analysis.items:
        assert item.sd is item.discrimination is item.d_index is None


def test_no_learner_at_all_gives_no_number():
    analysis = analyse(Matrix(("a", "b"), ()))

    assert analysis.quiz.n == 0
    assert analysis.quiz.mean is analysis.quiz.median is analysis.quiz.alpha is None
    assert analysis.items[0].facility is None


def test_equal_scores_have_no_alpha_even_where_floats_differ():
    # 0.1 + 0.7 and 0.3 + 0.5 differ in the last bit.
    assert 0.1 + 0.7 != 0.3 + 0.5

    analysis = analyse(marks((0.1, 0.7), (0.3, 0.5)))

    assert analysis.quiz.reason == EQUAL_SCORES
    assert analysis.quiz.alpha is analysis.quiz.sem is None
    assert analysis.items[0].point_biserial is analysis.items[0].d_index is None
    assert analysis.items[0].discrimination == pytest.approx(-1)


def test_skewness_needs_three_learners_and_kurtosis_four():
    rows = [(1, 1), (1, 0), (0, 0), (1, 0)]

    found = [analyse(marks(*rows[:n])).quiz for n in (2, 3, 4)]

    assert [quiz.skewness is None for quiz in found] == [True, False, False]
    assert [quiz.kurtosis is None for quiz in found] == [True, True, False]


def test_part_marks_have_no_kr20_and_no_biserial():
    analysis = analyse(marks((1, 0.5), (0, 0), (1, 1), (0, 1)))

    assert analysis.quiz.alpha is not None
    assert analysis.quiz.kr20 is analysis.quiz.kr21 is None
    assert [item.biserial is None for item in analysis.items] == [False, True]


def test_alpha_below_zero_stays_below_zero():
    analysis = analyse(marks((1, 0, 1), (0, 1, 1), (1, 0, 0), (0, 1, 0), (0, 1, 1)))

    # By hand: variances 0.3 each, scores 2 2 1 1 2 with variance 0.3.
    assert analysis.quiz.alpha == pytest.approx(3 / 2 * (1 - 0.9 / 0.3))
    assert analysis.quiz.error_ratio == pytest.approx(200)
    assert analysis.quiz.alpha_low < analysis.quiz.alpha < analysis.quiz.alpha_high


def test_items_that_agree_in_all_have_alpha_one_and_no_error():
    quiz = analyse(marks((1, 1, 1), (0, 0, 0), (0.3, 0.3, 0.3), (0.7, 0.7, 0.7))).quiz

    assert quiz.alpha == pytest.approx(1)
    assert quiz.sem == pytest.approx(0, abs=1e-7)


def test_an_item_against_the_others_has_no_effective_weight():
    analysis = analyse(marks((0, 1, 1, 1), (0, 1, 1, 0), (1, 0, 0, 0), (1, 0, 0, 0)))

    weights = [item.effective_weight for item in analysis.items]

    assert weights[0] is None
    assert sum(weights[1:]) == pytest.approx(100)
    assert analysis.items[0].discrimination < 0


def test_a_covariance_that_is_zero_is_not_below_zero_for_rounding():
    # cov(a, T) is 0, and comes out as -1e-17 because the mean 2/3 has no exact float.
    rows = [(1, 0, 0), (1, 0, 0), (1, 0, 0), (0, 1, 1), (1, 1, 1), (0, 0, 1)]
    a, b, c = analyse(marks(*rows)).items

    assert a.point_biserial == a.effective_weight == 0
    assert b.effective_weight + c.effective_weight == pytest.approx(100)


def test_a_blank_counts_as_nought_and_as_omitted():
    blank = analyse(marks((1, None, 1), (0, 1, None), (1, None, 0)))
    nought = analyse(marks((1, 0, 1), (0, 1, 0), (1, 0, 0)))

    assert [item.omitted for item in blank.items] == [0, 2, 1]
    assert blank.quiz == nought.quiz
    for one, other in zip(blank.items, nought.items, strict=True):
        assert asdict(one) | {"omitted": 0} == asdict(other)


@pytest.mark.parametrize("bad", [1.01, -0.1, float("nan"), float("inf")])
def test_a_mark_outside_0_to_1_is_refused(bad):
    with pytest.raises(ValueError, match="between 0 and 1"):
        marks((1, 0), (bad, 1))


def test_a_ragged_row_and_a_doubled_item_are_refused():
    with pytest.raises(ValueError, match="3 marks for 2 items"):
        matrix_of("ab", [(1, 0), (1, 0, 1)])
    with pytest.raises(ValueError, match="another name"):
        matrix_of("aa", [(1, 0)])


def test_steps_of_a_case_can_be_left_out():
    matrix = marks((1, None, 1), (0, 1, 0)).without({"b"})

    assert matrix == matrix_of("ac", [(1, 1), (0, 0)])


# Size -------------------------------------------------------------------------------


def test_a_thousand_learners_on_fifty_items_are_analysed():
    rng = random.Random(1)
    rows = [[rng.random() < 0.7 for _ in range(50)] for _ in range(1000)]
    analysis = analyse(matrix_of([f"item {at}" for at in range(50)], rows))

    assert analysis.quiz.n == 1000
    assert len(analysis.items) == 50
    assert abs(analysis.quiz.alpha) < 0.3  # chance agrees with nothing

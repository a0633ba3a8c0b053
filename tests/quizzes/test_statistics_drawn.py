from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics.analysis import analyse
from quizzes.statistics.drawn import DIFFERENT_ITEMS, analyse_drawn
from tests.quizzes.marks import lsat

OF_THE_FORM = {"effective_weight", "alpha_if_deleted"}


def test_a_drawn_quiz_has_no_alpha_and_says_why():
    quiz = analyse_drawn([{"a": 1, "b": 0}, {"b": 1, "c": 1}]).quiz

    assert quiz.reason == DIFFERENT_ITEMS
    assert (quiz.n, quiz.k, quiz.mean) == (2, None, 75)
    assert quiz.alpha is quiz.alpha_low is quiz.sem is quiz.error_ratio is None
    assert quiz.kr20 is quiz.kr21 is None


def test_an_item_is_pooled_over_the_attempts_that_held_it():
    attempts = [{"a": 1, "b": 0}, {"a": None, "c": 1}, {"b": 1, "c": 0.5}]

    a, b, c = analyse_drawn(attempts).items

    assert [item.n for item in (a, b, c)] == [2, 2, 2]
    assert (a.facility, a.omitted) == (0.5, 1)
    assert (b.facility, c.facility) == (0.5, 0.75)
    assert a.effective_weight is a.alpha_if_deleted is None


def test_the_rest_score_is_the_percentage_on_the_other_items():
    # Rest scores of a: 100 of one item, 50 of two, 0 of one. By hand: marks 1 1 0
    # with 100 50 0 have r = sqrt(3) / 2; in marks 1 1 0 it would be another.
    attempts = [
        {"a": 1, "b": 1},
        {"a": 1, "b": 0, "c": 1},
        {"a": 0, "c": 0},
    ]

    a, *_ = analyse_drawn(attempts).items

    assert a.discrimination == pytest.approx(3**0.5 / 2)


def test_an_attempt_without_another_item_counts_in_the_facility_only():
    attempts = [{"a": 1, "b": 1}, {"a": 0, "b": 0}, {"a": 1, "b": 0}]

    alone = analyse_drawn([*attempts, {"a": 0}]).items[0]

    before = analyse_drawn(attempts).items[0]
    assert (alone.n, alone.facility) == (4, 0.5)
    assert alone.discrimination == before.discrimination
    assert alone.d_index == before.d_index


def test_the_same_items_for_all_give_what_the_form_gives():
    matrix = lsat()
    attempts = [dict(zip(matrix.items, row, strict=True)) for row in matrix.rows]

    form, drawn = analyse(matrix), analyse_drawn(attempts)

    for one, other in zip(form.items, drawn.items, strict=True):
        for name, value in asdict(one).items():
            if name not in OF_THE_FORM:
                assert asdict(other)[name] == (
                    pytest.approx(value) if isinstance(value, float) else value
                )


def test_nothing_drawn_gives_nothing():
    for attempts in ([], [{}]):
        analysis = analyse_drawn(attempts)
        assert (analysis.quiz.n, analysis.quiz.mean, analysis.items) == (0, None, ())


def test_a_mark_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        analyse_drawn([{"a": 2}])


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("abcd"), st.sampled_from([None, 0, 0.5, 1]), min_size=1
        )
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_attempts_changes_no_bit(attempts, rng):
    shuffled = rng.sample(attempts, len(attempts))

    assert analyse_drawn(shuffled) == analyse_drawn(attempts)

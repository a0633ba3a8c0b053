"""From slots to a matrix, or to what each learner met."""

import pytest

from quizzes.analysis.forms import (
    ONLY_CASES,
    Slot,
    analyse_with_cases,
    form_of,
)
from quizzes.statistics.analysis import analyse
from quizzes.statistics.drawn import DIFFERENT_ITEMS, analyse_drawn
from tests.quizzes.marks import lsat, mini


def met(sitting, **marks):
    """Slots of one attempt; a mark as (mark, "old") had an earlier key."""
    return [
        Slot(
            sitting,
            item,
            is_current=not isinstance(mark, tuple),
            is_step=item.startswith("step"),
            mark=mark[0] if isinstance(mark, tuple) else mark,
        )
        for item, mark in marks.items()
    ]


def test_learners_who_met_the_same_make_a_matrix_in_the_order_of_the_questions():
    form = form_of([*met(1, b=1, a=0), *met(2, a=0.5, b=None)], ["a", "b"])

    assert form.matrix.items == ("a", "b")
    assert form.matrix.rows == ((0, 1), (0.5, None))
    assert not form.is_drawn


def test_learners_who_met_different_questions_are_drawn_for():
    form = form_of([*met(1, a=1, b=0), *met(2, a=0, c=1)], ["a", "b", "c"])

    assert form.is_drawn
    assert form.analyse() == analyse_drawn([{"a": 1, "b": 0}, {"a": 0, "c": 1}])
    assert form.analyse().quiz.reason == DIFFERENT_ITEMS


def test_of_a_fixed_form_only_those_with_the_keys_of_now_count():
    slots = [*met(1, a=(1, "old"), b=0), *met(2, a=0, b=1), *met(3, a=1, b=1)]

    form = form_of(slots, ["a", "b"])

    assert form.matrix.rows == ((0, 1), (1, 1))
    assert (form.n, form.outdated) == (2, 1)


def test_of_a_drawn_quiz_a_question_with_an_earlier_key_is_an_item_of_its_own():
    form = form_of([*met(1, a=(1, "old"), b=0), *met(2, a=0, c=1)], ["a", "b", "c"])

    found = {item.item: item.n for item in form.analyse().items}
    assert found == {"a": 1, "a (earlier key)": 1, "b": 1, "c": 1}


@pytest.mark.parametrize("slots", [[], met(1, a=(1, "old"))])
def test_nobody_to_count_is_no_error(slots):
    form = form_of(slots, ["a"])

    assert form.n == 0
    assert form.analyse().quiz.n == 0


def test_steps_of_a_case_stay_out_of_alpha_and_of_what_follows_from_it():
    matrix, steps = mini(), frozenset({"4", "5"})

    found = analyse_with_cases(matrix, steps)

    whole, without = analyse(matrix), analyse(matrix.without(steps))
    assert (found.quiz.alpha, found.quiz.sem) == (without.quiz.alpha, without.quiz.sem)
    assert found.quiz.alpha != whole.quiz.alpha
    assert (found.quiz.k, found.quiz.mean) == (5, whole.quiz.mean)
    assert [item.alpha_if_deleted for item in found.items] == [
        *(item.alpha_if_deleted for item in without.items),
        None,
        None,
    ]
    assert found.items[0].discrimination == whole.items[0].discrimination


def test_a_form_of_nothing_but_steps_has_no_alpha_and_says_why():
    found = analyse_with_cases(mini(), frozenset("12345"))

    assert (found.quiz.alpha, found.quiz.sem) == (None, None)
    assert found.quiz.reason == ONLY_CASES


def test_without_cases_nothing_is_changed():
    assert analyse_with_cases(lsat(), frozenset()) == analyse(lsat())

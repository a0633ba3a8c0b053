"""What a habit gains: M1 to M11, by hand on small banks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.linting import guessers
from tests.quizzes.linting.questions import item, options

FOUR = st.lists(st.text("abc ,5", min_size=1, max_size=12), min_size=4, max_size=4)


def asked(*texts, key=0, stem="What?"):
    return item(stem=stem, options=options(*texts, key=key))


def test_a_guesser_who_is_always_right_gains_all_but_chance():
    bank = [asked("aaaa", "b", "c", "d")] * 3

    assert guessers.hit_rate(bank, guessers.longest) == 1
    assert guessers.exploitability(bank, guessers.longest) == pytest.approx(0.75)


def test_ties_are_shared():
    bank = [asked("aa", "bb", "c", "d")]

    assert guessers.hit_rate(bank, guessers.longest) == 0.5


def test_who_is_never_right_can_be_used_in_reverse():
    bank = [asked("a", "bbb", "c", "d")]

    # Never the longest leaves three: (1 - 0) / (4 - 1) - 1/4.
    assert guessers.exploitability(bank, guessers.longest) == pytest.approx(1 / 12)


def test_chance_is_a_mean_over_questions():
    bank = [asked("a", "b", "c", "d"), asked("a", "b", "c")]

    assert guessers.chance(bank) == pytest.approx((1 / 4 + 1 / 3) / 2)


@pytest.mark.parametrize(
    ("guesser", "texts", "scores"),
    [
        (guessers.longest, ["aa", "b", "ccc"], [2, 1, 3]),
        (guessers.shortest, ["aa", "b", "ccc"], [-2, -1, -3]),
        (guessers.position(1), ["a", "b", "c"], [0, 1, 0]),
        (guessers.avoid_absolutes, ["Solely all", "Never", "So"], [-2, -1, 0]),
        (guessers.hedged, ["It may", "Possible, likely", "It is"], [1, 2, 0]),
        (guessers.specific, ["1,5 (of 20)", "a; b", "c"], [7, 1, 0]),
        (
            guessers.convergence,
            ["stiff legs", "stiff back", "weak back"],
            [1, 2, 1],
        ),
        (
            guessers.odd_one_out,
            ["stiff legs", "stiff back", "weak back"],
            [-1, -2, -1],
        ),
        (guessers.middle, ["1", "2", "3"], [-1, 0, -1]),
    ],
)
def test_each_habit_scores_what_it_looks_at(guesser, texts, scores):
    assert guesser(asked(*texts)) == scores


def test_the_clang_guesser_counts_words_shared_with_the_question():
    question = asked("Calm cells", "Loud fear", stem="Which cells are calm?")

    assert guessers.clang(question) == [2, 0]


def test_a_question_is_numeric_where_every_option_is_a_number():
    assert guessers.is_numeric(asked("1 day", "2 days"))
    assert guessers.is_numeric(asked("About 5", "About 9"))
    assert not guessers.is_numeric(asked("1 day", "a week"))


@given(st.lists(st.tuples(FOUR, st.integers(0, 3)), min_size=1, max_size=8))
def test_no_habit_is_right_more_often_than_always(drawn):
    bank = [asked(*texts, key=key) for texts, key in drawn]

    for _, guesser in guessers.GUESSERS.values():
        assert 0 <= guessers.hit_rate(bank, guesser) <= 1
        assert -1e-9 <= guessers.exploitability(bank, guesser) <= 0.75 + 1e-9

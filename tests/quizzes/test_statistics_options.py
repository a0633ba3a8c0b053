import pytest

from quizzes.statistics.analysis import rest_scores
from quizzes.statistics.options import guess_score, option_table
from tests.quizzes.marks import MINI, MINI_KEY, mini


def mini_table(at):
    matrix = mini()
    totals = matrix.totals()
    return option_table(
        [answers[at] for answers in MINI],
        options="ABCD",
        key=MINI_KEY[at],
        totals=totals,
        rests=rest_scores(matrix.columns()[at], totals),
    )


def table(chosen, *, key="A", scores=None):
    """Of these choices; the rest scores fall from first to last unless given."""
    scores = scores or list(range(len(chosen), 0, -1))
    return option_table(chosen, options="ABCD", key=key, totals=scores, rests=scores)


def by_option(found):
    return {row.option: row for row in found.rows}


@pytest.mark.parametrize(
    ("at", "counts", "r", "functioning"),
    [
        (0, "1 7 1 1", {"A": -0.447, "C": 0.149, "D": -0.447}, "AD"),
        (1, "8 0 2 0", {"B": None, "C": -0.375, "D": None}, "C"),
        (2, "0 2 2 6", {"A": None, "B": -0.250, "C": -0.042}, "BC"),
        (3, "3 1 5 1", {"A": -0.218, "B": 0.091, "D": -0.515}, "AD"),
        (4, "3 6 0 1", {"A": -0.136, "C": None, "D": 0.104}, "A"),
    ],
)
def test_mini_options_give_the_published_figures(at, counts, r, functioning):
    found = mini_table(at)
    rows = by_option(found)

    assert [rows[o].count for o in "ABCD"] == [int(count) for count in counts.split()]
    for option, wanted in r.items():
        if wanted is None:
            assert rows[option].r is None
        else:
            assert rows[option].r == pytest.approx(wanted, abs=5.1e-4)
    assert "".join(o for o in "ABCD" if rows[o].is_functioning) == functioning
    assert found.distractor_efficiency == pytest.approx(100 * len(functioning) / 3)


def test_only_the_fifth_mini_question_looks_keyed_wrongly():
    assert [mini_table(at).alarms for at in range(5)] == [(), (), (), (), ("D",)]


def test_the_key_has_the_discrimination_of_the_item_and_is_no_distractor():
    key = by_option(mini_table(4))["B"]

    assert key.is_key
    assert key.r == pytest.approx(0.063758, abs=1e-6)
    assert key.is_functioning is key.is_rare is None


def test_a_row_says_who_chose_the_option_and_how_they_did():
    rows = by_option(mini_table(0))

    assert rows["B"].percent == 70
    assert rows["B"].mean_total == pytest.approx(27 / 7)
    assert rows["B"].upper_percent == pytest.approx(100)
    assert rows["D"].mean_total == 1
    # 2.7 places below: two learners with 1, and 0.7 of the one with 2.
    assert rows["D"].lower_percent == pytest.approx(100 / 2.7)
    assert rows["A"].upper_percent == 0


def test_blank_answers_have_a_row_of_their_own_and_count_in_the_shares():
    found = table(["A", "A", "B", None])

    *_, omitted = found.rows
    assert (omitted.option, omitted.count, omitted.percent) == (None, 1, 25)
    assert (omitted.is_key, omitted.is_functioning) == (False, None)
    assert by_option(found)["A"].percent == 50


@pytest.mark.parametrize(("chosen_by", "functions"), [(4, False), (5, True)])
def test_a_distractor_functions_from_five_percent(chosen_by, functions):
    found = table(["A"] * (100 - chosen_by) + ["B"] * chosen_by)

    assert by_option(found)["B"].is_functioning is functions


def test_a_distractor_that_the_better_choose_does_not_function():
    found = table(["B"] * 10 + ["A"] * 90)

    assert by_option(found)["B"].is_functioning is False


@pytest.mark.parametrize(
    ("wrong", "chosen_by", "is_rare"),
    [
        # 14 of 100 wrong: mastered, not judged.
        (14, 0, None),
        # A third of an even share is under 5 %.
        (15, 4, True),
        (15, 5, False),
        # 90 wrong: a third of 90 / 3 is 10.
        (90, 9, True),
        (90, 10, False),
    ],
)
def test_how_few_are_rare_depends_on_how_hard_the_question_is(
    wrong, chosen_by, is_rare
):
    found = table(
        ["A"] * (100 - wrong) + ["B"] * chosen_by + ["C"] * (wrong - chosen_by)
    )

    assert by_option(found)["B"].is_rare is is_rare


def test_a_distractor_that_more_of_the_best_chose_raises_the_alarm():
    # The best three of ten chose B; its r is lower than that of the key A.
    chosen = [*"BBB", *"AAAA", *"BBB"]
    scores = [9, 9, 9, 8, 8, 8, 8, 1, 1, 1]

    found = table(chosen, scores=scores)

    assert by_option(found)["B"].r < by_option(found)["A"].r
    assert found.alarms == ("B",)


def test_a_key_that_nobody_chose_raises_the_alarm():
    assert table([*"BBBCCC"]).alarms == ("B",)


def test_a_question_that_all_got_right_raises_none():
    found = table(["A"] * 20)

    assert found.alarms == ()
    assert by_option(found)["A"].r is None
    assert found.functioning == 0


def test_no_answers_give_a_table_of_noughts():
    found = table([])

    assert [row.count for row in found.rows] == [0] * 5
    assert found.distractor_efficiency is None
    assert found.alarms == ()


def test_an_option_that_the_question_does_not_have_is_refused():
    with pytest.raises(ValueError, match="one of the options"):
        table(["A", "E"])
    with pytest.raises(ValueError, match="one of the options"):
        table(["A"], key="E")


def test_guessing_gets_one_in_so_many_options():
    assert guess_score([4, 4, 2]) == pytest.approx(1 / 3)
    assert guess_score([]) is None

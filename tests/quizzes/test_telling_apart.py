"""How well SPS is told from what is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.telling_apart import Judged, Line, Share, is_sps, line, lines

TETANUS, DYSTONIA = "Tetanus", "Dystonia"


def judged(mimic, *answers):
    """Cases by what they are and what was said: "ss" SPS for SPS, "os" for another."""
    return [
        Judged(mimic, is_sps=one[0] == "s", is_right=one[0] == one[1])
        for one in answers
    ]


@pytest.mark.parametrize(
    ("answers", "seen", "hits", "false_alarms"),
    [
        ([], 0, (0, 0), (0, 0)),
        (["ss"], 1, (1, 1), (0, 0)),
        (["so"], 1, (0, 1), (0, 0)),
        (["oo"], 1, (0, 0), (0, 1)),
        (["os"], 1, (0, 0), (1, 1)),
        (["ss", "so", "oo", "os", "os"], 5, (1, 2), (2, 3)),
        (["ss", "ss", "os", "os"], 4, (2, 2), (2, 2)),  # who always says SPS
    ],
)
def test_hits_and_false_alarms_are_counted_of_their_own_cases(
    answers, seen, hits, false_alarms
):
    assert line("", judged(TETANUS, *answers)) == Line(
        "", seen, Share(*hits), Share(*false_alarms)
    )


def test_each_mimic_that_was_seen_has_a_line_by_name():
    found = lines([*judged(TETANUS, "ss", "os"), *judged(DYSTONIA, "so")])

    assert [(one.mimic, one.seen) for one in found] == [(DYSTONIA, 1), (TETANUS, 2)]


@pytest.mark.parametrize(
    ("count", "of", "percent"),
    [(0, 0, None), (4, 4, None), (4, 5, 80), (0, 5, 0), (2, 6, 33), (9, 9, 100)],
)
def test_under_five_cases_there_is_no_percentage(count, of, percent):
    assert Share(count, of).percent == percent


def test_the_option_true_says_that_sps_fits():
    def options(key):
        return [{"text": text, "key": text == key} for text in ("True", "False")]

    assert is_sps(options("True"))
    assert not is_sps(options("False"))


CASES = st.lists(
    st.builds(Judged, st.sampled_from("abc"), st.booleans(), st.booleans())
)


@given(CASES)
def test_the_lines_add_up_to_the_total(cases):
    total, found = line("All", cases), lines(cases)

    assert total.seen == sum(one.seen for one in found) == len(cases)
    for which in (0, 1):
        shares = [one.shares[which] for one in found]
        assert total.shares[which] == Share(
            sum(one.count for one in shares), sum(one.of for one in shares)
        )

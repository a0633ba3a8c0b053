"""Lines matched with partners: what a form may send, and what it is worth."""

import pytest

from quizzes.grading import InvalidAnswer, Verdict, gap, grade, read_answer

# Left a, b, c belong to the rights with the same ids; d is a distractor.
PAIRS = [
    {"id": "a", "left": "GAD", "right": "makes GABA"},
    {"id": "b", "left": "GABA", "right": "calms nerve cells"},
    {"id": "c", "left": "Glycine", "right": "works in the cord"},
    {"id": "d", "left": "", "right": "moves the eyes"},
]
ORDER = ["d", "c", "b", "a"]  # so place 4 is a, 3 is b, 2 is c


def asked(scheme="all", pairs=PAIRS):
    return {"kind": "matching", "scheme": scheme, "pairs": pairs}


def read(*places, question=None):
    sent = {f"answer-{n}": [place] for n, place in enumerate(places, start=1)}
    return read_answer(question or asked(), ORDER, sent)


def test_places_of_the_drawn_order_become_pairs_of_ids():
    assert read("4", "3", "1") == {"pairs": {"a": "a", "b": "b", "c": "d"}}


def test_lines_left_open_are_no_fault_of_reading_and_said():
    answer = read("4", "", "")

    assert answer == {"pairs": {"a": "a"}}
    assert gap(asked(), answer) == (
        "Choose a match for every line; 2 lines have none yet."
    )
    assert gap(asked(), read("4", "3", "")) == (
        "Choose a match for every line; 1 line has none yet."
    )
    assert gap(asked(), read("4", "3", "2")) == ""


def test_no_line_matched_is_a_blank_answer():
    assert read("", "", "") is None


@pytest.mark.parametrize(
    "place",
    ["0", "5", "-1", "01", "1 ", " 1", "1.0", "1e0", "１", "٣", "0x1", "a", "NaN"]
    + ["2147483648", "9223372036854775808", "18446744073709551616", "null", "true"],
)
def test_a_place_that_was_not_offered_is_refused(place):
    with pytest.raises(InvalidAnswer, match="not one of the answers"):
        read(place, "3", "2")


def test_two_matches_for_one_line_are_refused():
    with pytest.raises(InvalidAnswer, match="one match for each line"):
        read_answer(asked(), ORDER, {"answer-1": ["4", "3"]})


def test_a_match_used_twice_is_refused_and_named():
    with pytest.raises(InvalidAnswer) as caught:
        read("4", "4", "2")

    assert (
        str(caught.value) == "Each match is used once; “makes GABA” was chosen 2 times."
    )


def test_a_line_beyond_the_last_is_ignored():
    sent = {"answer-1": ["4"], "answer-9": ["4"], "answer": ["4"]}

    assert read_answer(asked(), ORDER, sent) == {"pairs": {"a": "a"}}


TWO_OF_ONE = asked(
    pairs=[
        {"id": "a", "left": "GAD65", "right": "an enzyme"},
        {"id": "b", "left": "GABA", "right": "a messenger"},
        {"id": "c", "left": "GAD67", "right": "an  enzyme"},
    ]
)


def test_where_the_key_uses_a_match_twice_anyone_may():
    right = {"answer-1": ["1"], "answer-2": ["2"], "answer-3": ["1"]}
    wrong = {"answer-1": ["2"], "answer-2": ["2"], "answer-3": ["2"]}

    assert grade(TWO_OF_ONE, read_answer(TWO_OF_ONE, ["a", "b"], right)).fraction == 1
    answer = read_answer(TWO_OF_ONE, ["a", "b"], wrong)
    assert grade(TWO_OF_ONE, answer).parts == {"a": False, "b": True, "c": False}


@pytest.mark.parametrize(
    ("scheme", "places", "fraction", "verdict"),
    [
        ("all", "432", 1, Verdict.RIGHT),
        ("all", "431", 0, Verdict.WRONG),
        ("proportional", "432", 1, Verdict.RIGHT),
        ("proportional", "431", 2 / 3, Verdict.PARTLY),
        ("proportional", "342", 1 / 3, Verdict.PARTLY),
        ("proportional", "321", 0, Verdict.WRONG),
        ("right-minus-wrong", "432", 1, Verdict.RIGHT),
        ("right-minus-wrong", "431", 1 / 3, Verdict.PARTLY),
        ("right-minus-wrong", "342", 0, Verdict.WRONG),
    ],
)
def test_schemes(scheme, places, fraction, verdict):
    question = asked(scheme)

    found = grade(question, read(*places, question=question))

    assert found.fraction == pytest.approx(fraction)
    assert found.verdict is verdict


def test_a_line_left_open_is_not_right_and_not_held_against_others():
    question = asked("right-minus-wrong")

    found = grade(question, read("4", "3", "", question=question))

    assert found.fraction == pytest.approx(2 / 3)
    assert found.parts == {"a": True, "b": True, "c": False}

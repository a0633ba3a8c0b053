"""Words as they are compared, and what they are worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import InvalidAnswer, Verdict, grade, read_answer
from quizzes.kinds.short import normalised

# Security plan, cases 29 to 32, and the table in quizzes/kinds/short.py.
SAME = [
    ("GABA", "gaba"),
    ("straße", "STRASSE"),
    ("ﬁbre", "fibre"),
    ("Å", "A\u030a"),
    ("\u212b", "å"),  # the sign for ångström is the letter
    ("stiff\u00a0person", "stiff person"),
    ("stiff  person", " stiff person "),
    ("stiff\tperson\n", "stiff person"),
    ("GABA.", "gaba"),
    ("GABA ?!…", "gaba"),
    ("the patient’s", "the patient's"),
    ("self–care", "self-care"),
    ("ga\u200dba", "gaba"),  # zero-width joiner
    ("\u202egaba\u202c", "gaba"),  # right-to-left override
]
DIFFERENT = [
    ("İ", "i"),
    ("naïve", "naive"),
    ("gaba a", "gabaa"),
    ("co-contraction", "cocontraction"),
    ("α", "a"),
    (".5", "5"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_texts_that_are_the_same(one, other):
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_texts_that_are_not_the_same(one, other):
    assert normalised(one) != normalised(other)


@given(st.text())
def test_a_text_once_normalised_stays(text):
    assert normalised(normalised(text)) == normalised(text)


def asked(slack=False):
    return {
        "kind": "short",
        "accept": [
            {"text": "gamma-aminobutyric acid", "credit": 1.0},
            {"text": "GABA", "credit": 1.0},
            {"text": "an inhibitor", "credit": 0.5},
            {"text": "GAD65", "credit": 0.25},
        ],
        "wrong": [{"match": "GAD"}, {"match": "glycine"}, {"match": "an inhibiter"}],
        "spelling_slack": slack,
    }


def read(*values):
    return read_answer(asked(), [], {"answer": list(values)})


def graded(text, **changed):
    return grade(asked(**changed), {"text": text})


@pytest.mark.parametrize(
    ("text", "fraction", "verdict"),
    [
        ("gaba", 1, Verdict.RIGHT),
        (" Gaba. ", 1, Verdict.RIGHT),
        ("An inhibitor", 0.5, Verdict.PARTLY),
        ("dopamine", 0, Verdict.WRONG),
    ],
)
def test_accepted_texts_give_their_credit(text, fraction, verdict):
    assert (graded(text).fraction, graded(text).verdict) == (fraction, verdict)


def test_an_anticipated_wrong_answer_is_recognised():
    assert graded("gad").anticipated == 0
    assert graded("Glycine!").anticipated == 1
    assert graded("dopamine").anticipated is None


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("gamma-aminobutiric acid", 1),  # one letter changed
        ("gamma-aminobutyirc acid", 1),  # two swapped
        ("gama-aminobutiric acid", 1),  # two slips in a long word
        ("gama-aminobutirik acid", 0),  # three
        ("gabba", 0),  # too short a word for a slip
        ("an inhibitr", 0.5),
        ("an inhibiter", 0),  # anticipated as wrong: a slip is no excuse
        ("GAD67", 0),  # another number is another thing
        ("GAT65", 0.25),
    ],
)
def test_with_slack_a_slip_is_forgiven(text, fraction):
    assert graded(text, slack=True).fraction == fraction


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("hyprlordosis", 1),
        ("hyplordosis", 0),  # two slips from what is right, one from the other
        ("hypolordosis", 0),
        ("lumbar hyplordosis", 0),
    ],
)
def test_a_slip_of_a_wrong_answer_is_not_one_of_the_right_answer(text, fraction):
    question = {
        "accept": [
            {"text": "hyperlordosis", "credit": 1.0},
            {"text": "lumbar hyperlordosis", "credit": 1.0},
        ],
        "wrong": [{"match": "hypolordosis"}, {"match": "lumbar hypolordosis"}],
        "spelling_slack": True,
    }

    assert grade({"kind": "short", **question}, {"text": text}).fraction == fraction


def test_without_slack_no_slip_is_forgiven():
    assert graded("gamma-aminobutiric acid").fraction == 0


def test_a_text_is_kept_as_it_was_typed():
    assert read("  Gaba 🧠 ") == {"text": "  Gaba 🧠 "}


@pytest.mark.parametrize("text", ["", "   ", "\u00a0", "\n\t"])
def test_white_space_is_a_blank_answer(text):
    assert read(text) is None


@pytest.mark.parametrize("text", ["ga\0ba", "ga\ufffdba", "ga\ud800ba"])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(InvalidAnswer, match="could not be read"):
        read(text)


def test_a_long_text_is_refused_and_counted():
    assert read("x" * 200) == {"text": "x" * 200}
    with pytest.raises(InvalidAnswer, match="at most 200 characters; 201 were sent"):
        read("x" * 201)


def test_two_texts_are_refused():
    with pytest.raises(InvalidAnswer, match="two were sent"):
        read("gaba", "glycine")

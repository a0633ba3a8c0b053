"""How a number may be written, and what it is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import InvalidAnswer, Verdict, grade, read_answer
from quizzes.kinds.numeric import number_in

# Security plan, cases 24 and 25.
READ = [
    ("1,5", 1.5),
    ("1.5", 1.5),
    ("1e-3", 0.001),
    ("1,5E3", 1500),
    ("+1.5", 1.5),
    (" 1.5 ", 1.5),
    ("-5", -5),
    ("−5", -5),
    ("–5", -5),
    (".5", 0.5),
    (",5", 0.5),
    ("5.", 5),
    ("007", 7),
    ("0,500", 0.5),
    ("1 500", 1500),
    ("1\u00a0500", 1500),
    ("1\u202f500", 1500),
    ("12 345 678,9", 12345678.9),
    ("1,234.5", 1234.5),
    ("1,234,567", 1234567),
    ("5 mg", 5),
    ("5mg", 5),
    ("5 MG", 5),
]
REFUSED = [
    "½",
    "1/2",
    "0x1",
    "٣",
    "１",
    "1_000",
    "1 50",
    "12 34",
    "1..5",
    "1,2,3",
    "5 kg",
]
REFUSED += [
    "5 kg",
    "inf",
    "-inf",
    "nan",
    "Infinity",
    "abc",
    "1.2.3",
    "five",
    "--5",
    "5 5 mg",
]
AMBIGUOUS = [("1,500", "1500 or 1.500"), ("-12,345", "-12345 or -12.345")]


@pytest.mark.parametrize(("text", "value"), READ)
def test_numbers_that_are_read(text, value):
    assert number_in(text, "mg") == pytest.approx(value)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused_with_advice(text):
    with pytest.raises(InvalidAnswer) as caught:
        number_in(text, "mg")

    assert str(caught.value) == "Write one number in digits, in mg, such as 12 or 0.5."


@pytest.mark.parametrize(("text", "choices"), AMBIGUOUS)
def test_a_number_that_reads_in_two_ways_is_asked_about(text, choices):
    with pytest.raises(InvalidAnswer) as caught:
        number_in(text)

    assert str(caught.value) == f"“{text}” can be read in two ways; write {choices}."


@pytest.mark.parametrize("text", ["1e400", "-1e9999"])
def test_a_number_beyond_all_bounds_is_refused(text):
    with pytest.raises(InvalidAnswer, match="too large"):
        number_in(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_is_read_as_it_is_printed(value):
    assert number_in(repr(value)) == value


@given(st.text(max_size=12), st.text(max_size=4))
def test_any_text_is_a_number_or_refused_in_words(text, unit):
    try:
        assert isinstance(number_in(text, unit), float)
    except InvalidAnswer as fault:
        assert str(fault).endswith(".")


def asked():
    return {
        "kind": "numeric",
        "unit": "kDa",
        "accept": [
            {"value": 65.0, "tolerance": 0.5, "credit": 1.0},
            {"value": 65.0, "tolerance": 2.0, "credit": 0.5},
        ],
        "wrong": [
            {"value": 67.0, "tolerance": 0.0},
            {"value": 100.0, "tolerance": 50.0},
        ],
    }


@pytest.mark.parametrize(
    ("text", "fraction", "verdict", "anticipated"),
    [
        ("65", 1, Verdict.RIGHT, None),
        ("64,5", 1, Verdict.RIGHT, None),
        ("65.5 kDa", 1, Verdict.RIGHT, None),
        ("65.51", 0.5, Verdict.PARTLY, None),
        ("67", 0.5, Verdict.PARTLY, None),  # accepted first, whatever is anticipated
        ("67.1", 0, Verdict.WRONG, 1),
        ("3", 0, Verdict.WRONG, None),
    ],
)
def test_a_number_within_its_tolerance_gives_credit(
    text, fraction, verdict, anticipated
):
    answer = read_answer(asked(), [], {"answer": [text]})
    found = grade(asked(), answer)

    assert (found.fraction, found.verdict) == (fraction, verdict)
    assert found.anticipated == anticipated


def test_the_last_bit_of_a_float_does_not_decide():
    question = asked() | {"accept": [{"value": 0.3, "tolerance": 0, "credit": 1.0}]}

    assert grade(question, {"text": "", "value": 0.1 + 0.2}).fraction == 1


def test_the_text_is_kept_beside_the_number():
    answer = read_answer(asked(), [], {"answer": [" 64,8 kDa"]})

    assert answer == {"text": " 64,8 kDa", "value": 64.8}

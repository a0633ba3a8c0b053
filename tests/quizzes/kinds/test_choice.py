"""One best answer, several answers, true or false."""

import pytest

from quizzes.grading import BLANK, InvalidAnswer, Verdict, grade, read_answer
from quizzes.kinds.choice import keys_of

RIGHT, PARTLY, WRONG = Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG


def question(marks, *, kind="multiple", scheme="all", credit=None):
    """A question whose options a, b, c ... are keys where `marks` has a +."""
    return {
        "kind": kind,
        "scheme": scheme,
        "options": [
            {
                "id": name,
                "key": mark == "+",
                "credit": (credit or {}).get(name),
            }
            for name, mark in zip("abcdefgh", marks, strict=False)
        ],
    }


def read_choice(asked, chosen):
    return read_answer(asked, [], {"answer": list(chosen)})


def graded(asked, chosen):
    """What it is worth, and in a word."""
    found = grade(asked, read_choice(asked, chosen))
    return found.fraction, found.verdict


# Reading -----------------------------------------------------------------------


def test_nothing_chosen_is_a_blank_answer_worth_nothing():
    for kind in ("single", "true-false", "multiple"):
        asked = question("+-", kind=kind, scheme="proportional")

        assert read_choice(asked, []) is None
        assert grade(asked, None) == BLANK


def test_an_answer_is_kept_in_stored_order_whatever_the_order_shown():
    assert read_choice(question("++-+"), ["d", "a", "b"]) == {
        "options": ["a", "b", "d"]
    }


@pytest.mark.parametrize(
    ("kind", "chosen", "message"),
    [
        ("single", ["a", "b"], "Choose one answer; two were sent."),
        ("true-false", ["a", "b"], "Choose one answer; two were sent."),
        ("single", ["z"], "That is not one of the answers to this question."),
        ("multiple", ["a", "z"], "That is not one of the answers to this question."),
        ("multiple", ["A"], "That is not one of the answers to this question."),
        ("multiple", [""], "That is not one of the answers to this question."),
        ("multiple", ["a", "a"], "The same answer was sent twice."),
        ("single", ["a", "a"], "The same answer was sent twice."),
    ],
)
def test_an_answer_that_the_question_does_not_admit_is_refused(kind, chosen, message):
    with pytest.raises(InvalidAnswer) as caught:
        read_choice(question("+-", kind=kind), chosen)

    assert str(caught.value) == message


# Grading -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["single", "true-false"])
@pytest.mark.parametrize("scheme", ["all", "proportional", "right-minus-wrong"])
def test_one_choice_is_right_or_wrong_under_every_scheme(kind, scheme):
    asked = question("-+", kind=kind, scheme=scheme)

    assert graded(asked, "b") == (1.0, RIGHT)
    assert graded(asked, "a") == (0.0, WRONG)


def test_an_option_may_have_credit_of_its_own():
    asked = question("+---", kind="single", credit={"a": 0.5, "b": 0.5, "c": 0.25})

    assert graded(asked, "a") == (1.0, RIGHT)
    assert graded(asked, "b") == (0.5, PARTLY)
    assert graded(asked, "c") == (0.25, PARTLY)
    assert graded(asked, "d") == (0.0, WRONG)


@pytest.mark.parametrize(
    ("scheme", "chosen", "fraction", "verdict"),
    [
        # Options a to e; keys a, b, c.
        ("all", "abc", 1, RIGHT),
        ("all", "ab", 0, WRONG),
        ("all", "abcd", 0, WRONG),
        ("all", "de", 0, WRONG),
        ("proportional", "abc", 1, RIGHT),
        ("proportional", "ab", 4 / 5, PARTLY),
        ("proportional", "abd", 3 / 5, PARTLY),
        ("proportional", "abcde", 3 / 5, PARTLY),
        ("proportional", "d", 1 / 5, PARTLY),
        ("proportional", "de", 0, WRONG),
        ("right-minus-wrong", "abc", 1, RIGHT),
        ("right-minus-wrong", "ab", 2 / 3, PARTLY),
        ("right-minus-wrong", "abd", 1 / 3, PARTLY),
        ("right-minus-wrong", "abcde", 1 / 3, PARTLY),
        ("right-minus-wrong", "ad", 0, WRONG),
        ("right-minus-wrong", "de", 0, WRONG),
        ("right-minus-wrong", "ade", 0, WRONG),
    ],
)
def test_schemes_for_several_keys(scheme, chosen, fraction, verdict):
    worth, word = graded(question("+++--", scheme=scheme), chosen)

    assert worth == pytest.approx(fraction)
    assert word is verdict


def test_keys_are_named_in_stored_order():
    assert keys_of(question("-+-+")) == ["b", "d"]


@pytest.mark.parametrize(
    ("chosen", "parts"),
    [
        ("a", {"a": True, "b": False, "c": True}),
        ("ac", {"a": True, "b": False, "c": False}),
    ],
)
def test_each_option_says_whether_it_was_decided_rightly(chosen, parts):
    asked = question("++-")

    assert grade(asked, read_choice(asked, chosen)).parts == parts


def test_a_field_of_a_line_is_nothing_to_options():
    assert read_answer(question("+-"), [], {"answer-1": ["a"]}) is None

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import (
    BLANK,
    Grade,
    InvalidAnswer,
    Verdict,
    grade,
    keys,
    read_answer,
)

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


def graded(asked, chosen):
    return grade(asked, read_answer(asked, list(chosen)))


# Reading -----------------------------------------------------------------------


def test_nothing_chosen_is_a_blank_answer_worth_nothing():
    for kind in ("single", "true-false", "multiple"):
        asked = question("+-", kind=kind, scheme="proportional")

        assert read_answer(asked, []) is None
        assert graded(asked, "") == BLANK


def test_an_answer_is_kept_in_stored_order_whatever_the_order_shown():
    assert read_answer(question("++-+"), ["d", "a", "b"]) == {
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
        read_answer(question("+-", kind=kind), chosen)

    assert str(caught.value) == message


# Grading -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["single", "true-false"])
@pytest.mark.parametrize("scheme", ["all", "proportional", "right-minus-wrong"])
def test_one_choice_is_right_or_wrong_under_every_scheme(kind, scheme):
    asked = question("-+", kind=kind, scheme=scheme)

    assert graded(asked, "b") == Grade(1.0, RIGHT)
    assert graded(asked, "a") == Grade(0.0, WRONG)


def test_an_option_may_have_credit_of_its_own():
    asked = question("+---", kind="single", credit={"a": 0.5, "b": 0.5, "c": 0.25})

    assert graded(asked, "a") == Grade(1.0, RIGHT)
    assert graded(asked, "b") == Grade(0.5, PARTLY)
    assert graded(asked, "c") == Grade(0.25, PARTLY)
    assert graded(asked, "d") == Grade(0.0, WRONG)


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
    found = graded(question("+++--", scheme=scheme), chosen)

    assert found.fraction == pytest.approx(fraction)
    assert found.verdict is verdict


def test_keys_are_named_in_stored_order():
    assert keys(question("-+-+")) == ["b", "d"]


# Properties --------------------------------------------------------------------

SCHEMES = st.sampled_from(["all", "proportional", "right-minus-wrong"])


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(["single", "true-false", "multiple"]))
    count = 2 if kind == "true-false" else draw(st.integers(2, 8))
    if kind == "multiple":
        marks = draw(
            st.lists(st.booleans(), min_size=count, max_size=count).filter(any)
        )
    else:
        key = draw(st.integers(0, count - 1))
        marks = [at == key for at in range(count)]
    credit = draw(
        st.dictionaries(
            st.sampled_from("abcdefgh"), st.floats(0, 1, exclude_min=True), max_size=3
        )
    )
    signs = "".join("+" if mark else "-" for mark in marks)
    return question(signs, kind=kind, scheme=draw(SCHEMES), credit=credit)


@st.composite
def questions_with_answers(draw):
    asked = draw(questions())
    ids = [option["id"] for option in asked["options"]]
    most = len(ids) if asked["kind"] == "multiple" else 1
    chosen = draw(st.lists(st.sampled_from(ids), unique=True, max_size=most))
    return asked, chosen


@given(questions_with_answers())
def test_any_answer_is_worth_between_0_and_1_and_the_verdict_agrees(case):
    asked, chosen = case

    found = graded(asked, chosen)

    assert 0 <= found.fraction <= 1
    assert (found.verdict is RIGHT) == (found.fraction == 1)
    assert (found.verdict is PARTLY) == (0 < found.fraction < 1)
    assert (found.verdict is Verdict.BLANK) == (not chosen)


@given(questions())
def test_the_key_is_worth_1(asked):
    assert graded(asked, keys(asked)) == Grade(1.0, RIGHT)


@given(questions_with_answers(), st.randoms(use_true_random=False))
def test_the_order_of_options_and_choices_does_not_matter(case, rng: random.Random):
    asked, chosen = case
    shuffled = {**asked, "options": rng.sample(asked["options"], len(asked["options"]))}

    found = graded(shuffled, rng.sample(chosen, len(chosen)))

    assert found == graded(asked, chosen)


@given(questions_with_answers())
def test_one_more_key_never_costs_and_one_more_distractor_never_pays(case):
    asked, chosen = case
    if asked["kind"] != "multiple" or not chosen:
        return
    before = graded(asked, chosen).fraction

    for option in asked["options"]:
        if option["id"] not in chosen:
            after = graded(asked, [*chosen, option["id"]]).fraction
            if option["key"]:
                assert after >= before
            else:
                assert after <= before


@given(questions(), st.lists(st.text(max_size=3) | st.sampled_from("abcdefgh")))
def test_anything_sent_is_graded_or_refused(asked, sent):
    try:
        answer = read_answer(asked, sent)
    except InvalidAnswer as fault:
        assert str(fault).endswith(".")
    else:
        assert 0 <= grade(asked, answer).fraction <= 1

"""The rules for reasons: F1 to F5."""

import pytest

from quizzes.linting.feedback import says_when_right
from tests.quizzes.linting.questions import KEY, OPTIONS, options, said


def with_reason(at, rationale):
    return options(*OPTIONS, rationales={at: rationale})


def words(number):
    return " ".join(f"word{n}" for n in range(number))


def test_f1_every_option_has_its_reason():
    assert said("F1") == []
    assert said("F1", options=with_reason(0, " ")) == ["option a has no rationale"]


def test_f1_parts_of_other_kinds_have_theirs():
    items = [
        {"id": "a", "text": "First", "rationale": "So it begins, as the lesson says."},
        {"id": "b", "text": "Then", "rationale": ""},
    ]

    assert said("F1", kind="ordering", options=None, items=items) == [
        "item b has no rationale"
    ]


@pytest.mark.parametrize(
    ("at", "number", "passes"),
    [
        (0, 12, True),
        (0, 70, True),
        (0, 11, False),
        (0, 71, False),
        (KEY, 25, True),
        (KEY, 110, True),
        (KEY, 24, False),
        (KEY, 111, False),
    ],
)
def test_f2_a_reason_is_long_enough_and_no_longer(at, number, passes):
    assert (said("F2", options=with_reason(at, words(number))) == []) is passes


def test_f2_of_several_keys_each_says_its_part():
    found = said("F2", kind="multiple", options=with_reason(KEY, words(12)))

    assert found == []


@pytest.mark.parametrize("rationale", ["Incorrect.", "This is wrong", "No, it is not."])
def test_f3_a_reason_says_more_than_that_it_is_wrong(rationale):
    assert said("F3", options=with_reason(0, rationale)) == [
        f"the rationale of option a says only “{rationale}”"
    ]


def test_f3_two_reasons_do_not_say_the_same():
    reasons = {0: words(20), 2: f"{words(20)} more"}

    assert said("F3", options=options(*OPTIONS, rationales=reasons)) == [
        "the rationales of option a and option c say nearly the same"
    ]
    assert said("F3") == []


@pytest.mark.parametrize(
    ("rationale", "says"),
    [
        ("It tempts because it is near.", True),
        ("It would be right of the spleen.", True),
        ("Unlike the key it is a gate.", True),
        ("It is a gate.", False),
        ("A rebuttal.", False),
    ],
)
def test_f4_a_distractor_says_when_it_would_be_right(rationale, says):
    assert says_when_right(rationale) is says

"""Things put in order: what a form may send, and what it is worth."""

import pytest

from quizzes.grading import InvalidAnswer, Verdict, grade, read_answer

ORDER = ["c", "a", "d", "b"]  # as drawn; the right order is a, b, c, d


def asked(scheme="all"):
    return {"kind": "ordering", "scheme": scheme, "items": [{"id": i} for i in "abcd"]}


def read(*places):
    """A place for each line of the drawn order."""
    sent = {f"answer-{n}": [place] for n, place in enumerate(places, start=1)}
    return read_answer(asked(), ORDER, sent)


def test_places_become_an_order_of_ids():
    assert read("3", "1", "4", "2") == {"order": ["a", "b", "c", "d"]}
    assert read("1", "2", "3", "4") == {"order": ["c", "a", "d", "b"]}


def test_no_place_given_is_a_blank_answer():
    assert read("", "", "", "") is None


@pytest.mark.parametrize(
    ("places", "message"),
    [
        (("1", "2", "3", ""), "Give every line a place; 1 line has none yet."),
        (("", "", "3", ""), "Give every line a place; 3 lines have none yet."),
        (("1", "2", "2", "4"), "Two lines have place 2; give each its own."),
        (("1", "2", "3", "5"), "That is not one of the answers to this question."),
        (("0", "2", "3", "4"), "That is not one of the answers to this question."),
        (("１", "2", "3", "4"), "That is not one of the answers to this question."),
        (("01", "2", "3", "4"), "That is not one of the answers to this question."),
        (("a", "b", "c", "d"), "That is not one of the answers to this question."),
    ],
)
def test_a_missing_doubled_or_foreign_place_is_refused(places, message):
    with pytest.raises(InvalidAnswer) as caught:
        read(*places)

    assert str(caught.value) == message


def test_two_places_for_one_line_are_refused():
    with pytest.raises(InvalidAnswer, match="one place only"):
        read_answer(asked(), ORDER, {"answer-1": ["1", "2"]})


@pytest.mark.parametrize(
    ("scheme", "order", "fraction", "verdict"),
    [
        ("all", "abcd", 1, Verdict.RIGHT),
        ("all", "abdc", 0, Verdict.WRONG),
        # Of six pairs, those in order.
        ("proportional", "abcd", 1, Verdict.RIGHT),
        ("proportional", "abdc", 5 / 6, Verdict.PARTLY),
        ("proportional", "bcda", 3 / 6, Verdict.PARTLY),
        ("proportional", "dcba", 0, Verdict.WRONG),
        # Kendall's tau, at least 0.
        ("right-minus-wrong", "abcd", 1, Verdict.RIGHT),
        ("right-minus-wrong", "abdc", 4 / 6, Verdict.PARTLY),
        ("right-minus-wrong", "bcda", 0, Verdict.WRONG),
        ("right-minus-wrong", "dcba", 0, Verdict.WRONG),
    ],
)
def test_schemes(scheme, order, fraction, verdict):
    found = grade(asked(scheme), {"order": list(order)})

    assert found.fraction == pytest.approx(fraction)
    assert found.verdict is verdict


def test_each_thing_says_whether_it_stands_in_its_place():
    found = grade(asked(), {"order": ["a", "c", "b", "d"]})

    assert found.parts == {"a": True, "b": False, "c": False, "d": True}

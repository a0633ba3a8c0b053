"""What holds for every kind of question and every scheme."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import (
    BLANK,
    KINDS,
    InvalidAnswer,
    Verdict,
    gap,
    grade,
    key,
    kind_of,
    read_answer,
)

LETTERS = "abcdefgh"
SCHEMES = st.sampled_from(["all", "proportional", "right-minus-wrong"])
# What a form may hold: the places and ids of parts, numbers, and anything else.
VALUES = st.sampled_from([*LETTERS, *"123456789", "0", "01", "1,5", "-2", ""])
VALUES |= st.text(max_size=4)
NAMES = st.sampled_from(["answer", *(f"answer-{n}" for n in range(10))])


@st.composite
def choice_questions(draw, kind):
    count = 2 if kind == "true-false" else draw(st.integers(2, 8))
    if kind == "multiple":
        marks = st.lists(st.booleans(), min_size=count, max_size=count).filter(any)
        keys = draw(marks)
    else:
        right = draw(st.integers(0, count - 1))
        keys = [at == right for at in range(count)]
    credits = st.none() | st.floats(0, 1, exclude_min=True)
    options = [
        {"id": name, "key": is_key, "credit": draw(credits)}
        for name, is_key in zip(LETTERS, keys, strict=False)
    ]
    return {"kind": kind, "scheme": draw(SCHEMES), "options": options}


@st.composite
def matching_questions(draw):
    """Often with a partner for two lines, and with distractors."""
    partners = draw(st.lists(st.sampled_from("UVWXYZ"), min_size=2, max_size=6))
    rest = [right for right in "UVWXYZ" if right not in partners]
    distractors = draw(st.lists(st.sampled_from(rest), unique=True)) if rest else []
    sides = [(f"L{n}", right) for n, right in enumerate(partners)]
    sides += [("", right) for right in distractors]
    pairs = [
        {"id": name, "left": left, "right": right}
        for name, (left, right) in zip("abcdefghijkl", sides, strict=False)
    ]
    return {"kind": "matching", "scheme": draw(SCHEMES), "pairs": pairs}


@st.composite
def ordering_questions(draw):
    items = [{"id": name} for name in LETTERS[: draw(st.integers(2, 8))]]
    return {"kind": "ordering", "scheme": draw(SCHEMES), "items": items}


@st.composite
def short_questions(draw):
    words = draw(st.lists(st.sampled_from(LETTERS), unique=True, min_size=1))
    credits = st.floats(0, 1, exclude_min=True)
    accept = [{"text": words[0], "credit": 1.0}]
    accept += [{"text": word, "credit": draw(credits)} for word in words[1:3]]
    return {
        "kind": "short",
        "scheme": draw(SCHEMES),
        "accept": draw(st.permutations(accept)),
        "wrong": [{"match": word} for word in words[3:]],
        "spelling_slack": draw(st.booleans()),
    }


@st.composite
def numeric_questions(draw):
    numbers = st.floats(-1e9, 1e9)
    tolerances = st.floats(0, 10)
    credits = st.floats(0, 1, exclude_min=True)
    accept = [{"value": draw(numbers), "tolerance": draw(tolerances), "credit": 1.0}]
    if draw(st.booleans()):
        near = {"value": accept[0]["value"], "tolerance": 50.0, "credit": draw(credits)}
        accept.append(near)
    return {
        "kind": "numeric",
        "scheme": draw(SCHEMES),
        "accept": draw(st.permutations(accept)),
        "wrong": [{"value": draw(numbers), "tolerance": draw(tolerances)}],
        "unit": draw(st.sampled_from(["", "mg", "%"])),
    }


QUESTIONS = {
    "single": choice_questions("single"),
    "true-false": choice_questions("true-false"),
    "multiple": choice_questions("multiple"),
    "matching": matching_questions(),
    "ordering": ordering_questions(),
    "short": short_questions(),
    "numeric": numeric_questions(),
}
PARTS = {"matching": "pairs", "ordering": "items", "short": "accept"}
PARTS |= {"numeric": "accept"}


def shown_order(asked, seed):
    parts = list(kind_of(asked).shuffled(asked))
    return Random(seed).sample(parts, len(parts))


@st.composite
def answered(draw, kind):
    """A question with an answer that it admits, read from a form."""
    asked = draw(QUESTIONS[kind])
    order = shown_order(asked, draw(st.integers()))
    match kind:
        case "matching" | "ordering":
            count = len(order) if kind == "ordering" else len(key(asked)["pairs"])
            places = [str(n) for n in range(1, len(order) + 1)]
            values = draw(st.lists(st.sampled_from(places), min_size=count))
            sent = {f"answer-{n}": [value] for n, value in enumerate(values, start=1)}
        case "multiple":
            sent = {"answer": draw(st.lists(st.sampled_from(order), unique=True))}
        case "single" | "true-false":
            sent = {"answer": [draw(st.sampled_from(order))]}
        case "short":
            sent = {"answer": [draw(st.sampled_from(LETTERS) | st.text(max_size=9))]}
        case _:
            sent = {"answer": [repr(draw(st.floats(-1e6, 1e6)))]}
    try:
        return asked, order, read_answer(asked, order, sent)
    except InvalidAnswer:
        return asked, order, None


def test_there_is_a_strategy_for_every_kind():
    assert set(QUESTIONS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_any_answer_is_worth_between_0_and_1_and_the_verdict_agrees(kind, data):
    asked, _, answer = data.draw(answered(kind))

    found = grade(asked, answer)

    assert 0 <= found.fraction <= 1
    assert (found.verdict is Verdict.RIGHT) == (found.fraction == 1)
    assert (found.verdict is Verdict.PARTLY) == (0 < found.fraction < 1)
    assert (found.verdict is Verdict.BLANK) == (answer is None)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_the_key_is_worth_1_and_can_be_sent_by_the_form(kind, data):
    asked = data.draw(QUESTIONS[kind])
    order = shown_order(asked, data.draw(st.integers()))

    sent = kind_of(asked).entered(asked, order, key(asked))
    answer = read_answer(asked, order, sent)

    assert grade(asked, key(asked)).fraction == 1
    assert grade(asked, answer).fraction == 1
    assert gap(asked, answer) == ""


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_was_entered_is_shown_again_as_it_was(kind, data):
    asked, order, answer = data.draw(answered(kind))
    if answer is None:
        return

    sent = kind_of(asked).entered(asked, order, answer)

    assert read_answer(asked, order, sent) == answer


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_the_order_in_which_parts_are_shown_changes_nothing(kind, data):
    asked, order, answer = data.draw(answered(kind))
    if answer is None:
        return
    other = shown_order(asked, data.draw(st.integers()))

    sent = kind_of(asked).entered(asked, other, answer)

    assert read_answer(asked, other, sent) == answer


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"ordering"}))
@given(data=st.data())
def test_the_order_in_which_parts_are_stored_changes_nothing(kind, data):
    """Of ordering alone it is the key."""
    asked, _, answer = data.draw(answered(kind))
    parts = PARTS.get(kind, "options")
    stored = {**asked, parts: data.draw(st.permutations(asked[parts]))}

    assert grade(stored, answer).fraction == grade(asked, answer).fraction


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_anything_sent_is_graded_or_refused_in_words(kind, data):
    asked = data.draw(QUESTIONS[kind])
    order = shown_order(asked, data.draw(st.integers()))
    sent = data.draw(st.dictionaries(NAMES, st.lists(VALUES, max_size=3)))

    try:
        answer = read_answer(asked, order, sent)
    except InvalidAnswer as fault:
        assert str(fault).endswith(".")
    else:
        assert 0 <= grade(asked, answer).fraction <= 1


@given(data=st.data())
def test_one_more_key_never_costs_and_one_more_distractor_never_pays(data):
    asked, order, answer = data.draw(answered("multiple"))
    if answer is None:
        return
    before = grade(asked, answer).fraction

    for option in asked["options"]:
        if option["id"] not in answer["options"]:
            more = {"answer": [*answer["options"], option["id"]]}
            after = grade(asked, read_answer(asked, order, more)).fraction
            assert after >= before if option["key"] else after <= before


@given(st.lists(st.integers(1, 8), unique=True, min_size=2), st.data())
def test_two_neighbours_put_right_never_cost(ranks, data):
    asked = {"kind": "ordering", "items": [{"id": str(n)} for n in sorted(ranks)]}
    asked["scheme"] = data.draw(SCHEMES)
    order = [str(rank) for rank in ranks]
    before = grade(asked, {"order": order}).fraction

    for at in range(len(order) - 1):
        if int(order[at]) > int(order[at + 1]):
            swapped = order[:at] + [order[at + 1], order[at]] + order[at + 2 :]
            assert grade(asked, {"order": swapped}).fraction >= before


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_nothing_sent_is_a_blank_answer_worth_nothing(kind, data):
    asked = data.draw(QUESTIONS[kind])
    order = shown_order(asked, 1)

    assert read_answer(asked, order, {}) is None
    assert grade(asked, None) == BLANK

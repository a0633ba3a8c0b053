"""What a corrected key does: a table of answers, and rules that hold for any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import grade, key
from quizzes.regrading import (
    Flip,
    Misfit,
    Move,
    flip,
    has_other_key,
    is_reworded,
    mark_in_words,
    misfit,
    move,
    new_fraction,
)
from tests.quizzes.factories import PARTS, option, question_content

PAIR = {"id": "d", "left": "More", "right": "than before", "rationale": ""}
ITEM = {"id": "c", "text": "Third", "rationale": ""}


def content(kind="single", **changed):
    return question_content("q", kind, **changed)


def options(*ids, keys="b"):
    return {"options": [option(id, key=id in keys) for id in ids]}


CHOSE_A = {"options": ["a"]}
MATCHED = {"pairs": {"a": "b", "b": "a"}}


@pytest.mark.parametrize(
    ("shown", "now", "answer", "why"),
    [
        # The key moved: what was chosen is there, and so is what is right.
        (content(), content(**options("a", "b", "c", keys="a")), CHOSE_A, None),
        # What was chosen is gone; what was not chosen may go.
        (content(), content(**options("b", "c")), CHOSE_A, Misfit.GONE),
        (content(), content(**options("a", "b")), CHOSE_A, None),
        # A new distractor is nobody's fault; a new right answer could not be chosen.
        (content(), content(**options("a", "b", "c", "d")), CHOSE_A, None),
        (
            content(),
            content(**options("a", "b", "d", keys="d")),
            *(CHOSE_A, Misfit.UNSEEN),
        ),
        (
            content("multiple"),
            content("multiple", **options("a", "b", "c", "d", keys="bd")),
            *(CHOSE_A, Misfit.UNSEEN),
        ),
        # Another kind, though the answer looks alike.
        (content(), content("multiple"), CHOSE_A, Misfit.KIND),
        (content(), content("short"), CHOSE_A, Misfit.KIND),
        # Left open: nothing to judge, whatever became of the question.
        (content(), content("short"), None, None),
        # Lines
        (content("matching"), content("matching"), MATCHED, None),
        (
            content("matching"),
            content("matching", pairs=[*PARTS["matching"]["pairs"], PAIR]),
            *(MATCHED, Misfit.UNSEEN),
        ),
        (
            content("matching"),
            content("matching", pairs=PARTS["matching"]["pairs"][1:]),
            *(MATCHED, Misfit.GONE),
        ),
        (
            content("matching"),
            content(
                "matching",
                pairs=[
                    {**pair, "left": pair["left"] or "A line now"}
                    for pair in PARTS["matching"]["pairs"]
                ],
            ),
            *(MATCHED, Misfit.UNSEEN),
        ),
        (
            content("ordering"),
            content("ordering", items=PARTS["ordering"]["items"][::-1]),
            *({"order": ["b", "a"]}, None),
        ),
        (
            content("ordering"),
            content("ordering", items=[*PARTS["ordering"]["items"], ITEM]),
            *({"order": ["b", "a"]}, Misfit.UNSEEN),
        ),
        (
            content("ordering"),
            content("ordering", items=PARTS["ordering"]["items"][:1]),
            *({"order": ["b", "a"]}, Misfit.GONE),
        ),
        # What was typed
        (content("short"), content("short", accept=[]), {"text": "GABA"}, None),
        (
            content("numeric"),
            content("numeric", unit="Da"),
            *({"text": "65", "value": 65.0}, Misfit.UNIT),
        ),
    ],
)
def test_an_answer_is_judged_where_it_fits_and_skipped_where_it_would_be_a_guess(
    shown, now, answer, why
):
    assert misfit(shown, now, answer) == why


@pytest.mark.parametrize(
    ("old", "new", "moves"),
    [
        (0, 1, Move.UP),
        (1, 0, Move.DOWN),
        (1, 1, Move.SAME),
        (1 / 3, 0.5, Move.UP),
        (0.1 + 0.2, 0.3, Move.SAME),
    ],
)
def test_a_mark_moves_up_or_down_or_not(old, new, moves):
    assert move(old, new) is moves


@pytest.mark.parametrize(
    ("before", "after", "flips"),
    [
        (False, True, Flip.TO_PASSED),
        (True, False, Flip.TO_NOT_PASSED),
        (True, True, None),
        (False, False, None),
        (None, None, None),
    ],
)
def test_an_attempt_flips_only_where_there_is_something_to_pass(before, after, flips):
    assert flip(before, after) is flips


@pytest.mark.parametrize(
    ("mark", "words"),
    [(0, "0"), (1.0, "1"), (0.5, "0.5"), (1 / 3, "0.33"), (0.999, "0.99")],
)
def test_a_part_of_a_mark_is_neither_0_nor_1(mark, words):
    assert mark_in_words(mark) == words


def test_words_count_only_where_the_answer_names_them():
    reworded = content(options=[option("a") | {"text": "Another"}, option("b")])

    assert is_reworded(content(), reworded, CHOSE_A)
    assert not is_reworded(content(), reworded, {"options": ["b"]})
    assert not is_reworded(content(), reworded, None)


@pytest.mark.parametrize("kind", PARTS)
def test_a_question_has_the_same_key_as_itself(kind):
    assert not has_other_key(content(kind), content(kind, stem="Other words"))


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("single", options("a", "b", "c", keys="c")),
        ("ordering", {"items": PARTS["ordering"]["items"][::-1]}),
        ("short", {"accept": [{"text": "Glycine", "credit": 1.0}]}),
        ("numeric", {"accept": [{"value": 6.5, "tolerance": 0, "credit": 1.0}]}),
    ],
)
def test_another_right_answer_is_another_key(kind, changed):
    assert has_other_key(content(kind), content(kind, **changed))


# Rules for any answer -------------------------------------------------------------

IDS = "abcdef"
KINDS = st.sampled_from(["single", "multiple"])


@st.composite
def questions(draw, kind):
    ids = draw(st.lists(st.sampled_from(IDS), min_size=2, unique=True))
    most = 1 if kind == "single" else len(ids)
    keys = draw(st.sets(st.sampled_from(ids), min_size=1, max_size=most))
    scheme = draw(st.sampled_from(["all", "proportional", "right-minus-wrong"]))
    return content(kind, scheme=scheme, **options(*ids, keys=keys))


@st.composite
def corrections(draw):
    """A question as it was shown, as it is now, and an answer to the first."""
    kind = draw(KINDS)
    shown, now = draw(questions(kind)), draw(questions(kind))
    ids = [one["id"] for one in shown["options"]]
    most = 1 if kind == "single" else len(ids)
    chosen = draw(st.sets(st.sampled_from(ids), min_size=1, max_size=most))
    return shown, now, {"options": [one for one in ids if one in chosen]}


@given(corrections())
def test_what_fits_gets_a_mark_from_0_to_1_and_the_key_was_within_reach(drawn):
    shown, now, answer = drawn
    if misfit(shown, now, answer):
        return

    assert 0 <= new_fraction(now, answer) <= 1
    reachable = {one["id"] for one in shown["options"]}
    assert grade(now, key(now)).fraction == 1
    assert set(key(now)["options"]) <= reachable


@given(corrections())
def test_a_question_that_did_not_change_moves_nothing(drawn):
    shown, _, answer = drawn

    assert misfit(shown, shown, answer) is None
    assert move(grade(shown, answer).fraction, new_fraction(shown, answer)) is Move.SAME


@given(corrections())
def test_there_and_back_is_where_it_began(drawn):
    shown, now, answer = drawn
    if misfit(shown, now, answer):
        return

    there = move(grade(shown, answer).fraction, new_fraction(now, answer))
    back = move(new_fraction(now, answer), grade(shown, answer).fraction)

    assert {there, back} in ({Move.UP, Move.DOWN}, {Move.SAME})

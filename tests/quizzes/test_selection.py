from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.selection import (
    Block,
    Candidate,
    NotEnoughQuestions,
    Row,
    Slot,
    as_blocks,
    draw,
    shuffled_options,
)

OPTIONS = ("a", "b", "c", "d")


def pool(*ids):
    return as_blocks([Candidate(id, OPTIONS) for id in ids])


def case(number, *ids):
    """An unfolding case whose steps are the questions with these ids."""
    return Block(tuple(Candidate(id, OPTIONS) for id in ids), number)


def drawn(rows, seed=1):
    return {slot.question for slot in draw(rows, seed)}


# Blueprints ----------------------------------------------------------------------


def test_a_row_draws_so_many_out_of_its_pool():
    slots = draw([Row(3, pool(*range(10)))], seed=1)

    assert len(slots) == len({slot.question for slot in slots}) == 3
    assert {slot.question for slot in slots} <= set(range(10))


def test_a_row_may_use_up_its_pool():
    assert drawn([Row(4, pool(4, 3, 2, 1))]) == {1, 2, 3, 4}


def test_rows_that_overlap_never_ask_a_question_twice():
    for seed in range(50):
        slots = draw([Row(3, pool(1, 2, 3, 4, 5, 6)), Row(3, pool(4, 5, 6, 7))], seed)

        assert len({slot.question for slot in slots}) == 6


@pytest.mark.parametrize(
    "rows",
    [
        # The wide row stands first, and needs what the narrow one leaves.
        [Row(3, pool(1, 2, 3, 4)), Row(1, pool(4))],
        # The narrow row has a choice, the wide one has none.
        [Row(1, pool(1, 2)), Row(3, pool(1, 3, 4))],
        [Row(1, pool(1, 2)), Row(2, pool(1, 3))],
        # A chain: each row must leave to the next what only that one can use.
        [Row(1, pool(1, 2)), Row(1, pool(2, 3)), Row(1, pool(3, 4)), Row(1, pool(4))],
    ],
)
@pytest.mark.parametrize("seed", range(10))
def test_a_draw_succeeds_whenever_it_can(rows, seed):
    questions = drawn(rows, seed)

    assert len(questions) == sum(row.count for row in rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([Row(3, pool(1, 2))], "Row 1 asks for 3; 2 are available."),
        ([Row(1, pool(1)), Row(1, [])], "Row 2 asks for 1; 0 are available."),
        (
            [Row(1, pool(1, 2)), Row(2, pool(1, 2))],
            "Row 2 asks for 2; 1 are available.",
        ),
    ],
)
def test_a_row_that_cannot_be_served_is_named(rows, message):
    with pytest.raises(NotEnoughQuestions) as caught:
        draw(rows, seed=1)

    assert str(caught.value) == message


def test_a_blueprint_without_rows_draws_nothing():
    assert draw([], seed=1) == []


# Cases ---------------------------------------------------------------------------


def test_the_steps_of_a_case_come_together_and_in_order():
    rows = [Row(3, pool(1, 2, 3)), Row(1, [case(7, 30, 10, 20)])]

    for seed in range(50):
        slots = draw(rows, seed)
        steps = [slot.question for slot in slots if slot.case == 7]
        first = next(at for at, slot in enumerate(slots) if slot.case == 7)

        assert steps == [30, 10, 20]
        assert [slot.case for slot in slots[first : first + 3]] == [7, 7, 7]
        assert {slot.question for slot in slots if slot.case is None} == {1, 2, 3}


def test_a_case_stands_anywhere_among_the_questions():
    rows = [Row(2, pool(1, 2)), Row(1, [case(7, 10, 11)])]

    places = {draw(rows, seed)[0].case for seed in range(50)}

    assert places == {None, 7}


def test_a_case_and_a_question_of_the_same_number_are_two_things():
    slots = draw([Row(1, pool(7)), Row(1, [case(7, 10)])], seed=1)

    assert {slot.question for slot in slots} == {7, 10}


def test_a_row_of_cases_counts_cases():
    with pytest.raises(NotEnoughQuestions) as caught:
        draw([Row(2, [case(7, 10, 11, 12)])], seed=1)

    assert str(caught.value) == "Row 1 asks for 2; 1 are available."


# Freshness -----------------------------------------------------------------------

DAY_1 = datetime(2026, 1, 1, tzinfo=UTC)


def met(*ids, day=1):
    return dict.fromkeys(ids, DAY_1 + timedelta(days=day))


@pytest.mark.parametrize("seed", range(20))
def test_what_was_met_is_drawn_only_where_nothing_else_is_left(seed):
    slots = draw([Row(3, pool(*range(6)))], seed, met(0, 1, 2, 3))

    assert {4, 5} < {slot.question for slot in slots}


@pytest.mark.parametrize("seed", range(20))
def test_of_what_was_met_the_oldest_comes_first(seed):
    history = met(0, 1, day=9) | met(2, day=5) | met(3, day=1)

    slots = draw([Row(2, pool(0, 1, 2, 3))], seed, history)

    assert {slot.question for slot in slots} == {2, 3}


@pytest.mark.parametrize("seed", range(20))
def test_a_case_is_met_when_one_of_its_steps_was(seed):
    slots = draw([Row(1, [case(1, 10, 11), case(2, 20, 21)])], seed, met(11))

    assert {slot.case for slot in slots} == {2}


@pytest.mark.parametrize("seed", range(20))
def test_a_row_hands_on_what_is_fresh_to_the_row_that_has_nothing_else(seed):
    """Row 1 could take 3 or 1; only row 1 can take 1, and only 3 is fresh for row 2."""
    slots = draw([Row(1, pool(1, 3)), Row(1, pool(2, 3))], seed, met(2))

    assert {slot.question for slot in slots} == {1, 3}


def test_among_the_fresh_chance_decides():
    first = {
        draw([Row(1, pool(*range(6)))], seed, met(0, 1, 2))[0].question
        for seed in range(100)
    }

    assert first == {3, 4, 5}


# Seeds ---------------------------------------------------------------------------


def test_a_draw_is_the_same_for_the_same_seed_on_every_machine():
    slots = draw([Row(2, pool(1, 2, 3))], seed=42)

    assert slots == draw([Row(2, pool(3, 1, 2))], seed=42)
    assert slots != draw([Row(2, pool(1, 2, 3))], seed=43)


def test_seeds_change_questions_order_and_options():
    draws = [draw([Row(3, pool(*range(6)))], seed) for seed in range(100)]

    assert len({frozenset(slot.question for slot in slots) for slots in draws}) > 10
    assert len({slots[0].question for slots in draws}) == 6
    assert len({slots[0].option_order for slots in draws}) > 10


def test_a_large_seed_is_a_seed():
    assert len(draw([Row(1, pool(1))], seed=2**63 - 1)) == 1


# Options -------------------------------------------------------------------------


def test_pinned_options_keep_their_stored_place():
    candidate = Candidate(1, OPTIONS, pinned=frozenset("bd"))

    orders = {shuffled_options(candidate, Random(seed)) for seed in range(50)}

    assert orders == {("a", "b", "c", "d"), ("c", "b", "a", "d")}


def test_options_that_are_all_pinned_stay():
    candidate = Candidate(1, OPTIONS, pinned=frozenset(OPTIONS))

    assert draw([Row(1, as_blocks([candidate]))], seed=3) == [Slot(1, OPTIONS)]


# Properties ----------------------------------------------------------------------


@st.composite
def blueprints(draw_):
    """Rows over up to eight questions, often too tight and sometimes impossible."""
    rows = []
    for _ in range(draw_(st.integers(1, 4))):
        ids = draw_(st.lists(st.integers(1, 8), unique=True, max_size=5))
        rows.append(Row(draw_(st.integers(1, 3)), pool(*ids)))
    return rows


def can_be_served(rows, taken=frozenset()):
    """Try every assignment, one question at a time."""
    if not rows:
        return True
    row, *others = rows
    if row.count == 0:
        return can_be_served(others, taken)
    return any(
        can_be_served(
            [Row(row.count - 1, row.pool[at + 1 :]), *others], taken | {one.key}
        )
        for at, one in enumerate(row.pool)
        if one.key not in taken
    )


@given(blueprints(), st.integers(0, 2**63 - 1))
def test_rows_are_satisfied_or_refused_and_no_question_comes_twice(rows, seed):
    try:
        slots = draw(rows, seed)
    except NotEnoughQuestions as fault:
        assert not can_be_served(rows)
        assert fault.wanted == rows[fault.row].count
        assert 0 <= fault.available < fault.wanted
    else:
        questions = [slot.question for slot in slots]
        keys = {(0, question) for question in questions}
        assert len(set(questions)) == len(questions)
        # Each row finds its count among the questions drawn, without sharing.
        assert len(questions) == sum(row.count for row in rows)
        assert can_be_served(
            [
                Row(row.count, [one for one in row.pool if one.key in keys])
                for row in rows
            ]
        )


@given(blueprints(), st.integers(0, 2**63 - 1), st.randoms(use_true_random=False))
def test_a_draw_is_a_function_of_its_seed_and_not_of_the_order_of_pools(
    rows, seed, rng
):
    if not can_be_served(rows):
        return
    shuffled = [Row(row.count, rng.sample(row.pool, len(row.pool))) for row in rows]

    assert draw(rows, seed) == draw(rows, seed) == draw(shuffled, seed)


def fewest_repeats(rows, history):
    """Of all ways to serve the rows, the one that repeats least, by trying them all."""
    ids = sorted({block.key[1] for row in rows for block in row.pool})
    wanted = sum(row.count for row in rows)
    return min(
        sum(id in history for id in chosen)
        for chosen in combinations(ids, wanted)
        if can_be_served(
            [
                Row(row.count, [one for one in row.pool if one.key[1] in chosen])
                for row in rows
            ]
        )
    )


@given(blueprints(), st.sets(st.integers(1, 8)), st.integers(0, 2**63 - 1))
def test_a_draw_repeats_as_little_as_the_banks_allow(rows, known, seed):
    if not can_be_served(rows):
        return
    history = met(*known)

    slots = draw(rows, seed, history)

    repeated = sum(slot.question in history for slot in slots)
    assert repeated == fewest_repeats(rows, history)


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=2),
    st.frozensets(st.sampled_from("abcdefgh")),
    st.integers(),
)
def test_any_order_holds_every_option_once_and_pinned_ones_in_place(
    options, pinned, seed
):
    order = shuffled_options(Candidate(1, tuple(options), pinned), Random(seed))

    assert sorted(order) == sorted(options)
    for place, option in enumerate(options):
        assert option not in pinned or order[place] == option


# Fairness ------------------------------------------------------------------------


@pytest.mark.slow
def test_over_many_draws_every_option_stands_in_every_place_as_often():
    places = {option: Counter() for option in OPTIONS}
    for seed in range(10_000):
        (slot,) = draw([Row(1, pool(1))], seed)
        for place, option in enumerate(slot.option_order):
            places[option][place] += 1

    for counts in places.values():
        for place in range(4):
            assert counts[place] / 100 == pytest.approx(25, abs=1.5)


@pytest.mark.slow
def test_over_many_draws_every_question_is_drawn_and_comes_first_as_often():
    asked, first = Counter(), Counter()
    rows = [Row(2, pool(*range(5)))]
    for seed in range(10_000):
        slots = draw(rows, seed)
        asked.update(slot.question for slot in slots)
        first[slots[0].question] += 1

    for question in range(5):
        assert asked[question] / 100 == pytest.approx(40, abs=1.5)
        assert first[question] / 100 == pytest.approx(20, abs=1.5)

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sps_learn.publishing.diff import Change, changes, touches

QUESTION = {
    "stem": "Which messenger calms nerve cells?",
    "safety": False,
    "options": [
        {"id": "a", "text": "GABA", "key": True, "rationale": "It calms them."},
        {"id": "b", "text": "Glutamate", "key": False, "rationale": "It excites them."},
    ],
    "references": ["R2", "R30"],
}


def edited(change):
    question = copy.deepcopy(QUESTION)
    change(question)
    return question


@pytest.mark.parametrize(
    ("edit", "where", "old", "new"),
    [
        (lambda q: q.update(stem="Which?"), "stem", QUESTION["stem"], "Which?"),
        (lambda q: q.update(safety=True), "safety", False, True),
        (lambda q: q.update(unit="mg"), "unit", None, "mg"),
        (lambda q: q.pop("stem"), "stem", QUESTION["stem"], None),
        (
            lambda q: q["options"][1].update(text="Glycine"),
            "options b text",
            "Glutamate",
            "Glycine",
        ),
        (lambda q: q["options"].reverse(), "options", ["a", "b"], ["b", "a"]),
        (lambda q: q.update(references=["R2"]), "references", ["R2", "R30"], ["R2"]),
        (lambda q: q.update(options=[]), "options", QUESTION["options"], []),
    ],
)
def test_an_edit_is_one_change_at_its_place(edit, where, old, new):
    (change,) = changes(QUESTION, edited(edit))

    assert (change.where, change.old, change.new) == (where, old, new)


def test_equal_contents_have_no_changes():
    assert changes(QUESTION, copy.deepcopy(QUESTION)) == []


def test_a_new_option_is_a_change_of_the_list_and_of_the_option():
    added = {"id": "c", "text": "Glycine", "key": False, "rationale": ""}

    found = changes(QUESTION, edited(lambda q: q["options"].append(added)))

    assert found == [
        Change(("options",), ["a", "b"], ["a", "b", "c"]),
        Change(("options", "c"), None, added),
    ]


def test_an_option_moved_and_edited_is_both():
    def edit(question):
        question["options"].reverse()
        question["options"][0]["key"] = True

    found = changes(QUESTION, edited(edit))

    assert [change.where for change in found] == ["options", "options b key"]


def test_changes_come_in_reading_order():
    new = {**QUESTION, "stem": "Which?", "safety": True, "references": []}

    assert [change.where for change in changes(QUESTION, new)] == [
        "stem",
        "safety",
        "references",
    ]


def test_members_that_share_an_id_are_compared_as_a_whole():
    old = {"options": [{"id": "a", "text": "one"}, {"id": "a", "text": "two"}]}
    new = {"options": [{"id": "a", "text": "other"}, {"id": "a", "text": "two"}]}

    assert changes(old, new) == [Change(("options",), old["options"], new["options"])]


@pytest.mark.parametrize(
    ("edit", "is_touched"),
    [
        (lambda q: q["options"][0].update(key=False), True),
        (lambda q: q["options"].reverse(), True),
        (lambda q: q["options"].pop(), True),
        (lambda q: q["options"][0].update(rationale="Why."), False),
        (lambda q: q.update(references=[]), False),
        (lambda q: None, False),
    ],
)
def test_touches_knows_the_fields_that_matter(edit, is_touched):
    found = changes(QUESTION, edited(edit))

    assert touches(found, {"stem", "options", "key"}) is is_touched


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("one\ntwo\n", "one\nthree\n", ["  one", "- two", "+ three"]),
        (None, "new", ["+ new"]),
        ("old", None, ["- old"]),
        (False, True, ["- False", "+ True"]),
        (0.5, 1.0, ["- 0.5", "+ 1.0"]),
    ],
)
def test_a_change_is_shown_as_lines(old, new, lines):
    assert Change(("stem",), old, new).lines() == lines


CONTENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "text", "key"]), inner, max_size=3)
        | st.lists(
            st.fixed_dictionaries({"id": st.sampled_from("abc"), "text": inner}),
            max_size=3,
        )
    ),
    max_leaves=8,
)


def without_absent(content):
    """A key that holds None and a missing key are the same to a reader."""
    if isinstance(content, dict):
        return {k: without_absent(v) for k, v in content.items() if v is not None}
    if isinstance(content, list):
        return [without_absent(member) for member in content]
    return content


@given(CONTENT, CONTENT)
def test_there_are_changes_exactly_where_contents_differ(old, new):
    differ = without_absent(old) != without_absent(new)

    assert bool(changes(old, new)) is differ


@given(CONTENT, CONTENT)
def test_changes_there_and_back_name_the_same_places(old, new):
    there = {change.path: (change.old, change.new) for change in changes(old, new)}
    back = {change.path: (change.new, change.old) for change in changes(new, old)}

    assert there == back

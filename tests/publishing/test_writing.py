"""Content files as they are written: in one style, and read again the same."""

import datetime as dt

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sps_learn.publishing.writing import to_yaml


def test_yaml_is_written_in_the_style_of_the_content_files():
    data = {
        "title": "“Brake” – naïve",
        "checked": dt.date(2026, 11, 21),
        "safety": True,
        "answer": "Yes",
        "number": "12",
        "empty": "",
        "none": None,
        "text": "First line.\nSecond line.",
        "members": [{"id": "a", "roles": ["student"]}],
        "nothing": [],
    }

    assert to_yaml(data) == (
        "title: “Brake” – naïve\n"
        "checked: 2026-11-21\n"
        "safety: true\n"
        "answer: 'Yes'\n"
        "number: '12'\n"
        'empty: ""\n'
        "none: null\n"
        "text: |-\n"
        "  First line.\n"
        "  Second line.\n"
        "members:\n"
        "  - id: a\n"
        "    roles:\n"
        "      - student\n"
        "nothing: []\n"
    )


def test_the_same_list_twice_is_written_twice():
    roles = ["student"]

    assert "&" not in to_yaml([{"roles": roles}, {"roles": roles}])


@pytest.mark.parametrize(
    "text",
    [
        "Two lines.\n\nAnd one more.",
        "  indented first\nthen not",
        "ends in a break\n",
        "ends in two\n\n",
        "\nbegins with one",
        "space at the end of a line \nnext",
        "a tab\there\nand there\t",
        "says \"yes\" and it’s 'so'",
        "colon: space # hash",
        "- looks like a list\n- of two",
        "---\nfront\n---",
        "2026-11-21",
        "true",
        "12:30",
        "0x1F",
        "~",
        "|",
        "naïve “γ-aminobutyric” 😀 日本",
        "no\xa0break",
        "next\x85line",
        "line\u2028separator\nand more",
        "bom\ufeff",
        "bell\a",
        "a\rb",
        "word " * 60,
        "double  spaces  " * 20,
        "x" * 300,
    ],
)
def test_text_survives_a_file(text):
    assert yaml.safe_load(to_yaml({"text": text})) == {"text": text}


DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(DATA)
@example({"a": "x\n\x85y"})
def test_any_data_survives_a_file_and_is_written_the_same_again(data):
    text = to_yaml(data)

    again = yaml.safe_load(text)

    assert again == data
    assert to_yaml(again) == text

import datetime as dt

import pytest

from lessons.reading import Place, checked_since, points, resume_at

SECTIONS = [
    {"id": "rest", "title": "The brake at rest"},
    {"id": "weak", "title": "When it is weak"},
    {"id": "open", "title": "What is open"},
]
SECOND = Place("weak", "When it is weak", 2)


@pytest.mark.parametrize(
    ("read", "place"),
    [
        (set(), None),
        ({"rest"}, SECOND),
        ({"rest", "open"}, SECOND),
        ({"weak"}, Place("rest", "The brake at rest", 1)),
        ({"rest", "weak", "open"}, None),
        ({"rest", "gone-since"}, SECOND),
    ],
)
def test_reading_goes_on_at_the_first_section_not_read(read, place):
    assert resume_at(SECTIONS, read) == place


def test_sources_are_as_fresh_as_the_one_that_was_checked_first():
    days = ["2026-11-21", "2026-03-02", "2026-10-01"]

    assert checked_since([{"checked": day} for day in days]) == dt.date(2026, 3, 2)
    assert checked_since([]) is None


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("", []),
        ("Never stop suddenly.", ["Never stop suddenly."]),
        ("Never stop. Ask first.\n", ["Never stop.", "Ask first."]),
        ("Is it late? Give it.\nCall.", ["Is it late?", "Give it.", "Call."]),
        ("Give 2.5 ml, e.g. by pump.", ["Give 2.5 ml, e.g. by pump."]),
    ],
)
def test_a_safety_card_is_read_point_by_point(card, expected):
    assert points(card) == expected

"""What may stand in a drawing, and what is refused by name."""

import time

import pytest

from lessons.drawings import faults
from tests.conftest import ROOT

FIGURES = ROOT / "lessons/content/figures"


def drawing(inside="", attributes=""):
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*.svg")), ids=lambda it: it.name)
def test_our_own_drawings_are_sound(path):
    assert faults(path.read_text("utf-8")) == []


def test_shapes_words_and_references_inside_are_sound():
    inside = (
        '<title id="t">A synapse &amp; more</title><defs><g id="cell"/></defs>'
        '<use href="#cell" x="1"/><path d="M0 0h1" stroke="url(#shade)"/>'
    )

    assert faults(drawing(inside)) == []
    assert faults("<svg><g/></svg>") == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>*{color:red}</style>",
        '<a href="javascript:alert(1)"><text>x</text></a>',
        "<foreignObject><p>x</p></foreignObject>",
        '<image href="https://evil.example/a.png"/>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<g onclick="alert(1)"/>',
        '<g ONCLICK="alert(1)"/>',
        '<g style="position:fixed"/>',
        '<g hx-get="/progress/"/>',
        '<use href="https://evil.example/a.svg#x"/>',
        '<use xlink:href="#x" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<path fill="url(https://evil.example/)"/>',
        r'<path fill="\75rl(//evil.example)"/>',
        '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
        '<p xmlns="http://www.w3.org/1999/xhtml">x</p>',
        "<title><b>x</b></title>",
        "<title><![CDATA[<img src=x onerror=alert(1)>]]></title>",
        "<!-- <script> -->",
    ],
)
def test_what_runs_loads_or_leads_away_is_refused(inside):
    assert faults(drawing(inside))


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "A drawing",
        "<svg>",
        "<p/>",
        '<?xml version="1.0"?><svg/>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
        "<svg>&undefined;</svg>",
        "<svg>\ud800</svg>",
        "<svg>\0</svg>",
    ],
)
def test_what_is_no_drawing_is_refused(svg):
    assert len(faults(svg)) == 1


def test_a_fault_names_the_place():
    assert faults(drawing('<g onclick="alert(1)"/>')) == [
        "onclick='alert(1)' on <g> cannot be used in a drawing."
    ]
    assert faults(drawing("\n\n<!-- x -->"))[0].startswith("Line 3:")


def test_deep_nesting_is_read_quickly():
    started = time.monotonic()

    faults(drawing("<g>" * 100_000 + "</g>" * 100_000))

    assert time.monotonic() - started < 5

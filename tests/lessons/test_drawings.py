"""What may stand in a drawing, and what is refused by name."""

import time
from collections import Counter
from xml.etree import ElementTree

import pytest

from lessons.curriculum import read
from lessons.drawings import faults
from sps_learn.publishing.files import Reader
from tests.conftest import ROOT

FIGURES = ROOT / "lessons/content/figures"
WIDTHS = {"svg": 680, "svg_narrow": 288}  # in px, where a drawing begins to be shown
SVG = "{http://www.w3.org/2000/svg}"
OUR_FIGURES = [
    pytest.param(figure, field, id=f"{figure.slug}-{field}")
    for figure in read(Reader(ROOT)).figures
    for field in WIDTHS
]


def drawing(inside="", attributes=""):
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*.svg")), ids=lambda it: it.name)
def test_our_own_drawings_are_sound(path):
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(("figure", "field"), OUR_FIGURES)
def test_each_of_our_figures_comes_wide_and_narrow_and_says_what_it_shows(
    figure, field
):
    drawing = ElementTree.fromstring(getattr(figure, field))

    title, words = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby").split() == [title.get("id"), words.get("id")]
    assert title.text == figure.title
    assert words.text == figure.description
    assert figure.title.strip() and figure.description.strip()


@pytest.mark.parametrize(("figure", "field"), OUR_FIGURES)
def test_the_words_in_our_drawings_keep_14_px(figure, field):
    drawing = ElementTree.fromstring(getattr(figure, field))

    sizes = [float(one.get("font-size", 14)) for one in drawing.iter()]
    assert drawing.get("viewBox").startswith(f"0 0 {WIDTHS[field]} ")
    assert drawing.get("font-size") == "14"
    assert min(sizes) >= 14


@pytest.mark.parametrize(("figure", "field"), OUR_FIGURES)
def test_our_drawings_are_8_kb_at_most(figure, field):
    assert len(getattr(figure, field).encode()) <= 8 * 1024


def test_no_two_of_our_drawings_share_an_id():
    ids = Counter(
        element.get("id")
        for path in FIGURES.glob("*.svg")
        for element in ElementTree.parse(path).iter()
        if element.get("id")
    )

    assert [name for name, count in ids.items() if count > 1] == []


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
    started = time.process_time()  # of this test alone, on a busy machine too

    faults(drawing("<g>" * 100_000 + "</g>" * 100_000))

    assert time.process_time() - started < 5

"""The stylesheet: contrast in every theme, and nothing that could startle."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static" / "sps.css").read_text()

TEXT = ["text", "muted", "link", "visited", "primary", "ok", "warn", "error", "info"]
FAMILIES = ["mechanism", "symptoms", "therapies", "related", "nursing"]
PAPER = ["bg", "surface"]
TINTS = {"ok": "ok-bg", "warn": "warn-bg", "info": "info-bg"}
LINES = ["control", "focus", "ok-line", "warn-line", "error-line", "info-line"]

FOR_TEXT, FOR_LINES = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11


def tokens(theme):
    """The colours of a theme, by name."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", CSS)
    colours = {name: dark if theme == "dark" else light for name, light, dark in pairs}
    if theme == "dim":
        block = re.search(r"\[data-theme=dim\] \{(.*?)\}", CSS, re.DOTALL)[1]
        colours |= dict(re.findall(r"--([\w-]+): (#\w+)", block))
    return colours


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs_of_text():
    yield from ((ink, paper) for ink in TEXT + FAMILIES for paper in PAPER)
    yield from TINTS.items()
    yield from (("link", tint) for tint in TINTS.values())
    yield from [("on-primary", "primary"), ("on-primary", "primary-hover")]


def test_contrast_is_computed_as_the_guidelines_do():
    assert contrast("#FFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", ["light", "dark", "dim"])
@pytest.mark.parametrize(("ink", "paper"), pairs_of_text())
def test_text_can_be_read(theme, ink, paper):
    colours = tokens(theme)

    assert contrast(colours[ink], colours[paper]) >= FOR_TEXT


@pytest.mark.parametrize("theme", ["light", "dark", "dim"])
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("paper", PAPER)
def test_the_edge_of_a_control_can_be_seen(theme, line, paper):
    colours = tokens(theme)

    assert contrast(colours[line], colours[paper]) >= FOR_LINES


def test_every_step_of_mastery_can_be_read():
    background = re.findall(
        r"^\.m(\d) \{ background: light-dark\((#\w+), (#\w+)\) \}", CSS, re.MULTILINE
    )
    ink = dict.fromkeys("12", ("#1B2733", "#FFF")) | dict.fromkeys(
        "34", ("#FFF", "#0E1319")
    )
    assert ".m1, .m2 { color: light-dark(#1B2733, #FFF) }" in CSS
    assert ".m3, .m4 { color: light-dark(#FFF, #0E1319) }" in CSS

    ratios = [
        contrast(ink[step][theme], colours[theme])
        for step, *colours in background
        for theme in (0, 1)
    ]

    assert len(ratios) == 8
    assert min(ratios) >= FOR_TEXT


def test_every_family_has_a_colour_of_its_own():
    for theme in ("light", "dark"):
        colours = tokens(theme)
        own = [colours[family] for family in [*FAMILIES, "info", "muted"]]
        assert len(set(own)) == len(own)


def test_nothing_moves_and_nothing_is_loaded():
    assert "@keyframes" not in CSS
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "smooth" not in CSS
    for rule in re.findall(r"transition: ([^;}]+)", CSS):
        assert re.fullmatch(
            r"none !important|(opacity|visibility) 0?(\.1\d*)?s", rule.strip()
        )


def test_larger_type_is_a_fifth_larger_and_further_apart():
    (usual,) = re.findall(r"--leading: ([\d.]+); --apart: var\(--s4\)", CSS)
    (rule,) = re.findall(r"^\[data-type=larger\] \{(.*?)\}", CSS, re.MULTILINE)
    size, leading, apart = (float(number) for number in re.findall(r"[\d.]+", rule))

    assert 115 <= size <= 120  # %
    assert leading > float(usual)
    assert apart > 1  # rem: --s4

"""What somebody typed may be strange; the page around it stays as it was."""

from math import ceil, floor

import pytest
from playwright.sync_api import Locator, Page, expect

from quizzes.models import Quiz
from tests.browser.inspection import SPILLING, TOO_WIDE
from tests.browser.quizzes import SLUG, quiz_that_ships
from tests.browser.steps import (
    check,
    fields,
    follow,
    go_by_button,
    headline,
    save_and_go_on,
    settled,
    start,
)

# Two hundred characters that make one letter, with a tower of accents.
TOWER = "a" + "\u0301" * 199
LONG = "W" * 200
BACKWARDS = "\u202eabc\u2067def"

FAR_PX = 250

pytestmark = pytest.mark.slow

at_both_widths = pytest.mark.parametrize(
    "width", [320, pytest.param(1280, marks=pytest.mark.slow)]
)


@pytest.fixture(
    params=[
        pytest.param(TOWER, id="tower"),
        pytest.param(LONG, id="long"),
        pytest.param(BACKWARDS, id="backwards", marks=pytest.mark.slow),
    ]
)
def typed(request):
    return request.param


def shots_around(page: Page, answer: Locator) -> list[bytes]:
    """What is seen above and below the line that holds the answer."""
    above = page.evaluate("scrollY")
    box = answer.bounding_box()
    top, bottom = floor(above + box["y"]), ceil(above + box["y"] + box["height"])
    width = page.viewport_size["width"]
    bands = [(max(0, top - FAR_PX), top), (bottom, bottom + FAR_PX)]
    return [
        page.screenshot(
            full_page=True,
            clip={"x": 0, "y": upper, "width": width, "height": lower - upper},
        )
        for upper, lower in bands
    ]


def assert_in_its_line(page: Page, answer: Locator, text: str) -> None:
    """The answer is there, and nothing of it reaches into what stands around it."""
    expect(answer).to_have_count(1)
    assert text in answer.text_content()
    box = answer.bounding_box()
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    assert page.evaluate(SPILLING) == []
    assert page.evaluate(TOO_WIDE) == []
    shown = shots_around(page, answer)
    answer.evaluate("one => { one.style.visibility = 'hidden' }")
    assert shots_around(page, answer) == shown
    answer.evaluate("one => { one.style.visibility = 'visible' }")


@at_both_widths
def test_the_pages_of_a_practice_stay_as_they_are(page, typed, width):
    page.set_viewport_size({"width": width, "height": 800})
    quiz_that_ships(kinds=["short"])
    attempt = start(page, SLUG)
    fields(page).fill(typed)
    check(page)
    expect(headline(page)).to_be_visible()
    settled(page)

    assert_in_its_line(page, page.locator(".answer bdi"), typed)

    page.goto(attempt.get_absolute_url())
    assert_in_its_line(page, page.locator(".tasks .meta"), typed)

    follow(page, "Print the questions and answers")
    given = page.locator(".answers dd p").filter(has=page.locator("bdi"))
    assert_in_its_line(page, given, typed)


@at_both_widths
def test_the_pages_of_a_test_stay_as_they_are(page, typed, width):
    page.set_viewport_size({"width": width, "height": 800})
    quiz_that_ships(Quiz.Mode.TEST, kinds=["short"])
    start(page, SLUG)
    fields(page).fill(typed)
    save_and_go_on(page)

    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert_in_its_line(page, page.locator(".tasks .meta"), typed)

    go_by_button(page, "Finish and see the results")
    assert_in_its_line(page, page.locator(".tasks .meta"), typed)

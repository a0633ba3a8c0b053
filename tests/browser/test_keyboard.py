"""From the front page to the reasons by keyboard alone, with the focus in sight."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.browser.steps import headline, option, stored_answers

MOST_STOPS = 60

# A ring of at least 2 px, inside the window, with nothing lying over the middle.
DESCRIBE_FOCUS = """() => {
    const one = document.activeElement;
    const [style, box] = [getComputedStyle(one), one.getClientRects()[0]];
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const top = document.elementFromPoint(x, y);
    return {
        html: one.outerHTML.slice(0, 100),
        hasRing: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isInSight: top === one || one.contains(top) || top?.contains(one)
            || top?.closest("label")?.control === one,
    };
}"""


def press_tab_until(page: Page, reached) -> list[str]:
    """Go on with Tab; say of which stops the focus could not be seen."""
    return [*_unseen_stops(page, reached)]


def _unseen_stops(page: Page, reached) -> Iterator[str]:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(DESCRIBE_FOCUS)
        if not (stop["hasRing"] and stop["isInSight"]):
            yield str(stop)
        if reached.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"not reached in {MOST_STOPS} stops")


def answer_by_keyboard(page: Page) -> None:
    """Choose the second option and send it, from the first option on."""
    if option(page).get_attribute("type") == "radio":
        page.keyboard.press("ArrowDown")
    else:
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    expect(option(page, 1)).to_be_checked()
    send = page.locator(".check-answer").first
    assert press_tab_until(page, send) == []
    page.keyboard.press("Enter")
    expect(headline(page)).to_be_focused()


def test_the_skip_link_leads_past_the_menu(any_page):
    any_page.goto("/")

    any_page.keyboard.press("Tab")
    skip = any_page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    assert any_page.evaluate(DESCRIBE_FOCUS)["isInSight"]
    assert skip.bounding_box()["height"] >= 24
    any_page.keyboard.press("Enter")

    expect(any_page.get_by_role("main")).to_be_focused()
    any_page.keyboard.press("Tab")
    expect(any_page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_the_live_question_is_answered_by_keyboard(any_page):
    any_page.goto("/")

    assert press_tab_until(any_page, option(any_page)) == []
    answer_by_keyboard(any_page)

    keep = any_page.get_by_role("link", name="Save my progress").last
    assert press_tab_until(any_page, keep) == []
    assert len(stored_answers()) == 1


def test_a_quiz_is_begun_and_answered_by_keyboard(any_page):
    any_page.goto("/practise/mechanism/")

    start = any_page.get_by_role("button", name="Start")
    assert press_tab_until(any_page, start) == []
    any_page.keyboard.press("Enter")
    expect(any_page).to_have_title(re.compile("^Question 1 of"))
    assert press_tab_until(any_page, option(any_page)) == []
    answer_by_keyboard(any_page)

    onward = any_page.get_by_role("link", name="Next question")
    assert press_tab_until(any_page, onward) == []
    any_page.keyboard.press("Enter")
    expect(any_page).to_have_title(re.compile("^Question 2 of"))

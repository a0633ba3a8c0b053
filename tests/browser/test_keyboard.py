"""From the front page to the reasons by keyboard alone, with the focus in sight."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import DESCRIBE_FOCUS, press_tab_until
from tests.browser.steps import headline, option, settled, stored_answers


def answer_by_keyboard(page: Page) -> None:
    """Choose the second option and send it, from the first option on."""
    if option(page).get_attribute("type") == "radio":
        page.keyboard.press("ArrowDown")
    else:
        assert press_tab_until(page, option(page, 1)) == []
        page.keyboard.press("Space")
    expect(option(page, 1)).to_be_checked()
    send = page.locator(".check-answer").first
    assert press_tab_until(page, send) == []
    page.keyboard.press("Enter")
    expect(headline(page)).to_be_focused()
    settled(page)


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


@pytest.mark.slow
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

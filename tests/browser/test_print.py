"""On paper: the lesson and the results, without what only a screen can use."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import choose, follow, press, save_and_go_on, start

pytestmark = pytest.mark.slow

LESSON = "/learn/mechanism/why-the-brake-fails/"

ONLY_ON_SCREEN = "nav, .skip, .account, .theme, .site-footer a, .button, .quiet"

# What is printed in place of the words of a link to a source.
PRINTED_ADDRESSES = """links => links.filter(link => link.checkVisibility()).map(link =>
    [link.href, getComputedStyle(link, "::after").content.replaceAll('"', "")])"""


def sheets_of(page: Page, size: str) -> int:
    """Print the page, and count its sheets."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size)))


def visible(page: Page, selector: str) -> list[str]:
    return page.locator(selector).locator("visible=true").all_inner_texts()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_a_lesson_is_printed_with_the_addresses_of_its_sources(page, size):
    page.goto(LESSON)

    assert 2 <= sheets_of(page, size) <= 10

    page.emulate_media(media="print")
    assert visible(page, ONLY_ON_SCREEN) == []
    expect(page.locator("figure svg:visible")).not_to_have_count(0)
    sources = page.locator(".sources a[href^=http]")
    addresses = sources.evaluate_all(PRINTED_ADDRESSES)
    assert len(addresses) > 5
    assert [shown for address, shown in addresses if shown != address] == []


def test_a_printed_lesson_explains_its_figure(page):
    page.goto(LESSON)

    page.emulate_media(media="print")

    long_text = page.locator("figure details > :not(summary)").first
    expect(long_text).to_be_visible()
    assert long_text.bounding_box()["height"] > 20


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_results_are_printed_on_three_sheets_at_most(page, size):
    start(page, "mixed-test")
    choose(page)
    save_and_go_on(page)
    follow(page, "All answers")
    press(page, "Finish and see the results")
    expect(page.get_by_role("heading", name="Next best step")).to_be_visible()

    assert sheets_of(page, size) <= 3

    page.emulate_media(media="print")
    assert visible(page, ONLY_ON_SCREEN) == []
    expect(page.get_by_role("table")).to_be_visible()


def test_the_reasons_are_printed_with_their_sources(page):
    start(page, "mechanism")
    choose(page)
    page.get_by_role("button", name="Check answer").click()
    expect(page.locator(".answer").first).to_be_visible()

    page.emulate_media(media="print")

    assert visible(page, ONLY_ON_SCREEN) == []
    assert all(visible(page, ".why"))
    assert visible(page, ".sources li")

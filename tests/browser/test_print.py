"""On paper: the lesson and the results, without what only a screen can use."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes.actions.start import start_quiz
from quizzes.models import Quiz
from tests.browser.steps import (
    answer,
    choose,
    follow,
    go_by_button,
    save_and_go_on,
    sign_in_as,
    start,
)

pytestmark = pytest.mark.slow

LESSON = "/learn/mechanism/why-the-brake-fails/"

ONLY_ON_SCREEN = "nav, .skip, .account, .theme, .site-footer a, .button, .quiet"

# What is printed in place of the words of a link to a source.
PRINTED_ADDRESSES = """links => links.filter(link => link.checkVisibility()).map(link =>
    [link.getAttribute("href"),
     getComputedStyle(link, "::after").content.replaceAll('"', "")])"""


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
    go_by_button(page, "Finish and see the results")
    expect(page.get_by_role("heading", name="Next best step")).to_be_visible()

    assert sheets_of(page, size) <= 3

    page.emulate_media(media="print")
    assert visible(page, ONLY_ON_SCREEN) == []
    expect(page.get_by_role("table")).to_be_visible()


def test_the_reasons_are_printed_with_their_sources(page):
    start(page, "mechanism")
    answer(page)
    expect(page.locator(".answer").first).to_be_visible()

    page.emulate_media(media="print")

    assert visible(page, ONLY_ON_SCREEN) == []
    assert all(visible(page, ".why"))
    assert visible(page, ".sources li")


# The questions of an attempt, and the answers apart ------------------------------


@pytest.fixture
def printed(page, context, base_url, learner):
    """The page to print of a finished test, as it looks on paper.

    Of one draw: how many sheets it fills depends on the questions.
    """
    attempt = start_quiz(
        learner=learner,
        quiz=Quiz.objects.get(slug="mixed-test"),
        seed=2,
        now=timezone.now(),
        attempt_id=uuid4(),
    )
    sign_in_as(context, learner, base_url)
    page.goto(attempt.responses.first().get_absolute_url())
    choose(page)
    save_and_go_on(page)
    follow(page, "All answers")
    go_by_button(page, "Finish and see the results")
    follow(page, "Print the questions and answers")
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_answers_begin_on_a_sheet_of_their_own(printed, size):
    all_of_it = sheets_of(printed, size)
    remove(printed, ".to-answer ~ .to-answer, .answers li ~ li, .sources")

    assert sheets_of(printed, size) == 2  # one question, and one answer
    remove(printed, ".answers")
    assert sheets_of(printed, size) == 1
    assert 4 <= all_of_it <= 9


def test_only_questions_and_answers_are_printed(printed):
    assert visible(printed, ONLY_ON_SCREEN) == []
    assert visible(printed, ".screen") == []
    expect(printed.get_by_text("This is not medical advice")).to_be_visible()
    addresses = printed.locator(".sources a[href^=http]").evaluate_all(
        PRINTED_ADDRESSES
    )
    assert [shown for address, shown in addresses if shown != address] == []


def test_no_question_is_torn_apart(printed):
    torn = printed.locator(".to-answer, .answers li").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).breakInside != 'avoid').length"
    )

    assert torn == 0


def test_printed_pages_fit_the_sheet(printed):
    a4_less_margins_px = round((210 - 2 * 15) / 25.4 * 96)
    printed.set_viewport_size({"width": a4_less_margins_px, "height": 1000})

    assert printed.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def remove(page: Page, selector: str) -> None:
    page.locator(selector).evaluate_all("found => found.forEach(one => one.remove())")

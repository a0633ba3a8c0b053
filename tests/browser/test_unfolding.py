"""An unfolding case in the browser: forward step by step, and back to what was said."""

import re

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Attempt, Quiz
from quizzes.sitting.cards import in_words
from tests.browser.quizzes import SLUG, quiz_that_ships
from tests.browser.steps import (
    card,
    check,
    enter,
    fields,
    follow,
    go_by,
    go_by_button,
    headline,
    start,
    stored_answers,
)


@pytest.fixture(
    params=[Quiz.Mode.TEST, pytest.param(Quiz.Mode.PRACTICE, marks=pytest.mark.slow)]
)
def attempt(request, page):
    """An attempt at nothing but the case that ships, at its first step."""
    quiz_that_ships(request.param, kinds=[], cases=1)
    return start(page, SLUG)


def vignettes(attempt: Attempt) -> list[str]:
    """The first words that each step tells."""
    shown = [one.shown_revision.content["vignette"] for one in attempt.responses.all()]
    return [" ".join(one.split()[:4]) for one in shown]


def answer_step(page: Page, attempt: Attempt) -> None:
    """Answer a step, and arrive at the next."""
    here = page.url
    enter(page)
    if attempt.gives_feedback_at_once:
        check(page)
        follow(page, "Next question")
    else:
        go_by_button(page, "Send and go on")
    expect(page).not_to_have_url(here)


@pytest.mark.slow
def test_a_later_step_by_its_address_says_that_it_comes_later(page, script, attempt):
    step = page.url
    secret = vignettes(attempt)[2]

    page.goto(step.replace("/1/", "/3/"))

    expect(page.get_by_role("heading", level=1)).to_have_text("This step comes later")
    assert secret not in page.content()
    follow(page, "Go to question 1")
    expect(page).to_have_url(step)


def test_what_was_told_before_stands_beside_the_question(page, attempt):
    told = vignettes(attempt)

    for number in (1, 2, 3, 4):
        expect(page).to_have_title(re.compile(f"^Question {number} of 4"))
        case = card(page).locator(".vignette")
        expect(case).to_contain_text(f"step {number} of 4")
        for text in told[:number]:
            expect(case).to_contain_text(text)
        left, right = case.bounding_box(), card(page).locator("form").last
        assert left["x"] + left["width"] <= right.bounding_box()["x"]
        assert [text for text in told[number:] if text in page.content()] == []
        if number < 4:
            answer_step(page, attempt)

    go_by(card(page).get_by_role("link", name="Step 2"))
    expect(page).to_have_title(re.compile("Question 2 of 4"))


@pytest.mark.slow
@pytest.mark.browser_context_args(viewport={"width": 320, "height": 640})
def test_on_a_narrow_screen_it_stands_above(page, attempt):
    answer_step(page, attempt)

    case = card(page).locator(".vignette").bounding_box()
    form = card(page).locator("form").last.bounding_box()

    assert case["y"] + case["height"] <= form["y"]
    assert case["x"] + case["width"] <= 320


@pytest.mark.slow
def test_the_way_back_leads_to_the_answer_as_it_was_sent(page, script, attempt):
    step = page.url
    answer_step(page, attempt)

    page.go_back()
    expect(page).to_have_url(step)

    expect(fields(page)).to_have_count(0)
    (stored,) = stored_answers()
    if attempt.gives_feedback_at_once:
        expect(headline(page)).to_be_visible()
    else:
        expect(card(page).get_by_text("It is saved and stays as it is")).to_be_visible()
        expect(card(page).locator(".as-typed")).to_have_text(in_words(stored))
    page.reload()
    expect(fields(page)).to_have_count(0)
    assert len(stored_answers()) == 1

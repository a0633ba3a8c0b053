"""What is asked before a module is read, and at the end of a lesson."""

import re

from playwright.sync_api import expect

from quizzes.models import Attempt
from tests.browser.steps import answer, card, follow, headline, press

MODULE = "/learn/mechanism/"
LESSON = "/learn/mechanism/the-normal-brake/"


def test_a_guess_before_reading_is_explained_and_leads_on(page, script):
    page.goto("/learn/mechanism/what-sps-is/")
    follow(page, "Before you read: 3 questions, not scored")
    expect(page).to_have_url(re.compile(f"{MODULE}#before$"))
    page.get_by_text("Question 1 of 3").click()

    answer(page)

    expect(headline(page)).to_be_visible()
    expect(card(page).get_by_text("Not scored")).to_be_visible()
    if script == "without script":
        follow(page, "Back to the module")
    expect(page).to_have_url(re.compile(f"{MODULE}#before$"))
    assert Attempt.objects.get().purpose == Attempt.Purpose.BEFORE


def test_a_lesson_ends_in_a_check_that_begins_at_once(page, script):
    page.goto(LESSON)

    press(page, "Check yourself: 5 questions, about 5 min")

    expect(page).to_have_title(re.compile("^Question 1 of 5 – The brake at rest"))
    answer(page)
    follow(page, "Next question")
    expect(page).to_have_title(re.compile("^Question 2 of 5"))
    assert Attempt.objects.get().lesson.slug == "the-normal-brake"

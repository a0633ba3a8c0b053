"""Pages of a learner whose answer was given another key afterwards."""

from playwright.sync_api import expect

from quizzes.models import Response
from tests.browser.steps import (
    choose,
    follow,
    go_by_button,
    press,
    save_and_go_on,
    start,
)
from tests.quizzes.regrades import confirm, correct


def finished_and_corrected(page):
    """A test with one question answered; the answer's slot, marked again."""
    start(page, "mixed-test")
    choose(page)
    save_and_go_on(page)
    follow(page, "All answers")
    go_by_button(page, "Finish and see the results")
    slot = Response.objects.filter(question__kind="single").first()
    other = next(one["id"] for one in slot.question.draft["options"] if not one["key"])
    shown = slot.question.draft["options"]
    options = [{**one, "key": one["id"] == other} for one in shown]
    options[0]["text"] += " (in other words)"
    confirm(correct(slot.question, options=options, stem="How is it put now?"))
    return slot


def corrected_results(page):
    slot = finished_and_corrected(page)
    page.goto(slot.attempt.get_absolute_url())
    expect(page.get_by_text("was corrected on")).to_be_visible()


def corrected_answer(page):
    page.goto(finished_and_corrected(page).get_absolute_url())
    page.get_by_text("In the words that you saw").click()


def notices_to_read(page):
    finished_and_corrected(page)
    page.goto("/notices/")
    expect(page.get_by_role("button", name="Mark as read")).to_be_visible()


def notices_read(page):
    notices_to_read(page)
    press(page, "Mark as read")
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)


def no_notices(page):
    start(page, "mechanism")
    page.goto("/notices/")


CORRECTION_STATES = [
    corrected_results,
    corrected_answer,
    notices_to_read,
    notices_read,
    no_notices,
]

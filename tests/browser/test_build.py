"""Build my own practice: counting as one chooses, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from quizzes.models import Attempt
from tests.browser.steps import go_by, press


def test_a_practice_is_counted_built_and_started(script, page):
    page.goto("/practise/")
    go_by(page.get_by_role("link", name="Build my own practice"))
    counts = page.locator("#counts")
    expect(counts).to_contain_text("10 of them are drawn.")
    in_all = page.locator("#count-unseen").inner_text()
    region = counts.element_handle()

    page.get_by_label("Symptoms").check()
    page.get_by_label("5", exact=True).check()
    focused = page.evaluate("document.activeElement.id")
    if script == "without script":
        press(page, "Count again")

    expect(counts).to_contain_text("5 of them are drawn.")
    expect(page.locator("#count-unseen")).not_to_have_text(in_all)
    expect(page.get_by_label("Symptoms")).to_be_checked()
    expect(page).to_have_url(re.compile(r"\?topic=symptoms&.*count=5$"))
    assert "token" not in page.url and "ticket" not in page.url
    assert (script == "with script") == page.evaluate("'htmx' in window")
    if script == "with script":
        assert page.evaluate("document.activeElement.id") == focused
        assert region.evaluate("region => region.isConnected")

    press(page, "Start")

    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+/1/$"))
    attempt = Attempt.objects.get()
    assert (attempt.title, attempt.size) == ("My practice: Symptoms", 5)
    page.goto("/practise/")
    expect(page.get_by_role("link", name="Go on with My practice")).to_be_visible()


@pytest.mark.slow
def test_an_empty_pool_leads_to_one_that_is_not(script, page):
    page.goto("/practise/build/")
    page.get_by_label("Flagged").check()
    press(page, "Count again")
    expect(page.locator("#counts")).to_contain_text("Nothing here is flagged yet.")
    expect(page).to_have_url(re.compile(r"pool=flagged&count=10$"))
    press(page, "Start")

    expect(page.get_by_role("alert").filter(has_text="problem")).to_be_focused()
    go_by(page.get_by_role("link", name="Choose those not asked yet"))

    expect(page.get_by_label("Not asked yet")).to_be_checked()
    expect(page.get_by_label("Flagged")).not_to_be_checked()
    expect(page.locator("#counts")).to_contain_text("of them are drawn.")


@pytest.mark.slow
def test_back_from_the_practice_the_choice_is_there_and_starts_another(page):
    page.goto("/practise/build/")
    page.get_by_label("Therapies").check()
    expect(page).to_have_url(re.compile("topic=therapies"))
    press(page, "Start")
    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+/1/$"))

    page.go_back()
    expect(page.get_by_label("Therapies")).to_be_checked()
    page.get_by_label("Symptoms").check()
    press(page, "Start")

    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+/1/$"))
    titles = Attempt.objects.order_by("started_at").values_list("title", flat=True)
    assert list(titles) == [
        "My practice: Therapies",
        "My practice: Symptoms and Therapies",
    ]


@pytest.mark.slow
@pytest.mark.browser_context_args(viewport={"width": 320, "height": 640})
def test_on_a_narrow_screen_each_choice_is_a_row_for_a_stiff_hand(page):
    page.goto("/practise/build/")

    rows = [row.bounding_box() for row in page.locator(".choice").all()]

    assert all(row["height"] >= 44 for row in rows)
    assert page.evaluate("document.documentElement.scrollWidth") == 320

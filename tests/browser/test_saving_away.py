"""The site cannot be reached: nothing else is called saved, nothing lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.saving import (
    NOT_SAVED,
    SLOT,
    Away,
    expect_saved,
    expect_saved_at_last,
    said,
    stored_option,
)
from tests.browser.steps import (
    card,
    check,
    choose,
    enter,
    entered,
    follow,
    go_by_button,
    option,
    press,
    save_and_go_on,
    start,
    stored_answers,
)
from tests.browser.test_answering import LISTEN, page_loads
from tests.sps_learn.test_serve import on_linux

# The site goes away --------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [
        "gone",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("500", "503", "429")),
    ],
)
def test_what_is_not_saved_is_said_once_kept_and_tried_again(page, begin, how):
    begin()
    page.evaluate(LISTEN)
    loads = page_loads(page)
    with Away(page, how) as away:
        choose(page, 1)
        expect(said(page)).to_contain_text(NOT_SAVED)
        failed = "requestfailed" if how == "gone" else "requestfinished"
        with page.expect_event(failed):  # the next try, when the first pause is over
            pass
        assert away.tried >= 2
        expect(said(page)).to_contain_text(NOT_SAVED)
        expect(option(page, 1)).to_be_checked()
        expect(option(page, 1)).to_be_focused()
        expect(page.locator("#trouble")).to_be_empty()
        assert stored_answers() == []

    expect_saved_at_last(page)
    assert stored_option(1)
    heard = page.evaluate("heard")
    assert [one[:9] for one in heard] == ["Not saved", "Saved"]
    assert loads == []


@pytest.mark.slow
def test_a_save_whose_reply_was_lost_is_no_conflict_with_oneself(page, begin):
    begin()
    page.evaluate(LISTEN)
    with Away(page, "reply lost"):
        choose(page, 0)
        expect(said(page)).to_contain_text(NOT_SAVED)
        choose(page, 1)

        expect_saved_at_last(page)
    assert stored_option(1)


@pytest.mark.slow
def test_the_button_says_so_too_and_can_be_pressed_again(page, begin):
    begin()
    page.evaluate(LISTEN)
    choose(page, 0)
    expect_saved(page)
    with Away(page):
        press(page, "Save and go on")
        expect(said(page)).to_contain_text(NOT_SAVED)

    save_and_go_on(page)

    assert stored_option(0)


@pytest.mark.parametrize(
    "place", ["a quiz", pytest.param("the front page", marks=pytest.mark.slow)]
)
def test_an_answer_of_a_practice_that_was_not_sent_stays(page, place):
    if place == "a quiz":
        start(page, "mechanism")
    else:
        page.goto("/")
    page.evaluate(LISTEN)
    choose(page, 1)
    page.route("**/*", lambda route: route.abort("connectionrefused"))
    check(page)
    expect(said(page)).to_contain_text("Not sent, because the site could not be")
    assert len(page.evaluate("heard")) == 1
    expect(option(page, 1)).to_be_checked()
    page.unroute("**/*")

    check(page)

    expect(card(page).locator("[id$=-result]")).to_be_visible()
    assert stored_option(1)


@pytest.mark.slow
def test_only_who_would_lose_a_choice_is_asked_before_leaving(page, begin):
    begin()
    page.evaluate(LISTEN)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.reload()
    choose(page, 0)
    expect_saved(page)
    page.reload()
    assert asked == []
    expect(option(page, 0)).to_be_checked()

    with Away(page):
        choose(page, 1)
        expect(said(page)).to_contain_text(NOT_SAVED)
        with page.expect_event("dialog"):
            page.get_by_role("link", name="All answers").click()
        assert asked == ["beforeunload"]
        expect(option(page, 1)).to_be_checked()

    expect_saved_at_last(page)
    follow(page, "All answers")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert asked == ["beforeunload"]


@pytest.mark.slow
def test_a_page_that_is_too_old_says_so_where_it_is(page, context, begin):
    begin()
    page.evaluate(LISTEN)
    choose(page, 0)
    expect_saved(page)
    context.clear_cookies(name="csrftoken")

    choose(page, 1)

    expect(said(page)).to_contain_text("This page is no longer accepted")
    expect(page.locator("#trouble")).to_be_empty()
    expect(option(page, 1)).to_be_checked()
    assert stored_option(0)

    follow(page, "Open the question again with my choice")

    expect(card(page).get_by_text("Your choice was kept.")).to_be_visible()
    expect(option(page, 1)).to_be_checked()
    assert stored_option(0)
    save_and_go_on(page)
    assert stored_option(1)


@pytest.mark.slow
def test_a_flag_that_was_not_sent_is_said_and_set_when_pressed_again(page, begin):
    begin()
    page.evaluate(LISTEN)
    choose(page, 1)
    expect_saved(page)
    flag = card(page).locator("[name=flag]")
    with Away(page):
        flag.click()
        expect(said(page)).to_contain_text("Not sent")

    flag.click()

    expect(card(page).get_by_role("button", name="Flagged")).to_be_visible()
    expect_saved(page)
    expect(option(page, 1)).to_be_checked()
    assert stored_answers()[0].is_flagged


# The real server -----------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.sqlite
@on_linux
def test_the_real_server_is_stopped_under_the_page_and_comes_back(page, server):
    start_at(page, f"http://127.0.0.1:{server.port}")
    page.evaluate(LISTEN)
    loads = page_loads(page)
    enter(page)
    expect_saved(page)
    server.end()

    page.get_by_text("Certain", exact=True).click()
    expect(said(page)).to_contain_text(NOT_SAVED)
    entered_before = entered(page)
    server.start()

    expect_saved_at_last(page)
    assert [one[:9] for one in page.evaluate("heard")] == [
        "Saved",
        "Not saved",
        "Saved",
    ]
    assert loads == []
    server.end()
    server.start()
    page.reload()
    expect_saved(page)
    assert entered(page) == entered_before
    expect(page.get_by_label("Certain")).to_be_checked()


def start_at(page: Page, site: str) -> None:
    """Start a test at another server, at a question with options.

    What it asks first is left to chance there.
    """
    page.goto(f"{site}/practise/mixed-test/")
    go_by_button(page, "Start")
    page.wait_for_url(SLOT)
    while option(page).count() == 0:
        follow(page, "Next open question")

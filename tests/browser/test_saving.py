"""Choices of a test save themselves, and are never said to be saved when they are not.

The site goes away under the page, comes back, and is somewhere else at the same time.
"""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from quizzes.models import Quiz
from tests.browser.keyboard import press_tab_until
from tests.browser.quizzes import SLUG, quiz_that_ships
from tests.browser.saving import (
    SLOT,
    choose_during_the_next_request,
    expect_saved,
    expect_version,
    said,
    stored_option,
)
from tests.browser.steps import (
    card,
    choose,
    follow,
    option,
    save_and_go_on,
    settled,
    sign_in_as,
    start,
    stop_the_clock,
    stored_answers,
)
from tests.browser.test_answering import LISTEN, page_loads
from tests.faults.conftest import server  # noqa: F401

# Saved ---------------------------------------------------------------------------


def test_a_choice_is_saved_when_it_is_made_and_nothing_moves(page, begin):
    begin()
    page.evaluate(LISTEN)
    loads = page_loads(page)
    before = option(page).bounding_box()

    choose(page, 1)

    expect_saved(page)
    expect(option(page, 1)).to_be_focused()
    assert option(page).bounding_box() == before
    assert loads == []
    assert stored_option(1)
    assert page.evaluate("heard") == ["Saved"]
    expect(card(page).get_by_role("progressbar")).to_have_attribute("value", "1")


@pytest.mark.slow
def test_how_sure_one_is_is_saved_and_one_word_was_enough(page, begin):
    begin()
    page.evaluate(LISTEN)
    choose(page, 1)
    expect_saved(page)

    page.get_by_text("Certain", exact=True).click()
    expect_version(page, 2)

    expect_saved(page)
    assert stored_answers()[0].confidence == 3
    assert page.evaluate("heard") == ["Saved"]


@pytest.mark.slow
def test_what_is_typed_is_saved_after_a_pause_and_when_the_field_is_left(page, begin):
    stop_the_clock(page)
    begin("short")
    page.evaluate(LISTEN)
    field = card(page).get_by_role("textbox")
    for letters in ("GA", "D"):
        field.press_sequentially(letters)
        page.clock.run_for(1_400)
        expect(said(page)).to_have_text("Saving")
        assert stored_answers() == []
    page.clock.run_for(100)
    expect_saved(page)
    assert stored_answers()[0].answer == {"text": "GAD"}
    expect(field).to_be_focused()

    field.press_sequentially("65")
    field.press("Tab")

    expect_saved(page)
    (stored,) = stored_answers()
    assert (stored.answer, stored.version) == ({"text": "GAD65"}, 2)
    assert page.evaluate("heard") == ["Saved"]


@pytest.mark.parametrize("quickly", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_choices_made_during_a_save_are_saved_after_it(page, begin, quickly):
    begin()
    page.evaluate(LISTEN)
    sent = []

    def slowly(route):
        sent.append(parse_qs(route.request.post_data)["answer"])
        page.wait_for_timeout(0 if quickly else 150)
        route.fallback()

    page.route(SLOT, slowly)

    for number in (0, 1, 0, 1, 2, 1):
        choose(page, number)

    expect_saved(page)
    expect(option(page, 1)).to_be_checked()
    assert stored_option(1)
    assert "meanwhile" not in page.inner_text("main")
    assert len(sent) <= 6


def test_a_choice_made_after_the_button_was_pressed_is_not_lost(page, begin):
    begin()
    page.evaluate(LISTEN)
    choose(page, 0)
    expect_saved(page)

    choose_during_the_next_request(page, 2)
    save_and_go_on(page)

    assert stored_option(2)


@pytest.mark.slow
def test_a_choice_made_while_an_option_is_ruled_out_is_not_lost(page, begin):
    begin()
    page.evaluate(LISTEN)

    choose_during_the_next_request(page, 2)
    card(page).locator("[name=rule_out]").first.click()

    expect_saved(page)
    expect(option(page, 2)).to_be_checked()
    assert stored_option(2)
    assert len(stored_answers()[0].ruled_out) == 1


def test_in_a_practice_a_choice_made_while_a_flag_is_set_is_not_lost(page, play_only):
    play_only("single")
    start(page, "mechanism")
    choose(page, 0)
    choose_during_the_next_request(page, 2)

    card(page).locator("[name=flag]").click()

    expect(card(page).get_by_role("button", name="Flagged")).to_be_visible()
    settled(page)
    expect(option(page, 2)).to_be_checked()
    assert stored_answers() == []


@pytest.mark.slow
def test_a_link_waits_for_the_save(page, begin):
    begin("short", "single")
    page.evaluate(LISTEN)
    card(page).get_by_role("textbox").press_sequentially("GABA")

    follow(page, "All answers")

    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert stored_answers()[0].answer == {"text": "GABA"}


@pytest.mark.slow
def test_an_order_in_the_making_is_not_scolded(page, begin):
    begin("ordering")
    page.evaluate(LISTEN)
    lists = card(page).locator("select")

    for number in range(lists.count()):
        if number:
            expect(said(page)).to_contain_text("Not saved yet.")
            assert stored_answers() == []
        lists.nth(number).select_option(index=number + 1)

    expect_saved(page)
    expect(page.get_by_role("alert").filter(has_text="problem")).to_have_count(0)
    assert page.evaluate("heard") == ["Not saved yet", "Saved"]


@pytest.mark.slow
def test_where_everything_is_taken_back_nothing_is_called_saved(page, begin):
    begin("multiple")
    page.evaluate(LISTEN)
    choose(page, 0)
    expect_saved(page)

    choose(page, 0)

    expect(said(page)).to_contain_text("The answer saved before still counts:")
    assert stored_option(0)


@pytest.mark.slow
def test_in_a_practice_nothing_saves_itself(page):
    start(page, "mechanism")

    choose(page)
    page.wait_for_timeout(300)

    assert stored_answers() == []
    expect(said(page)).to_be_empty()


@pytest.mark.slow
def test_by_keyboard_alone(page, begin):
    begin()
    page.evaluate(LISTEN)
    assert press_tab_until(page, option(page)) == []

    page.keyboard.press("ArrowDown")
    expect_saved(page)
    expect(option(page, 1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect_saved(page)
    expect(option(page, 2)).to_be_focused()
    expect_version(page, 2)
    assert stored_option(2)

    question = page.url
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(question)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_the_button_saves(page, context, base_url, learner):
    quiz_that_ships(Quiz.Mode.TEST, kinds=["single", "true-false"])
    sign_in_as(context, learner, base_url)
    start(page, SLUG)

    choose(page, 1)
    assert stored_answers() == []
    save_and_go_on(page)

    assert stored_option(1)
    page.go_back()
    page.reload()
    expect(said(page)).to_have_text("Saved")

"""What holds for a question of any kind: its fields, faults, and notes beside it."""

import re

import pytest
from playwright.sync_api import Page, expect

from quizzes.grading import KINDS
from quizzes.models import Response
from tests.browser.quizzes import SLUG, quiz_that_ships
from tests.browser.steps import (
    card,
    check,
    enter,
    entered,
    fields,
    go_by,
    headline,
    option,
    problem,
    settled,
    start,
    stored_answers,
)
from tests.browser.test_answering import LISTEN, page_loads


def of_kinds(quick: str, *others: str):
    """One kind in every run; ./dev test --all takes the others too."""
    slow = [pytest.param(kind, marks=pytest.mark.slow) for kind in others]
    return pytest.mark.parametrize("kind", [quick, *slow])


in_every_kind = of_kinds("matching", *(kind for kind in KINDS if kind != "matching"))
of_choices = of_kinds("multiple", "single", "true-false")
of_lists = of_kinds("ordering", "matching")
of_what_is_typed = of_kinds("numeric", "short")


@pytest.fixture
def asked(page, kind):
    """A question of the kind, on the page."""
    quiz_that_ships(kinds=[kind])
    start(page, SLUG)
    return page


# Entering ------------------------------------------------------------------------


@in_every_kind
def test_nothing_is_entered_beforehand_and_entering_sends_nothing(asked, kind):
    page = asked
    assert set(entered(page)) <= {False, ""}
    assert page.locator("input:checked").count() == 0
    sent, loads = [], page_loads(page)
    page.on("request", lambda request: sent.append(request.url))

    enter(page)
    fields(page).last.press("ArrowDown")
    page.get_by_text("Fairly sure", exact=True).click()

    assert set(entered(page)) - {False, ""}
    assert (sent, loads, stored_answers()) == ([], [], [])


@in_every_kind
def test_the_reasons_take_the_focus_and_are_read_out_once(asked, kind):
    page = asked
    page.evaluate(LISTEN)
    loads = page_loads(page)

    enter(page)
    check(page)

    expect(headline(page)).to_be_focused()
    assert page.evaluate("heard") == [headline(page).inner_text()]
    assert loads == []
    assert len(stored_answers()) == 1


@of_what_is_typed
def test_enter_in_the_line_sends_the_answer_and_nothing_else(script, asked, kind):
    page = asked
    fields(page).fill("65")

    fields(page).press("Enter")

    expect(headline(page)).to_be_focused()
    assert_nothing_is_noted()


@of_choices
def test_enter_on_an_option_sends_the_answer_and_nothing_else(script, asked, kind):
    page = asked
    option(page, 1).check()

    option(page, 1).press("Enter")

    expect(headline(page)).to_be_focused()
    assert_nothing_is_noted()


def assert_nothing_is_noted() -> None:
    (response,) = Response.objects.all()
    assert response.answer is not None
    assert (response.is_flagged, response.ruled_out) == (False, [])


# Refused ---------------------------------------------------------------------------


@in_every_kind
def test_a_blank_answer_is_refused_with_the_way_to_the_first_field(script, asked, kind):
    page = asked
    page.get_by_text("Certain", exact=True).click()

    check(page)

    expect_refusal(page)
    assert set(entered(page)) <= {False, ""}


@of_lists
def test_a_half_answer_is_refused_and_kept(script, asked, kind):
    page = asked
    fields(page).nth(1).select_option(index=2)
    page.get_by_text("Certain", exact=True).click()
    half = entered(page)

    check(page)

    expect_refusal(page)
    assert entered(page) == half


@pytest.mark.parametrize("kind", ["ordering"])
def test_one_choice_for_two_lines_is_refused_and_kept(script, asked, kind):
    page = asked
    enter(page)
    fields(page).nth(1).select_option(index=1)
    page.get_by_text("Certain", exact=True).click()
    doubled = entered(page)

    check(page)

    expect_refusal(page)
    assert entered(page) == doubled


@pytest.mark.parametrize("kind", ["numeric"])
def test_what_is_no_number_is_refused_and_kept(script, asked, kind):
    page = asked
    fields(page).fill("about <b>65</b>")
    page.get_by_text("Certain", exact=True).click()

    fields(page).press("Enter")

    expect_refusal(page)
    assert entered(page) == ["about <b>65</b>"]


def expect_refusal(page: Page) -> None:
    """The problem has the focus, leads to the first field, and nothing is lost."""
    expect(problem(page)).to_be_focused()
    settled(page)
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Certain")).to_be_checked()
    problem(page).get_by_role("link").press("Enter")
    expect(fields(page).first).to_be_focused()
    assert stored_answers() == []


# Noted beside it ---------------------------------------------------------------------


@in_every_kind
def test_to_flag_keeps_what_was_entered_and_the_focus(asked, kind):
    page = asked
    enter(page)
    page.get_by_text("Fairly sure", exact=True).click()
    before, loads = entered(page), page_loads(page)
    page.evaluate(LISTEN)
    flag = card(page).locator("[name=flag]")

    for is_flagged in (True, False, True):
        flag.press("Space")
        expect(flag).to_have_attribute("aria-pressed", str(is_flagged).lower())
        settled(page)

        expect(flag).to_be_focused()
        assert entered(page) == before
        expect(page.get_by_label("Fairly sure")).to_be_checked()

    assert Response.objects.get().is_flagged
    assert [text for text in page.evaluate("heard") if text] == []
    assert (loads, stored_answers()) == ([], [])


@of_choices
def test_to_rule_out_keeps_what_was_entered_and_the_focus(asked, kind):
    page = asked
    enter(page)
    page.get_by_text("Fairly sure", exact=True).click()
    before, loads = entered(page), page_loads(page)
    page.evaluate(LISTEN)
    out = card(page).get_by_role("button", name="Rule out").nth(1)

    for is_out in (True, False, True):
        out.press("Enter")
        expect(out).to_have_attribute("aria-pressed", str(is_out).lower())
        settled(page)

        expect(out).to_be_focused()
        assert entered(page) == before
        expect(page.get_by_label("Fairly sure")).to_be_checked()

    response = Response.objects.get()
    assert response.ruled_out == [response.option_order[1]]
    assert [text for text in page.evaluate("heard") if text] == []
    assert (loads, stored_answers()) == ([], [])


@pytest.mark.slow
@in_every_kind
def test_a_note_without_script_keeps_what_was_entered(new_context, kind):
    page = new_context(java_script_enabled=False).new_page()
    quiz_that_ships(kinds=[kind])
    start(page, SLUG)
    enter(page)
    page.get_by_text("Fairly sure", exact=True).click()
    before = entered(page)

    go_by(card(page).locator("[name=flag]"))

    expect(card(page).get_by_role("button", name="Flagged")).to_be_visible()
    assert entered(page) == before
    expect(page.get_by_label("Fairly sure")).to_be_checked()
    assert stored_answers() == []


@in_every_kind
def test_a_flag_is_set_after_the_answer_too(script, asked, kind):
    page = asked
    enter(page)
    check(page)
    expect(headline(page)).to_be_focused()
    settled(page)
    page.evaluate(LISTEN)
    flag = card(page).locator("[name=flag]")

    flag.press("Enter")

    expect(flag).to_have_text("Flagged")
    settled(page)
    expect(headline(page)).to_be_visible()
    assert Response.objects.get().is_flagged
    if script == "with script":
        expect(flag).to_be_focused()
        assert [text for text in page.evaluate("heard") if text] == []

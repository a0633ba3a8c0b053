"""Choices that cannot be saved any more: the reader is told, and goes on from there."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from quizzes.models import Response
from quizzes.timing import GRACE
from tests.browser.saving import (
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
    press,
    settled,
    sign_in,
    sign_in_as,
    stored_answers,
)
from tests.browser.test_answering import LISTEN, page_loads

# Two devices ---------------------------------------------------------------------


@pytest.fixture
def phone(page, begin, new_context, base_url, learner):
    """The same question of the same person on another device, opened before."""
    begin()
    page.evaluate(LISTEN)
    phone = new_context().new_page()
    sign_in_as(phone.context, learner, base_url)
    phone.goto(page.url)
    phone.evaluate(LISTEN)
    choose(page, 0)
    expect_saved(page)
    return phone


@pytest.mark.slow
def test_another_device_is_told_what_is_saved_and_may_insist(page, phone):
    choose(phone, 1)

    expect(said(phone)).to_contain_text("Another answer was saved meanwhile")
    expect(option(phone, 1)).to_be_checked()
    expect(option(phone, 1)).to_be_focused()
    assert stored_option(0)
    choose(phone, 2)
    expect(said(phone)).to_contain_text("Another answer was saved meanwhile")
    settled(phone)
    assert len(phone.evaluate("heard")) == 1
    assert stored_option(0)

    press(phone, "Use mine instead")

    expect_saved(phone)
    expect(said(phone).locator(".said")).to_be_focused()
    assert stored_option(2)
    choose(phone, 1)
    expect_saved(phone)
    expect_version(phone, 3)
    assert stored_option(1)
    choose(page, 2)
    expect(said(page)).to_contain_text("Another answer was saved meanwhile")


@pytest.mark.slow
def test_or_takes_the_saved_one_without_being_asked(page, phone):
    asked = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    choose(phone, 1)

    follow(phone, "Take the saved one")

    expect(option(phone, 0)).to_be_checked()
    expect_saved(phone)
    assert asked == []
    assert stored_option(0)


# Signed out, time over -----------------------------------------------------------


@pytest.mark.slow
def test_who_is_signed_out_is_not_thrown_out_and_loses_nothing(page, begin, learner):
    begin("short", "single")
    page.evaluate(LISTEN)
    loads = page_loads(page)
    Session.objects.all().delete()
    field = card(page).get_by_role("textbox")

    field.fill("GABA")

    expect(said(page)).to_contain_text("You are signed out")
    expect(field).to_be_focused()
    expect(field).to_have_value("GABA")
    assert loads == []
    assert page.evaluate("heard") == [
        "You are signed out. Your choice is kept and not saved yet."
    ]

    follow(page, "Sign in to go on")
    sign_in(page, learner.email)

    expect(field).to_have_value("GABA")
    expect(card(page).get_by_text("Your choice was kept.")).to_be_visible()
    assert stored_answers() == []
    field.press("End")
    field.press_sequentially("!")
    expect_saved(page)
    assert stored_answers()[0].answer == {"text": "GABA!"}


def test_when_the_time_is_over_the_saved_answer_is_said(page, begin):
    attempt = begin(time_limit_minutes=15)
    choose(page, 0)
    expect_saved(page)
    attempt.refresh_from_db()
    attempt.started_at -= 16 * GRACE + GRACE
    attempt.save(update_fields=["started_at"])

    choose(page, 1)

    expect(said(page)).to_contain_text("The time is over")
    expect(said(page)).to_contain_text("The answer saved here counts:")
    expect(option(page, 1)).to_be_focused()
    assert (
        Response.objects.get(position=stored_answers()[0].position).fraction is not None
    )
    follow(page, "See the results")
    expect(page.get_by_text("The time was over before you finished.")).to_be_visible()

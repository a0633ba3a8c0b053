"""Pages that are reached by doing something, for tests that look at every page."""

import re

from playwright.sync_api import expect

from tests.accounts.factories import UserFactory
from tests.browser.correction_states import CORRECTION_STATES
from tests.browser.memory_states import MEMORY_STATES
from tests.browser.quiz_states import QUIZ_STATES
from tests.browser.steps import (
    answer,
    card,
    check,
    choose,
    choose_larger_type,
    follow,
    go_by,
    go_by_button,
    headline,
    save,
    save_and_go_on,
    sign_in,
    start,
)

LESSON = "/learn/mechanism/why-the-brake-fails/"


def live_answer(page):
    page.goto("/")
    answer(page)


def live_error(page):
    page.goto("/")
    check(page)
    expect(page.get_by_text("There is a problem")).to_be_visible()


def lesson_answer(page):
    page.goto(LESSON)
    answer(page)


def pre_question_answer(page):
    page.goto("/learn/mechanism/")
    page.get_by_text("Question 1 of 3").click()
    answer(page)


def lesson_read(page):
    page.goto(LESSON)
    go_by_button(page, "Mark as read and go on")
    page.goto(LESSON)


def question(page):
    start(page, "mechanism")


def practice_answer(page):
    start(page, "mechanism")
    answer(page)


def practice_answer_loaded(page):
    practice_answer(page)
    page.reload()


def practice_error(page):
    start(page, "mechanism")
    check(page)
    expect(page.get_by_text("There is a problem")).to_be_visible()


def practice_error_loaded(page):
    start(page, "mechanism")
    page.locator("form[hx-post]").first.evaluate("form => form.submit()")
    expect(page.get_by_text("There is a problem")).to_be_visible()


def practice_running(page):
    practice_answer(page)
    page.goto("/practise/")


def quiz_running(page):
    practice_answer(page)
    page.goto("/practise/mechanism/")


def stale_window(page):
    start(page, "mixed-test")
    second = page.context.new_page()
    second.goto(page.url)
    choose(second, 1)
    save_and_go_on(second)
    second.close()
    choose(page)
    save(page)
    expect(page.get_by_role("button", name="Use mine instead")).to_be_visible()


def answers_to_check(page):
    start(page, "mixed-test")
    choose(page)
    save_and_go_on(page)
    follow(page, "All answers")


def results(page):
    answers_to_check(page)
    go_by_button(page, "Finish and see the results")
    expect(page.get_by_text("Next best step")).to_be_visible()


def reasons_after_a_test(page):
    results(page)
    go_by(page.locator(".tasks a").first)
    expect(headline(page)).to_be_visible()


def printed_attempt(page):
    results(page)
    follow(page, "Print the questions and answers")
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()


def attempts(page):
    results(page)
    page.goto("/attempts/")


def progress_after_answers(page):
    results(page)
    page.goto("/progress/")


def guest_settings_saved(page):
    live_answer(page)
    page.goto("/settings/")
    page.locator("#profile").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def guest_reading_saved(page):
    live_answer(page)
    choose_larger_type(page)


def question_in_larger_type(page):
    guest_reading_saved(page)
    start(page, "mechanism")


def answer_in_larger_type(page):
    question_in_larger_type(page)
    answer(page)


def sign_up_refused(page):
    page.goto("/accounts/signup/")
    go_by_button(page, "Create account")
    expect(page.get_by_text("There is a problem")).to_be_visible()


def reset_sent(page):
    page.goto("/accounts/password/reset/")
    page.get_by_label("E-mail address").fill("nobody@example.org")
    go_by(page.locator("main .primary"))
    page.wait_for_url("**/reset/done/")


def join(page):
    member = UserFactory()
    live_answer(page)
    page.goto("/accounts/login/")
    sign_in(page, member.email)
    expect(page.get_by_role("button", name="Not mine")).to_be_visible()


def stale_form(page):
    page.goto("/")
    ticket = card(page).locator("[name=ticket]")
    ticket.evaluate("ticket => { ticket.value = 'spoilt' }")
    choose(page)
    check(page)
    expect(page.locator("#trouble")).to_contain_text("open for too long")


def stale_form_loaded(page):
    page.goto("/")
    ticket = card(page).locator("[name=ticket]")
    ticket.evaluate("ticket => { ticket.value = 'spoilt'; ticket.form.submit() }")
    expect(page).to_have_title(re.compile("422"))


def form_without_token(page):
    page.goto("/help/")
    page.context.clear_cookies(name="csrftoken")
    go_by(page.get_by_role("button", name="Dark"))
    expect(page.locator("#what-happened")).to_be_visible()


STATES = [
    live_answer,
    live_error,
    lesson_answer,
    pre_question_answer,
    lesson_read,
    question,
    practice_answer,
    practice_answer_loaded,
    practice_error,
    practice_error_loaded,
    practice_running,
    quiz_running,
    stale_window,
    answers_to_check,
    results,
    reasons_after_a_test,
    printed_attempt,
    attempts,
    progress_after_answers,
    guest_settings_saved,
    guest_reading_saved,
    question_in_larger_type,
    answer_in_larger_type,
    sign_up_refused,
    reset_sent,
    join,
    stale_form,
    stale_form_loaded,
    form_without_token,
    *QUIZ_STATES,
    *CORRECTION_STATES,
    *MEMORY_STATES,
]

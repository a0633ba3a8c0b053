"""Every page, in every state: accessible, quiet, and nobody else's business."""

import re
from collections import Counter

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lessons.models import Lesson
from quizzes.models import Attempt, Question
from tests.accounts.factories import UserFactory
from tests.browser.inspection import Watch, faults_of
from tests.browser.steps import (
    answer,
    card,
    check,
    choose,
    follow,
    headline,
    press,
    save,
    save_and_go_on,
    sign_in,
    sign_in_as,
    start,
    stored_answers,
)
from tests.sps_learn.markup import Page

LESSON = "/learn/mechanism/why-the-brake-fails/"

ADDRESSES = {
    "stranger": [
        "/",
        "/learn/",
        "/learn/mechanism/",
        "/learn/therapies/",
        LESSON,
        "/learn/therapies/aims-and-evidence/",
        "/glossary/",
        "/sources/",
        "/practise/",
        "/practise/mechanism/",
        "/practise/mixed-test/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/about/",
        "/help/",
        "/privacy/",
        "/accessibility/",
        "/nothing/here/",
    ],
    "guest": [
        "/progress/",
        "/settings/",
        "/settings/finish/",
        "/settings/erase/",
        "/accounts/login/",
        "/accounts/signup/",
    ],
    "learner": [
        "/progress/",
        "/attempts/",
        "/settings/",
        "/settings/erase/",
        "/accounts/logout/",
        "/accounts/email/",
        "/accounts/password/change/",
    ],
}


# Pages that are reached by doing something ------------------------------------------


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


def lesson_read(page):
    page.goto(LESSON)
    press(page, "Mark as read and go on")
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
    press(page, "Finish and see the results")
    expect(page.get_by_text("Next best step")).to_be_visible()


def reasons_after_a_test(page):
    results(page)
    page.locator(".tasks a").first.click()
    expect(headline(page)).to_be_visible()


def attempts(page):
    results(page)
    page.goto("/attempts/")


def progress_after_answers(page):
    results(page)
    page.goto("/progress/")


def guest_settings_saved(page):
    live_answer(page)
    page.goto("/settings/")
    press(page, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()


def sign_up_refused(page):
    page.goto("/accounts/signup/")
    press(page, "Create account")
    expect(page.get_by_text("There is a problem")).to_be_visible()


def reset_sent(page):
    page.goto("/accounts/password/reset/")
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.locator("main .primary").click()
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
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("#what-happened")).to_be_visible()


STATES = [
    live_answer,
    live_error,
    lesson_answer,
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
    attempts,
    progress_after_answers,
    guest_settings_saved,
    sign_up_refused,
    reset_sent,
    join,
    stale_form,
    stale_form_loaded,
    form_without_token,
]


# axe needs a script, so "no script" is not among them.
in_every_colour = pytest.mark.parametrize(
    "look",
    [
        "desktop",
        *(
            pytest.param(look, marks=pytest.mark.slow)
            for look in ("phone", "dark", "dim", "high contrast")
        ),
    ],
    indirect=True,
)


# The tests ---------------------------------------------------------------------------


@pytest.fixture
def visit(look, new_context, base_url):
    """A page of somebody, and the list of what it should not have done."""

    def visit_as(person=None):
        context = new_context()
        if person:
            sign_in_as(context, person, base_url)
        watch = Watch(context, base_url)
        return context.new_page(), watch

    return visit_as


@pytest.fixture
def people(guest):
    learner = UserFactory(email="one.with.a.long.name@university-hospital.example.org")
    return {"stranger": None, "guest": guest, "learner": learner}


@in_every_colour
@pytest.mark.parametrize(
    ("who", "address"),
    [(who, address) for who, addresses in ADDRESSES.items() for address in addresses],
)
def test_a_page_has_no_fault(visit, people, who, address):
    page, watch = visit(people[who])

    page.goto(address)

    assert faults_of(page) == []
    assert watch.seen == []


@in_every_colour
@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_a_page_in_use_has_no_fault(visit, reach):
    page, watch = visit()

    reach(page)

    assert faults_of(page) == []
    assert watch.seen == []


@pytest.mark.parametrize("model", [Lesson, Question])
def test_the_admin_keeps_to_the_policy(page, context, base_url, administrator, model):
    sign_in_as(context, administrator, base_url)
    watch = Watch(context, base_url)
    listed = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    page.goto(reverse(f"{listed}_changelist"))
    page.locator("#result_list tbody th a").first.click()

    expect(page.get_by_role("button", name="Save draft").first).to_be_visible()
    assert watch.seen == []


@in_every_colour
@pytest.mark.parametrize("model", [Lesson, Question])
def test_a_preview_has_no_fault(visit, administrator, model):
    page, watch = visit(administrator)
    name = f"{model._meta.app_label}:preview_{model._meta.model_name}"

    page.goto(reverse(name, args=[model.objects.first().pk]))

    assert faults_of(page) == []
    assert watch.seen == []


def test_the_watch_notices_what_it_watches_for(new_context, base_url):
    context = new_context()
    watch = Watch(context, base_url)
    page = context.new_page()
    page.goto("/help/")
    assert watch.seen == []

    style, connect = "policy: style-src-attr inline", "policy: connect-src"
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with page.expect_console_message(lambda one: one.text.startswith(connect)):
        page.evaluate("fetch('http://192.0.2.1/').catch(() => null)")

    assert [one.split(" h")[0] for one in watch.seen] == [style, connect]


def test_a_theme_is_kept(page, script):
    page.goto("/learn/")

    page.get_by_role("button", name="Dark").click()
    expect(page).to_have_url(re.compile("/learn/$"))
    page.goto("/help/")

    dark = page.get_by_role("button", name="Dark")
    expect(dark).to_have_attribute("aria-pressed", "true")
    expect(page.locator("body")).to_have_css("background-color", "rgb(18, 24, 31)")


def test_no_two_pages_share_a_title(learner_client, client):
    visits = [(client, address) for address in ADDRESSES["stranger"]]
    visits += [(learner_client, address) for address in ADDRESSES["learner"]]

    pages = [Page(one.get(address).content.decode()) for one, address in visits]

    titles = Counter(page.title for page in pages)
    assert [title for title, times in titles.items() if times > 1] == []


def test_reading_leaves_no_cookie_but_the_three_known_ones(page, context):
    for address in ADDRESSES["stranger"]:
        page.goto(address)
    page.get_by_role("button", name="Dim").click()

    assert {cookie["name"] for cookie in context.cookies()} <= {"csrftoken", "theme"}
    assert stored_answers() == []
    assert not Attempt.objects.exists()

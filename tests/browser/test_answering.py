"""Answering: what moves, what is read out, and that an answer is stored once.

The contract of one question, with htmx and without, from one window or from two.
"""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, expect

from quizzes.models import Attempt
from tests.accounts.factories import UserFactory
from tests.browser.steps import (
    answer,
    card,
    check,
    choose,
    follow,
    go_by,
    go_by_button,
    headline,
    id_of_option,
    option,
    press,
    problem,
    save,
    save_and_go_on,
    sign_in,
    sign_in_as,
    start,
    stored_answers,
)

# Notes every text of the live region, as a screen reader would hear of it.
LISTEN = """() => {
    const region = document.getElementById("announce");
    window.heard = [];
    new MutationObserver(() => window.heard.push(region.textContent.trim()))
        .observe(region, {childList: true, characterData: true, subtree: true});
}"""


SEND_A_HUNDRED_TIMES = """() => {
    const form = document.querySelector(".question-card form[hx-post]");
    const [method, headers] = ["POST", {"HX-Request": "true"}];
    const send = () => fetch(form.action, {method, headers, body: new FormData(form)})
        .then(async reply => [reply.status, await reply.text()]);
    return Promise.all(Array.from({length: 100}, send));
}"""


def notice(page) -> Locator:
    return card(page).locator(".status")


def page_loads(page) -> list[str]:
    """Grows with every page that is loaded from now on."""
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    return loads


# With htmx -----------------------------------------------------------------------


@pytest.mark.parametrize("place", ["the front page", "a lesson", "a quiz"])
def test_the_reasons_come_without_a_page_load_and_are_read_out_once(page, place):
    if place == "a quiz":
        start(page, "mechanism")
    else:
        lesson = "/learn/mechanism/why-the-brake-fails/"
        page.goto({"the front page": "/", "a lesson": lesson}[place])
    page.evaluate(LISTEN)
    loads = page_loads(page)

    answer(page)

    expect(headline(page)).to_be_focused()
    assert page.evaluate("heard") == [headline(page).inner_text()]
    assert loads == []
    assert len(stored_answers()) == 1


@pytest.mark.slow
def test_the_title_says_how_the_answer_was(page):
    size = start(page, "mechanism").size
    expect(page).to_have_title(re.compile(f"^Question 1 of {size} – Mechanism"))

    answer(page)

    verdict = re.escape(headline(page).inner_text())
    expect(page).to_have_title(re.compile(f"^{verdict} Question 1 of"))


@pytest.mark.parametrize(
    "number", [0, *(pytest.param(one, marks=pytest.mark.slow) for one in (1, 2, 3))]
)
def test_each_option_has_its_reason_and_a_mark_in_words(page, play_only, number):
    play_only("single")
    start(page, "mechanism")

    answer(page, number)

    options = card(page).locator(".answer")
    assert options.locator(".why").count() == options.count()
    assert all(options.locator(".why").all_inner_texts())
    assert options.locator(".mark svg").count() == options.locator(".mark").count()
    marks = options.locator(".mark").all_inner_texts()
    right = ["Correct answer, and yours"], "Correct."
    wrong = ["Correct answer", "Your answer"], "Not the best answer."
    words, opening = right if len(marks) == 1 else wrong
    assert sorted(marks) == words
    assert headline(page).inner_text().startswith(opening)


# The form -----------------------------------------------------------------------


def test_nothing_is_chosen_beforehand_and_choosing_sends_nothing(
    page, script, play_only
):
    play_only("single")
    start(page, "mechanism")
    assert page.locator(":checked").count() == 0
    sent = []
    page.on("request", lambda request: sent.append(request.url))

    for number in range(3):
        choose(page, number)
    page.keyboard.press("ArrowUp")

    expect(page.locator(":checked")).to_have_count(1)
    assert sent == []
    assert stored_answers() == []


def test_an_unanswered_question_is_asked_again_with_the_problem_first(page, script):
    start(page, "mechanism")

    check(page)

    expect(problem(page)).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: Question 1 of"))
    problem(page).get_by_role("link", name="Choose an answer first").click()
    expect(option(page)).to_be_focused()
    assert stored_answers() == []


@pytest.mark.slow
def test_an_answer_given_after_an_error_is_taken(page, script):
    start(page, "mechanism")
    check(page)
    # Without script the page is another one: a click before would be lost with it.
    expect(page).to_have_title(re.compile("^Error: "))

    page.get_by_text("Certain", exact=True).click()
    answer(page, 1)

    (stored,) = stored_answers()
    assert stored.answer == {"options": [id_of_option(stored, 1)]}
    assert stored.get_confidence_display() == "Certain"
    expect(page.get_by_text("You said: certain.")).to_be_visible()


# Once ----------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["the front page", "a quiz"])
def test_a_double_click_stores_one_answer(page, script, place):
    if place == "a quiz":
        start(page, "mechanism")
    else:
        page.goto("/")
    choose(page)

    card(page).get_by_role("button", name="Check answer").dblclick()

    expect(headline(page)).to_be_visible()
    (stored,) = stored_answers()
    assert (stored.version, stored.attempt.answered) == (1, 1)


@pytest.mark.slow
def test_a_double_click_starts_one_attempt(page, script):
    page.goto("/practise/mechanism/")

    page.get_by_role("button", name="Start").dblclick()

    expect(page).to_have_title(re.compile("^Question 1 of"))
    assert Attempt.objects.count() == 1


@pytest.mark.slow
def test_one_answer_sent_a_hundred_times_at_once_is_one_answer(page):
    start(page, "mechanism")
    choose(page)

    replies = page.evaluate(SEND_A_HUNDRED_TIMES)

    assert {status for status, _ in replies} == {200}
    # The token of a form is masked anew in each reply.
    texts = {re.sub(r'token" value="[^"]*', "", text) for _, text in replies}
    assert len(texts) == 1
    (stored,) = stored_answers()
    assert (stored.version, stored.attempt.answered) == (1, 1)


@pytest.mark.slow
def test_a_phone_and_a_laptop_share_the_attempt(page, new_context, base_url, learner):
    phone = new_context().new_page()
    for device in (page, phone):
        sign_in_as(device.context, learner, base_url)

    start(page, "mechanism")
    answer(page)
    phone.goto("/practise/mechanism/")
    follow(phone, "Go on: 1 of")

    expect(phone).to_have_title(re.compile("^Question 2 of"))
    assert Attempt.objects.count() == 1


def test_the_way_back_leads_to_the_answer_not_to_the_form(page, script):
    start(page, "mechanism")
    answer(page)
    verdict = headline(page).inner_text()
    follow(page, "Next question")
    expect(page).to_have_title(re.compile("^Question 2"))

    page.go_back()

    expect(headline(page)).to_have_text(verdict)
    page.reload()
    expect(headline(page)).to_have_text(verdict)
    assert len(stored_answers()) == 1


@pytest.mark.slow
def test_the_way_back_to_the_front_page_sends_nothing_again(page, script):
    page.goto("/")
    answer(page)
    go_by(page.get_by_role("link", name="Learn", exact=True))

    while page.get_by_role("heading", name="Try one now").count() == 0:
        page.go_back()

    assert len(stored_answers()) == 1


# Two windows ---------------------------------------------------------------------


def test_a_second_window_is_told_that_the_question_is_answered(page, context, script):
    start(page, "mechanism")
    second = context.new_page()
    second.goto(page.url)
    answer(page, 0)

    choose(second, 1)
    check(second)

    expect(
        card(second).get_by_text("This question was answered before")
    ).to_be_visible()
    expect(headline(second)).to_have_text(headline(page).inner_text())
    (stored,) = stored_answers()
    assert stored.answer == {"options": [id_of_option(stored, 0)]}


@pytest.mark.slow
def test_a_second_window_that_says_the_same_is_right(page, context, script):
    start(page, "mechanism")
    second = context.new_page()
    second.goto(page.url)
    answer(page)

    answer(second)

    expect(card(second).get_by_text("This question was answered before")).to_have_count(
        0
    )
    assert len(stored_answers()) == 1


@pytest.mark.slow
def test_in_a_test_a_second_window_may_say_use_mine_instead(page, context, script):
    start(page, "mixed-test")
    second = context.new_page()
    second.goto(page.url)
    choose(page, 0)
    save_and_go_on(page)

    choose(second, 1)
    save(second)

    expect(
        card(second).get_by_text("Another answer was saved meanwhile")
    ).to_be_visible()
    expect(option(second)).to_be_checked()
    (stored,) = stored_answers()
    assert stored.answer == {"options": [id_of_option(stored, 0)]}

    press(second, "Use mine instead")

    expect(second).to_have_title(re.compile("^Question 2"))
    (stored,) = stored_answers()
    assert stored.answer == {"options": [id_of_option(stored, 1)]}


# Tests ---------------------------------------------------------------------------


def reasons_of(attempt: Attempt) -> list[str]:
    """The first words of every reason and key idea in the attempt."""
    shown = [one.shown_revision.rendered for one in attempt.responses.all()]
    texts = [option["rationale"] for one in shown for option in one["options"]]
    return [text[:60] for text in texts + [one["key_idea"] for one in shown]]


def test_a_test_releases_nothing_before_it_is_finished(page, script):
    attempt = start(page, "mixed-test")
    pages = []
    for position in range(1, attempt.size + 1):
        expect(page).to_have_title(re.compile(f"^Question {position} of"))
        pages.append(page.content())
        choose(page)
        save_and_go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    pages.append(page.content())
    follow(page, "Change question 1")
    choose(page, 1)
    pages.append(page.content())
    save_and_go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()

    released = [text for text in reasons_of(attempt) if any(text in p for p in pages)]
    assert released == []
    assert not any("Correct answer" in one for one in pages)

    go_by_button(page, "Finish and see the results")
    results = page.get_by_role("heading", name="of 12: Mixed test", level=1)
    expect(results).to_be_visible()
    page.go_back()
    expect(results).to_be_visible()
    go_by(page.locator(".tasks a").first)
    expect(headline(page)).to_be_visible()
    assert any(text in page.content() for text in reasons_of(attempt))
    assert Attempt.objects.get().answered == attempt.size


# A lapsed session ------------------------------------------------------------------


def test_after_a_lapsed_session_the_choice_is_offered_not_sent(
    page, context, base_url, script
):
    member = UserFactory()
    sign_in_as(context, member, base_url)
    start(page, "mechanism")
    question = page.url
    Session.objects.all().delete()

    choose(page, 1)
    check(page)
    expect(page).to_have_title(re.compile("^Sign in"))
    sign_in(page, member.email)

    expect(notice(page)).to_contain_text("Your choice was kept.")
    assert page.url.startswith(question)
    expect(option(page, 1)).to_be_checked()
    assert stored_answers() == []

    check(page)

    expect(headline(page)).to_be_visible()
    (stored,) = stored_answers()
    assert stored.answer == {"options": [id_of_option(stored, 1)]}


# More than one answer ----------------------------------------------------------------


@pytest.mark.slow
def test_several_answers_are_chosen_and_sent_together(page, script, play_only):
    play_only("multiple")
    start(page, "mechanism")
    expect(page.get_by_text("More than one answer can be right.")).to_be_visible()

    choose(page, 0)
    answer(page, 2)

    (stored,) = stored_answers()
    assert {*stored.answer["options"]} == {
        id_of_option(stored, number) for number in (0, 2)
    }

"""The way of a newcomer, from the front page to an account that keeps everything."""

import re

import pytest
from playwright.sync_api import expect

from quizzes.models import Attempt
from sps_learn.accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory
from tests.browser.steps import (
    answer,
    card,
    check,
    choose,
    follow,
    go_by,
    go_by_button,
    go_by_menu,
    headline,
    settled,
    sign_in,
    sign_in_as,
    stored_answers,
)


def take_quiz(page, title: str) -> int:
    """Answer every question of a practice quiz; say how many there were."""
    follow(page, title)
    go_by_button(page, "Start")
    questions = 0
    while True:
        answer(page)
        questions += 1
        onward = card(page).get_by_role("link", name=re.compile("^Next|^See the res"))
        is_last = onward.inner_text() == "See the results"
        go_by(onward)
        if is_last:
            return questions


def table_of_progress(page) -> dict[str, list[str]]:
    """State and questions seen of each cell, by topic."""
    go_by_menu(page, "Progress")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your progress")
    rows = page.locator(".mastery tbody tr").all()
    texts = [row.locator("th, td").all_inner_texts() for row in rows]
    return {topic: cells for topic, *cells in texts}


def seen_in(table: dict[str, list[str]]) -> int:
    """How many questions were seen, over all cells."""
    cells = [cell for cells in table.values() for cell in cells]
    return sum(
        int(number) for cell in cells for number in re.findall(r"(\d+) seen", cell)
    )


# Without one in every run: that nothing needs a script is the first promise.
@pytest.mark.parametrize(
    "script",
    ["without script", pytest.param("with script", marks=pytest.mark.slow)],
    indirect=True,
)
def test_a_newcomer_learns_and_keeps_it_in_an_account(page, script):
    page.goto("/")
    choose(page)
    check(page)
    expect(headline(page)).to_be_visible()
    settled(page)
    reasons = card(page).locator(".why").all_inner_texts()
    assert len(reasons) >= 3
    assert all(len(reason.split()) > 4 for reason in reasons)

    go_by_menu(page, "Learn")
    go_by(page.locator(".module h2 a").first)
    go_by(page.locator("main .primary"))
    lesson = page.get_by_role("heading", level=1).inner_text()
    go_by_button(page, "Mark as read and go on")
    expect(page.get_by_text(f"“{lesson}” is marked as read.")).to_be_visible()

    go_by_menu(page, "Practise")
    asked = take_quiz(page, "Symptoms")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"of {asked}: Sympto")

    progress = table_of_progress(page)
    seen = {one.question_id for one in stored_answers()}
    assert seen_in(progress) == len(seen)
    expect(page.get_by_text(re.compile(r"^1 of \d+ lessons read"))).to_be_visible()

    follow(page, "Save my progress")
    page.get_by_label("E-mail address").fill("noor@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    go_by_button(page, "Create account")
    assert table_of_progress(page) == progress

    person = User.objects.get()
    assert (person.email, person.is_guest) == ("noor@example.org", False)
    assert {one.attempt.learner for one in stored_answers()} == {person}
    assert len(stored_answers()) == asked + 1


@pytest.mark.parametrize(("choice", "kept"), [("Yes, add it", 1), ("Not mine", 0)])
def test_signing_in_asks_before_it_adds(page, choice, kept):
    member = UserFactory(email="amina@example.org")
    page.goto("/")
    answer(page)

    go_by(page.locator(".account").get_by_role("link", name="Sign in"))
    sign_in(page, member.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Add the 1 answer")
    assert not Attempt.objects.filter(learner=member).exists()
    go_by_button(page, choice)

    expect(page).to_have_url(re.compile("/progress/$"))
    assert Attempt.objects.filter(learner=member).count() == kept
    assert Attempt.objects.count() == kept
    assert list(User.objects.all()) == [member]


def test_what_came_into_view_is_noted_and_resumed(page, context, base_url, guest):
    sign_in_as(context, guest, base_url)
    page.goto("/learn/mechanism/why-the-brake-fails/")
    contents = page.get_by_role("navigation", name="On this page")

    ends = page.locator("section > .end")
    for number in range(2):
        with page.expect_response(re.compile("/sections/")) as noted:
            ends.nth(number).scroll_into_view_if_needed()
        assert noted.value.status == 204
    page.reload()

    expect(contents.get_by_text("(read)")).to_have_count(2)
    expect(page.get_by_text("You stopped at section 3")).to_be_visible()

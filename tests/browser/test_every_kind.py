"""A quiz of every kind and a case, from its start to the review, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from quizzes.models import Attempt, Quiz, Response
from tests.browser.keyboard import press_tab_until
from tests.browser.quizzes import SLUG, quiz_of_every_kind
from tests.browser.steps import card, headline, option, settled

SIZE = 10
FLAGGED = 2  # the question that is flagged on the way


pytestmark = pytest.mark.slow


@pytest.fixture(params=["without script", "with script"])
def script(request):
    """Without script first: what works there is promised to everybody."""
    return request.param


def test_a_practice_of_every_kind_is_done_by_keyboard(page, script):
    quiz_of_every_kind()
    attempt = start_by_keyboard(page)
    expected = {}

    for response in attempt.responses.select_related("shown_revision"):
        expect_question(page, response.position)
        note_by_keyboard(page, response)
        expected[response.position] = enter_by_keyboard(page, response)
        expect(headline(page)).to_be_focused()
        settled(page)
        is_last = response.position == SIZE
        onward = "See the results" if is_last else "Next question"
        go_by_keyboard(page, card(page).get_by_role("link", name=onward))

    expect_results(page, attempt, expected)
    review_by_keyboard(page, FLAGGED)


def test_a_test_of_every_kind_is_taken_by_keyboard(page, script):
    quiz_of_every_kind(Quiz.Mode.TEST)
    attempt = start_by_keyboard(page)
    expected = {}

    for response in attempt.responses.select_related("shown_revision"):
        expect_question(page, response.position)
        note_by_keyboard(page, response)
        expected[response.position] = enter_by_keyboard(page, response)
    expect(page).to_have_title(re.compile("^Check your answers"))
    changed = attempt.responses.filter(case=None).first()
    name = f"Change question {changed.position}"
    go_by_keyboard(page, page.get_by_role("link", name=name, exact=True))
    expect_question(page, changed.position)
    expected[changed.position] = enter_by_keyboard(page, changed, nth=1)
    expect(page).to_have_title(re.compile("^Check your answers"))
    finish = page.get_by_role("button", name="Finish and see the results")
    go_by_keyboard(page, finish)

    expect_results(page, attempt, expected)
    review_by_keyboard(page, FLAGGED)


# What is done on the way -------------------------------------------------------------


def go_by_keyboard(page: Page, to: Locator, key: str = "Enter") -> None:
    """Press Tab until it is reached, with every stop in sight; then press it."""
    assert press_tab_until(page, to) == []
    page.keyboard.press(key)


def start_by_keyboard(page: Page) -> Attempt:
    page.goto(f"/practise/{SLUG}/")
    go_by_keyboard(page, page.get_by_role("button", name="Start"))
    expect_question(page, 1)
    return Attempt.objects.get()


def expect_question(page: Page, position: int) -> None:
    expect(page).to_have_title(re.compile(f"^Question {position} of {SIZE}"))
    page.wait_for_load_state()


def note_by_keyboard(page: Page, response: Response) -> None:
    """Flag one question; rule an option out where there are options."""
    if response.position == FLAGGED:
        flag = card(page).get_by_role("button", name="Flag")
        go_by_keyboard(page, flag)
        expect(flag).to_have_text("Flagged")
        settled(page)
    if kind_of(response) == "true-false":
        out = card(page).get_by_role("button", name="Rule out").last
        go_by_keyboard(page, out, "Space")
        expect(out).to_have_attribute("aria-pressed", "true")
        settled(page)


def enter_by_keyboard(page: Page, response: Response, nth: int = 0) -> dict:
    """Answer the question and send it; say what should be stored of it.

    With `nth=1` another answer takes the place of the first.
    """
    enter = ENTER[kind_of(response)]
    assert press_tab_until(page, first_field(page)) == []
    expected = enter(page, response, nth)
    if kind_of(response) in {"short", "numeric"}:
        page.keyboard.press("Enter")
    else:
        go_by_keyboard(page, page.locator(".check-answer"))
    return expected


def kind_of(response: Response) -> str:
    return response.shown_revision.content["kind"]


def first_field(page: Page) -> Locator:
    """Where Tab enters the answer: of radios at the chosen one, if there is one."""
    fields = card(page).locator("fieldset").first
    chosen = fields.locator("[type=radio]:checked")
    return chosen if chosen.count() else fields.locator("input, select").first


def enter_option(page: Page, response: Response, nth: int) -> dict:
    # An arrow chooses: from the first option the second, and back.
    page.keyboard.press("ArrowUp" if nth else "ArrowDown")
    number = 0 if nth else 1
    expect(option(page, number)).to_be_checked()
    return {"options": [response.option_order[number]]}


def enter_options(page: Page, response: Response, nth: int) -> dict:
    first, _, third = response.option_order
    page.keyboard.press("Space")
    if nth:  # That took the first choice away.
        return {"options": [third]}
    assert press_tab_until(page, option(page, 2)) == []
    page.keyboard.press("Space")
    return {"options": sorted([first, third])}


def enter_matches(page: Page, response: Response, nth: int) -> dict:
    for place in (1 + nth, 2 + nth):
        choose_in_list(page, place)
    choices = response.option_order[nth:]
    return {"pairs": dict(zip("ab", choices, strict=False))}


def enter_places(page: Page, response: Response, nth: int) -> dict:
    places = ("2", "1") if nth else ("1", "2")
    page.keyboard.type(places[0])
    page.keyboard.press("Tab")
    page.keyboard.type(places[1])
    order = response.option_order
    return {"order": order[::-1] if nth else order}


def enter_words(page: Page, response: Response, nth: int) -> dict:
    return enter_text(page, "GAD" if nth else "gaba.")


def enter_number(page: Page, response: Response, nth: int) -> dict:
    text = "67" if nth else "65,0"
    return {**enter_text(page, text), "value": 67.0 if nth else 65.0}


def enter_text(page: Page, text: str) -> dict:
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    return {"text": text}


ENTER = {
    "single": enter_option,
    "true-false": enter_option,
    "multiple": enter_options,
    "matching": enter_matches,
    "ordering": enter_places,
    "short": enter_words,
    "numeric": enter_number,
}


def choose_in_list(page: Page, place: int) -> None:
    """Go down to a place of the list that has the focus, and on to the next stop."""
    page.keyboard.press("Home")
    for _ in range(place):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")


# What came of it ----------------------------------------------------------------------


def expect_results(page: Page, attempt: Attempt, expected: dict[int, dict]) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"of {SIZE}: Every")
    responses = list(attempt.responses.select_related("shown_revision"))
    assert {one.position: one.answer for one in responses} == expected
    assert [one.position for one in responses if one.is_flagged] == [FLAGGED]
    ruled_out = {kind_of(one) for one in responses if one.ruled_out}
    assert ruled_out == {"true-false"}
    expect(page.get_by_text("· flagged")).to_have_count(1)


def review_by_keyboard(page: Page, position: int) -> None:
    """From the results to the reasons of one answer, to the end of the page."""
    go_by_keyboard(page, page.locator(".tasks a").nth(position - 1))
    expect(page).to_have_title(re.compile(f"Question {position} of {SIZE}"))
    expect(headline(page)).to_be_focused()
    end = page.get_by_role("contentinfo").get_by_role("link").last
    assert press_tab_until(page, end) == []

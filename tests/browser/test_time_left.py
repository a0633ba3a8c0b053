"""A timed attempt in the browser: the time left keeps itself up to date, quietly."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Attempt, Quiz
from quizzes.timing import GRACE
from tests.browser.quizzes import SLUG, quiz_that_ships
from tests.browser.steps import (
    card,
    enter,
    go_by,
    save,
    settled,
    sign_in_as,
    start,
    stop_the_clock,
)
from tests.browser.test_answering import LISTEN, page_loads

LIMIT_MINUTES = 15

# Notes who asks for a beat: pages must not have one of their own.
COUNT_INTERVALS = """window.intervals = [];
    const set = window.setInterval;
    window.setInterval = (...all) => { window.intervals.push(all[1]); set(...all) };"""


@pytest.fixture
def attempt(page, context, base_url, learner):
    """A timed test, at its first question, with the clock of the browser in hand."""
    quiz_that_ships(
        Quiz.Mode.TEST, kinds=["single", "short"], time_limit_minutes=LIMIT_MINUTES
    )
    sign_in_as(context, learner, base_url)
    stop_the_clock(page)
    return start(page, SLUG)


@pytest.fixture
def asked(page):
    """Grows with every request for the time left."""
    asked: list[str] = []
    page.on(
        "request",
        lambda request: "/time/" in request.url and asked.append(request.url),
    )
    return asked


def pass_minutes(page: Page, attempt: Attempt, minutes: int = 1) -> None:
    """Let so many minutes go by, for the server and then for the browser."""
    attempt.started_at -= timedelta(minutes=minutes)
    attempt.save(update_fields=["started_at"])
    pass_a_minute_here(page)


def pass_a_minute_here(page: Page) -> None:
    """Let a minute go by in the browser, and the time left come."""
    with page.expect_response(re.compile(r"/time/\?shown=")):
        page.clock.run_for(60_000)
    settled(page)


def time_left(page: Page):
    return page.locator("#time-left")


def test_the_time_left_changes_by_itself_in_whole_minutes(page, attempt, asked):
    expect(time_left(page)).to_have_text(
        re.compile(r"^About 15 minutes left \(until [0-2]\d:[0-5]\d\)$")
    )
    loads = page_loads(page)
    page.clock.run_for(55_000)
    assert asked == []

    for minutes in (14, 13, 12):
        pass_minutes(page, attempt)

        expect(time_left(page)).to_contain_text(f"About {minutes} minutes left")

    assert len(asked) == 3
    assert loads == []


@pytest.mark.slow
def test_it_is_read_out_only_when_it_matters(page, attempt):
    page.evaluate(LISTEN)
    assert time_left(page).get_attribute("role") is None
    assert time_left(page).get_attribute("aria-live") is None

    for _ in range(LIMIT_MINUTES - 1):
        pass_minutes(page, attempt)

    expect(time_left(page)).to_contain_text("About 1 minute left")
    assert page.evaluate("heard") == [
        "About 10 minutes left",
        "About 5 minutes left",
        "About 2 minutes left",
    ]


@pytest.mark.slow
def test_it_takes_no_focus_and_no_answer(page, attempt):
    enter(page)
    focused = page.evaluate("document.activeElement.id")
    chosen = page.locator("input:checked").count()

    pass_minutes(page, attempt)

    assert page.evaluate("document.activeElement.id") == focused
    assert page.locator("input:checked").count() == chosen


@pytest.mark.slow
def test_a_note_beside_the_answer_adds_no_second_beat(page, attempt, asked):
    for _ in range(2):
        card(page).locator("[name=flag]").click()
        settled(page)

    pass_minutes(page, attempt)
    pass_minutes(page, attempt)

    expect(time_left(page)).to_contain_text("About 13 minutes left")
    assert len(asked) == 2


@pytest.mark.slow
def test_more_time_granted_meanwhile_shows_within_a_minute(
    page, attempt, learner, asked
):
    loads = page_loads(page)
    learner.time_factor = Decimal("2.0")
    learner.save()

    pass_a_minute_here(page)

    expect(time_left(page)).to_contain_text("About 30 minutes left")
    assert (len(asked), loads) == (1, [])


@pytest.mark.slow
def test_a_limit_taken_away_meanwhile_leaves_the_question_in_peace(
    page, attempt, learner
):
    loads = page_loads(page)
    learner.has_no_time_limit = True
    learner.save()

    pass_a_minute_here(page)

    expect(page.locator("#trouble")).to_be_empty()
    expect(time_left(page)).to_have_text("The time limit no longer holds for you.")
    assert loads == []
    enter(page)
    save(page)
    expect(page).to_have_title(re.compile("^Question 2 of 2"))


def test_when_it_is_over_the_page_says_so_and_goes_nowhere(page, attempt, asked):
    page.evaluate(LISTEN)
    loads = page_loads(page)

    pass_minutes(page, attempt, LIMIT_MINUTES)
    expect(time_left(page)).to_have_text(
        "The time is up. What you send within a minute still counts."
    )
    attempt.started_at -= GRACE
    pass_minutes(page, attempt, 0)

    expect(time_left(page)).to_contain_text("The time is over.")
    assert loads == []
    assert page.evaluate("heard")[-1].startswith("The time is over.")
    page.clock.run_for(180_000)
    assert len(asked) == 2
    go_by(time_left(page).get_by_role("link", name="See the results"))
    expect(page.get_by_text("The time was over before you finished.")).to_be_visible()


@pytest.mark.slow
def test_no_page_of_it_has_a_beat_of_its_own(page, context, attempt):
    context.add_init_script(COUNT_INTERVALS)

    for address in (page.url, f"{attempt.get_absolute_url()}check/"):
        page.goto(address)
        page.clock.run_for(61_000)

        assert page.evaluate("intervals") == []
        scripts = page.locator("script").evaluate_all("all => all.map(one => one.src)")
        names = {one.rpartition("/")[2] for one in scripts}
        assert names <= {"htmx-2.min.js", "sending.js", "noting.js"}


@pytest.mark.slow
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_each_page_says_it(page, context, base_url, learner):
    quiz_that_ships(Quiz.Mode.TEST, kinds=["single"], time_limit_minutes=LIMIT_MINUTES)
    sign_in_as(context, learner, base_url)
    attempt = start(page, SLUG)
    attempt.started_at -= timedelta(minutes=4)
    attempt.save()

    page.reload()

    expect(time_left(page)).to_contain_text("About 11 minutes left")
    go_by(page.get_by_role("link", name="All answers"))
    expect(time_left(page)).to_contain_text("About 11 minutes left")

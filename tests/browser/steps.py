"""What visitors do on the site, each step in one word of the tests.

A click returns before the page that it leads to is there. The steps that lead to
another page return when it is loaded, so that a test may read it at once.
"""

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

from quizzes.models import Attempt, Response
from sps_learn.accounts.models import User
from tests.accounts.factories import PASSWORD
from tests.conftest import client_of


def sign_in_as(context: BrowserContext, person: User, site: str) -> None:
    """Bring the cookie of somebody who is signed in."""
    session = client_of(person).cookies["sessionid"]
    context.add_cookies([{"name": session.key, "value": session.value, "url": site}])


def sign_in(page: Page, email: str) -> None:
    """Fill in the log-in form that the page shows."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    go_by_button(page, "Sign in")


def press(page: Page, name: str) -> None:
    """Press a button, whatever comes of it: another page, or something on this one."""
    page.get_by_role("main").get_by_role("button", name=name).click()


def go_by(place: Locator) -> None:
    """Click what leads to another page, and arrive there."""
    with place.page.expect_navigation():
        place.click()


def go_by_button(page: Page, name: str) -> None:
    go_by(page.get_by_role("main").get_by_role("button", name=name))


def follow(page: Page, name: str) -> None:
    go_by(page.get_by_role("main").get_by_role("link", name=name).first)


def go_by_menu(page: Page, name: str) -> None:
    menu = page.get_by_role("navigation", name="Main")
    go_by(menu.get_by_role("link", name=name))


def choose_larger_type(page: Page) -> None:
    page.goto("/settings/")
    page.get_by_label("Larger type").check()
    press(page, "Save reading and time")
    expect(page.locator("html")).to_have_attribute("data-type", "larger")


# Answering -----------------------------------------------------------------------


def start(page: Page, quiz: str) -> Attempt:
    """Start a quiz from its page, and arrive at its first question."""
    page.goto(f"/practise/{quiz}/")
    go_by_button(page, "Start")
    page.wait_for_url(re.compile(r"/attempts/[0-9a-f-]+/1/$"))
    return Attempt.objects.get(pk=page.url.split("/")[-3])


def card(page: Page) -> Locator:
    """The first question on the page."""
    return page.locator(".question-card").first


def option(page: Page, number: int = 0) -> Locator:
    """The radio or the checkbox of an option."""
    return card(page).locator(".options input").nth(number)


def choose(page: Page, number: int = 0) -> None:
    card(page).locator(".options label").nth(number).click()


def fields(page: Page) -> Locator:
    """What an answer is entered in, of whatever kind."""
    return card(page).locator("fieldset:not(.confidence) :is(input, select)")


def enter(page: Page) -> None:
    """Enter an answer that the question admits, of whatever kind it is."""
    page.wait_for_load_state()
    expect(fields(page)).not_to_have_count(0)
    if option(page).count():
        return choose(page)
    for number, field in enumerate(fields(page).all(), start=1):
        if field.evaluate("field => field.matches('select')"):
            field.select_option(index=number)
        else:
            field.fill("65")


def entered(page: Page) -> list[bool | str]:
    """What the fields of the answer hold, in their order."""
    return fields(page).evaluate_all(
        "all => all.map(one => /radio|checkbox/.test(one.type) ? one.checked"
        " : one.value)"
    )


def check(page: Page) -> None:
    card(page).get_by_role("button", name="Check answer").click()


def save(page: Page) -> None:
    """Send the answer of a test, whatever that leads to."""
    press(page, "Save and go on")


def save_and_go_on(page: Page) -> None:
    question = page.url
    with page.expect_navigation():
        save(page)
    expect(page).not_to_have_url(question)


def problem(page: Page) -> Locator:
    """The summary above an answer that was refused."""
    return page.get_by_role("alert").filter(has_text="There is a problem")


def settled(page: Page) -> None:
    """Wait until the page is loaded, and htmx has done with what it put in.

    The focus comes last of all.
    """
    page.wait_for_load_state()
    expect(page.locator(".htmx-request, .htmx-added, .htmx-settling")).to_have_count(0)


def headline(page: Page) -> Locator:
    """The heading of the reasons: how the answer was."""
    return card(page).locator("[id$=-result]")


def answer(page: Page, number: int = 0) -> None:
    """Choose an option of a practice question, send it, and see the reasons."""
    choose(page, number)
    check(page)
    expect(headline(page)).to_be_visible()
    settled(page)


def stored_answers() -> list[Response]:
    given = Response.objects.filter(answer__isnull=False)
    return list(given.order_by("attempt__started_at", "position"))


def id_of_option(response: Response, number: int) -> str:
    """The option that the page shows as the one with this number."""
    return response.option_order[number]

"""What visitors see of choices that save themselves, and how the site goes away."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.steps import card, id_of_option, settled, stored_answers

NOT_SAVED = "Not saved, because the site could not be reached."
SLOT = re.compile(r"/attempts/[0-9a-f-]+/\d+/$")


def said(page: Page) -> Locator:
    return card(page).locator(".sending")


def expect_saved(page: Page) -> None:
    expect(said(page)).to_have_text("Saved")
    settled(page)


def expect_saved_at_last(page: Page) -> None:
    """Wait for the next try too: the pauses between them grow to half a minute."""
    expect(said(page)).to_have_text("Saved", timeout=60_000)
    settled(page)


def expect_version(page: Page, version: int) -> None:
    """Wait for so many saves; before and after each the page says the same."""
    hidden = page.locator("[name=version]")
    expect(hidden).to_have_value(str(version))


def choose_during_the_next_request(page: Page, number: int) -> None:
    page.evaluate(
        """number => document.addEventListener("htmx:beforeSend", () => {
            document.querySelectorAll(".options input")[number].click();
        }, {once: true})""",
        number,
    )


def stored_option(number: int) -> bool:
    (one,) = stored_answers()
    return one.answer == {"options": [id_of_option(one, number)]}


class Away:
    """The site as a page sees it while it cannot be reached."""

    def __init__(self, page: Page, how: str = "gone") -> None:
        self.page, self.how, self.tried = page, how, 0

    def __call__(self, route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        self.tried += 1
        if self.how == "gone":
            return route.abort("connectionrefused")
        if self.how == "reply lost" and self.tried > 2:
            return route.fallback()
        if self.how == "reply lost":
            route.fetch()
            return route.abort("connectionreset")
        route.fulfill(status=int(self.how), body="<h1>Trouble</h1>")

    def __enter__(self):
        self.page.route(SLOT, self)
        return self

    def __exit__(self, *_) -> None:
        self.page.unroute(SLOT, self)

"""Going through a page by keyboard, with an eye on where the focus is."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page

MOST_STOPS = 60

# A ring of at least 2 px, inside the window, with nothing lying over the middle.
DESCRIBE_FOCUS = """() => {
    const one = document.activeElement;
    // Between the last stop and the first comes the window of the browser.
    if (one === document.body) return {hasRing: true, isInSight: true};
    const [style, box] = [getComputedStyle(one), one.getClientRects()[0]];
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const top = document.elementFromPoint(x, y);
    return {
        html: one.outerHTML.slice(0, 100),
        hasRing: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isInSight: top === one || one.contains(top) || top?.contains(one)
            || top?.closest("label")?.control === one,
    };
}"""


def press_tab_until(page: Page, reached: Locator) -> list[str]:
    """Go on with Tab; say of which stops the focus could not be seen."""
    page.wait_for_load_state()
    return [*_unseen_stops(page, reached)]


def _unseen_stops(page: Page, reached: Locator) -> Iterator[str]:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(DESCRIBE_FOCUS)
        if not (stop["hasRing"] and stop["isInSight"]):
            yield str(stop)
        if reached.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"not reached in {MOST_STOPS} stops")

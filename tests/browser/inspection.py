"""What must hold on every page, looked up in the page as the browser shows it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
AXE_OPTIONS = {
    "runOnly": [*RULES, "best-practice"],
    "resultTypes": ["violations"],
    # Otherwise axe asks for every style sheet once more.
    "preload": False,
}
NARROW_PX = 320
ZOOMED = {"width": 320, "height": 256}  # what 1280 x 1024 leaves at 400 %
SMALLEST_TARGET_PX = 44
LONGEST_CHANGE_SECONDS = 0.15

# The main actions, and what answers a question.
TARGETS = """.button, .options label, .confidence label, .nav a, .account > a,
    .account > summary, .field input:not(.choice *), :is(.field, .lines) select,
    .choice, .check label"""

WATCH_POLICY = """document.addEventListener("securitypolicyviolation", event =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""

TOO_WIDE = """() => {
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth
        ? [...document.querySelectorAll("main *, header *, footer *")]
            .filter(one => one.getBoundingClientRect().right > root.clientWidth)
            .slice(0, 3).map(one => one.outerHTML.slice(0, 80))
            .concat(`${root.scrollWidth} px`)
        : [];
}"""

# What is higher than the box it stands in, and so lies over what comes next.
SPILLING = """() => [...document.querySelectorAll("main, main *")].filter(box => {
    const style = getComputedStyle(box);
    if (/^(inline|contents)$/.test(style.display) || style.overflowY !== "visible"
        || !box.checkVisibility()
        || box.matches("svg *, .vh, details:not([open])")) return false;
    const bottom = box.getBoundingClientRect().bottom;
    return [...box.children].some(one =>
        !/absolute|fixed/.test(getComputedStyle(one).position)
        && !/^(inline|contents|none)$/.test(getComputedStyle(one).display)
        && one.getBoundingClientRect().bottom > bottom + 2);
}).slice(0, 3).map(one => one.outerHTML.slice(0, 80))"""

TOO_SMALL = """([selector, smallest]) => [...document.querySelectorAll(selector)]
    .filter(one => one.checkVisibility() && !one.closest(".vh"))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([_, box]) => Math.min(box.width, box.height) < smallest - .5)
    .map(([one, box]) => `${box.width} x ${box.height} ${one.outerHTML.slice(0, 80)}`)
"""

# What readers may set for themselves (WCAG 1.4.12); as a sheet, it passes the policy.
SPACE_OUT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`p { margin-block-end: 2em !important } * {
        line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""

# Per element: the longest of its transitions and animations, and what they move.
MOVING = """longest => {
    const seconds = text => Math.max(...text.split(",").map(parseFloat));
    return [...document.querySelectorAll("*")].filter(one => {
        const style = getComputedStyle(one);
        return seconds(style.transitionDuration) > longest
            || seconds(style.animationDuration) > longest;
    }).map(one => one.outerHTML.slice(0, 80));
}"""


class Watch:
    """Notes what a page must never do, from its first request on."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.host = urlsplit(site).netloc
        self.seen: list[str] = []
        context.add_init_script(WATCH_POLICY)
        context.on("console", lambda message: self._note_policy(message.text))
        context.on("weberror", lambda error: self.seen.append(f"error: {error.error}"))
        context.on("request", lambda request: self._note_host(request.url))

    def _note_policy(self, text: str) -> None:
        if text.startswith("policy:"):
            self.seen.append(text)

    def _note_host(self, address: str) -> None:
        if urlsplit(address).netloc != self.host:
            self.seen.append(f"request to {address}")


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page, in words; an empty list when nothing is."""
    return [
        *faults_of_frame(page),
        *faults_for_axe(page),
        *faults_of_motion(page),
        *faults_of_targets(page),
        *faults_of_width(page),
    ]


def faults_for_axe(page: Page) -> Iterator[str]:
    found = Axe().run(page, options=AXE_OPTIONS)
    for violation in found.response["violations"]:
        for node in violation["nodes"]:
            why = node["failureSummary"].splitlines()[1].strip()
            yield f"axe {violation['id']}: {node['html'][:100]} {why}"


def faults_of_frame(page: Page) -> Iterator[str]:
    if (headings := page.locator("h1").count()) != 1:
        yield f"{headings} h1"
    if len(primary := page.locator(".primary:visible").all_inner_texts()) > 1:
        yield f"several primary buttons: {primary}"
    if not page.title().removesuffix("SPS Learn").strip(" ·"):
        yield "no title"
    if page.locator("audio, video, marquee, [autoplay], [style]").count():
        yield "sound, film or inline style"


def faults_of_motion(page: Page) -> Iterator[str]:
    for wish, longest in (("no-preference", LONGEST_CHANGE_SECONDS), ("reduce", 0)):
        page.emulate_media(reduced_motion=wish)
        for html in page.evaluate(MOVING, longest):
            yield f"moves for more than {longest} s: {html}"
    if running := page.evaluate("document.getAnimations().length"):
        yield f"{running} animations"


def faults_of_targets(page: Page) -> Iterator[str]:
    for size in page.evaluate(TOO_SMALL, [TARGETS, SMALLEST_TARGET_PX]):
        yield f"smaller than {SMALLEST_TARGET_PX} px: {size}"


def faults_of_width(page: Page) -> Iterator[str]:
    """What sticks out: on a phone, at a zoom of 400 %, with text spaced out."""
    usual = page.viewport_size
    yield from _spills(page, "at the usual width")
    for size in ({"width": NARROW_PX, "height": 640}, ZOOMED):
        page.set_viewport_size(size)
        for html in page.evaluate(TOO_WIDE):
            yield f"scrolls sideways at {size['width']} x {size['height']}: {html}"
        yield from _spills(page, f"at {size['width']} x {size['height']}")
    page.evaluate(SPACE_OUT)
    for html in page.evaluate(TOO_WIDE):
        yield f"scrolls sideways with wide spacing: {html}"
    yield from _spills(page, "with wide spacing")
    page.evaluate("document.adoptedStyleSheets = []")
    page.set_viewport_size(usual)


def _spills(page: Page, when: str) -> Iterator[str]:
    for html in page.evaluate(SPILLING):
        yield f"reaches below its box {when}: {html}"

"""Browser tests: Chromium by Playwright, against the live server of pytest-django.

`page` opens relative addresses: page.goto("/learn/"). A setting for one test:
@pytest.mark.browser_context_args(java_script_enabled=False).
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from quizzes.kinds.choice import KINDS
from quizzes.models import BlueprintRow, Question, Quiz
from tests.browser.quizzes import SLUG, quiz_that_ships
from tests.browser.steps import sign_in_as, start
from tests.faults.conftest import server  # noqa: F401, asked for by name

# Playwright runs an event loop in the thread of the test, so Django would take each
# query of the test itself for one made inside a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A machine that is busy with something else is not a failure.
expect.set_options(timeout=10_000)

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

DIM = {"name": "theme", "value": "dim", "domain": "localhost", "path": "/"}

# How people look at the site. ./dev test takes the first, ./dev test --all each.
LOOKS = {
    "desktop": {},
    "phone": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
    "dark": {"color_scheme": "dark"},
    "dim": {"storage_state": {"cookies": [DIM], "origins": []}},
    "high contrast": {"forced_colors": "active"},
    "no script": {"java_script_enabled": False},
}


def chromium() -> str | None:
    named = os.environ.get("SPS_CHROMIUM", "")
    found = (shutil.which(name) for name in ([named] if named else CHROMIUM_NAMES))
    return next(filter(None, found), None)


def is_browser_test(item: pytest.Item) -> bool:
    return Path(__file__).parent in item.path.parents


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last, whatever pytest thinks of their parameters: after each the database is
    # empty, also of the rows that migrations made.
    items.sort(key=is_browser_test)
    skip = pytest.mark.skip(
        reason="no Chromium: apt-get install chromium, or set SPS_CHROMIUM to its path"
    )
    for item in filter(is_browser_test, items):
        prepare_look(item)
        if not chromium():
            item.add_marker(skip)


def prepare_look(item: pytest.Item) -> None:
    """Say how the browser opens the pages of a test that asks for `script` or `look`.

    Not in those fixtures: `page` is opened before them where it is named before them.
    """
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    look = parameters.get("look")
    if parameters.get("script") == "without script":
        look = "no script"
    if look:
        own = item.get_closest_marker("browser_context_args")
        settings = {**(own.kwargs if own else {}), **LOOKS[look]}
        marker = pytest.mark.browser_context_args(**settings)
        item.add_marker(marker, append=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": ["--disable-gpu", "--disable-quic"],
    }


@pytest.fixture(autouse=True)
def site(content):
    """Browsers visit the site as it ships, but for what these tests cannot answer.

    A draw is left to chance, and most tests choose an option.
    """
    Question.objects.exclude(kind__in=KINDS).update(is_retired=True)


@pytest.fixture(scope="session")
def base_url(django_db_setup, live_server):
    # The database first: a server that starts before it looks at another one.
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, base_url):
    return {
        **browser_context_args,
        "base_url": base_url,
        "viewport": {"width": 1280, "height": 800},
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
    }


@pytest.fixture(
    params=[
        pytest.param(look, marks=[pytest.mark.slow] if number else [])
        for number, look in enumerate(LOOKS)
    ]
)
def look(request):
    return request.param


@pytest.fixture
def any_page(look, new_context):
    """A page in each look, for what must hold in all of them."""
    return new_context().new_page()


@pytest.fixture(
    params=[
        "with script",
        pytest.param("without script", marks=pytest.mark.slow),
    ]
)
def script(request):
    """Both worlds, for what is promised in each."""
    return request.param


@pytest.fixture
def play_only(site):
    """Leave questions of one kind in the banks, one for each row of a quiz."""

    def retire_the_others(kind: str) -> None:
        Question.objects.exclude(kind=kind).update(is_retired=True)
        Question.objects.filter(kind=kind).update(is_retired=False)
        BlueprintRow.objects.update(count=1)

    return retire_the_others


@pytest.fixture
def begin(page, context, base_url, learner):
    """Start a test of such kinds, signed in."""

    def begin_test(*kinds: str, **fields):
        quiz_that_ships(Quiz.Mode.TEST, kinds=kinds or ["single", "short"], **fields)
        sign_in_as(context, learner, base_url)
        attempt = start(page, SLUG)
        for response in attempt.responses.all():
            if response.question.kind == (kinds or ["single"])[0]:
                page.goto(response.get_absolute_url())
        return attempt

    return begin_test

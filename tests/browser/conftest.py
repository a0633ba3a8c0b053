"""Browser tests: Chromium by Playwright, against the live server of pytest-django.

`page` opens relative addresses: page.goto("/learn/"). A setting for one test:
@pytest.mark.browser_context_args(java_script_enabled=False).
"""

import os
import shutil
from pathlib import Path

import pytest

# Playwright runs an event loop in the thread of the test, so Django would take each
# query of the test itself for one made inside a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

# How people look at the site. ./dev test takes the first, ./dev test --all each.
LOOKS = {
    "desktop": {},
    "phone": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"forced_colors": "active"},
    "no script": {"java_script_enabled": False},
}


def chromium() -> str | None:
    named = os.environ.get("SPS_CHROMIUM", "")
    found = (shutil.which(name) for name in ([named] if named else CHROMIUM_NAMES))
    return next(filter(None, found), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium():
        return
    skip = pytest.mark.skip(
        reason="no Chromium: apt-get install chromium, or set SPS_CHROMIUM to its path"
    )
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": ["--disable-gpu", "--disable-quic"],
    }


@pytest.fixture(scope="session")
def base_url(live_server):
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
        pytest.param(look, marks=[pytest.mark.slow] if number else [], id=look)
        for number, look in enumerate(LOOKS)
    ]
)
def any_page(request, new_context):
    """A page in each look, for what must hold in all of them."""
    return new_context(**LOOKS[request.param]).new_page()

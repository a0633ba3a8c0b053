"""That both halves of the browser tests are what they say: with script and without."""

import pytest

in_both_worlds = pytest.mark.parametrize(
    "script", ["with script", "without script"], indirect=True
)


@in_both_worlds
def test_htmx_runs_where_it_should_and_only_there(page, script):
    page.goto("/")

    assert runs_script(page) == (script == "with script")


@in_both_worlds
def test_it_is_so_whatever_a_test_names_first(script, page):
    page.goto("/")

    assert runs_script(page) == (script == "with script")


@in_both_worlds
@pytest.mark.browser_context_args(viewport={"width": 320, "height": 640})
def test_it_is_so_beside_another_wish(page, script):
    page.goto("/")

    assert runs_script(page) == (script == "with script")
    assert page.viewport_size["width"] == 320


@in_both_worlds
def test_it_is_so_in_every_window(page, new_context, script):
    other = new_context().new_page()
    other.goto("/")

    assert runs_script(other) == (script == "with script")


@pytest.mark.parametrize("look", ["desktop", "phone", "no script"], indirect=True)
def test_a_page_looks_as_it_should(page, look):
    page.goto("/")

    assert runs_script(page) == (look != "no script")
    assert (page.viewport_size["width"] == 320) == (look == "phone")


def runs_script(page) -> bool:
    return page.evaluate("'htmx' in window")

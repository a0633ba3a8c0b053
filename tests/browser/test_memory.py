"""What was missed, and SPS or not, as a browser shows them."""

import pytest
from playwright.sync_api import expect

from tests.browser.inspection import NARROW_PX
from tests.browser.memory_states import mistakes_of_a_topic, told_apart


@pytest.mark.browser_context_args(viewport={"width": NARROW_PX, "height": 640})
def test_how_well_sps_is_told_apart_fits_a_phone(page):
    told_apart(page)

    table = page.get_by_role("region", name="Table: how well you tell them apart")
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") == 0


def test_the_topic_that_is_listed_stands_out(page):
    mistakes_of_a_topic(page)

    topics = page.get_by_role("navigation", name="Topics")
    expect(topics.locator("[aria-current]")).to_have_css("font-weight", "600")
    expect(topics.locator("a:not([aria-current])").first).to_have_css(
        "font-weight", "400"
    )

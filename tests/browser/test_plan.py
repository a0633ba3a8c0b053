"""A backlog is spread and a plan made, with script and without."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.models import Question
from sps_learn.accounts.models import User
from tests.browser.inspection import faults_of
from tests.browser.steps import press, sign_in_as
from tests.quizzes.factories import RecallFactory

DAY = timedelta(days=1)


@pytest.fixture
def zone():
    """One in which it is noon, so that no day ends meanwhile."""
    ahead = 12 - timezone.now().hour
    return ZoneInfo(f"Etc/GMT{-ahead:+d}")  # such a name counts the hours behind


@pytest.fixture
def returned(page, learner, base_url, zone):
    """A learner who was away, with 30 questions that are due."""
    User.objects.filter(pk=learner.pk).update(time_zone=zone.key)
    seen = timezone.now() - 30 * DAY
    for question in Question.objects.published().filter(case=None)[:30]:
        RecallFactory(learner=learner, question=question, last_answered_at=seen)
    sign_in_as(page.context, learner, base_url)
    return learner


def test_a_backlog_is_spread_and_put_back(script, page, returned):
    page.goto("/review/")
    today = page.locator("#ahead").locator("xpath=ancestor::section").get_by_role("row")
    expect(today.nth(1)).to_have_text("Today 30 20 10")

    press(page, "Spread my backlog")

    expect(page.get_by_text("10 questions moved to later days.")).to_be_visible()
    expect(today.nth(1)).to_have_text("Today 20 20 0")
    expect(today.nth(2)).to_contain_text("10 10 0")
    press(page, "Put them back")
    expect(page.get_by_text("10 questions put back.")).to_be_visible()
    expect(today.nth(1)).to_have_text("Today 30 20 10")


def test_a_plan_is_refused_with_what_was_typed_and_then_kept(
    script, page, returned, zone
):
    target = timezone.localdate(timezone=zone) + 10 * DAY
    page.goto("/review/")
    page.get_by_role("link", name="Change how you review").click()
    page.get_by_label("How many questions a day").fill("500")
    page.get_by_label("Day of an examination").fill(target.isoformat())
    press(page, "Save")

    problem = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(problem).to_be_focused()
    expect(page.get_by_label("Day of an examination")).to_have_value(target.isoformat())
    page.get_by_label("How many questions a day").fill("15")
    page.get_by_label("More reviews").check()
    press(page, "Save")

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("10 days left; 30 reviews until then")).to_be_visible()
    kept = User.objects.get(pk=returned.pk)
    assert (kept.reviews_a_day, kept.desired_retention) == (15, 95)
    assert kept.target_on == target


@pytest.mark.slow
def test_with_a_backlog_and_an_examination_all_fits_a_small_screen(
    page, returned, zone
):
    target = timezone.localdate(timezone=zone) + 9 * DAY
    User.objects.filter(pk=returned.pk).update(target_on=target)
    page.set_viewport_size({"width": 320, "height": 640})

    for address in ("/review/", "/review/plan/"):
        page.goto(address)
        expect(page.get_by_text("9 days left; 30 reviews until then")).to_be_visible()

        widths = page.locator(".scroll").evaluate_all(
            "tables => tables.map(one => one.scrollWidth - one.clientWidth)"
        )
        assert widths == [0]
        assert faults_of(page) == []

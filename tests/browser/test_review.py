"""Review as a learner goes through it, with script and without."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.models import Attempt, Question
from tests.browser.inspection import faults_of
from tests.browser.steps import choose, go_by_menu, press, sign_in_as
from tests.quizzes.factories import RecallFactory

DUE = {"mechanism": 3, "nursing": 2}


@pytest.fixture
def reviewer(page, learner, base_url):
    """A learner with five questions that are due, over two topics."""
    seen = timezone.now() - timedelta(days=5)
    for topic, number in DUE.items():
        questions = Question.objects.published().filter(
            case=None, kind="single", bank__topic__slug=topic
        )
        for question in questions.order_by("pk")[:number]:
            RecallFactory(learner=learner, question=question, last_answered_at=seen)
    sign_in_as(page.context, learner, base_url)
    return learner


def test_a_topic_is_chosen_and_reviewed(script, page, reviewer):
    page.goto("/learn/")
    number = page.get_by_role("navigation", name="Main").locator(".num")
    expect(number).to_have_text("5 due")
    go_by_menu(page, "Review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    asked = page.locator("#asked")
    expect(asked).to_have_text("5 questions, about 4 min.")
    region = asked.element_handle()

    page.get_by_label("Topic").focus()
    page.get_by_label("Topic").select_option("nursing")
    if script == "with script":
        expect(asked).to_have_text("2 questions of Nursing, about 2 min.")
        expect(page.locator("#why-these li")).to_have_count(2)
        expect(page).to_have_url(re.compile(r"/review/\?topic=nursing$"))
        assert region.evaluate("region => region.isConnected")
        assert page.evaluate("document.activeElement.id") == "topic"
    press(page, "Start review")

    expect(page).to_have_title(re.compile("Question 1 of 2 . Review of Nursing"))
    choose(page)
    press(page, "Check answer")
    expect(page.get_by_role("link", name="Next question")).to_be_visible()
    go_by_menu(page, "Review")
    expect(page.get_by_text("1 of 2 answered.")).to_be_visible()
    expect(number).to_have_text("4 due")
    page.get_by_role("link", name="Go on: 1 question left").click()
    expect(page).to_have_title(re.compile("Question 2 of 2"))
    assert Attempt.objects.get().learner == reviewer


def test_the_page_is_accessible_and_the_menu_stays_in_one_line(page, reviewer):
    page.goto("/review/")
    expect(page.get_by_role("button", name="Start review")).to_be_visible()

    page.set_viewport_size({"width": 320, "height": 640})
    links = page.locator(".nav a").all()

    assert len(links) == 5
    assert len({link.bounding_box()["y"] for link in links}) == 1
    assert faults_of(page) == []

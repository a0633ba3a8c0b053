"""Every page, in every state: accessible, quiet, and nobody else's business."""

import re
from collections import Counter

import pytest
from django.db.models import F
from django.urls import reverse
from playwright.sync_api import expect

from lessons.models import Lesson
from quizzes.models import Attempt, Question, Quiz, Regrade, Response
from tests.accounts.factories import UserFactory
from tests.browser.correction_states import finished_and_corrected
from tests.browser.inspection import Watch, faults_of
from tests.browser.quizzes import quiz_that_ships
from tests.browser.states import LESSON, STATES
from tests.browser.steps import (
    choose_larger_type,
    go_by,
    press,
    settled,
    sign_in_as,
    stored_answers,
)
from tests.sps_learn.markup import Page

ADDRESSES = {
    "stranger": [
        "/",
        "/learn/",
        "/learn/mechanism/",
        "/learn/therapies/",
        LESSON,
        "/learn/therapies/aims-and-evidence/",
        "/glossary/",
        "/sources/",
        "/practise/",
        "/practise/build/",
        "/practise/mechanism/",
        "/practise/mixed-test/",
        "/mimics/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/about/",
        "/help/",
        "/privacy/",
        "/accessibility/",
        "/nothing/here/",
    ],
    "guest": [
        "/progress/",
        "/mistakes/",
        "/settings/",
        "/settings/finish/",
        "/settings/erase/",
        "/accounts/login/",
        "/accounts/signup/",
    ],
    "learner": [
        "/review/",
        "/review/plan/",
        "/progress/",
        "/mistakes/",
        "/attempts/",
        "/settings/",
        "/settings/erase/",
        "/accounts/logout/",
        "/accounts/email/",
        "/accounts/password/change/",
    ],
}


# What every run looks at: one page of each kind, and what is on it after an answer.
# The rest is in ./dev test --all.
QUICK_ADDRESSES = {
    "/",
    "/learn/mechanism/",
    LESSON,
    "/glossary/",
    "/practise/build/",
    "/accounts/login/",
    "/progress/",
    "/settings/",
}
QUICK_STATES = {
    "live_answer",
    "lesson_answer",
    "answers_to_check",
    "progress_after_answers",
    "matching_asked",
    "results_with_everything",
    "corrected_answer",
    "mistakes_listed",
}


def slow_unless(is_quick, *values, name=None):
    marks = () if is_quick else pytest.mark.slow
    return pytest.param(*values, marks=marks, id=name)


# axe needs a script, so "no script" is not among them.
in_every_colour = pytest.mark.parametrize(
    "look",
    [
        "desktop",
        *(
            pytest.param(look, marks=pytest.mark.slow)
            for look in ("phone", "dark", "dim", "high contrast")
        ),
    ],
    indirect=True,
)


# The tests ---------------------------------------------------------------------------


@pytest.fixture
def visit(look, new_context, base_url):
    """A page of somebody, and the list of what it should not have done."""

    def visit_as(person=None):
        context = new_context()
        if person:
            sign_in_as(context, person, base_url)
        watch = Watch(context, base_url)
        return context.new_page(), watch

    return visit_as


@pytest.fixture
def people(guest):
    learner = UserFactory(email="one.with.a.long.name@university-hospital.example.org")
    return {"stranger": None, "guest": guest, "learner": learner}


@in_every_colour
@pytest.mark.parametrize(
    ("who", "address"),
    [
        slow_unless(address in QUICK_ADDRESSES, who, address)
        for who, addresses in ADDRESSES.items()
        for address in addresses
    ],
)
def test_a_page_has_no_fault(visit, people, who, address):
    page, watch = visit(people[who])

    page.goto(address)

    assert faults_of(page) == []
    assert watch.seen == []


@in_every_colour
@pytest.mark.parametrize(
    "address",
    [
        slow_unless(address == LESSON, address)
        for address in (
            "/",
            "/learn/",
            LESSON,
            "/practise/",
            "/progress/",
            "/settings/",
        )
    ],
)
def test_a_page_in_larger_type_has_no_fault(visit, address):
    page, watch = visit(UserFactory(prefers_larger_type=True, display_name="Amina"))

    page.goto(address)

    expect(page.locator("html")).to_have_css("font-size", "18.88px")
    assert faults_of(page) == []
    assert watch.seen == []


@in_every_colour
@pytest.mark.parametrize(
    "reach",
    [
        slow_unless(reach.__name__ in QUICK_STATES, reach, name=reach.__name__)
        for reach in STATES
    ],
)
def test_a_page_in_use_has_no_fault(visit, reach):
    page, watch = visit()

    reach(page)
    settled(page)

    assert faults_of(page) == []
    assert watch.seen == []


@pytest.mark.slow
@pytest.mark.parametrize("model", [Lesson, Question])
def test_the_admin_keeps_to_the_policy(page, context, base_url, administrator, model):
    sign_in_as(context, administrator, base_url)
    watch = Watch(context, base_url)
    listed = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    page.goto(reverse(f"{listed}_changelist"))
    go_by(page.locator("#result_list tbody th a").first)

    expect(page.get_by_role("button", name="Save draft").first).to_be_visible()
    assert watch.seen == []


@pytest.mark.slow
def test_a_regrade_keeps_to_the_policy_and_works_by_its_forms(
    page, context, base_url, administrator
):
    finished_and_corrected(page)
    context.clear_cookies()
    sign_in_as(context, administrator, base_url)
    watch = Watch(context, base_url)
    slot = Response.objects.exclude(graded_revision=F("shown_revision")).get()
    revision = slot.question.revisions.get(number=1)
    page.goto(reverse("admin:quizzes_regrade_change", args=[Regrade.objects.get().pk]))
    go_by(page.get_by_role("link", name="Undo", exact=True))
    go_by(page.get_by_role("button", name="Undo", exact=True))
    page.goto(reverse("admin:quizzes_question_change", args=[slot.question.pk]))
    go_by(page.get_by_role("link", name="Regrade", exact=True))
    page.get_by_label("Learners saw").select_option(str(revision.pk))
    go_by(page.get_by_role("button", name="Show what would change"))
    page.get_by_label("Reason").fill("The key was wrong")
    go_by(page.get_by_role("button", name="Mark these answers again"))

    expect(page.get_by_text("The marks are given anew.")).to_be_visible()
    assert watch.seen == []


@pytest.mark.slow
@in_every_colour
def test_a_trial_draw_of_every_kind_has_no_fault(visit, administrator):
    page, watch = visit(administrator)
    quiz = quiz_that_ships(cases=1)

    page.goto(reverse("quizzes:preview_quiz", args=[quiz.pk]))
    for reasons in page.locator("main summary").all():
        reasons.click()

    assert faults_of(page) == []
    assert watch.seen == []


@in_every_colour
@pytest.mark.parametrize(
    "model",
    [slow_unless(one is Question, one) for one in (Lesson, Question, Quiz)],
)
def test_a_preview_has_no_fault(visit, administrator, model):
    page, watch = visit(administrator)
    name = f"{model._meta.app_label}:preview_{model._meta.model_name}"

    page.goto(reverse(name, args=[model.objects.first().pk]))

    assert faults_of(page) == []
    assert watch.seen == []


def test_the_watch_notices_what_it_watches_for(new_context, base_url):
    context = new_context()
    watch = Watch(context, base_url)
    page = context.new_page()
    page.goto("/help/")
    assert watch.seen == []

    style, connect = "policy: style-src-attr inline", "policy: connect-src"
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with page.expect_console_message(lambda one: one.text.startswith(connect)):
        page.evaluate("fetch('http://192.0.2.1/').catch(() => null)")

    assert [one.split(" h")[0] for one in watch.seen] == [style, connect]


def test_a_theme_is_kept(page, script):
    page.goto("/learn/")

    go_by(page.get_by_role("button", name="Dark"))
    expect(page).to_have_url(re.compile("/learn/$"))
    page.goto("/help/")

    dark = page.get_by_role("button", name="Dark")
    expect(dark).to_have_attribute("aria-pressed", "true")
    expect(page.locator("body")).to_have_css("background-color", "rgb(18, 24, 31)")


def test_larger_type_shows_at_once_and_the_word_saved_has_the_focus(
    page, context, base_url, learner, script
):
    sign_in_as(context, learner, base_url)

    choose_larger_type(page)

    expect(page.locator("#reading [role=status]")).to_be_focused()


def test_a_wish_for_more_time_is_answered_in_place(page, context, base_url, learner):
    sign_in_as(context, learner, base_url)
    page.goto("/settings/")

    page.get_by_label("Time I need").select_option("Twice the time")
    press(page, "Save reading and time")

    expect(page.locator("#reading [role=status]")).to_be_focused()
    expect(page.locator("#reading")).to_contain_text("You asked for twice the time")
    expect(page).to_have_url(re.compile("/settings/$"))


def test_no_two_pages_share_a_title(learner_client, client):
    visits = [(client, address) for address in ADDRESSES["stranger"]]
    visits += [(learner_client, address) for address in ADDRESSES["learner"]]

    pages = [Page(one.get(address).content.decode()) for one, address in visits]

    titles = Counter(page.title for page in pages)
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.slow
def test_reading_leaves_no_cookie_but_the_three_known_ones(page, context):
    for address in ADDRESSES["stranger"]:
        page.goto(address)
    go_by(page.get_by_role("button", name="Dim"))

    assert {cookie["name"] for cookie in context.cookies()} <= {"csrftoken", "theme"}
    assert stored_answers() == []
    assert not Attempt.objects.exists()

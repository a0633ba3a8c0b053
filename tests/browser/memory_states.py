"""Pages of what was missed, and of telling SPS from what is taken for it."""

from playwright.sync_api import expect

from quizzes.mending.listing import MISTAKES_PER_PAGE
from quizzes.models import Question
from sps_learn.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.browser.steps import press, sign_in_as
from tests.quizzes.attempts import (
    CERTAIN,
    RIGHT,
    WRONG,
    Slot,
    finished,
    running,
)
from tests.quizzes.factories import QuestionFactory, RecallFactory


def _as_somebody(page) -> User:
    learner = UserFactory()
    page.goto("/")
    sign_in_as(page.context, learner, page.url)
    return learner


def _missed(page) -> None:
    """More than a page of the list, over all topics; some with certainty."""
    learner = _as_somebody(page)
    single = list(Question.objects.for_play().to_draw().filter(kind="single"))
    asked = single[:: len(single) // MISTAKES_PER_PAGE - 1]
    slots = [
        Slot(_wrong(one), CERTAIN if n % 3 == 0 else None, question=one)
        for n, one in enumerate(asked)
    ]
    finished(slots, learner=learner)


def _wrong(question: Question) -> dict[str, list[str]]:
    options = question.published.content["options"]
    return {"options": [one["id"] for one in options if not one["key"]][:1]}


def nothing_to_mend(page):
    finished([Slot(RIGHT)], learner=_as_somebody(page))
    page.goto("/mistakes/")
    expect(page.get_by_role("heading", name="Nothing to put right")).to_be_visible()


def mistakes_listed(page):
    _missed(page)
    page.goto("/mistakes/?page=2")
    expect(page.get_by_role("navigation", name="Pages of the list")).to_be_visible()


def mistakes_of_a_topic(page):
    _missed(page)
    page.goto("/mistakes/?topic=therapies")
    chosen = page.get_by_role("navigation", name="Topics").locator("[aria-current]")
    expect(chosen).to_contain_text("Therapies")


def mistakes_running(page):
    _missed(page)
    page.goto("/mistakes/")
    press(page, "Practise these")
    page.wait_for_url("**/attempts/**")
    page.goto("/mistakes/")
    expect(page.get_by_role("link", name="Go on where you left off")).to_be_visible()


def mistakes_in_a_test(page):
    """All that is to mend is being asked in a test just now."""
    learner, question = _as_somebody(page), QuestionFactory()
    finished([Slot(WRONG, question=question)], learner=learner)
    running([Slot(question=question)], learner=learner)
    page.goto("/mistakes/")
    expect(page.get_by_role("link", name="Open your attempts")).to_be_visible()


def told_apart(page):
    """Every case was judged, most of them right."""
    learner = _as_somebody(page)
    for n, case in enumerate(Question.objects.for_trainer()):
        RecallFactory(learner=learner, question=case, last_fraction=n % 3 > 0)
    page.goto("/mimics/")
    expect(page.get_by_role("table")).to_be_visible()


def case_of_the_trainer(page):
    page.goto("/mimics/")
    press(page, "Start")
    page.wait_for_url("**/attempts/**/1/")


def mimics_running(page):
    case_of_the_trainer(page)
    page.goto("/mimics/")
    expect(page.get_by_role("link", name="Go on where you left off")).to_be_visible()


def no_case_of_the_trainer(page):
    Question.objects.for_trainer().update(is_retired=True)
    page.goto("/mimics/")
    expect(page.get_by_text("No case is published yet.")).to_be_visible()


MEMORY_STATES = [
    nothing_to_mend,
    mistakes_listed,
    mistakes_of_a_topic,
    mistakes_running,
    mistakes_in_a_test,
    told_apart,
    case_of_the_trainer,
    mimics_running,
    no_case_of_the_trainer,
]

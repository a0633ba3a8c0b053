"""The same for quizzes: questions of every kind, cases, time, results."""

import re

from playwright.sync_api import expect

from quizzes.grading import KINDS, key
from quizzes.models import Case, Question, Quiz
from tests.accounts.factories import UserFactory
from tests.browser.quizzes import CASE, SLUG, quiz_that_ships
from tests.browser.saving import NOT_SAVED, SLOT, Away, expect_saved, said
from tests.browser.steps import (
    card,
    check,
    choose,
    enter,
    fields,
    follow,
    go_by,
    go_by_button,
    headline,
    press,
    problem,
    settled,
    sign_in_as,
    start,
)
from tests.quizzes.attempts import (
    CERTAIN,
    GUESSING,
    MULTIPLE,
    PARTLY,
    RIGHT,
    WRONG,
    Slot,
    finished,
)
from tests.quizzes.factories import QuestionFactory


def of_kind(kind, reach):
    """A state of a question of the kind."""

    def reach_it(page):
        quiz_that_ships(kinds=[kind])
        reach(page)

    reach_it.__name__ = f"{kind}_{reach.__name__}"
    return reach_it


def asked(page):
    start(page, SLUG)


def answered(page):
    start(page, SLUG)
    enter(page)
    check(page)
    expect(headline(page)).to_be_focused()


def refused(page):
    start(page, SLUG)
    check(page)
    expect(problem(page)).to_be_focused()


def half_answer_refused(page):
    quiz_that_ships(kinds=["matching"])
    start(page, SLUG)
    fields(page).first.select_option(index=1)
    page.locator("form[hx-post]").first.evaluate("form => form.submit()")
    expect(problem(page)).to_be_focused()


def flagged_and_ruled_out(page):
    quiz_that_ships(kinds=["multiple"])
    start(page, SLUG)
    enter(page)
    for number, name in enumerate(("Rule out", "Flag"), start=1):
        card(page).get_by_role("button", name=name).first.click()
        expect(card(page).locator("[aria-pressed=true]")).to_have_count(number)
        settled(page)


def strange_answer(page):
    quiz_that_ships(kinds=["short"])
    start(page, SLUG)
    fields(page).fill("a" + "\u0301" * 199)
    check(page)
    expect(headline(page)).to_be_focused()


def case_step(page, mode=Quiz.Mode.PRACTICE):
    """The third step, with what two steps have told."""
    quiz_that_ships(mode, kinds=[], cases=1)
    start(page, SLUG)
    for onward in ("/2/", "/3/"):
        enter(page)
        if mode == Quiz.Mode.PRACTICE:
            check(page)
            follow(page, "Next question")
        else:
            go_by_button(page, "Send and go on")
        page.wait_for_url(f"**{onward}")


def case_step_answered(page):
    case_step(page)
    enter(page)
    check(page)
    expect(headline(page)).to_be_focused()


def case_step_locked(page):
    case_step(page, Quiz.Mode.TEST)
    follow(page, "Previous question")
    expect(page.get_by_text("It is saved and stays as it is")).to_be_visible()


def case_step_comes_later(page):
    quiz_that_ships(kinds=[], cases=1)
    start(page, SLUG)
    page.goto(page.url.replace("/1/", "/3/"))


def timed_question(page):
    quiz_that_ships(Quiz.Mode.TEST, kinds=["single"], time_limit_minutes=15)
    start(page, SLUG)
    expect(page.locator("#time-left")).to_be_visible()


def time_left_by_itself(page):
    timed_question(page)
    page.goto(page.url.replace("/1/", "/time/"))


def timed_quiz(page):
    quiz_that_ships(
        Quiz.Mode.TEST, cases=1, time_limit_minutes=15, pass_mark=80, attempts_allowed=3
    )
    page.goto(f"/practise/{SLUG}/")


def every_answer_to_check(page):
    """Of every kind, with a case, a flag, and one left open."""
    quiz_that_ships(
        Quiz.Mode.TEST, cases=1, time_limit_minutes=15, pass_mark=80, attempts_allowed=3
    )
    attempt = start(page, SLUG)
    card(page).get_by_role("button", name="Flag").click()
    expect(card(page).get_by_role("button", name="Flagged")).to_be_visible()
    settled(page)
    for response in attempt.responses.order_by("position"):
        expect(page).to_have_title(re.compile(f"^Question {response.position} of"))
        if response.position == 3 and response.case_id is None:
            follow(page, "Next open question")
            continue
        enter(page)
        if response.position % 2:
            page.get_by_text("Certain", exact=True).click()
        go_by(page.locator(".check-answer"))
        expect(page).not_to_have_title(re.compile(f"^Question {response.position} of"))
    page.goto(f"{attempt.get_absolute_url()}check/")


def choice_saved(page):
    quiz_that_ships(Quiz.Mode.TEST, kinds=["single"])
    start(page, SLUG)
    enter(page)
    expect_saved(page)


def choice_not_saved(page):
    quiz_that_ships(Quiz.Mode.TEST, kinds=["single"])
    start(page, SLUG)
    page.route(SLOT, Away(page))
    enter(page)
    expect(said(page)).to_contain_text(NOT_SAVED)


def choice_of_two_devices(page):
    choice_saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    choose(other, 1)
    expect_saved(other)
    choose(page, 2)
    expect(said(page)).to_contain_text("Another answer was saved meanwhile")
    settled(page)


def results_with_everything(page):
    """Safety missed, sure but wrong, guessed right, partly right, open, a case."""
    quiz = quiz_that_ships(
        Quiz.Mode.TEST, cases=1, time_limit_minutes=15, pass_mark=80, attempts_allowed=3
    )
    learner, case = UserFactory(), Case.objects.get(slug=CASE)
    kinds = list(Question.objects.published().outside_cases())
    safety = QuestionFactory(content={"safety": True})
    slots = [
        Slot(WRONG, CERTAIN, question=safety),
        Slot(RIGHT, GUESSING),
        Slot(WRONG, CERTAIN, is_flagged=True),
        Slot(PARTLY, **MULTIPLE),
        *[Slot(key(one.published.content), question=one) for one in kinds],
        *[Slot(question=one, case=case) for one in case.questions.all()],
    ]
    attempt = finished(slots, learner=learner, quiz=quiz, pass_mark=80)
    page.goto("/")
    sign_in_as(page.context, learner, page.url)
    page.goto(attempt.get_absolute_url())
    expect(page.get_by_text("Passing also needs every safety")).to_be_visible()
    for name in ("Sure but not right", "Right by guessing"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("Partly right").first).to_be_visible()


def everything_printed(page):
    results_with_everything(page)
    follow(page, "Print the questions and answers")
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()


def practice_built_of_nothing(page):
    page.goto("/practise/build/")
    page.get_by_label("Flagged").check()
    press(page, "Start")
    expect(problem(page)).to_be_focused()


def practice_counted(page):
    page.goto("/practise/build/")
    page.get_by_label("Symptoms").check()
    expect(page).to_have_url(re.compile("topic=symptoms"))


QUIZ_STATES = [
    *[of_kind(kind, reach) for kind in KINDS for reach in (asked, answered, refused)],
    half_answer_refused,
    strange_answer,
    flagged_and_ruled_out,
    case_step,
    case_step_answered,
    case_step_locked,
    case_step_comes_later,
    timed_question,
    timed_quiz,
    time_left_by_itself,
    choice_saved,
    choice_not_saved,
    choice_of_two_devices,
    every_answer_to_check,
    results_with_everything,
    everything_printed,
    practice_built_of_nothing,
    practice_counted,
]

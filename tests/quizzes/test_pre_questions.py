"""Questions before a module is read: where they stand, and what does not count them."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from lessons.models import Lesson, Module
from quizzes.actions import count_answers
from quizzes.analysis.of_question import all_figures
from quizzes.building.choice import Choice, Pool, fitting
from quizzes.learner_data import export
from quizzes.models import (
    Attempt,
    PracticeDay,
    Question,
    Recall,
    Response,
    UnitStanding,
)
from quizzes.recall import rebuild
from sps_learn.accounts.models import Notice
from tests.lessons.factories import (
    LessonCompletionFactory,
    LessonFactory,
)
from tests.quizzes.attempts import words
from tests.quizzes.factories import (
    AttemptFactory,
    CaseFactory,
    QuestionFactory,
    QuizFactory,
    ResponseFactory,
)
from tests.quizzes.pages import HTMX, html
from tests.quizzes.pages import start as start_quiz
from tests.quizzes.regrades import confirm, correct

PRE_QUESTIONS_IN_A_MODULE = 3
HEADING = "Before you read: "


@pytest.fixture
def module(where):
    return where.module


def ask_before(module: Module, *questions: Question) -> None:
    module.pre_questions = [question.slug for question in questions]
    module.save(update_fields=["pre_questions"])


def page_of(client: Client, module: Module) -> str:
    return html(client.get(module.get_absolute_url()))


def guess(client: Client, module: Module, option: str = "a", **more):
    """Answer the first pre-question on the module's page."""
    page = page_of(client, module)
    ticket = re.search(r'name="ticket" value="([^"]*)"', page)[1]
    return client.post("/practise/once/", {"ticket": ticket, "answer": option}, **more)


def answered_before(learner, question: Question, chosen: str = "a") -> Response:
    """A pre-question that was answered, as the page of the module makes it."""
    attempt = AttemptFactory(
        learner=learner,
        quiz=None,
        purpose=Attempt.Purpose.BEFORE,
        answered=1,
        finished_at=timezone.now(),
    )
    return ResponseFactory(attempt=attempt, question=question, chosen=[chosen])


# On the page of the module ------------------------------------------------------------


def test_a_module_asks_its_questions_in_order_and_says_why(client, question, module):
    other = QuestionFactory(objective=question.objective)
    ask_before(module, other, question)

    page = page_of(client, module)

    assert f"{HEADING}2 questions, not scored" in words(page)
    assert "what you read afterwards stays better" in words(page)
    assert page.index(f"What of {other.slug}?") < page.index(
        f"What of {question.slug}?"
    )
    assert page.count("<details>") == 2
    assert page.count("Not scored") == 2


def test_without_pre_questions_the_module_says_nothing_of_them(
    client, question, module
):
    assert HEADING not in page_of(client, module)


def test_what_is_not_published_or_a_step_of_a_case_is_left_out(
    client, question, module
):
    draft = QuestionFactory(objective=question.objective, published=False)
    step = QuestionFactory(objective=question.objective)
    CaseFactory(steps=[step])
    ask_before(module, draft, step)

    assert HEADING not in page_of(client, module)


def test_once_all_of_a_module_is_read_nothing_is_asked_before_it(
    learner, learner_client, question, module
):
    ask_before(module, question)
    for lesson in Lesson.objects.filter(module=module):
        LessonCompletionFactory(learner=learner, lesson=lesson)

    assert HEADING not in page_of(learner_client, module)


def test_what_a_test_is_asking_is_not_asked_before_reading(
    learner_client, question, module
):
    ask_before(module, question)
    start_quiz(learner_client, QuizFactory(mode="test", count=1))

    assert HEADING not in page_of(learner_client, module)


@pytest.mark.parametrize("size", [1, 3])
def test_any_number_of_them_costs_the_module_one_query(
    client, where, django_assert_num_queries, size
):
    ask_before(where.module, *QuestionFactory.create_batch(size, objective=where))

    with django_assert_num_queries(4):  # module, objectives, lessons, questions
        client.get(where.module.get_absolute_url())


def test_the_first_lesson_leads_to_them_until_it_is_begun(
    learner, learner_client, question, module
):
    ask_before(module, question)
    lesson = Lesson.objects.get(module=module)
    later = LessonFactory(module=module)
    link = f'href="{module.get_absolute_url()}#before"'

    assert link in html(learner_client.get(lesson.get_absolute_url()))
    assert link not in html(learner_client.get(later.get_absolute_url()))

    LessonCompletionFactory(learner=learner, lesson=lesson)

    assert link not in html(learner_client.get(lesson.get_absolute_url()))


# The answer ---------------------------------------------------------------------------


def test_a_guess_gets_its_reasons_in_its_place(client, question, module):
    ask_before(module, question)

    page = html(guess(client, module, headers=HTMX))

    assert "Not the best answer." in page
    assert "Why a." in page
    assert "Not scored" in page
    assert 'href="/learn/mechanism/the-normal-brake/"' in page
    assert Attempt.objects.get().purpose == Attempt.Purpose.BEFORE


def test_without_script_the_reasons_lead_back_to_the_module(client, question, module):
    ask_before(module, question)

    response = guess(client, module, "b")
    page = html(client.get(response["Location"]))

    assert "Correct." in page
    assert "Not scored" in words(page)
    assert 'href="/learn/mechanism/#before">Back to the module</a>' in page


def test_sent_without_a_choice_it_still_says_that_it_is_not_scored(
    client, question, module
):
    ask_before(module, question)

    response = guess(client, module, "")

    assert response.status_code == 422
    assert "Not scored" in words(html(response))
    assert not Attempt.objects.exists()


def test_two_posts_of_one_form_make_one_attempt(client, question, module):
    ask_before(module, question)
    ticket = re.search(r'name="ticket" value="([^"]*)"', page_of(client, module))[1]

    for _ in range(2):
        client.post("/practise/once/", {"ticket": ticket, "answer": "a"})

    assert Attempt.objects.count() == 1


# What it does not count for -----------------------------------------------------------


def test_a_guess_leaves_no_memory_no_state_and_no_day_of_practice(
    learner, learner_client, question, module
):
    ask_before(module, question)

    guess(learner_client, module)
    rebuild(learner)

    assert Response.objects.get().fraction == 0
    for model in (Recall, UnitStanding, PracticeDay):
        assert not model.objects.exists()
    assert "Nothing answered yet" in html(learner_client.get("/mistakes/"))


def test_what_was_guessed_before_reading_is_still_unseen(learner, question):
    answered_before(learner, question)

    unseen = fitting(Choice(pools=(Pool.UNSEEN,)), learner, timezone.now(), dt.UTC)

    assert question in unseen


def test_a_fresh_draw_takes_something_else_first(learner, question):
    # Its reasons were shown: for a test it is not new any more.
    response = answered_before(learner, question)

    since = response.attempt.started_at
    assert question.pk in Response.objects.last_met(learner, since)


def test_item_analysis_does_not_see_it(learner, stranger, question):
    answered_before(learner, question)
    quiz = AttemptFactory(learner=stranger, answered=1, finished_at=timezone.now())
    ResponseFactory(attempt=quiz, question=question, chosen=["b"])

    figures, _ = all_figures(question)

    assert (figures.n, figures.right) == (1, 1)


def test_item_analysis_does_not_see_it_among_earlier_versions(learner, question):
    answered_before(learner, question)
    options = [{**one, "key": one["id"] == "a"} for one in question.draft["options"]]
    question.draft = {**question.draft, "options": options}
    question.save()
    question.publish(by=None, reason="Another key", now=timezone.now())

    _, earlier = all_figures(question)

    assert earlier == []


def test_it_is_no_answer_from_before_that_results_compare_with(learner, question):
    answered_before(learner, question)

    later = timezone.now() + dt.timedelta(days=1)
    assert not Response.objects.for_learner(learner).given_before(later).exists()


def test_the_list_of_attempts_gives_it_no_mark(learner, learner_client, question):
    response = answered_before(learner, question)

    page = words(html(learner_client.get("/attempts/")))

    assert "Not scored" in page
    assert "Not the best answer" not in page
    assert learner_client.get(response.attempt.get_absolute_url())["Location"] == (
        response.get_absolute_url()
    )


def test_it_is_kept_counted_among_what_is_kept_and_exported(learner, question):
    answered_before(learner, question)

    # What is moved into another account, or erased, is said in answers: this is one.
    assert count_answers(learner) == 1
    exported = export(learner)
    assert [one["purpose"] for one in exported["quizzes.Attempt"]] == ["before"]
    assert [one["fraction"] for one in exported["quizzes.Response"]] == [0.0]
    assert exported["quizzes.Recall"] == []


def test_a_corrected_key_is_told_and_makes_nothing_due(learner, question):
    response = answered_before(learner, question)

    confirm(correct(question))

    response.refresh_from_db()
    assert response.fraction == 1
    assert not Recall.objects.exists()
    notice = Notice.objects.get(learner=learner)
    assert notice.link == response.get_absolute_url()
    assert "due again" not in notice.text


# What is shipped ----------------------------------------------------------------------


def test_every_module_has_three_single_questions_that_no_lesson_of_it_asks(content):
    for module in Module.objects.all():
        asked = Question.objects.published().filter(slug__in=module.pre_questions)

        assert len(module.pre_questions) == PRE_QUESTIONS_IN_A_MODULE, module
        assert asked.to_draw().count() == PRE_QUESTIONS_IN_A_MODULE, module
        for question in asked.select_related("objective"):
            assert (question.kind, question.safety) == ("single", False), question
            assert question.objective.module_id == module.pk, question
        for lesson in module.lessons.select_related("published"):
            checks = lesson.published.rendered["checks"]
            assert not {*module.pre_questions} & {*checks}, lesson


def test_every_module_asks_about_three_different_objectives(content):
    for module in Module.objects.all():
        asked = Question.objects.filter(slug__in=module.pre_questions)

        objectives = set(asked.values_list("objective", flat=True))
        assert len(objectives) == PRE_QUESTIONS_IN_A_MODULE, module

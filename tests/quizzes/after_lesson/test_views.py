"""Check yourself: the form at the end of a lesson, its start, and what comes after."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lessons.models import Lesson, LessonCompletion
from quizzes import actions
from quizzes.after_lesson.gathering import to_ask
from quizzes.models import Attempt, Question
from sps_learn.accounts.models import User
from tests.conftest import client_of
from tests.lessons.factories import (
    NOON,
    LessonCompletionFactory,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
)
from tests.quizzes.attempts import words
from tests.quizzes.factories import (
    AttemptFactory,
    CaseFactory,
    QuestionFactory,
    QuizFactory,
    RecallFactory,
    ResponseFactory,
)
from tests.quizzes.pages import hidden, html
from tests.quizzes.pages import start as start_quiz

START = "Check yourself: "


@pytest.fixture
def module(db):
    return ModuleFactory(slug="mechanism")


def lesson_on(module, code: str, **fields) -> Lesson:
    objective = ObjectiveFactory(module=module, code=code)
    return LessonFactory(module=module, objective=objective, **fields)


@pytest.fixture
def first(module):
    """A lesson with four questions of its own."""
    lesson = lesson_on(module, "M1.1", title="The brake")
    questions_on(lesson, 4)
    return lesson


@pytest.fixture
def second(first, module):
    lesson = lesson_on(module, "M1.2", title="When it fails")
    questions_on(lesson, 4)
    return lesson


def questions_on(lesson: Lesson, number: int, **fields) -> list[Question]:
    code = lesson.draft["objectives"][0]
    objective = lesson.module.objectives.get(code=code)
    content = {"lesson": f"{lesson.module.slug}/{lesson.slug}"}
    return QuestionFactory.create_batch(
        number, objective=objective, content=content, **fields
    )


def address(lesson: Lesson) -> str:
    return reverse("quizzes:check_lesson", args=[lesson.module.slug, lesson.slug])


def page_of(client: Client, lesson: Lesson) -> str:
    return html(client.get(lesson.get_absolute_url()))


def ticket_on(client: Client, lesson: Lesson) -> str:
    return hidden(page_of(client, lesson).partition(address(lesson))[2], "ticket")


def start(client: Client, lesson: Lesson) -> Attempt:
    response = client.post(address(lesson), {"ticket": ticket_on(client, lesson)})
    return Attempt.objects.get(pk=response["Location"].split("/")[2])


def codes(attempt: Attempt) -> list[str]:
    return list(attempt.responses.values_list("question__objective__code", flat=True))


def asked_of(learner, lesson, seed=1) -> set[int]:
    published = Lesson.objects.for_lesson_page().get(pk=lesson.pk)
    return set(to_ask(learner, published, seed, timezone.now()))


# The form -----------------------------------------------------------------------------


def test_a_lesson_ends_in_a_check_that_says_how_long_it_is(client, second):
    page = page_of(client, second)

    assert f'action="{address(second)}"' in page
    assert f"{START}5 questions, about 5 min" in words(page)
    assert "Some of the questions are on earlier lessons." in words(page)


def test_the_first_lesson_asks_about_itself_only(client, first):
    page = words(page_of(client, first))

    assert f"{START}3 questions, about 3 min" in page
    assert "earlier lessons" not in page


def test_a_lesson_without_a_question_has_no_check(client, db):
    assert START not in page_of(client, LessonFactory())


def test_a_draft_has_no_check(admin_client, first):
    preview = admin_client.get(reverse("lessons:preview_lesson", args=[first.pk]))

    assert START not in html(preview)


@pytest.mark.parametrize("size", [3, 30])
def test_the_form_costs_a_lesson_one_query_however_many_questions_there_are(
    client, django_assert_num_queries, module, size
):
    lesson = lesson_on(module, "M1.1")
    questions_on(lesson, size)

    with django_assert_num_queries(4):  # lesson, path, objectives, how many
        page_of(client, lesson)


# The start ----------------------------------------------------------------------------


def test_a_check_asks_three_on_the_lesson_and_two_on_those_before(
    learner_client, second
):
    attempt = start(learner_client, second)

    assert attempt.purpose == Attempt.Purpose.LESSON
    assert attempt.title == "When it fails"
    assert attempt.lesson == second
    assert attempt.gives_feedback_at_once
    assert codes(attempt) == ["M1.2", "M1.1", "M1.2", "M1.1", "M1.2"]


def test_a_stranger_becomes_a_guest(client, second):
    attempt = start(client, second)

    assert attempt.learner.is_guest
    assert attempt.size == 5


def test_a_long_title_is_cut_to_what_an_attempt_holds(learner_client, module):
    lesson = lesson_on(module, "M1.1", title="Long " * 30)
    questions_on(lesson, 1)

    assert start(learner_client, lesson).title.endswith("Long…")


def test_two_starts_of_one_form_make_one_attempt(client, second):
    ticket = ticket_on(client, second)

    seen = {client.post(address(second), {"ticket": ticket})["Location"] for _ in "12"}

    assert len(seen) == 1
    assert Attempt.objects.count() == 1
    assert User.objects.count() == 1


def test_a_strangers_double_click_makes_one_guest(client, second):
    ticket = ticket_on(client, second)
    other = Client()
    other.cookies = client.cookies.copy()

    one = client.post(address(second), {"ticket": ticket})
    two = other.post(address(second), {"ticket": ticket})

    assert one["Location"] == two["Location"]
    assert User.objects.count() == 1


def test_a_check_that_is_running_goes_on(learner_client, second):
    attempt = start(learner_client, second)

    assert start(learner_client, second) == attempt


def test_a_finished_check_can_be_followed_by_another_from_the_same_page(
    learner, learner_client, second
):
    ticket = ticket_on(learner_client, second)
    learner_client.post(address(second), {"ticket": ticket})
    done = Attempt.objects.get()
    actions.finish(learner=learner, attempt=done.pk, now=timezone.now())

    learner_client.post(address(second), {"ticket": ticket})

    assert Attempt.objects.count() == 2


def test_a_ticket_of_one_lesson_starts_the_check_of_another(
    learner_client, first, second
):
    ticket = ticket_on(learner_client, first)
    learner_client.post(address(first), {"ticket": ticket})
    learner_client.post(address(second), {"ticket": ticket})

    assert set(Attempt.objects.values_list("lesson", flat=True)) == {
        first.pk,
        second.pk,
    }


@pytest.mark.parametrize("ticket", ["", "made up"])
def test_without_its_ticket_a_check_starts_all_the_same(learner_client, first, ticket):
    learner_client.post(address(first), {"ticket": ticket})

    assert Attempt.objects.get().size == 3


def test_where_there_is_nothing_to_ask_the_lesson_says_so(client, db):
    lesson = LessonFactory()

    response = client.post(address(lesson), follow=True)

    assert "There is no question to ask on this lesson just now." in html(response)
    assert response.redirect_chain[-1][0] == lesson.get_absolute_url()
    assert not User.objects.exists()


def test_a_lesson_that_is_not_published_has_no_check(client, db):
    lesson = LessonFactory(published=False)

    assert client.post(address(lesson)).status_code == 404


def test_a_check_is_started_by_a_post_only(client, first):
    assert client.get(address(first)).status_code == 405


# What it asks -------------------------------------------------------------------------


def test_what_the_lesson_asks_itself_is_not_asked_again(learner, module):
    inside = QuestionFactory(objective=ObjectiveFactory(module=module, code="M1.1"))
    lesson = LessonFactory(
        module=module,
        objective=inside.objective,
        body=f"## One {{#one}}\n\n{{{{check:{inside.slug}}}}}\n",
    )
    after = questions_on(lesson, 2)

    assert asked_of(learner, lesson) == {one.pk for one in after}


def test_steps_of_cases_and_cases_of_mimics_are_not_asked(learner, first):
    single = {one.pk for one in Question.objects.all()}
    step, mimic = questions_on(first, 2)
    CaseFactory(steps=[step])
    Question.objects.filter(pk=mimic.pk).update(mimic="Tetanus")
    Question.objects.filter(pk=min(single)).update(is_retired=True)

    for seed in range(5):
        assert asked_of(learner, first, seed) == single - {min(single)}


def test_what_a_test_is_asking_waits(learner, learner_client, module):
    lesson = lesson_on(module, "M1.1")
    questions = questions_on(lesson, 2)
    test = start_quiz(learner_client, QuizFactory(mode="test", count=1))
    asked_there = set(test.responses.values_list("question", flat=True))

    assert asked_of(learner, lesson) == {one.pk for one in questions} - asked_there
    assert f"{START}1 question, about 1 min" in words(page_of(learner_client, lesson))


def test_inside_a_lesson_too_what_a_test_is_asking_waits(
    learner, learner_client, stranger, module
):
    inside = QuestionFactory(objective=ObjectiveFactory(module=module, code="M1.1"))
    body = f"## One {{#one}}\n\n{{{{check:{inside.slug}}}}}\n"
    lesson = LessonFactory(module=module, objective=inside.objective, body=body)
    start_quiz(learner_client, QuizFactory(mode="test", count=1))

    assert "question-card" not in page_of(learner_client, lesson)
    assert "question-card" in page_of(client_of(stranger), lesson)


def test_new_ones_come_first(learner, first):
    *new, met = Question.objects.order_by("pk")
    attempt = AttemptFactory(learner=learner, started_at=timezone.now())
    ResponseFactory(attempt=attempt, question=met)

    for seed in range(5):
        assert asked_of(learner, first, seed) == {one.pk for one in new}


def test_of_older_ones_those_due_come_first_wherever_they_are_taught(
    learner, second, module
):
    # Read out of turn: it comes after this lesson on the path.
    third = lesson_on(module, "M1.3")
    due = questions_on(third, 3)[0]
    RecallFactory(learner=learner, question=due, due_at=NOON - dt.timedelta(days=9))

    for seed in range(5):
        assert due.pk in asked_of(learner, second, seed)


def test_of_older_lessons_those_that_were_read_come_before_nearer_ones(
    learner, second, module
):
    third = lesson_on(module, "M1.3")
    questions_on(third, 3)
    read = Lesson.objects.get(title="The brake")
    LessonCompletionFactory(learner=learner, lesson=read)
    nearer = {one.pk for one in Question.objects.filter(objective__code="M1.2")}

    for seed in range(5):
        asked = asked_of(learner, third, seed)

        assert len(asked) == 5
        assert not asked & nearer


def test_what_only_a_later_lesson_teaches_of_an_earlier_objective_waits(
    learner, second, module
):
    objective = module.objectives.get(code="M1.1")
    later = LessonFactory(module=module, objective=objective)
    ahead = {one.pk for one in questions_on(later, 20)}

    for seed in range(5):
        assert not asked_of(learner, second, seed) & ahead


@pytest.mark.parametrize("size", [3, 30])
def test_a_choice_costs_the_same_for_any_number_of_questions(
    learner, second, django_assert_num_queries, size
):
    questions_on(second, size)
    lesson = Lesson.objects.for_lesson_page().get(pk=second.pk)

    with django_assert_num_queries(7):
        to_ask(learner, lesson, 1, timezone.now())


# Afterwards ---------------------------------------------------------------------------


def results_of(client: Client, attempt: Attempt, option: str) -> str:
    """Answer all of it, and open its results."""
    for response in attempt.responses.all():
        client.post(
            response.get_absolute_url(), {"answer": option, "version": response.version}
        )
    return html(client.get(attempt.get_absolute_url()))


def test_a_check_that_went_well_marks_the_lesson_and_leads_to_the_next(
    learner, learner_client, first, second
):
    attempt = start(learner_client, first)

    page = results_of(learner_client, attempt, "b")
    goal = reverse("lessons:mark_read", args=["mechanism", first.slug])

    assert "Go on with “When it fails”" in words(page)
    assert "Because all 3 were right" in words(page)
    assert re.search(f'<form method="post" action="{goal}">', page)
    assert learner_client.post(goal)["Location"] == second.get_absolute_url()
    assert LessonCompletion.objects.get().lesson == first


def test_after_a_lesson_that_was_read_it_leads_straight_to_the_next(
    learner, learner_client, first, second
):
    LessonCompletionFactory(learner=learner, lesson=first)

    page = results_of(learner_client, start(learner_client, first), "b")

    assert f'class="button primary" href="{second.get_absolute_url()}"' in page
    assert f'href="{first.get_absolute_url()}">Back to the lesson</a>' in page


def test_after_the_last_lesson_it_leads_to_a_mixed_quiz(learner_client, first, second):
    page = results_of(learner_client, start(learner_client, second), "b")

    assert "Mix the topics" in words(page)


def test_a_check_that_went_badly_leads_back_to_what_was_missed(learner_client, first):
    page = words(results_of(learner_client, start(learner_client, first), "a"))

    assert "Read “The brake”" in page


def test_answers_of_a_check_count_as_any_others(learner, learner_client, first):
    results_of(learner_client, start(learner_client, first), "b")

    assert learner.recalls.count() == 3


# What is shipped ----------------------------------------------------------------------


def test_every_lesson_has_three_questions_and_one_to_ask_on_each_objective(content):
    for lesson in Lesson.objects.for_lesson_page().in_order():
        address = f"{lesson.module.slug}/{lesson.slug}"
        shown = lesson.published.rendered
        linked = (
            Question.objects.published()
            .to_draw()
            .filter(published__content__lesson__startswith=address)
        )
        on = {
            code: Question.objects.published()
            .to_draw()
            .filter(objective__code=code)
            .exclude(slug__in=shown["checks"])
            .count()
            for code in shown["objectives"]
        }

        assert linked.count() >= 3, address
        assert all(on.values()), (address, on)


def test_every_lesson_but_the_first_has_a_check_of_five(content, learner):
    path = list(Lesson.objects.for_lesson_page().in_order())

    sizes = [len(to_ask(learner, one, 1, NOON)) for one in path]

    assert sizes == [3] + [5] * (len(path) - 1)

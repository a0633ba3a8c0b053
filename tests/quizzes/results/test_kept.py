"""What stays of an attempt: its pages for ever, its line in the list, at what cost."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, Case
from tests.lessons.factories import LessonFactory, ObjectiveFactory
from tests.quizzes.attempts import (
    CERTAIN,
    GUESSING,
    MULTIPLE,
    PARTLY,
    RIGHT,
    WRONG,
    Slot,
    finished,
    open_page,
    running,
    words,
)
from tests.quizzes.factories import BankFactory, QuestionFactory

pytestmark = pytest.mark.django_db

SAFETY = {"safety": True}


# For ever ----------------------------------------------------------------------------


def test_every_answer_stays_in_the_revision_that_was_shown(learner, learner_client):
    question = QuestionFactory(content={"stem": "As it was asked?"})
    attempt = finished([Slot(WRONG, question=question)], learner=learner)
    question.draft = {**question.draft, "stem": "As it is asked now?"}
    question.publish(by=None, reason="Clearer", now=timezone.now())
    question.is_retired = True
    question.save()

    pages = pages_of(learner_client, attempt)

    assert all("As it was asked?" in page for page in pages)
    assert not any("As it is asked now?" in page for page in pages)


def test_an_attempt_outlives_its_quiz(learner, learner_client):
    slots = [Slot(WRONG), Slot(RIGHT)]
    attempt = finished(slots, learner=learner, quiz__title="Gone", pass_mark=70)

    attempt.quiz.delete()

    pages = pages_of(learner_client, attempt)
    assert all("Gone" in page for page in pages)
    assert "Not passed this time" in pages[0]
    assert "Question 1 of 2" in pages[1]


def test_a_case_that_was_answered_cannot_be_deleted(learner, learner_client):
    case = Case.objects.create(bank=BankFactory(), slug="c", title="Falls", file="f")
    told = {"vignette": "She fell in the street."}
    attempt = finished([Slot(RIGHT, case=case, content=told)], learner=learner)

    with pytest.raises(ProtectedError):
        case.delete()

    assert all("Falls" in page for page in pages_of(learner_client, attempt))


def test_an_attempt_outlives_the_retired_lesson(learner, learner_client):
    lesson = LessonFactory()
    address = f"{lesson.module.slug}/{lesson.slug}"
    slots = [Slot(WRONG, content={"lesson": address})]
    attempt = finished(slots, learner=learner)
    lesson.is_retired = True
    lesson.save()

    page = open_page(learner_client, attempt)

    assert "Look at question 1 again" in page
    assert lesson.get_absolute_url() not in page


def pages_of(client, attempt: Attempt) -> list[str]:
    """The results, the first answer and the printed page."""
    urls = [
        attempt.get_absolute_url(),
        reverse("quizzes:question", args=[attempt.pk, 1]),
        reverse("quizzes:print_attempt", args=[attempt.pk]),
    ]
    pages = [client.get(url) for url in urls]
    assert [page.status_code for page in pages] == [200, 200, 200]
    return [page.content.decode() for page in pages]


# The list of attempts -----------------------------------------------------------


@pytest.mark.parametrize(
    ("slot", "pass_mark", "said"),
    [
        (Slot(RIGHT), 70, "Correct · passed"),
        (Slot(RIGHT), None, "Correct"),
        (Slot(PARTLY, **MULTIPLE), 70, "Partly right · not passed"),
        (Slot(WRONG), None, "Not the best answer"),
        (Slot(), 70, "Not answered · not passed"),
    ],
)
def test_the_list_says_whether_an_attempt_was_passed(
    learner, learner_client, slot, pass_mark, said
):
    finished([slot], learner=learner, pass_mark=pass_mark)

    page = words(learner_client.get(reverse("quizzes:attempts")).content.decode())

    assert page.endswith(said)


def test_a_safety_question_missed_is_not_passed_in_the_list(learner, learner_client):
    slots = [*[Slot(RIGHT)] * 3, Slot(WRONG, content=SAFETY)]
    finished(slots, learner=learner, pass_mark=70)

    page = words(learner_client.get(reverse("quizzes:attempts")).content.decode())

    assert page.endswith("75 % of 4 questions · not passed")


def test_a_running_attempt_has_not_failed(learner, learner_client):
    running([Slot(RIGHT), Slot()], learner=learner, pass_mark=70)

    page = words(learner_client.get(reverse("quizzes:attempts")).content.decode())

    assert page.endswith("1 of 2 answered")


# Costs --------------------------------------------------------------------------


def many(size: int) -> list[Slot]:
    """Slots of every sort, with an objective and a case for each few."""
    bank = BankFactory()
    slots = []
    for n in range(size // 2):
        case = Case.objects.create(bank=bank, slug=f"c-{n}", title="Falls", file="f")
        slots += [
            Slot(WRONG, CERTAIN, content=SAFETY, objective=ObjectiveFactory()),
            Slot(RIGHT, GUESSING, case=case),
        ]
    return slots


@pytest.mark.parametrize("size", [2, 50])
def test_the_pages_cost_the_same_for_any_size(
    learner, learner_client, django_assert_num_queries, size
):
    LessonFactory.create_batch(size)
    attempt = finished(
        many(size), learner=learner, pass_mark=70, quiz__is_published=True
    )
    printed = reverse("quizzes:print_attempt", args=[attempt.pk])

    # Session, user, the attempt twice, slots; recalls, published questions; answers
    # before; lessons, what is due.
    with django_assert_num_queries(10):
        learner_client.get(attempt.get_absolute_url())
    with django_assert_num_queries(6):
        learner_client.get(printed)


@pytest.mark.parametrize("rows", [1, 10])
def test_the_list_costs_the_same_for_any_number(
    learner, learner_client, django_assert_num_queries, rows
):
    for _ in range(rows):
        finished([Slot(RIGHT)], learner=learner, pass_mark=70)

    with django_assert_num_queries(5):  # session, user, how many, the page, due
        learner_client.get(reverse("quizzes:attempts"))

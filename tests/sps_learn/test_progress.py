"""The progress page: what was done, what is known, what to do next."""

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Quiz
from quizzes.standing import settle_all
from sps_learn.progress import progress_of
from tests.lessons.factories import LessonCompletionFactory, LessonFactory
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    RecallFactory,
)


@pytest.mark.parametrize("size", [1, 50])
def test_the_page_costs_the_same_however_much_was_answered(
    learner, learner_client, django_assert_num_queries, size
):
    LessonFactory()
    for question in QuestionFactory.create_batch(size):
        RecallFactory(learner=learner, question=question)
    AttemptFactory.create_batch(size, learner=learner, quiz=None)
    settle_all(learner)

    with django_assert_num_queries(8):
        response = learner_client.get(reverse("progress"))
    assert response.status_code == 200


def test_an_unfinished_attempt_comes_first(learner):
    LessonFactory()
    attempt = AttemptFactory(learner=learner, quiz=None, size=4, answered=1)

    step = progress_of(learner, timezone.now()).step

    assert step.url == attempt.get_absolute_url()
    assert step.because == "Because 1 of 4 answers are saved: 3 to go."


def test_a_missed_answer_leads_to_the_lesson_of_its_objective(learner):
    LessonFactory()
    weak = LessonFactory()
    code = weak.published.content["objectives"][0]
    question = QuestionFactory(objective=weak.module.objectives.get(code=code))
    RecallFactory(learner=learner, question=question, last_fraction=0.0)
    settle_all(learner)

    step = progress_of(learner, timezone.now()).step

    assert step.url == weak.get_absolute_url()
    assert "was not the best one yet" in step.because


def test_the_next_unread_lesson_follows_with_the_numbers(learner):
    read, unread = LessonFactory(), LessonFactory()
    LessonCompletionFactory(learner=learner, lesson=read)

    step = progress_of(learner, timezone.now()).step

    assert step.url == unread.get_absolute_url()
    assert step.because.startswith("Because 1 of 2 lessons are read")


def test_when_all_is_read_the_topics_are_mixed(learner):
    LessonCompletionFactory(learner=learner, lesson=LessonFactory())
    mixed = QuizFactory(mode=Quiz.Mode.PRACTICE)

    assert progress_of(learner, timezone.now()).step.url == mixed.get_absolute_url()


def test_another_learners_answers_change_nothing(learner, stranger):
    LessonFactory()
    RecallFactory(learner=stranger)
    AttemptFactory(learner=stranger, quiz=None)

    progress = progress_of(learner, timezone.now())

    assert progress.is_new
    assert progress.topics[0].standing.seen == 0

"""The progress page: what was done, what is known, what to do next."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from quizzes.models import Attempt, PracticeDay
from quizzes.reviewing.counts import DueCounts
from quizzes.standing import settle_all
from sps_learn.progress import progress_of
from tests.lessons.factories import (
    NOON,
    LessonCompletionFactory,
    LessonFactory,
)
from tests.quizzes.attempts import words
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    RecallFactory,
    ResponseFactory,
)

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
CERTAIN, GUESSING = 3, 1


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def page_of(client) -> str:
    return client.get(reverse("progress")).content.decode()


def lots_done(learner, size: int) -> None:
    """So many questions answered, due, missed and in attempts, over the last weeks."""
    for number in range(size):
        question = QuestionFactory(level=("recall", "apply")[number % 2])
        RecallFactory(
            learner=learner,
            question=question,
            last_fraction=number % 2,
            last_confidence=number % 3 + 1,
            missed_at=NOON - DAY,
            due_at=NOON + (number % 9) * DAY,
        )
        PracticeDay.objects.create(learner=learner, day=(NOON - number * DAY).date())
    AttemptFactory.create_batch(size, learner=learner, finished_at=NOON)
    settle_all(learner)


# What it costs --------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 60])
def test_the_page_costs_the_same_however_much_was_answered(
    learner, learner_client, django_assert_num_queries, size
):
    LessonFactory()
    lots_done(learner, size)

    with django_assert_num_queries(10):
        response = learner_client.get(reverse("progress"))
    assert response.status_code == 200


def test_the_page_costs_at_most_eleven_queries(
    learner, learner_client, django_assert_num_queries
):
    LessonCompletionFactory(learner=learner, lesson=LessonFactory())
    QuizFactory(title="Mixed practice")
    RecallFactory.create_batch(11, learner=learner, due_at=NOON)
    learner.reviews_a_day = 5
    learner.save()
    review = AttemptFactory(learner=learner, quiz=None, purpose="review", size=5)
    ResponseFactory.create_batch(5, attempt=review, chosen=["b"], answered_at=NOON)
    Attempt.objects.update(finished_at=NOON)
    settle_all(learner)

    with django_assert_num_queries(11):
        page = page_of(learner_client)
    assert "Mixed practice" in page


def test_the_rows_are_the_same_from_the_first_day_on(learner, learner_client):
    objectives = [LessonFactory().module.objectives.get() for _ in range(3)]
    newcomers = page_of(learner_client)
    for objective in objectives:
        RecallFactory(learner=learner, question=QuestionFactory(objective=objective))
    settle_all(learner)

    for page in (newcomers, page_of(learner_client)):
        assert all(objective.text in page for objective in objectives)


# Reviews, days, how sure ----------------------------------------------------------


def test_what_is_due_is_counted_by_the_learners_own_days(learner, learner_client):
    learner.time_zone = "Pacific/Auckland"  # the 22nd has begun there an hour ago
    learner.save()
    LessonFactory()
    for hours in (-50, 22, 23, 24, 47, 24 * 6, 24 * 8):
        RecallFactory(learner=learner, due_at=NOON + dt.timedelta(hours=hours))

    assert progress_of(learner, NOON).due == DueCounts(today=2, tomorrow=2, week=6)
    said = words(page_of(learner_client))
    assert re.search(
        r"due today, about \d+ min 2 tomorrow 2 in the next 7 days 6", said
    )


def test_the_navigation_says_the_same_number(learner, learner_client):
    LessonFactory()
    RecallFactory.create_batch(3, learner=learner, due_at=NOON)

    page = page_of(learner_client)

    assert '<span class="num">3<span class="vh"> due</span></span>' in page
    assert "<dd>3</dd>" in page


def test_the_page_leads_to_the_review_and_to_what_was_missed(learner, learner_client):
    LessonFactory()
    RecallFactory(learner=learner, due_at=NOON, missed_at=NOON, last_fraction=0.0)

    page = page_of(learner_client)

    assert f'href="{reverse("quizzes:review")}"' in page
    assert f'href="{reverse("quizzes:mistakes")}"' in page
    assert "What you missed: 1 to put right" in page


def test_where_nothing_is_due_this_week_the_next_day_is_named(learner, learner_client):
    LessonCompletionFactory(learner=learner, lesson=LessonFactory())
    RecallFactory(learner=learner, due_at=NOON + 40 * DAY)

    assert "The next one is due on 31 December 2026." in page_of(learner_client)


def test_days_are_counted_and_a_rest_takes_nothing_away(learner, learner_client):
    LessonCompletionFactory(learner=learner, lesson=LessonFactory())
    for back in (0, 3, 27, 28, 90):
        PracticeDay.objects.create(learner=learner, day=(NOON - back * DAY).date())

    page = page_of(learner_client)

    assert "Practised on 3 of the last 28 days." in page
    assert page.count('class="on"') == 3
    assert "25 October and 18, 21 November" in page
    assert "A rest takes nothing away" in page


def test_a_percentage_stands_from_five_answers_on(learner, learner_client):
    LessonFactory()
    for confidence, right, wrong in ((CERTAIN, 4, 1), (GUESSING, 2, 2), (None, 9, 0)):
        for fraction in [1.0] * right + [0.5] * wrong:
            RecallFactory(
                learner=learner, last_confidence=confidence, last_fraction=fraction
            )

    said = words(page_of(learner_client))

    assert (
        "Certain 5 80 % Fairly sure 0 – From 5 answers on"
        " Guessing 4 – From 5 answers on" in said
    )


# Who has just come, and others ----------------------------------------------------


def test_a_newcomer_sees_the_topics_and_what_will_come(learner, learner_client):
    LessonFactory()

    page = page_of(learner_client)

    assert "Nothing here yet" in page
    assert 'class="mastery"' in page
    assert "Days practised" not in page
    assert "Choose a first quiz" in page


def test_an_unfinished_attempt_is_what_to_continue(learner, learner_client):
    LessonFactory()
    AttemptFactory(learner=learner, quiz=None, size=4, answered=1)

    said = words(page_of(learner_client))

    assert "Continue where you left off Asked, 1 of 4 answered" in said
    assert "Next best step" not in said


def test_an_old_unfinished_attempt_is_found_behind_newer_ones(learner):
    old = AttemptFactory(learner=learner, quiz=None, started_at=NOON - 90 * DAY)
    days = [NOON - n * DAY for n in range(1, 8)]
    newer = [
        AttemptFactory(learner=learner, started_at=day, finished_at=day) for day in days
    ]

    progress = progress_of(learner, NOON)

    assert progress.running == old
    assert progress.recent == newer[:5]


def test_of_two_unfinished_attempts_the_newer_is_continued(learner):
    first, second = (
        AttemptFactory(learner=learner, quiz=None, started_at=NOON - n * DAY)
        for n in (2, 1)
    )

    progress = progress_of(learner, NOON)

    assert progress.running == second
    assert progress.recent == [second, first]


def test_an_attempt_whose_time_is_over_is_not_to_be_continued(learner):
    limit = {"time_limit_minutes": 30, "size": 4, "answered": 1}
    over = AttemptFactory(learner=learner, started_at=NOON - 2 * HOUR, **limit)
    assert progress_of(learner, NOON).running is None

    learner.has_no_time_limit = True

    assert progress_of(learner, NOON).running == over


@pytest.mark.parametrize("purpose", Attempt.Purpose)
def test_a_question_by_itself_is_no_quiz_taken(learner, purpose):
    attempt = AttemptFactory(
        learner=learner, quiz=None, purpose=purpose, finished_at=NOON
    )

    recent = progress_of(learner, NOON).recent

    assert list(recent) == ([] if attempt.is_by_itself else [attempt])


def test_the_page_has_one_primary_button(learner, learner_client):
    LessonFactory()
    lots_done(learner, 30)

    assert page_of(learner_client).count("button primary") == 1


def test_another_learners_answers_change_nothing(learner, stranger):
    LessonFactory()
    lots_done(stranger, 5)

    progress = progress_of(learner, NOON)

    assert progress.is_new
    assert progress.topics[0].standing.seen == 0
    assert progress.due == DueCounts(0, 0, 0)
    assert progress.answers.questions == 0
    assert not progress.days.practised

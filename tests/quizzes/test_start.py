"""Starting: what may be started, how often, and how fresh it is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from quizzes.actions import NoAttemptsLeft, finish, pools, shortage, start_quiz
from quizzes.models import Attempt, Question, Quiz
from quizzes.selection import MET_DAYS, MET_SHARE
from tests.lessons.factories import NOON, ObjectiveFactory
from tests.quizzes.factories import (
    BankFactory,
    BlueprintRowFactory,
    CaseFactory,
    QuestionFactory,
    QuizFactory,
)
from tests.quizzes.pages import html


def begin(learner, quiz, *, seed=1, now=NOON):
    return start_quiz(
        learner=learner, quiz=quiz, seed=seed, now=now, attempt_id=uuid4()
    )


def take(learner, quiz, *, seed=1, now=NOON):
    """Start and finish; the questions that were asked."""
    attempt = begin(learner, quiz, seed=seed, now=now)
    finish(learner=learner, attempt=attempt.pk, now=now)
    return set(attempt.responses.values_list("question", flat=True))


# Freshness -------------------------------------------------------------------------


@pytest.fixture
def bank(db):
    bank = BankFactory()
    QuestionFactory.create_batch(10, bank=bank)
    return bank


def quiz_of(bank, count, **fields):
    quiz = QuizFactory(**fields)
    BlueprintRowFactory(quiz=quiz, bank=bank, count=count)
    return quiz


@pytest.mark.parametrize("seed", range(5))
def test_a_retake_asks_what_was_not_met(learner, bank, seed):
    quiz = quiz_of(bank, 5)

    first = take(learner, quiz, seed=seed)
    second = take(learner, quiz, seed=seed + 1, now=NOON + timedelta(days=1))

    assert len(first & second) <= MET_SHARE * len(second)


@pytest.mark.parametrize("seed", range(5))
def test_where_the_bank_is_small_a_retake_repeats_as_little_as_it_can(
    learner, bank, seed
):
    quiz = quiz_of(bank, 7)

    first = take(learner, quiz, seed=seed)
    second = take(learner, quiz, seed=seed, now=NOON + timedelta(days=1))

    assert len(first & second) == 4


def test_what_another_quiz_asked_was_met_too(learner, bank):
    first = take(learner, quiz_of(bank, 5))
    second = take(learner, quiz_of(bank, 5), now=NOON + timedelta(days=1))

    assert not first & second


def test_after_ninety_days_all_is_fresh_again(learner, bank):
    quiz = quiz_of(bank, 5)
    first = take(learner, quiz)
    later = NOON + timedelta(days=MET_DAYS, seconds=1)

    assert first & take(learner, quiz, seed=2, now=later)


def test_what_others_met_does_not_count(learner, stranger, bank):
    quiz = quiz_of(bank, 5)

    assert take(learner, quiz, seed=3) == take(stranger, quiz, seed=3)


# Attempts allowed ---------------------------------------------------------------------


def test_a_quiz_is_taken_as_often_as_it_allows(learner, bank):
    quiz = quiz_of(bank, 2, attempts_allowed=2)
    take(learner, quiz)
    assert quiz.attempts_left(learner) == 1
    take(learner, quiz)

    with pytest.raises(NoAttemptsLeft):
        begin(learner, quiz)

    assert Attempt.objects.count() == 2


def test_the_last_attempt_can_be_gone_on_with(learner, bank):
    quiz = quiz_of(bank, 2, attempts_allowed=1)

    assert begin(learner, quiz) == begin(learner, quiz, seed=2)


def test_attempts_of_others_and_at_other_quizzes_do_not_count(learner, stranger, bank):
    quiz = quiz_of(bank, 2, attempts_allowed=1)
    take(stranger, quiz)
    take(learner, quiz_of(bank, 2))

    assert begin(learner, quiz)


def test_the_pages_say_how_many_attempts_are_left(learner, learner_client, bank):
    quiz = quiz_of(bank, 2, attempts_allowed=2)
    url = quiz.get_absolute_url()
    assert "It may be taken 2 times; 2 are left." in html(learner_client.get(url))
    take(learner, quiz)
    assert "It may be taken 2 times; 1 is left." in html(learner_client.get(url))
    take(learner, quiz)

    page = html(learner_client.get(url))
    refused = learner_client.post(reverse("quizzes:start_quiz", args=[quiz.slug]))

    assert "0 are left" in page
    assert ">Start<" not in page
    assert refused.status_code == 409
    assert "as often as it allows" in html(refused)


# Shortage (security plan, 39 and 40) -----------------------------------------------


def test_a_quiz_that_became_short_is_refused_and_staff_is_told_which_row(
    client, admin_client, bank, caplog
):
    quiz = quiz_of(bank, 10)
    Question.objects.filter(pk=Question.objects.first().pk).update(is_retired=True)
    url = reverse("quizzes:start_quiz", args=[quiz.slug])

    refused, for_staff = client.post(url), admin_client.post(url)

    said = "Row 1 asks for 10 questions; 9 can be drawn for it."
    assert (refused.status_code, for_staff.status_code) == (409, 409)
    assert "cannot start yet" in html(refused)
    assert said not in html(refused)
    assert said in html(for_staff)
    assert f"quiz {quiz.slug} cannot be started: {said}" in caplog.text
    assert not Attempt.objects.exists()


def test_a_stranger_who_is_refused_stays_one(client, bank, django_user_model):
    quiz = quiz_of(bank, 11)

    refused = client.post(reverse("quizzes:start_quiz", args=[quiz.slug]))

    assert refused.status_code == 409
    assert not django_user_model.objects.exists()


def test_a_quiz_without_rows_is_refused(client, db):
    quiz = QuizFactory()
    url = reverse("quizzes:start_quiz", args=[quiz.slug])

    assert client.get(quiz.get_absolute_url()).status_code == 200
    assert client.post(url).status_code == 409
    assert shortage([]) == "It has no rows."


def test_a_quiz_may_ask_two_hundred_questions(learner, db):
    bank = BankFactory()
    QuestionFactory.create_batch(200, bank=bank, objective=ObjectiveFactory())
    quiz = quiz_of(bank, 200, mode=Quiz.Mode.TEST, pass_mark=50)

    attempt = begin(learner, quiz)
    finish(learner=learner, attempt=attempt.pk, now=NOON)

    attempt.refresh_from_db()
    assert (attempt.size, attempt.percent, attempt.is_passed) == (200, 0, False)


def test_the_shortage_of_cases_is_said_in_cases(bank):
    CaseFactory(bank=bank, steps=QuestionFactory.create_batch(2, bank=bank))
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=3)
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2, cases=True)

    said = shortage(list(quiz.rows.all()))

    assert said == "Row 2 asks for 2 cases; 1 can be drawn for it."


# Pools -----------------------------------------------------------------------------


def case_of(bank, *levels, **fields):
    steps = [QuestionFactory(bank=bank, level=level, **fields) for level in levels]
    return CaseFactory(bank=bank, steps=steps)


def pool_of(**fields):
    row = BlueprintRowFactory.build(quiz=None, **fields)
    (found,) = pools([row]).rows
    return {block.case for block in found.pool}


def test_a_row_of_cases_takes_those_with_a_step_that_fits(db):
    one, two = BankFactory(), BankFactory()
    first = case_of(one, "recall", "apply")
    second = case_of(two, "recall")
    nurses = case_of(two, "analyse", content={"roles": ["nurse"]})

    assert pool_of(cases=True) == {first.pk, second.pk, nurses.pk}
    assert pool_of(cases=True, bank=one) == {first.pk}
    assert pool_of(cases=True, level="apply") == {first.pk}
    assert pool_of(cases=True, role="student") == {first.pk, second.pk}
    assert pool_of(cases=True, level="understand") == set()


def test_the_steps_of_a_block_stand_in_the_order_of_the_case(bank):
    steps = QuestionFactory.create_batch(3, bank=bank)
    CaseFactory(bank=bank, steps=[steps[2], steps[0], steps[1]])
    row = BlueprintRowFactory.build(quiz=None, cases=True)

    ((block,),) = (found.pool for found in pools([row]).rows)

    assert [step.id for step in block.steps] == [steps[2].pk, steps[0].pk, steps[1].pk]


@pytest.mark.parametrize("cases", [1, 5])
def test_the_pools_of_a_blueprint_cost_the_same_for_any_size(
    db, django_assert_num_queries, cases
):
    bank = BankFactory()
    for _ in range(cases):
        case_of(bank, "recall", "apply")
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, cases=True)
    BlueprintRowFactory(quiz=quiz, bank=bank)

    with django_assert_num_queries(4):  # rows, supply and its cases, questions
        pools(quiz.rows.all())


# Safety ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "safety_right", "passed"),
    [(2, True, True), (1, True, True), (2, False, False), (0, True, False)],
)
def test_to_pass_every_safety_question_has_to_be_right(
    learner, db, right, safety_right, passed
):
    bank = BankFactory()
    safety = QuestionFactory(bank=bank, content={"safety": True})
    QuestionFactory.create_batch(2, bank=bank)
    quiz = quiz_of(bank, 3, mode=Quiz.Mode.TEST, pass_mark=60)
    attempt = begin(learner, quiz)
    others = attempt.responses.exclude(question=safety).order_by("position")
    answers = {others[0].pk: right > 0, others[1].pk: right > 1}
    answers[attempt.responses.get(question=safety).pk] = safety_right
    for response in attempt.responses.all():
        response.answer = {"options": ["b" if answers[response.pk] else "a"]}
        response.answered_at = NOON
        response.save()

    finish(learner=learner, attempt=attempt.pk, now=NOON)

    attempt.refresh_from_db()
    assert attempt.is_passed is passed
    assert attempt.safety_missed == (not safety_right)

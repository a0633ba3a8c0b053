"""The trainer's cases are remembered, and nobody needs them to be Secure."""

import pytest

from quizzes.mastery import State
from quizzes.models import Attempt, Recall, UnitStanding
from quizzes.recall import rebuild, remember
from quizzes.standing import settle_all, standings_before, standings_of
from quizzes.units import objective_unit
from tests.lessons.factories import NOON, ObjectiveFactory
from tests.quizzes.attempts import words
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)

DAYS = ["2026-11-19", "2026-11-20", "2026-11-21"]


@pytest.fixture
def objective(db):
    """With three questions that quizzes ask, and nine cases of the trainer."""
    objective = ObjectiveFactory()
    bank = BankFactory(topic=objective.module.topic)
    QuestionFactory.create_batch(3, bank=bank, objective=objective)
    QuestionFactory.create_batch(
        9,
        bank=bank,
        objective=objective,
        kind="true-false",
        content={"mimic": "Tetanus"},
    )
    return objective


def train(learner, objective, *, chosen):
    """Answer every case of the trainer."""
    cases = objective.questions.exclude(mimic="")
    attempt = AttemptFactory(
        learner=learner, quiz=None, purpose=Attempt.Purpose.MIMICS, size=9
    )
    given = [
        ResponseFactory(attempt=attempt, question=one, chosen=[chosen]) for one in cases
    ]
    remember(attempt, given)
    return attempt


def know(learner, objective):
    for question in objective.questions.filter(mimic=""):
        RecallFactory(
            learner=learner, question=question, recent_days=DAYS, was_mixed=True
        )
    settle_all(learner)


def states_of(learner, objective):
    found = standings_of(learner, NOON)
    topic = objective.module.topic
    return found.objective(objective.pk).state, found.topic(topic.pk).state


def test_who_never_trains_is_secure_with_what_quizzes_ask(learner, objective):
    know(learner, objective)

    assert states_of(learner, objective) == (State.SECURE, State.SECURE)
    found = standings_of(learner, NOON)
    assert found.published(objective_unit(objective.pk)) == 3


@pytest.mark.parametrize("chosen", ["a", "b"])
def test_answers_to_cases_are_remembered_and_move_no_state(learner, objective, chosen):
    train(learner, objective, chosen=chosen)

    assert Recall.objects.for_learner(learner).by_themselves().count() == 9
    assert states_of(learner, objective) == (State.NEW, State.NEW)
    rebuild(learner)
    assert Recall.objects.for_learner(learner).count() == 9
    assert not UnitStanding.objects.exists()


def test_cases_that_were_missed_take_nothing_from_what_is_secure(learner, objective):
    know(learner, objective)

    attempt = train(learner, objective, chosen="a")  # not the key

    assert states_of(learner, objective) == (State.SECURE, State.SECURE)
    today = standings_of(learner, NOON)
    later = AttemptFactory(
        learner=learner, started_at=attempt.started_at.replace(hour=20)
    )
    before = standings_before(later, [objective.pk], today)
    assert before.objective(objective.pk).state is State.NEW  # no other answer is there


def test_a_question_that_becomes_a_case_is_no_part_of_its_objective(learner, objective):
    know(learner, objective)
    question = objective.questions.filter(mimic="").first()

    question.mimic = "Dystonia"
    question.save()

    found = standings_of(learner, NOON)
    assert found.published(objective_unit(objective.pk)) == 2
    assert found.objective(objective.pk).seen == 2


def test_results_of_the_trainer_name_no_state(learner, learner_client, objective):
    attempt = train(learner, objective, chosen="b")
    attempt.finished_at = NOON
    attempt.save()

    page = learner_client.get(attempt.get_absolute_url()).content.decode()

    assert f"{objective.text} 9 of 9 not counted" in words(page)

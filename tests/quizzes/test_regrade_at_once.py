"""Two who confirm at once, on both databases; and what comes in between."""

from importlib import import_module

import pytest

from quizzes import actions
from quizzes.models import MarkChange, Regrade, Response
from sps_learn.accounts.models import Notice
from tests.quizzes.factories import QuestionFactory
from tests.quizzes.regrades import WRONG, answered, confirm, correct, undo
from tests.quizzes.test_at_once import at_once
from tests.quizzes.test_recount import assert_counts_agree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("again", range(3))
def test_two_reviewers_confirm_the_same_regrade_once(again):
    question = QuestionFactory()
    for _ in range(5):
        answered(question, WRONG)
    revision = correct(question)
    run = actions.preview_regrade(revision=revision, scope=actions.Scope())

    at_once(*[lambda: confirm(revision, digest=run.digest)] * 3)

    assert Regrade.objects.count() == 1
    assert MarkChange.objects.count() == Notice.objects.count() == 5
    assert_counts_agree()

    regrade = Regrade.objects.get()
    at_once(*[lambda: undo(regrade)] * 3)

    assert not Regrade.objects.standing().exists()
    assert not Notice.objects.exists()
    assert_counts_agree()


def test_an_attempt_opened_again_before_the_rows_are_locked_is_looked_at_anew(
    monkeypatch,
):
    question = QuestionFactory()
    first, _ = answered(question, WRONG), answered(question, WRONG)
    revision = correct(question)
    module = import_module("quizzes.actions.regrade")
    lock = module._lock

    def lock_late(answers):
        slots = Response.objects.filter(attempt=first)
        slots.update(fraction=None, graded_revision=None)
        return lock(answers)

    monkeypatch.setattr(module, "_lock", lock_late)

    with pytest.raises(actions.Stale) as stale:
        confirm(revision)

    assert stale.value.run.looked_at == 1
    assert not Regrade.objects.exists()

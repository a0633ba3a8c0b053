"""Whatever points at a person can be exported, erased and moved (design.md 2)."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import ForeignKey, Model

from quizzes.models import Regrade
from sps_learn.accounts.learners import export_learner, learner_data_modules
from sps_learn.accounts.models import User
from sps_learn.publishing.models import Revision
from tests.accounts.factories import UserFactory

# What staff did, not what a learner did: log entries go with the account, and a
# revision and a regrade forget who made them.
OF_STAFF = (LogEntry, Regrade, Revision)


def points_at_a_person(model: type[Model]) -> bool:
    return any(
        isinstance(field, ForeignKey) and field.related_model is User
        for field in model._meta.get_fields()
    )


def models_of_learners() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        if points_at_a_person(model) and not issubclass(model, OF_STAFF)
    }


def covered() -> set[str]:
    return {label for module in learner_data_modules() for label in module.covers}


def test_every_model_that_points_at_a_person_is_covered():
    assert models_of_learners() <= covered()


def test_nothing_is_covered_that_does_not_exist():
    for label in covered():
        apps.get_model(label)


def test_no_model_is_covered_twice():
    labels = [label for module in learner_data_modules() for label in module.covers]

    assert len(labels) == len(set(labels))


def test_the_export_names_every_covered_model(db):
    assert covered() <= export_learner(UserFactory()).keys()


@pytest.mark.parametrize("module", learner_data_modules(), ids=lambda it: it.__name__)
@pytest.mark.parametrize("job", ["export", "erase", "merge"])
def test_every_app_can_do_every_job(module, job):
    assert callable(getattr(module, job))

"""What must work on every app's rows of a learner, without importing the apps.

Each app announces a module in `AppConfig.learner_data`, with

    covers: set[str]                    the models it answers for, "app.Model"
    export(learner) -> dict[str, list[dict]]
    erase(learner) -> None
    merge(source, target) -> None       target's rows win where both have one
    count_answers(learner) -> int       optional
    follow_time_zone(learner) -> None   optional: their days begin at another hour
"""

from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import transaction

from sps_learn.accounts import learner_data
from sps_learn.accounts.models import User

type Export = dict[str, list[dict[str, Any]]]


def learner_data_modules() -> list[ModuleType]:
    """List the apps' modules, those that depend on others first, accounts last."""
    return [
        import_module(config.learner_data)
        for config in reversed(list(apps.get_app_configs()))
        if hasattr(config, "learner_data")
    ]


@transaction.atomic
def export_learner(learner: User) -> Export:
    """Everything that is kept about a learner, ready for JSON."""
    exported: Export = {}
    for module in reversed(learner_data_modules()):
        exported |= module.export(learner)
    return exported


@transaction.atomic
def erase_learner(learner: User) -> None:
    """Remove a learner and all that is theirs, or make it nobody's."""
    for module in learner_data_modules():
        module.erase(learner)


@transaction.atomic
def merge_learners(guest: User, *, into: User) -> None:
    """Give a guest's rows to a learner; the guest is gone afterwards."""
    if guest.pk == into.pk:
        raise ValueError("A learner cannot be merged into the same learner.")
    for module in learner_data_modules():
        module.merge(guest, into)


@transaction.atomic
def follow_time_zone(learner: User) -> None:
    """Count anew what is kept by a learner's days, which begin at another hour now."""
    for module in learner_data_modules():
        if hasattr(module, "follow_time_zone"):
            module.follow_time_zone(learner)


def count_answers(learner: User) -> int:
    """How many answers a learner has given, over all apps."""
    return sum(
        module.count_answers(learner)
        for module in learner_data_modules()
        if hasattr(module, "count_answers")
    )


def has_learnt_something(learner: User) -> bool:
    """Say whether anything but the account itself is kept about a learner."""
    return any(
        any(module.export(learner).values())
        for module in learner_data_modules()
        if module is not learner_data
    )


def is_the_last_administrator(person: User) -> bool:
    """Say whether nobody could administer the site any more without this person."""
    others = User.objects.filter(is_superuser=True, is_active=True)
    return person.is_superuser and not others.exclude(pk=person.pk).exists()

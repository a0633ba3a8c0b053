"""People and content that every test may ask for by name."""

import hashlib
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from quizzes.sitting.tickets import MAX_SEED
from tests.accounts.factories import GuestFactory, UserFactory

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits of one test must not reach the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def known_seeds(request, monkeypatch):
    """Every run draws what the run before drew, and every test something else."""
    made = count()

    def known_seed() -> int:
        name = f"{request.node.nodeid} {next(made)}"
        return int(hashlib.sha256(name.encode()).hexdigest(), 16) % MAX_SEED

    monkeypatch.setattr("quizzes.sitting.tickets.new_seed", known_seed)


@pytest.fixture
def learner(db):
    return UserFactory()


@pytest.fixture
def stranger(db):
    """Another learner, to whom nothing of the first belongs."""
    return UserFactory()


@pytest.fixture
def guest(db):
    return GuestFactory()


@pytest.fixture
def learner_client(learner):
    return client_of(learner)


@pytest.fixture
def stranger_client(stranger):
    return client_of(stranger)


@pytest.fixture
def guest_client(guest):
    return client_of(guest)


@pytest.fixture
def administrator(db):
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def admin_client(administrator):
    return client_of(administrator)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="session")
def shipped_rows(django_db_setup, django_db_blocker):
    """The rows that the content files make: loaded once, and taken back."""
    from sps_learn.content import load

    models = [
        model
        for app in ("lessons", "quizzes")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    with django_db_blocker.unblock(), transaction.atomic():
        load(ROOT, now=timezone.now())
        rows = {model: list(model._base_manager.all()) for model in models}
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def content(db, shipped_rows):
    """The content files of the project, loaded."""
    # To put the rows back takes a fiftieth of the time that reading the files takes.
    with transaction.atomic():
        for model, rows in shipped_rows.items():
            model._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [*shipped_rows]):
                cursor.execute(sql)

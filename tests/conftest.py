"""People and content that every test may ask for by name."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.accounts.factories import GuestFactory, UserFactory

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits of one test must not reach the next."""
    cache.clear()


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


@pytest.fixture
def content(db):
    """The content files of the project, loaded."""
    from sps_learn.content import load

    return load(ROOT, now=timezone.now())

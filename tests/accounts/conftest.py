from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from sps_learn.accounts import learner_data
from tests.accounts.factories import UserFactory


@pytest.fixture
def member(db):
    return UserFactory(email="amina@example.org", display_name="Amina")


@pytest.fixture
def member_client(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def guest_client(guest):
    client = Client()
    client.force_login(guest)
    session = client.session
    session.set_expiry(timedelta(days=30))
    session.save()
    return client


@pytest.fixture
def visit(rf, db):
    """A request of somebody who was never here."""
    request = rf.post("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    request.htmx = False
    return request


@pytest.fixture
def answers(monkeypatch):
    """An app that keeps nothing but a number of answers for each learner."""
    kept: Counter[int] = Counter()

    def merge(source, target):
        kept[target.pk] += kept.pop(source.pk, 0)

    app = SimpleNamespace(
        covers=set(),
        count_answers=lambda learner: kept[learner.pk],
        export=lambda learner: {"answers": [{"n": n} for n in range(kept[learner.pk])]},
        erase=lambda learner: kept.pop(learner.pk, None),
        merge=merge,
    )
    monkeypatch.setattr(
        "sps_learn.accounts.learners.learner_data_modules",
        lambda: [app, learner_data],
    )
    return kept

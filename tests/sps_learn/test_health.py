import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse


@pytest.fixture
def broken_database(monkeypatch):
    def refuse(*args):
        raise OperationalError("could not connect to server at 10.0.0.7")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)


@pytest.fixture
def missing_migration(monkeypatch):
    monkeypatch.setattr(
        "sps_learn.health.newest_migrations", lambda: {("accounts", "9999_later")}
    )


def test_a_running_process_says_so_without_the_database(client, broken_database):
    response = client.get(reverse("live"))

    assert response.status_code == 200
    assert response.content == b""


def test_a_site_with_database_and_migrations_is_ready(client, db):
    response = client.get(reverse("ready"))

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("trouble", ["broken_database", "missing_migration"])
def test_a_site_that_cannot_serve_says_so_and_nothing_more(
    client, db, trouble, request, caplog
):
    request.getfixturevalue(trouble)

    response = client.get(reverse("ready"))

    assert response.status_code == 503
    assert response.content == b""
    assert "Not ready" in caplog.text
    assert "10.0.0.7" not in caplog.text


def test_readiness_is_one_look_at_the_database(
    client, db, django_assert_max_num_queries
):
    client.get(reverse("ready"))

    with django_assert_max_num_queries(2):  # which tables, which migrations
        client.get(reverse("ready"))


@pytest.mark.parametrize("name", ["live", "ready"])
def test_no_cache_answers_in_our_place(client, db, name):
    assert "no-store" in client.head(reverse(name))["Cache-Control"]


@pytest.mark.parametrize("name", ["live", "ready"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_asking_is_possible(client, db, name, method):
    assert getattr(client, method)(reverse(name)).status_code == 405

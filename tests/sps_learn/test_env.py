"""Every value that cannot work names its variable, and no password is shown."""

from pathlib import Path

import pytest

from sps_learn import env
from sps_learn.env import ConfigurationError

NAME = "SPS_TRIED"
FOLDER = Path("/nowhere")


@pytest.fixture
def tried(monkeypatch):
    def set_to(value: str) -> None:
        monkeypatch.setenv(NAME, value)

    monkeypatch.delenv(NAME, raising=False)
    return set_to


READERS = {
    "flag": lambda: env.flag(NAME),
    "count": lambda: env.count(NAME),
    "site_url": lambda: env.site_url(NAME, "http://127.0.0.1:8000"),
    "database": lambda: env.database(NAME, default_file=FOLDER),
    "cache": lambda: env.cache(NAME),
    "mailer": lambda: env.mailer(NAME, folder=FOLDER),
}


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        ("flag", "perhaps"),
        ("flag", "2"),
        ("count", "-1"),
        ("count", "one"),
        ("count", "1.5"),
        ("count", "٣"),
        ("count", "99999999999"),
        ("site_url", "learn.example.org"),
        ("site_url", "ftp://learn.example.org"),
        ("site_url", "https://"),
        ("site_url", "https://learn.example.org/path"),
        ("site_url", "https://learn.example.org/?a=1"),
        ("site_url", "https://learn.example.org:port"),
        ("site_url", "https://learn.example.org:99999"),
        ("site_url", "https://user:hunter2@learn.example.org"),
        ("site_url", "http://[::1"),
        ("database", "mysql://user:hunter2@localhost/sps"),
        ("database", "sps.sqlite3"),
        ("database", "postgres://user:hunter2@localhost"),
        ("database", "postgres://user:hunter2@localhost/"),
        ("database", "postgres://user:hunter2/slash@localhost/sps"),
        ("database", "postgres://user:hunter2@localhost:port/sps"),
        ("cache", "memcached://localhost"),
        ("cache", "localhost:6379"),
        ("mailer", "mail.example.org"),
        ("mailer", "http://mail.example.org"),
        ("mailer", "smtp://"),
        ("mailer", "smtp+tls://user:hunter2/slash@mail.example.org"),
        ("mailer", "smtp+tls://user:hunter2@mail.example.org:port"),
    ],
)
def test_a_value_that_cannot_work_names_its_variable(tried, reader, value):
    tried(value)

    with pytest.raises(ConfigurationError, match=NAME) as refused:
        READERS[reader]()

    assert "hunter2" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("1", True), ("TRUE", True), (" yes ", True), ("0", False), ("no", False)],
)
def test_a_flag_is_on_or_off(tried, value, meaning):
    tried(value)

    assert env.flag(NAME, default=not meaning) is meaning


def test_what_is_not_set_or_empty_is_the_default(tried):
    assert env.text(NAME, "this") == "this"
    assert env.flag(NAME, default=True) is True
    assert env.count(NAME, default=2) == 2

    tried("  ")

    assert env.text(NAME, "this") == "this"
    assert env.flag(NAME, default=True) is True
    assert env.count(NAME, default=2) == 2


@pytest.mark.parametrize(
    ("value", "host", "origin", "is_secure"),
    [
        ("", "127.0.0.1", "http://127.0.0.1:8000", False),
        (
            "https://Learn.Example.org/",
            "learn.example.org",
            "https://learn.example.org",
            True,
        ),
        ("http://[::1]:9000", "::1", "http://[::1]:9000", False),
    ],
)
def test_the_address_of_the_site_decides(tried, value, host, origin, is_secure):
    tried(value)

    url = READERS["site_url"]()

    assert (url.host, url.origin, url.is_secure) == (host, origin, is_secure)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (
            "postgres://sps:p%40ss%2Fword@db.example.org:5433/learn?sslmode=require",
            {
                "HOST": "db.example.org",
                "PORT": "5433",
                "USER": "sps",
                "PASSWORD": "p@ss/word",
                "NAME": "learn",
            },
        ),
        (
            "postgresql://sps@%2Ftmp%2Fsps.AbC/learn",
            {"HOST": "/tmp/sps.AbC", "PORT": "", "NAME": "learn"},
        ),
        ("postgres://sps@[::1]:5433/learn", {"HOST": "::1", "PORT": "5433"}),
        ("postgres:///learn", {"HOST": "", "USER": "", "NAME": "learn"}),
    ],
)
def test_a_postgresql_address_is_taken_apart(tried, value, wanted):
    tried(value)

    database = READERS["database"]()

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert {key: database[key] for key in wanted} == wanted


def test_options_of_a_database_are_passed_on(tried):
    tried("postgres://sps@localhost/learn?sslmode=require")

    assert READERS["database"]()["OPTIONS"]["sslmode"] == "require"


def test_a_sqlite_address_names_a_file_that_is_safe(tried):
    tried("sqlite:////srv/sps%20learn.sqlite3")

    database = READERS["database"]()

    assert database["NAME"] == "/srv/sps learn.sqlite3"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["CONN_MAX_AGE"] is None


def test_without_an_address_the_database_is_a_file_in_its_folder(tried, tmp_path):
    database = env.database(NAME, default_file=tmp_path / "var" / "db.sqlite3")

    assert database["NAME"] == str(tmp_path / "var" / "db.sqlite3")
    assert (tmp_path / "var").is_dir()


@pytest.mark.parametrize(
    ("value", "backend"),
    [
        ("", "django.core.cache.backends.db.DatabaseCache"),
        ("redis://localhost:6379/1", "django.core.cache.backends.redis.RedisCache"),
        ("unix:///run/redis.sock", "django.core.cache.backends.redis.RedisCache"),
    ],
)
def test_the_cache_is_the_database_or_redis(tried, value, backend):
    tried(value)

    assert READERS["cache"]()["BACKEND"] == backend


@pytest.mark.parametrize(
    ("value", "port", "use_tls", "use_ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtp+tls://mail.example.org:2525", 2525, True, False),
    ],
)
def test_a_mailer_knows_its_port_and_cipher(tried, value, port, use_tls, use_ssl):
    tried(value)

    options = READERS["mailer"]()["OPTIONS"]

    assert (options["port"], options["use_tls"], options["use_ssl"]) == (
        port,
        use_tls,
        use_ssl,
    )


def test_a_mailers_password_may_hold_any_character(tried):
    tried("smtp+tls://me%40example.org:p%3Ass@mail.example.org")

    options = READERS["mailer"]()["OPTIONS"]

    assert (options["username"], options["password"]) == ("me@example.org", "p:ss")


def test_without_a_mailer_mail_goes_to_a_folder(tried, tmp_path):
    mailer = env.mailer(NAME, folder=tmp_path / "mail")

    assert mailer["OPTIONS"] == {"file_path": str(tmp_path / "mail")}


def test_a_secret_key_is_made_once_and_for_the_owner_only(tried, tmp_path):
    file = tmp_path / "var" / "secret_key"

    first, second = env.secret_key(NAME, file), env.secret_key(NAME, file)

    assert first == second
    assert len(first) > 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_secret_key_may_come_from_the_environment(tried, tmp_path):
    tried("given")

    assert env.secret_key(NAME, tmp_path / "secret_key") == "given"
    assert not list(tmp_path.iterdir())


def test_an_empty_key_file_is_no_key(tried, tmp_path):
    file = tmp_path / "secret_key"
    file.touch()

    with pytest.raises(ConfigurationError, match=NAME):
        env.secret_key(NAME, file)

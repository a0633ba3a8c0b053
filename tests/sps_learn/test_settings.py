"""What SPS_URL and EMAIL_URL alone decide, read in a process of their own."""

import json
import os
import subprocess
import sys

import pytest

READ = """
import json
from sps_learn import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


@pytest.fixture
def settings_with(tmp_path):
    def read(**environment: str) -> dict:
        wanted = {"SPS_VAR": str(tmp_path), "PATH": os.environ["PATH"], **environment}
        done = subprocess.run(
            [sys.executable, "-c", READ],
            env=wanted,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return read


def test_a_site_on_https_has_cookies_that_only_it_can_set(settings_with):
    settings = settings_with(SPS_URL="https://learn.example.org")

    assert settings["ALLOWED_HOSTS"] == ["learn.example.org"]
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] > 0


def test_a_site_on_this_machine_works_without_https(settings_with):
    settings = settings_with()

    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert not settings["SESSION_COOKIE_SECURE"]
    assert settings["SESSION_COOKIE_HTTPONLY"]
    assert "SECURE_HSTS_SECONDS" not in settings
    assert not settings["DEBUG"]


@pytest.mark.parametrize(
    ("mailer", "verification"),
    [("", "optional"), ("smtp://mail.example.org", "mandatory")],
)
def test_addresses_are_verified_where_mail_can_be_sent(
    settings_with, mailer, verification
):
    assert settings_with(EMAIL_URL=mailer)["ACCOUNT_EMAIL_VERIFICATION"] == verification


def test_forwarded_addresses_are_believed_only_behind_known_proxies(settings_with):
    assert settings_with()["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert settings_with(SPS_PROXIES="2")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2

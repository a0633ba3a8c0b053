import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from sps_learn import env
from sps_learn.management.commands.first_admin import default_email

pytestmark = pytest.mark.django_db


def first_admin(**options) -> str:
    out = StringIO()
    call_command("first_admin", stdout=out, **options)
    return out.getvalue()


def test_the_first_administrator_can_sign_in_with_what_was_printed():
    printed = first_admin()

    email = re.search(r"e-mail +(\S+)", printed)[1]
    password = re.search(r"password +(\S+)", printed)[1]
    admin = authenticate(username=email, password=password)
    assert admin.is_superuser
    assert admin.is_staff
    assert EmailAddress.objects.get(user=admin, primary=True).verified


def test_there_is_never_a_second_one():
    first_admin()

    printed = first_admin(email="other@example.org")

    assert printed == "There is an administrator already.\n"
    assert get_user_model().objects.filter(is_superuser=True).count() == 1


def test_nothing_is_said_about_an_old_one_before_serving():
    first_admin()

    assert first_admin(verbosity=0) == ""


def test_a_learner_with_the_address_does_not_become_administrator():
    learner = get_user_model().objects.create_user(
        "nadia@example.org", "a-password-123"
    )

    with pytest.raises(CommandError, match="SPS_ADMIN_EMAIL"):
        first_admin(email="Nadia@example.org")

    learner.refresh_from_db()
    assert not learner.is_superuser


def test_a_malformed_address_is_refused():
    with pytest.raises(CommandError, match="no e-mail address"):
        first_admin(email="admin")


@pytest.mark.parametrize(
    ("url", "email"),
    [
        ("http://127.0.0.1:8000", "admin@localhost"),
        ("http://localhost:8000", "admin@localhost"),
        ("http://[::1]:8000", "admin@localhost"),
        ("https://learn.example.org", "admin@learn.example.org"),
    ],
)
def test_the_address_is_that_of_the_site_where_it_has_a_domain(
    url, email, settings, monkeypatch
):
    monkeypatch.setenv("SPS_URL", url)
    settings.SITE_URL = env.site_url("SPS_URL", "")

    assert default_email() == email

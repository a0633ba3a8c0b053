"""Roles are groups: what the table gives, the database gives, and the admin obeys."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse

from quizzes.models import Attempt
from sps_learn.roles import RIGHTS, ROLES, rights_of
from tests.accounts.factories import UserFactory
from tests.conftest import client_of
from tests.lessons.factories import LessonFactory, TermFactory
from tests.publishing.pages import form_on, text_of
from tests.quizzes.factories import AttemptFactory, QuestionFactory

pytestmark = pytest.mark.django_db

migration = import_module("sps_learn.migrations.0001_roles")
cases = import_module("sps_learn.migrations.0002_authors_write_cases")
regrades = import_module("sps_learn.migrations.0003_reviewers_look_at_regrades")
attempts = import_module("sps_learn.migrations.0004_administrators_reopen_attempts")
WRITERS = [role for role in ROLES if role != "manager"]


def rights_in_database(role):
    found = Group.objects.get(name=role).permissions.select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in found}


def staff(role):
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return person


def client_of_role(role):
    return client_of(staff(role))


def status(client, name, *args, method="get"):
    return getattr(client, method)(reverse(f"admin:{name}", args=args)).status_code


# The table and the groups ---------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_group_has_the_rights_of_the_table(role):
    assert rights_in_database(role) == rights_of(role)


def test_every_right_exists_once_under_djangos_own_name():
    wanted = {right for role in ROLES for right in rights_of(role)}

    for right in wanted:
        app, codename = right.split(".")
        Permission.objects.get(content_type__app_label=app, codename=codename)
    names = Permission.objects.filter(codename="view_logentry")
    assert names.get().name == "Can view log entry"


def test_every_model_of_the_admin_stands_in_the_table():
    registered = {model._meta.label_lower for model in admin.site._registry}

    assert registered <= set(RIGHTS)


def test_authors_write_reviewers_publish_and_instructors_look():
    author, reviewer = rights_of("author"), rights_of("reviewer")
    instructor = rights_of("instructor")

    assert reviewer - author == {
        *("lessons.publish_lesson", "quizzes.publish_question"),
        "quizzes.view_regrade",
    }
    assert author < reviewer
    assert {right.split(".")[1].split("_")[0] for right in instructor} == {"view"}
    assert rights_of("manager") == set()


def test_nobody_below_an_administrator_reaches_people_or_deletes():
    for role in set(ROLES) - {"administrator"}:
        for right in rights_of(role):
            assert right.split(".")[0] in {"lessons", "quizzes"}
            assert "delete" not in right
            assert "attempt" not in right


def test_the_migrations_can_be_undone_and_done_again():
    editor = SimpleNamespace(connection=connection)

    attempts.withdraw(apps, editor)
    assert "quizzes.change_attempt" not in rights_in_database("administrator")
    cases.withdraw(apps, editor)
    assert "quizzes.add_case" not in rights_in_database("author")
    regrades.withdraw(apps, editor)
    assert "quizzes.view_regrade" not in rights_in_database("reviewer")
    migration.remove_roles(apps, editor)
    assert not Group.objects.exists()
    cases.grant(apps, editor)  # a group that somebody deleted stays away
    regrades.grant(apps, editor)
    assert not Group.objects.exists()
    for _ in range(2):
        migration.make_roles(apps, editor)
        cases.grant(apps, editor)
        regrades.grant(apps, editor)
        attempts.grant(apps, editor)

    for role in ROLES:
        assert rights_in_database(role) == rights_of(role)


# What the admin makes of them -----------------------------------------------------


@pytest.mark.parametrize("role", WRITERS)
def test_a_role_opens_its_pages(role):
    lesson, question = LessonFactory(), QuestionFactory()
    client = client_of_role(role)

    assert status(client, "index") == 200
    assert status(client, "lessons_lesson_changelist") == 200
    assert status(client, "lessons_lesson_change", lesson.pk) == 200
    assert status(client, "quizzes_question_changelist") == 200
    assert status(client, "quizzes_question_change", question.pk) == 200
    preview = reverse("quizzes:preview_question", args=[question.pk])
    assert client.get(preview).status_code == 200


def test_without_may_open_the_admin_a_role_opens_nothing():
    person = staff("administrator")
    person.is_staff = False
    person.save()

    assert status(client_of(person), "index") == 302


def test_a_manager_finds_nothing_to_work_on():
    response = client_of_role("manager").get(reverse("admin:index"))

    assert response.context["app_list"] == []


@pytest.mark.parametrize("role", ["author", "reviewer", "instructor", "manager"])
@pytest.mark.parametrize(
    "name",
    [
        "accounts_user_changelist",
        "accounts_user_add",
        "auth_group_changelist",
        "account_emailaddress_changelist",
        "admin_logentry_changelist",
        "quizzes_attempt_changelist",
    ],
)
def test_people_groups_and_log_are_for_administrators(role, name):
    assert status(client_of_role(role), name) == 403


def test_an_administrator_by_group_opens_every_list(learner):
    AttemptFactory(learner=learner)
    client = client_of_role("administrator")

    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert status(client, name) == 200
    assert status(client, "quizzes_attempt_change", Attempt.objects.get().pk) == 200


def test_the_log_is_read_and_not_changed(admin_client):
    term = TermFactory()
    goal = reverse("admin:lessons_term_change", args=[term.pk])
    admin_client.post(goal, form_on(admin_client.get(goal)) | {"definition": "New."})
    listing = admin_client.get(reverse("admin:admin_logentry_changelist"))
    (entry,) = listing.context["cl"].result_list

    assert "Change. Changed Definition." in text_of(listing)
    assert status(admin_client, "admin_logentry_add") == 403
    assert status(admin_client, "admin_logentry_change", entry.pk) == 200
    for page in ("change", "delete"):
        name = f"admin_logentry_{page}"
        assert status(admin_client, name, entry.pk, method="post") == 403


def test_an_instructor_changes_nothing():
    lesson, term = LessonFactory(), TermFactory()
    client = client_of_role("instructor")

    for name, row in [("lesson", lesson), ("term", term)]:
        goal = f"lessons_{name}_change"
        assert status(client, goal, row.pk, method="post") == 403
        assert status(client, f"lessons_{name}_add") == 403
        assert status(client, f"lessons_{name}_delete", row.pk, method="post") == 403


def test_a_form_for_people_says_what_a_role_needs(admin_client, learner):
    page = admin_client.get(reverse("admin:accounts_user_change", args=[learner.pk]))

    assert "A role is a group" in text_of(page)


# The admin as a side door ---------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        {"_to_field": "password"},
        {"user__password__startswith": "md5"},
        {"learner__password": "x"},
    ],
)
def test_nothing_is_looked_up_by_a_secret(admin_client, query):
    for name in ("quizzes_attempt_changelist", "lessons_lesson_changelist"):
        response = admin_client.get(reverse(f"admin:{name}"), query)

        assert response.status_code in {302, 400}


def test_a_bulk_action_needs_its_right():
    lesson = LessonFactory(published=False)
    chosen = {"action": "delete_selected", "_selected_action": [lesson.pk]}
    goal = reverse("admin:lessons_lesson_changelist")

    client_of_role("author").post(goal, chosen | {"post": "yes"})

    lesson.refresh_from_db()

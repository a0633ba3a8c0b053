"""Banks, quizzes and attempts in the admin: each fault beside its field."""

import pytest
from django.urls import reverse

from quizzes.models import Attempt, Bank
from tests.publishing.pages import errors_at, text_of
from tests.quizzes.admin_pages import send, url
from tests.quizzes.factories import (
    AttemptFactory,
    ResponseFactory,
)

pytestmark = pytest.mark.django_db


# Banks ----------------------------------------------------------------------------


def test_a_bank_that_holds_questions_cannot_be_deleted(admin_client, question):
    goal = url(Bank, "delete", question.bank)

    page = admin_client.get(goal)

    assert question.slug in text_of(page)
    admin_client.post(goal, {"post": "yes"})
    assert Bank.objects.filter(pk=question.bank_id).exists()


def test_the_slug_of_a_bank_fits_the_files(admin_client, question):
    topic = question.bank.topic
    fields = {"title": "New", "slug": "New_Bank", "topic": topic.pk}

    response = send(admin_client, url(Bank, "add"), **fields)

    assert list(errors_at(response)) == ["slug"]


# What learning made ---------------------------------------------------------------


def test_attempts_are_listed_without_their_answers(admin_client, learner):
    attempt = AttemptFactory(learner=learner, title="A sitting")
    response = ResponseFactory(attempt=attempt, chosen=["b"])

    pages = [
        admin_client.get(url(Attempt, "changelist")),
        admin_client.get(url(Attempt, "change", attempt)),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "A sitting" in text_of(page)
        assert "0 of 1" in text_of(page)
        for secret in (response.question.slug, "Answer b", "marks", "seed"):
            assert secret not in page.content.decode()


def test_attempts_cannot_be_added_changed_or_deleted(admin_client, learner):
    attempt = AttemptFactory(learner=learner)
    goals = [
        url(Attempt, "add"),
        url(Attempt, "change", attempt),
        url(Attempt, "delete", attempt),
    ]

    for goal in goals:
        assert admin_client.post(goal, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [attempt.pk]}
    admin_client.post(url(Attempt, "changelist"), chosen | {"post": "yes"})
    assert Attempt.objects.exists()


def test_a_learner_with_attempts_can_be_erased(admin_client, learner):
    AttemptFactory(learner=learner)
    goal = reverse("admin:accounts_user_delete", args=[learner.pk])

    response = admin_client.post(goal, {"post": "yes"})

    assert response.status_code == 302
    assert not Attempt.objects.exists()


def test_attempts_are_not_searched_by_password(admin_client):
    filters = {"learner__password__startswith": "md5"}

    response = admin_client.get(url(Attempt, "changelist"), filters)

    assert response.status_code == 400

"""Every page of the admin opens, and none breaks the Content-Security-Policy."""

import re

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from lessons.models import Lesson
from quizzes.models import Attempt, Question
from sps_learn.accounts.models import User

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model is not User]
INLINE = re.compile(
    r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE
)


def name_of(model, page):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


def check(response):
    response.render() if hasattr(response, "render") else None
    assert response.status_code == 200
    assert not INLINE.search(response.content.decode())
    return response


def test_the_index_says_how_writing_works(admin_client):
    response = check(admin_client.get(reverse("admin:index")))

    for step in ("Write.", "Preview.", "Publish."):
        assert step in response.content.decode()


def test_every_page_of_every_model_opens(content, administrator, admin_client):
    may_add = [
        model
        for model in MODELS
        if admin.site._registry[model].has_add_permission(by(administrator))
    ]
    assert {Lesson, Question} <= set(may_add) and Attempt not in may_add

    for model in MODELS:
        check(admin_client.get(reverse(name_of(model, "changelist"))))
        check(admin_client.get(reverse(name_of(model, "changelist")), {"q": "gaba"}))
        row = model._default_manager.first()
        for page in ("change", "history") if row else ():
            check(admin_client.get(reverse(name_of(model, page), args=[row.pk])))
    for model in may_add:
        check(admin_client.get(reverse(name_of(model, "add"))))


def by(person):
    request = RequestFactory().get("/admin/")
    request.user, request.resolver_match = person, None
    return request

"""Data of earlier versions, moved along: the steps of migrations by themselves."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from quizzes.models import Quiz
from tests.sps_learn.small_content import QUIZZES, Files

digests = import_module("quizzes.migrations.0005_keep_digests_of_quizzes")


@pytest.fixture
def files(db, tmp_path):
    return Files(tmp_path)


@pytest.fixture
def editor():
    class Editor:
        pass

    Editor.connection = connection
    return Editor


def test_a_quiz_of_an_earlier_version_still_takes_what_the_files_say(files, editor):
    files.load()
    now = Quiz.objects.get().loaded_digest
    digests.to_rows_without(apps, editor)
    assert Quiz.objects.get().is_changed_here

    digests.to_rows_with_cases(apps, editor)

    assert Quiz.objects.get().loaded_digest == now
    files.replace(QUIZZES, "count: 1", "count: 3")
    assert files.load().counts["updated"] == 1


def test_what_an_instructor_changed_in_an_earlier_version_stays_theirs(files, editor):
    files.load()
    digests.to_rows_without(apps, editor)
    Quiz.objects.update(title="Mine")

    digests.to_rows_with_cases(apps, editor)

    assert Quiz.objects.get().is_changed_here

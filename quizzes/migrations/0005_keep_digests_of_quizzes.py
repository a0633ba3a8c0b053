"""Rows of a blueprint have a new field: what the files left counts as left alone.

A quiz keeps a digest of how the files left it. With the field `cases` in its rows no
quiz would fit its digest any more, and each would pass for changed by an instructor,
whom new files never overrule.
"""

from django.db import migrations

from sps_learn.publishing.files import digest

WITH_CASES = {"cases": False}


def to_rows_with_cases(apps, schema_editor):
    rewrite(apps, schema_editor, old={}, new=WITH_CASES)


def to_rows_without(apps, schema_editor):
    rewrite(apps, schema_editor, old=WITH_CASES, new={})


def rewrite(apps, schema_editor, *, old, new):
    quizzes = apps.get_model("quizzes", "Quiz").objects
    for quiz in quizzes.using(schema_editor.connection.alias):
        has_cases = any(row.cases for row in quiz.rows.all())
        if not has_cases and quiz.loaded_digest == fingerprint(quiz, old):
            quiz.loaded_digest = fingerprint(quiz, new)
            quiz.save(update_fields=["loaded_digest"])


def fingerprint(quiz, more):
    """As Quiz.fingerprint on the day of this migration."""
    rows = quiz.rows.select_related("bank", "objective").order_by("order", "pk")
    content = {
        "slug": quiz.slug,
        "title": quiz.title,
        "summary": quiz.summary,
        "mode": quiz.mode,
        "topic": quiz.topic.slug if quiz.topic else None,
        "blueprint": [{**row_content(row), **more} for row in rows],
        "pass_mark": quiz.pass_mark,
        "attempts_allowed": quiz.attempts_allowed,
        "time_limit_minutes": quiz.time_limit_minutes,
    }
    return digest([content, quiz.order])


def row_content(row):
    return {
        "bank": row.bank.slug if row.bank else None,
        "objective": row.objective.code if row.objective else None,
        "level": row.level or None,
        "role": row.role or None,
        "count": row.count,
    }


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0004_recall_memory")]

    operations = [migrations.RunPython(to_rows_with_cases, to_rows_without)]

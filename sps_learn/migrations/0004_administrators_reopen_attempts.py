"""An administrator may open an attempt again that a wrong clock has closed."""

from importlib import import_module

from django.db import migrations

permission = import_module("sps_learn.migrations.0001_roles").permission


def grant(apps, schema_editor):
    for group in administrators(apps, schema_editor):
        group.permissions.add(right(apps, schema_editor))


def withdraw(apps, schema_editor):
    for group in administrators(apps, schema_editor):
        group.permissions.remove(right(apps, schema_editor))


def administrators(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    return groups.using(schema_editor.connection.alias).filter(name="administrator")


def right(apps, schema_editor):
    return permission(apps, schema_editor, "quizzes", "change", "attempt")


class Migration(migrations.Migration):
    dependencies = [("sps_learn", "0003_reviewers_look_at_regrades")]

    operations = [migrations.RunPython(grant, withdraw)]

"""Who writes questions puts them into cases too."""

from importlib import import_module

from django.db import migrations

WRITERS = ("author", "reviewer")
ACTIONS = ("add", "change")

permission = import_module("sps_learn.migrations.0001_roles").permission


def grant(apps, schema_editor):
    for group in groups_of_writers(apps, schema_editor):
        group.permissions.add(*rights(apps, schema_editor))


def withdraw(apps, schema_editor):
    for group in groups_of_writers(apps, schema_editor):
        group.permissions.remove(*rights(apps, schema_editor))


def groups_of_writers(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    return groups.using(schema_editor.connection.alias).filter(name__in=WRITERS)


def rights(apps, schema_editor):
    return [
        permission(apps, schema_editor, "quizzes", action, "case") for action in ACTIONS
    ]


class Migration(migrations.Migration):
    dependencies = [("sps_learn", "0001_roles")]

    operations = [migrations.RunPython(grant, withdraw)]

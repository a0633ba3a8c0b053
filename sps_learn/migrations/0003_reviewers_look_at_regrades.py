"""Who may give marks anew sees what was done to marks before."""

from importlib import import_module

from django.db import migrations

LOOKERS = ("reviewer", "administrator")

permission = import_module("sps_learn.migrations.0001_roles").permission


def grant(apps, schema_editor):
    for group in groups_of_lookers(apps, schema_editor):
        group.permissions.add(right(apps, schema_editor))


def withdraw(apps, schema_editor):
    for group in groups_of_lookers(apps, schema_editor):
        group.permissions.remove(right(apps, schema_editor))


def groups_of_lookers(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    return groups.using(schema_editor.connection.alias).filter(name__in=LOOKERS)


def right(apps, schema_editor):
    return permission(apps, schema_editor, "quizzes", "view", "regrade")


class Migration(migrations.Migration):
    dependencies = [
        ("sps_learn", "0002_authors_write_cases"),
        ("quizzes", "0007_regrades"),
    ]

    operations = [migrations.RunPython(grant, withdraw)]

"""The groups that stand for roles, with the rights that they had at the start."""

from django.db import migrations

WRITE = "view add change"
ALL = "view add change delete"

# sps_learn/roles.py on the day of this migration; what counts later stands there.
RIGHTS = {
    "author": {
        "lessons": {
            "view": "topic module objective",
            WRITE: "lesson reference term figure",
        },
        "quizzes": {"view": "bank case quiz blueprintrow", WRITE: "question"},
    },
    "reviewer": {
        "lessons": {
            "view": "topic module objective",
            WRITE: "lesson reference term figure",
            "publish": "lesson",
        },
        "quizzes": {
            "view": "bank case quiz blueprintrow",
            WRITE: "question",
            "publish": "question",
        },
    },
    "instructor": {
        "lessons": {"view": "topic module objective lesson reference term figure"},
        "quizzes": {"view": "bank case question quiz blueprintrow"},
    },
    "manager": {},
    "administrator": {
        "lessons": {
            ALL: "topic module objective lesson reference term figure",
            "publish": "lesson",
        },
        "quizzes": {
            ALL: "bank case question quiz blueprintrow",
            "publish": "question",
            "view": "attempt",
        },
        "accounts": {ALL: "user"},
        "account": {ALL: "emailaddress"},
        "auth": {ALL: "group"},
        "admin": {"view": "logentry"},
    },
}


def make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for role, rights_by_app in RIGHTS.items():
        group, _ = groups.get_or_create(name=role)
        for app, rights in rights_by_app.items():
            for actions, models in rights.items():
                for model in models.split():
                    for action in actions.split():
                        group.permissions.add(
                            permission(apps, schema_editor, app, action, model)
                        )


def permission(apps, schema_editor, app, action, model):
    """The right; Django makes it only after all migrations, so it may not exist yet."""
    alias = schema_editor.connection.alias
    kind, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(alias)
        .get_or_create(app_label=app, model=model)
    )
    codename = f"{action}_{model}"
    meta = apps.get_model(app, model)._meta
    names = {codename: f"Can {action} {meta.verbose_name_raw}", **dict(meta.permissions)}
    found, _ = (
        apps.get_model("auth", "Permission")
        .objects.using(alias)
        .get_or_create(
            content_type=kind, codename=codename, defaults={"name": names[codename]}
        )
    )
    return found


def remove_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=RIGHTS).delete()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("accounts", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("lessons", "0001_initial"),
        ("quizzes", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]

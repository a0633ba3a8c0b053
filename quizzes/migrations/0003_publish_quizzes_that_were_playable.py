from django.db import migrations


def publish(apps, schema_editor):
    """Until now every quiz without a limit could be started."""
    quizzes = apps.get_model("quizzes", "Quiz").objects
    quizzes.filter(time_limit_minutes=None, attempts_allowed=None).update(
        is_published=True
    )


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0002_kinds_cases_and_limits")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]

"""When the last answer came, so that no change of the clock gives or takes time.

Empty in attempts of before: their start stands in for it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0008_add_checkup")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="seen_at",
            field=models.DateTimeField(null=True),
        ),
    ]

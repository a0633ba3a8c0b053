from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("quizzes", "0003_publish_quizzes_that_were_playable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='recall',
            name='difficulty',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='recall',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='recall',
            name='stability',
            field=models.FloatField(null=True),
        ),
        migrations.AddIndex(
            model_name='recall',
            index=models.Index(fields=['learner', 'due_at'], name='quizzes_recalls_due'),
        ),
    ]

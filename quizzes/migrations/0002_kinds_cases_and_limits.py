import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='attempt',
            name='is_timed_out',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='attempt',
            name='safety_missed',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='attempt',
            name='time_limit_minutes',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='blueprintrow',
            name='cases',
            field=models.BooleanField(default=False, help_text='Count whole unfolding cases, not single questions.'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='is_published',
            field=models.BooleanField(default=False, help_text='Learners can start it. Refused while a row finds too few questions.', verbose_name='published'),
        ),
        migrations.AddField(
            model_name='response',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='quizzes.case'),
        ),
        migrations.AddField(
            model_name='response',
            name='is_flagged',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='response',
            name='is_late',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='response',
            name='ruled_out',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='attempt',
            name='purpose',
            field=models.CharField(choices=[('quiz', 'Quiz'), ('built', "Practice of one's own"), ('lesson-check', 'Question in a lesson'), ('live', 'Question on the front page')], max_length=20),
        ),
        migrations.AlterField(
            model_name='quiz',
            name='attempts_allowed',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: as often as one likes.', null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AlterField(
            model_name='quiz',
            name='is_retired',
            field=models.BooleanField(default=False, help_text='Taken away from learners; what they did with it stays.', verbose_name='retired'),
        ),
        migrations.AlterField(
            model_name='quiz',
            name='time_limit_minutes',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: none, which suits most. Accommodations of a person count.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='time limit in minutes'),
        ),
    ]

from django.core.management.base import BaseCommand

from quizzes.recall import rebuild
from sps_learn.accounts.models import User


class Command(BaseCommand):
    help = "Make every learner's summary of answers anew from the answers themselves."

    def handle(self, **_: object) -> None:
        learners = User.objects.filter(attempts__isnull=False).distinct()
        for learner in learners.iterator():
            rebuild(learner)
        self.stdout.write(f"{learners.count()} learners")

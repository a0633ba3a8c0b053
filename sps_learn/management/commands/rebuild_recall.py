from django.core.management.base import BaseCommand

from quizzes.recall import rebuild
from sps_learn.accounts.models import User
from sps_learn.accounts.notices import recount_unread


class Command(BaseCommand):
    help = (
        "Make every learner's summary of answers anew from the answers themselves,"
        " and count their unread notices."
    )

    def handle(self, **_: object) -> None:
        learners = User.objects.filter(attempts__isnull=False).distinct()
        for learner in learners.iterator():
            rebuild(learner)
        recount_unread(User.objects.values_list("pk", flat=True))
        self.stdout.write(f"{learners.count()} learners")

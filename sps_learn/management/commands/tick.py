from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes.actions import close_overdue, end_past_targets
from quizzes.analysis.checkups import check_all
from sps_learn.accounts.guests import prune_guests


class Command(BaseCommand):
    help = "Do what must happen in time; call it as often as you like, once an hour."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        guests = prune_guests(now)
        sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
        attempts = close_overdue(now)
        plans = end_past_targets(now)
        questions = check_all(now)
        self.stdout.write(
            f"Guests erased: {guests}. Old sessions removed: {sessions}."
            f" Attempts closed: {attempts}. Plans past their day: {plans}."
            f" Questions to look at: {questions}."
        )

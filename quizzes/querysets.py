"""What the pages ask of banks and quizzes, in the learner's words."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q, Sum

from sps_learn.publishing.models import PublishableQuerySet

if TYPE_CHECKING:
    from sps_learn.accounts.models import User


# Objectives whose questions need no lesson before them.
FIRST_IDEAS = ("M1.1", "M1.3", "S1.1")


class QuestionQuerySet(PublishableQuerySet["Question"]):
    def for_play(self) -> Self:
        """Published questions with the revision that a learner is shown."""
        return self.published().select_related("published").defer("draft")

    def to_draw(self) -> Self:
        """What quizzes, practices and checks may ask: no step, no case of a mimic."""
        # The same rule for one row: Stock.is_to_draw.
        return self.outside_cases().outside_trainer()

    def for_trainer(self) -> Self:
        """The cases of “SPS or not?”, which are asked there and in reviews only."""
        return self.published().outside_cases().exclude(mimic="")

    def outside_cases(self) -> Self:
        return self.filter(case=None)

    def outside_trainer(self) -> Self:
        """What an objective or a topic is known by: no case of a mimic.

        Those are met by who goes to the trainer only, and everybody can be Secure.
        """
        return self.filter(mimic="")

    def unseen_by(self, learner: "User") -> Self:
        """Never in an attempt of the learner's, answered or not.

        A pre-question stays unseen: it was asked before there was anything to know.
        """
        from .models import Response

        # Not by Exists: that would look through everybody's answers to each question.
        met = Response.objects.for_learner(learner).scored().values("question")
        return self.exclude(pk__in=met.order_by())

    def outside_running_tests_of(self, learner: "User") -> Self:
        """None that the learner is being asked, with the reasons still to come."""
        from .models import Response

        asked = Response.objects.for_learner(learner).in_running_tests()
        return self.exclude(pk__in=asked.order_by().values("question"))

    def answered_wrong_by(self, learner: "User") -> Self:
        """The last graded answer was not fully right."""
        from .models import Recall

        wrong = Recall.objects.for_learner(learner).filter(last_fraction__lt=1)
        return self.filter(pk__in=wrong.values("question"))

    def flagged_by(self, learner: "User") -> Self:
        from .models import Response

        flagged = Response.objects.flagged_by(learner).values("question")
        return self.filter(pk__in=flagged.order_by())

    def due_for(self, learner: "User", now: datetime, zone: ZoneInfo) -> Self:
        from .models import Recall

        due = Recall.objects.for_learner(learner).due(now, zone)
        return self.filter(pk__in=due.values("question"))

    def with_recall_of(self, learner: "User") -> Self:
        """Each question once, with `mine`: what the learner's answers to it come to."""
        mine = models.FilteredRelation("recalls", condition=Q(recalls__learner=learner))
        return self.annotate(mine=mine)

    def for_draw(self) -> Self:
        """What a draw looks at: the revision, and the topic of the bank."""
        return self.select_related("published", "bank").defer("draft")

    def live(self) -> Self:
        """What a stranger may try: a short case on the first ideas, one best answer."""
        return (
            self.for_play()
            .filter(kind="single", has_vignette=True, case=None, safety=False)
            .filter(objective__code__in=FIRST_IDEAS)
            .order_by("pk")
        )


class QuizQuerySet(models.QuerySet["Quiz"]):
    def published(self) -> Self:
        return self.filter(is_published=True, is_retired=False)

    def mixed_practice(self) -> Self:
        """Practice over all topics."""
        from .models import Quiz

        return self.filter(topic=None, mode=Quiz.Mode.PRACTICE).order_by("order")

    def for_practise_page(self) -> Self:
        return self.published().for_preview_page().order_by("order")

    def for_preview_page(self) -> Self:
        """With its topic and size, whether or not it is published."""
        return self.select_related("topic").with_size()

    def with_size(self) -> Self:
        """Adds how many questions and how many cases the blueprint asks for."""
        return self.annotate(
            questions_asked=Sum("rows__count", filter=Q(rows__cases=False), default=0),
            cases_asked=Sum("rows__count", filter=Q(rows__cases=True), default=0),
        )


class CheckupQuerySet(models.QuerySet["Checkup"]):
    def of_today(self) -> Self:
        """Of questions that learners see still as they were looked at."""
        return self.filter(
            revision=models.F("question__published"), question__is_retired=False
        )

    def for_attention_page(self) -> Self:
        """What needs attention, the worst first."""
        return (
            self.of_today()
            .filter(weight__gt=0)
            .select_related("question__bank", "revision")
            .defer("question__draft", "revision__content")
            .order_by("-weight", "question__slug")
            .fetch_mode(models.FETCH_RAISE)
        )

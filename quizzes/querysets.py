"""What the pages ask of banks and attempts, in the learner's words."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch, Q

from sps_learn.publishing.models import PublishableQuerySet

if TYPE_CHECKING:
    from sps_learn.accounts.models import User

    from .models import BlueprintRow


# Objectives whose questions need no lesson before them.
FIRST_IDEAS = ("M1.1", "M1.3", "S1.1")


class QuestionQuerySet(PublishableQuerySet["Question"]):
    def for_play(self) -> Self:
        """Published questions with the revision that a learner is shown."""
        return self.published().select_related("published").defer("draft")

    def matching(self, row: "BlueprintRow") -> Self:
        """The pool of one blueprint row; questions of a case come only as a block."""
        wanted = Q(case=None)
        if row.bank_id:
            wanted &= Q(bank=row.bank_id)
        if row.objective_id:
            wanted &= Q(objective=row.objective_id)
        if row.level:
            wanted &= Q(level=row.level)
        if row.role:
            wanted &= (
                Q(for_students=True) if row.role == "student" else Q(for_nurses=True)
            )
        return self.published().filter(wanted)

    def live(self) -> Self:
        """What a stranger may try: a short case on the first ideas, one best answer."""
        return (
            self.for_play()
            .filter(kind="single", has_vignette=True, case=None, safety=False)
            .filter(objective__code__in=FIRST_IDEAS)
            .order_by("pk")
        )


class QuizQuerySet(models.QuerySet["Quiz"]):
    def playable(self) -> Self:
        # The same rule for one row: Quiz.is_playable.
        return self.filter(
            is_retired=False, time_limit_minutes=None, attempts_allowed=None
        )

    def for_practise_page(self) -> Self:
        return self.playable().select_related("topic").with_size().order_by("order")

    def with_size(self) -> Self:
        return self.annotate(size=models.Sum("rows__count", default=0))


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

    def running(self) -> Self:
        # The same rule for one row: Attempt.is_finished.
        return self.filter(finished_at=None)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def for_list(self) -> Self:
        return self.select_related("quiz").order_by("-started_at", "-pk")

    def for_results_page(self) -> Self:
        from .models import Response

        slots = (
            Response.objects.order_by("position")
            .select_related("shown_revision", "question__objective__module")
            .defer("question__draft")
        )
        return self.select_related("quiz__topic").prefetch_related(
            Prefetch("responses", slots)
        )


class ResponseQuerySet(models.QuerySet["Response"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(attempt__learner=learner)

    def slot(self, attempt: uuid.UUID, position: int) -> Self:
        return self.filter(attempt=attempt, position=position)

    def for_question_page(self) -> Self:
        """The slot with its attempt and the revision that it shows."""
        return self.select_related(
            "attempt__quiz__topic", "shown_revision", "question"
        ).defer("question__draft")

    def unanswered(self) -> Self:
        return self.filter(answer__isnull=True)


class RecallQuerySet(models.QuerySet["Recall"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

    def of_published(self) -> Self:
        return self.filter(
            question__published__isnull=False, question__is_retired=False
        )

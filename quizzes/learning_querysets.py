"""What the pages ask of attempts and answers, in the learner's words."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Max, Prefetch, Window
from django.db.models.functions import RowNumber

if TYPE_CHECKING:
    from sps_learn.accounts.models import User

    from .models import QuestionRevision, Quiz, Response

RECENT_ATTEMPTS = 5  # on the progress page


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(learner=learner)

    def running(self) -> Self:
        # The same rule for one row: Attempt.is_finished.
        return self.filter(finished_at=None)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def sat_down_to(self) -> Self:
        """Not the single questions that stand on a page about something else."""
        # The same rule for one row: Attempt.is_by_itself.
        return self.exclude(purpose__in=self.model.BY_ITSELF)

    def timed(self) -> Self:
        return self.filter(time_limit_minutes__isnull=False)

    def lock_in_order(self) -> int:
        """Lock the rows by key: two who lock several wait, and never cross."""
        return len(self.order_by("pk").select_for_update().values_list("pk"))

    def complete(self) -> Self:
        """Finished, with an answer; what was left open then counts as blank."""
        return self.finished().filter(answered__gt=0)

    def of_members(self) -> Self:
        return self.filter(learner__is_guest=False)

    def of_guests(self) -> Self:
        return self.filter(learner__is_guest=True)

    def for_list(self) -> Self:
        return self.select_related("quiz").order_by("-started_at", "-pk")

    def for_progress_page(self) -> Self:
        """The newest ones and the newest unfinished one, in one query."""
        newest = self.sat_down_to().order_by("-started_at", "-pk")
        keys = newest.values("pk")
        wanted = models.Q(pk__in=keys[:RECENT_ATTEMPTS])
        wanted |= models.Q(pk__in=keys.running()[:1])
        # By key alone: told the learner as well, SQLite looks at all of theirs.
        return self.model.objects.filter(wanted).order_by("-started_at", "-pk")

    def for_results_page(self) -> Self:
        from .models import Response

        slots = (
            Response.objects.order_by("position")
            .select_related("shown_revision", "question__objective__module", "case")
            .defer("question__draft")
        )
        return self.select_related("quiz__topic").prefetch_related(
            Prefetch("responses", slots)
        )

    def first_at(self, quiz: "Quiz") -> Self:
        """Of each member the first complete attempt at this quiz, the newest first."""
        # Not by Exists: SQLite may then go through the whole quiz for each attempt.
        turn = Window(
            RowNumber(), partition_by="learner", order_by=["started_at", "pk"]
        )
        theirs = self.filter(quiz=quiz).complete().of_members().annotate(turn=turn)
        return theirs.filter(turn=1).order_by("-started_at", "-pk")


class ResponseQuerySet(models.QuerySet["Response"]):
    def for_learner(self, learner: "User") -> Self:
        return self.filter(attempt__learner=learner)

    def slot(self, attempt: uuid.UUID, position: int) -> Self:
        return self.filter(attempt=attempt, position=position)

    def for_question_page(self) -> Self:
        """The slot with its attempt and the revision that it shows."""
        return self.select_related(
            "attempt__quiz__topic", "shown_revision", "question", "case"
        ).defer("question__draft")

    def unanswered(self) -> Self:
        return self.filter(answer__isnull=True)

    def that_count(self) -> Self:
        """Graded answers, but for those given before the lesson was read."""
        return self.graded().filter(answer__isnull=False).scored()

    def scored(self) -> Self:
        """Not those to pre-questions, which say nothing of what was learnt."""
        # The same rule for one row: Attempt.is_scored.
        from .models import Attempt

        return self.exclude(attempt__purpose=Attempt.Purpose.BEFORE)

    def graded(self) -> Self:
        # The same rule for one row: Response.is_graded.
        return self.filter(fraction__isnull=False)

    def marked_before(self, revision: "QuestionRevision") -> Self:
        """Slots with this question that an older revision of it has marked."""
        return self.graded().filter(
            question=revision.question_id, graded_revision__number__lt=revision.number
        )

    def waiting_to_be_marked_before(self, revision: "QuestionRevision") -> Self:
        """Slots of running attempts that an older revision is going to mark."""
        return self.filter(
            question=revision.question_id,
            fraction=None,
            attempt__finished_at=None,
            shown_revision__number__lt=revision.number,
        )

    def with_correction(self) -> Self:
        """Adds when the learner was last told that the key was corrected, if ever."""
        from .models import MarkChange

        told = (
            MarkChange.objects.standing()
            .filter(response=models.OuterRef("pk"), is_told=True)
            .order_by("-regrade__done_at")
        )
        return self.annotate(
            corrected_at=models.Subquery(told.values("regrade__done_at")[:1])
        )

    def in_running_tests(self) -> Self:
        return self.filter(
            attempt__finished_at=None, attempt__gives_feedback_at_once=False
        )

    def given_before(self, moment: datetime) -> Self:
        """Answers to questions that are published now, given and graded, by then."""
        return self.that_count().filter(
            answered_at__lt=moment,
            question__published__isnull=False,
            question__is_retired=False,
        )

    def steps_of_case(self, response: "Response") -> Self:
        """The steps of the same case, as this attempt drew them."""
        same = self.filter(attempt=response.attempt_id, case=response.case_id)
        return same.order_by("position")

    def earlier_steps(self, response: "Response") -> Self:
        """The steps of the same case that come before this one, in order."""
        return self.steps_of_case(response).filter(position__lt=response.position)

    def in_complete_attempts(self) -> Self:
        # The same rule for attempts: AttemptQuerySet.complete.
        return self.filter(attempt__finished_at__isnull=False, attempt__answered__gt=0)

    def first_to(self, *, shown: Sequence[int], marked_by: Sequence[int]) -> Self:
        """Of each member the first slot with such a mark, the newest first."""
        turn = Window(RowNumber(), partition_by="attempt__learner", order_by="pk")
        asked = self.filter(graded_revision__in=marked_by, shown_revision__in=shown)
        complete = asked.scored().in_complete_attempts()
        members = complete.filter(attempt__learner__is_guest=False).annotate(turn=turn)
        return members.filter(turn=1).order_by("-pk")

    def last_met(self, learner: "User", since: datetime) -> dict[int, datetime]:
        """When the learner last met each question, in attempts begun since then.

        A pre-question counts here: its reasons were shown, so it is no fresh one.
        """
        met = self.for_learner(learner).filter(attempt__started_at__gte=since)
        found = (
            met.order_by().values_list("question").annotate(Max("attempt__started_at"))
        )
        return dict(found)

    def flagged_by(self, learner: "User") -> Self:
        return self.for_learner(learner).filter(is_flagged=True)

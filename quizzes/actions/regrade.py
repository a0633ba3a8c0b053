"""Mark answers again by a corrected revision, and take that back.

Each is one transaction. Rows are locked in one order, which everything that locks
several of them keeps to: the question, attempts by key, answers by key, learners by
key, recalls by key.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from uuid import UUID

from django.db import transaction

from sps_learn.accounts.models import User
from sps_learn.accounts.notices import tell, withdraw_unread

from ..models import Attempt, MarkChange, Question, QuestionRevision, Regrade, Response
from ..recall import rebuild_question
from ..regrading import Flip
from .dry_run import (
    CHUNK,
    DryRun,
    NewMark,
    Scope,
    chosen_answers,
    count,
    look,
    outcomes,
)
from .telling import Told, notices_of_regrade, notices_of_undoing


class Stale(Exception):
    """Something was answered or regraded meanwhile; `run` is the dry run of now."""

    def __init__(self, run: DryRun) -> None:
        super().__init__("The dry run that was confirmed is out of date.")
        self.run = run


class BuiltUpon(Exception):
    """Later regrades marked the same answers again, and would have to go first."""

    def __init__(self, later: Sequence[Regrade]) -> None:
        super().__init__("A later regrade builds on this one.")
        self.later = later


@transaction.atomic
def regrade(
    *,
    revision: QuestionRevision,
    scope: Scope,
    scope_in_words: str,
    digest: str,
    reason: str,
    by: User | None,
    now: datetime,
) -> Regrade:
    """Do what was confirmed; the same dry run confirmed twice is done once.

    Raises Stale where the marks are not any more as the dry run found them.
    """
    _lock_question(revision.question_id)
    done = Regrade.objects.standing().filter(question=revision.question_id)
    if same := done.filter(digest=digest).first():
        return same
    locked = frozenset(_lock(chosen_answers(revision, scope)))
    # Asked again: while this waited, an attempt may have been opened again or erased.
    chosen = [one for one in chosen_answers(revision, scope) if one in locked]
    waiting = scope.narrow(Response.objects.waiting_to_be_marked_before(revision))
    run = count(revision, chosen, waiting=waiting.count())
    if run.digest != digest or not run.judged:
        raise Stale(run)
    made = Regrade.objects.create(
        question_id=revision.question_id,
        revision=revision,
        reason=reason,
        scope=scope_in_words,
        digest=digest,
        numbers=run.numbers(),
        done_by=by,
        done_at=now,
    )
    told: dict[int, list[Told]] = {}
    for marks in look(revision, chosen):
        _mark_again(made, marks, told)
    rebuild_question(made.question, _learners_told(made))
    tell(notices_of_regrade(made, told))
    return made


def _mark_again(
    made: Regrade, marks: Sequence[NewMark], told: dict[int, list[Told]]
) -> None:
    judged = [mark for mark in marks if not mark.misfit]
    MarkChange.objects.bulk_create(
        MarkChange(
            regrade=made,
            response=mark.response,
            old_fraction=mark.old,
            new_fraction=mark.new,
            old_revision_id=mark.response.graded_revision_id,
            new_revision_id=mark.revision,
            is_told=mark.is_told,
        )
        for mark in judged
    )
    flips = _store(judged)
    for mark in judged:
        if mark.is_told:
            attempt = mark.response.attempt
            told.setdefault(attempt.learner_id, []).append(
                Told(
                    attempt=attempt.title,
                    begun_at=attempt.started_at,
                    url=mark.response.get_absolute_url(),
                    old=mark.old,
                    new=mark.new,
                    flip=flips.get(attempt.pk),
                    is_scored=attempt.is_scored,
                )
            )


@transaction.atomic
def undo_regrade(*, regrade: Regrade, by: User | None, now: datetime) -> Regrade:
    """Give every answer the mark that it had; twice is once.

    Raises BuiltUpon where a later regrade marked some of the answers again.
    """
    _lock_question(regrade.question_id)
    found = Regrade.objects.select_related("question").get(pk=regrade.pk)
    if not found.is_standing:
        return found
    if later := list(Regrade.objects.built_on(found)):
        raise BuiltUpon(later)
    answers = found.changes.order_by("response").values_list("response", flat=True)
    for keys in batched(_lock(list(answers)), CHUNK):
        _store([*_marks_before(found, keys)])
    found.undone_by, found.undone_at = by, now
    found.save(update_fields=["undone_by", "undone_at"])
    rebuild_question(found.question, _learners_told(found))
    taken_back = list(notices_of_undoing(found, now))
    withdraw_unread(found.notice_key)
    tell(taken_back)
    return found


def _marks_before(regrade: Regrade, keys: Sequence[int]) -> Iterator[NewMark]:
    changes = regrade.changes.filter(response__in=keys).order_by("response")
    for change in changes.select_related("response__attempt"):
        response = change.response
        # Whatever else might have marked it since, stays.
        if response.graded_revision_id == change.new_revision_id:
            yield NewMark(
                response,
                old=change.new_fraction,
                new=change.old_fraction,
                revision=change.old_revision_id,
            )


def _store(marks: Sequence[NewMark]) -> dict[UUID, Flip | None]:
    """Write the marks and the sums of their attempts; say what flipped."""
    came_of = outcomes(marks)
    for mark in marks:
        mark.response.fraction = mark.new
        mark.response.graded_revision_id = mark.revision
    Response.objects.bulk_update(
        [mark.response for mark in marks], ["fraction", "graded_revision"]
    )
    Attempt.objects.bulk_update(
        [outcome.attempt for outcome in came_of.values()], ["marks", "safety_missed"]
    )
    return {attempt: outcome.flip for attempt, outcome in came_of.items()}


def _lock_question(question: int) -> None:
    # Not against new answers, which point at it: only against another regrade.
    Question.objects.select_for_update(no_key=True).only("pk").get(pk=question)


def _lock(answers: Sequence[int]) -> Sequence[int]:
    """The answers, with their attempts, locked."""
    attempts: set[UUID] = set()
    for keys in batched(answers, CHUNK):
        rows = Response.objects.filter(pk__in=keys).order_by()
        attempts.update(rows.values_list("attempt", flat=True))
    for keys in batched(sorted(attempts), CHUNK):
        Attempt.objects.filter(pk__in=keys).lock_in_order()
    for keys in batched(answers, CHUNK):
        rows = Response.objects.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update().values_list("pk"))
    return answers


def _learners_told(regrade: Regrade) -> set[int]:
    """Those whose memory of the question is another now."""
    changes = regrade.changes.filter(is_told=True, response__answer__isnull=False)
    return set(changes.values_list("response__attempt__learner", flat=True))

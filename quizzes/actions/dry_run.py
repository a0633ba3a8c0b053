"""What a regrade would do, without doing it.

`look` judges answers again, `outcomes` says what that makes of their attempts; the
dry run counts both, and regrade.py writes them. Both go through the answers by a few
hundred, so that memory and queries do not grow with each of them.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from math import fsum
from typing import Any
from uuid import UUID

from .. import regrading
from ..learning_querysets import ResponseQuerySet
from ..models import Attempt, QuestionRevision, Response
from ..regrading import Flip, Misfit, Move

CHUNK = 500
LINES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Scope:
    """Which attempts are chosen; what is not said chooses all."""

    quiz: int | None = None
    is_outside_quizzes: bool = False
    since: datetime | None = None  # begun then or later
    before: datetime | None = None
    shown: int | None = None  # the key of a revision

    def narrow(self, responses: ResponseQuerySet) -> ResponseQuerySet:
        wanted = {
            "attempt__quiz": self.quiz,
            "attempt__quiz__isnull": self.is_outside_quizzes or None,
            "attempt__started_at__gte": self.since,
            "attempt__started_at__lt": self.before,
            "shown_revision": self.shown,
        }
        return responses.filter(
            **{name: value for name, value in wanted.items() if value is not None}
        )


@dataclass(frozen=True, slots=True)
class NewMark:
    """An answer judged again: the mark that it has, and the one that it would get."""

    response: Response  # with its attempt
    old: float
    new: float
    revision: int  # that it would be graded by
    misfit: Misfit | None = None
    is_reworded: bool = False
    has_other_key: bool = False

    @property
    def move(self) -> Move:
        return regrading.move(self.old, self.new)

    @property
    def is_told(self) -> bool:
        """Whether the learner knows something that does not hold any more."""
        return self.move is not Move.SAME or self.has_other_key


@dataclass(frozen=True, slots=True)
class Outcome:
    """An attempt with the sums that new marks would give it, not saved."""

    attempt: Attempt
    flip: Flip | None


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in the list of a dry run: nothing in it says whose."""

    attempt: str
    begun_at: datetime
    old: str
    new: str
    flip: Flip | None = None
    misfit: Misfit | None = None


@dataclass(slots=True)
class DryRun:
    """What would be done, counted."""

    looked_at: int = 0
    moves: Counter[Move] = field(default_factory=Counter)
    flips: Counter[Flip] = field(default_factory=Counter)
    skipped: Counter[Misfit] = field(default_factory=Counter)
    reworded: int = 0
    learners: set[int] = field(default_factory=set)  # who would be told
    lines: list[Line] = field(default_factory=list)  # some of those that move
    skipped_lines: list[Line] = field(default_factory=list)
    waiting: int = 0  # in running attempts, not marked yet
    digest: str = ""  # of all that would be done

    @property
    def judged(self) -> int:
        return self.moves.total()

    @property
    def moved(self) -> int:
        """Answers whose mark moves; of an attempt there is one at most."""
        return self.moves[Move.UP] + self.moves[Move.DOWN]

    def numbers(self) -> dict[str, Any]:
        """As they are kept with a regrade that was done."""
        return {
            "looked_at": self.looked_at,
            "up": self.moves[Move.UP],
            "down": self.moves[Move.DOWN],
            "same": self.moves[Move.SAME],
            "moved": self.moved,
            "to_passed": self.flips[Flip.TO_PASSED],
            "to_not_passed": self.flips[Flip.TO_NOT_PASSED],
            "skipped": {str(why): n for why, n in sorted(self.skipped.items())},
            "reworded": self.reworded,
            "told": len(self.learners),
            "waiting": self.waiting,
        }


def preview_regrade(*, revision: QuestionRevision, scope: Scope) -> DryRun:
    """What marking the chosen answers by this revision would change; nothing is."""
    chosen = chosen_answers(revision, scope)
    return count(revision, chosen, waiting=_waiting(revision, scope))


def chosen_answers(revision: QuestionRevision, scope: Scope) -> list[int]:
    """The keys of the answers in this scope that an older revision has marked."""
    marked = scope.narrow(Response.objects.marked_before(revision))
    return list(marked.order_by("pk").values_list("pk", flat=True))


def _waiting(revision: QuestionRevision, scope: Scope) -> int:
    return scope.narrow(Response.objects.waiting_to_be_marked_before(revision)).count()


def count(revision: QuestionRevision, chosen: Sequence[int], waiting: int) -> DryRun:
    """Go through the chosen answers, write nothing, and sum up."""
    run, seen = DryRun(waiting=waiting), hashlib.sha256()
    seen.update(str(revision.pk).encode())
    for marks in look(revision, chosen):
        came_of = outcomes(marks)
        for mark in marks:
            outcome = came_of.get(mark.response.attempt_id)
            _count_one(run, mark, outcome.flip if outcome else None)
            seen.update(_as_seen(mark, outcome).encode())
    run.digest = seen.hexdigest()
    return run


def _count_one(run: DryRun, mark: NewMark, flip: Flip | None) -> None:
    run.looked_at += 1
    if mark.misfit:
        run.skipped[mark.misfit] += 1
        if len(run.skipped_lines) < LINES_SHOWN:
            run.skipped_lines.append(_line(mark))
        return
    run.moves[mark.move] += 1
    run.reworded += mark.is_reworded
    if flip:
        run.flips[flip] += 1
    if mark.is_told:
        run.learners.add(mark.response.attempt.learner_id)
    if mark.move is not Move.SAME and len(run.lines) < LINES_SHOWN:
        run.lines.append(_line(mark, flip))


def _line(mark: NewMark, flip: Flip | None = None) -> Line:
    attempt = mark.response.attempt
    return Line(
        attempt.title,
        attempt.started_at,
        old=regrading.mark_in_words(mark.old),
        new=regrading.mark_in_words(mark.new),
        flip=flip,
        misfit=mark.misfit,
    )


def _as_seen(mark: NewMark, outcome: Outcome | None) -> str:
    """All that a reviewer's yes to this answer is a yes to."""
    response = mark.response
    before = (response.pk, response.graded_revision_id, mark.old)
    return repr((*before, mark.new, mark.misfit, outcome and outcome.flip))


def look(revision: QuestionRevision, chosen: Sequence[int]) -> Iterator[list[NewMark]]:
    """The chosen answers, judged by the revision, some hundreds at a time."""
    contents = dict(
        QuestionRevision.objects.filter(question=revision.question_id).values_list(
            "pk", "content"
        )
    )
    for keys in batched(chosen, CHUNK):
        responses = (
            Response.objects.filter(pk__in=keys)
            .select_related("attempt")
            .order_by("pk")
        )
        yield [_judge(response, revision, contents) for response in responses]


def _judge(
    response: Response, revision: QuestionRevision, contents: dict[int, Any]
) -> NewMark:
    shown, now = contents[response.shown_revision_id], contents[revision.pk]
    old = response.fraction
    if why := regrading.misfit(shown, now, response.answer):
        return NewMark(response, old, old, revision.pk, misfit=why)
    return NewMark(
        response,
        old,
        regrading.new_fraction(now, response.answer),
        revision.pk,
        is_reworded=regrading.is_reworded(shown, now, response.answer),
        has_other_key=regrading.has_other_key(
            contents[response.graded_revision_id], now
        ),
    )


def outcomes(marks: Iterable[NewMark]) -> dict[UUID, Outcome]:
    """The attempts whose sums the marks would change; sums are counted anew."""
    moved = {
        m.response.pk: m for m in marks if not m.misfit and m.move is not Move.SAME
    }
    sums = _sums_with({pk: mark.new for pk, mark in moved.items()})
    found = {}
    for mark in moved.values():
        attempt = mark.response.attempt
        was_passed = attempt.is_passed
        attempt.marks, attempt.safety_missed = sums[attempt.pk]
        found[attempt.pk] = Outcome(
            attempt, regrading.flip(was_passed, attempt.is_passed)
        )
    return found


def _sums_with(fractions: dict[int, float]) -> dict[UUID, tuple[float, int]]:
    """Marks and missed safety questions of these answers' attempts."""
    attempts = Response.objects.filter(pk__in=fractions).values("attempt")
    slots = list(
        Response.objects.graded()
        .filter(attempt__in=attempts.order_by())
        .order_by("attempt", "position")
        .values_list("pk", "attempt", "fraction", "shown_revision")
    )
    is_safety = set(
        QuestionRevision.objects.filter(
            pk__in={revision for *_, revision in slots}, content__safety=True
        ).values_list("pk", flat=True)
    )
    by_attempt: dict[UUID, list[tuple[float, bool]]] = {}
    for pk, attempt, fraction, revision in slots:
        # The same rule for one row: Response.misses_safety.
        mark = fractions.get(pk, fraction)
        missed = revision in is_safety and mark != 1
        by_attempt.setdefault(attempt, []).append((mark, missed))
    return {
        attempt: (fsum(mark for mark, _ in found), sum(missed for _, missed in found))
        for attempt, found in by_attempt.items()
    }

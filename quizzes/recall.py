"""Keep the summary of a learner's answers beside the answers themselves.

`remember` writes it in the transaction that grades; `rebuild` replays all responses
and must come to the same, which a test proves. Memory depends on the order of the
answers, so both count them in the order in which they were given.

Where the key of a learner's last answer was corrected, the question is due from that
moment on, and `corrected_at` says why; the memory itself is what the marks make of it.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import batched
from zoneinfo import ZoneInfo

from django.db import transaction

from sps_learn.accounts.models import User

from .learning_querysets import RecallQuerySet, ResponseQuerySet
from .mastery import SECURE_MIN_DAYS, Item
from .models import Attempt, Question, Recall, Response
from .scheduling import review

_SUMMARY_FIELDS = [
    "answers",
    "last_fraction",
    "last_confidence",
    "last_answered_at",
    "recent_days",
    "was_mixed",
    "stability",
    "difficulty",
    "due_at",
    "corrected_at",
]
LEARNERS_AT_ONCE = 500


def remember(attempt: Attempt, responses: Sequence[Response]) -> None:
    """Bring the learner's recalls up to date with responses just graded."""
    # Locked: a regrade may be replaying the same answers.
    known = {
        recall.question_id: recall
        for recall in Recall.objects.for_learner(attempt.learner)
        .filter(question__in=[response.question_id for response in responses])
        .order_by("pk")
        .select_for_update()
    }
    zone = ZoneInfo(attempt.learner.time_zone)
    replayed = {
        response.question_id
        for response in responses
        if _needs_replay(known.get(response.question_id), response)
    }
    if replayed:
        graded = _graded().filter(
            attempt__learner=attempt.learner, question__in=replayed
        )
        again = _replay(graded, {attempt.learner_id: zone})
        known |= {recall.question_id: recall for recall in again}
    # In any order: an attempt holds no question twice.
    for response in responses:
        if response.question_id not in replayed:
            recall = known.get(response.question_id)
            known[response.question_id] = _after(recall, response, attempt, zone)
    _write(known.values())


@transaction.atomic
def rebuild(learner: User) -> None:
    """Make a learner's recalls anew from every graded response."""
    _lock(Recall.objects.for_learner(learner))
    graded = _graded().filter(attempt__learner=learner)
    made = _replay(graded, {learner.pk: ZoneInfo(learner.time_zone)})
    Recall.objects.for_learner(learner).delete()
    _write(made)


@transaction.atomic
def rebuild_question(question: Question, learners: Collection[int]) -> None:
    """Make the recalls of one question anew, of many learners."""
    for chunk in batched(sorted(learners), LEARNERS_AT_ONCE):
        _lock(Recall.objects.filter(question=question, learner__in=chunk))
        people = User.objects.filter(pk__in=chunk).values_list("pk", "time_zone")
        zones = {pk: ZoneInfo(name) for pk, name in people}
        graded = _graded().filter(question=question, attempt__learner__in=chunk)
        _write(_replay(graded, zones))


def _lock(recalls: RecallQuerySet) -> None:
    """Wait, before the answers are read, for whoever replays or marks them."""
    list(recalls.order_by("pk").select_for_update().values_list("pk"))


def as_item(recall: Recall) -> Item:
    return Item(
        fraction=recall.last_fraction,
        answered_at=recall.last_answered_at,
        days=frozenset(recall.recent_days),
        was_mixed=recall.was_mixed,
    )


def _graded() -> ResponseQuerySet:
    return Response.objects.graded().filter(answer__isnull=False)


def _needs_replay(recall: Recall | None, response: Response) -> bool:
    """Whether this response cannot simply be counted on top of the recall."""
    if recall is None:
        return False
    # A test may grade an answer that is older than one given in practice, and a row
    # may be older than its memory.
    return recall.memory is None or response.answered_at <= recall.last_answered_at


def _replay(graded: ResponseQuerySet, zones: dict[int, ZoneInfo]) -> list[Recall]:
    """Recalls made from nothing but these responses of learners in these zones."""
    made: dict[tuple[int, int], Recall] = {}
    last: dict[tuple[int, int], Response] = {}
    in_order = (
        graded.select_related("attempt").with_correction().order_by("answered_at", "pk")
    )
    for response in in_order.iterator(chunk_size=2000):
        learner = response.attempt.learner_id
        key = (learner, response.question_id)
        made[key] = _after(made.get(key), response, response.attempt, zones[learner])
        last[key] = response
    for key, recall in made.items():
        if at := last[key].corrected_at:
            recall.corrected_at = at
            recall.due_at = min(recall.due_at, at)
    return list(made.values())


def _after(
    recall: Recall | None, response: Response, attempt: Attempt, zone: ZoneInfo
) -> Recall:
    """The recall once this response, the newest of its question, counts too."""
    recall = recall or Recall(
        learner_id=attempt.learner_id, question_id=response.question_id, answers=0
    )
    memory = review(
        recall.memory,
        fraction=response.fraction,
        confidence=response.confidence,
        now=response.answered_at,
    )
    day = response.answered_at.astimezone(zone).date().isoformat()
    recall.answers += 1
    recall.last_fraction = response.fraction
    recall.last_confidence = response.confidence
    recall.last_answered_at = response.answered_at
    recall.recent_days = sorted({*recall.recent_days, day})[-SECURE_MIN_DAYS:]
    recall.was_mixed = recall.was_mixed or attempt.is_mixed
    recall.stability = memory.stability
    recall.difficulty = memory.difficulty
    recall.due_at = memory.due_at
    recall.corrected_at = None
    return recall


def _write(recalls: Iterable[Recall]) -> None:
    Recall.objects.bulk_create(
        [_without_key(recall) for recall in recalls],
        update_conflicts=True,
        unique_fields=["learner", "question"],
        update_fields=_SUMMARY_FIELDS,
    )


def _without_key(recall: Recall) -> Recall:
    recall.pk = None
    return recall

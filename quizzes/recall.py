"""Keep the summary of a learner's answers beside the answers themselves.

`remember` writes it in the transaction that grades; `rebuild` replays all responses
and must come to the same, which a test proves. Memory depends on the order of the
answers, so both count them in the order in which they were given.

Where the key of a learner's last answer was corrected, the question is due from that
moment on, and `corrected_at` says why; the memory itself is what the marks make of it.
What a learner has postponed stays so until the next answer.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import batched

from django.db import transaction

from sps_learn.accounts.models import User

from . import mistakes, standing
from .learning_querysets import ResponseQuerySet
from .mastery import SECURE_MIN_DAYS
from .models import Attempt, PracticeDay, Question, Recall, Response
from .scheduling import Plan, is_right, replan, review

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
    "is_postponed",
    "corrected_at",
    "missed_at",
    "missed_confidence",
    "mending_days",
]
LEARNERS_AT_ONCE = 500


def plan_of(learner: User) -> Plan:
    """How the learner wishes to review."""
    return Plan.until(learner.target_on, learner.zone, learner.desired_retention / 100)


def remember(attempt: Attempt, responses: Sequence[Response]) -> None:
    """Bring what is kept of the learner up to date with responses just graded."""
    if not responses or not attempt.is_scored:
        return
    # Locked by who grades: before there is a recall, nothing else keeps two answers
    # from writing over each other. The recalls too: their days may be being moved.
    learner = attempt.learner
    known = {
        recall.question_id: recall
        for recall in Recall.objects.for_learner(learner)
        .filter(question__in=[response.question_id for response in responses])
        .order_by("pk")
        .select_for_update()
    }
    replayed = {
        response.question_id
        for response in responses
        if _needs_replay(known.get(response.question_id), response)
    }
    if replayed:
        answers = Response.objects.for_learner(learner).that_count()
        again = _replay(answers.filter(question__in=replayed), [learner])
        known |= {recall.question_id: recall for recall in again}
    # In any order: an attempt holds no question twice.
    for response in responses:
        if response.question_id not in replayed:
            recall = known.get(response.question_id)
            known[response.question_id] = _after(recall, response, attempt, learner)
    _write(known.values())
    if not _has_noted_the_day(attempt, responses):
        _note_days(learner, {_day(response, learner) for response in responses})
    standing.settle(learner, known)


@transaction.atomic
def rebuild(learner: User) -> None:
    """Make all that is kept of a learner anew from every graded response."""
    (learner,) = User.objects.filter(pk=learner.pk).lock_in_order()
    before = Recall.objects.for_learner(learner)
    before.lock_in_order()
    postponed = list(before.filter(is_postponed=True))
    answers = Response.objects.for_learner(learner).that_count()
    made = _replay(answers, [learner])
    _postpone_again(made, postponed)
    before.delete()
    _write(made)
    days = answers.values_list("answered_at", flat=True)
    PracticeDay.objects.filter(learner=learner).delete()
    zone = learner.zone
    _note_days(learner, {at.astimezone(zone).date() for at in days.iterator()})
    standing.settle_all(learner)


@transaction.atomic
def rebuild_question(question: Question, learners: Collection[int]) -> None:
    """Make the recalls of one question anew, of many learners."""
    for chunk in batched(sorted(learners), LEARNERS_AT_ONCE):
        people = User.objects.filter(pk__in=chunk).lock_in_order()
        before = Recall.objects.filter(question=question, learner__in=chunk)
        before.lock_in_order()
        postponed = list(before.filter(is_postponed=True))
        answers = Response.objects.that_count().filter(
            question=question, attempt__learner__in=chunk
        )
        made = _replay(answers, people)
        _postpone_again(made, postponed)
        _write(made)
        standing.forget(question, chunk)


@transaction.atomic
def apply_plan(learner: User) -> None:
    """Work out anew when each question is due, by what the learner wishes now."""
    # The wishes are those given: maybe not saved yet.
    User.objects.filter(pk=learner.pk).lock_in_order()
    plan = plan_of(learner)
    changed = []
    for recall in (
        Recall.objects.for_learner(learner).order_by("pk").select_for_update()
    ):
        if recall.memory is None:
            continue
        memory = replan(recall.memory, fraction=recall.last_fraction, plan=plan)
        recall.due_at, recall.is_postponed = memory.due_at, False
        if recall.corrected_at:
            recall.due_at = min(recall.due_at, recall.corrected_at)
        changed.append(recall)
    Recall.objects.bulk_update(changed, ["due_at", "is_postponed"], batch_size=500)


def _needs_replay(recall: Recall | None, response: Response) -> bool:
    """Whether this response cannot simply be counted on top of the recall."""
    if recall is None:
        return False
    # A test may grade an answer that is older than one given in practice, and a row
    # may be older than its memory.
    return recall.memory is None or response.answered_at <= recall.last_answered_at


def _replay(answers: ResponseQuerySet, learners: Iterable[User]) -> list[Recall]:
    """Recalls made from nothing but these answers of these learners."""
    people = {learner.pk: learner for learner in learners}
    made: dict[tuple[int, int], Recall] = {}
    last: dict[tuple[int, int], Response] = {}
    in_order = (
        answers.select_related("attempt")
        .with_correction()
        .order_by("answered_at", "pk")
    )
    for response in in_order.iterator(chunk_size=2000):
        learner = people[response.attempt.learner_id]
        key = (learner.pk, response.question_id)
        made[key] = _after(made.get(key), response, response.attempt, learner)
        last[key] = response
    for key, recall in made.items():
        if at := last[key].corrected_at:
            recall.corrected_at = at
            recall.due_at = min(recall.due_at, at)
    return list(made.values())


def _after(
    recall: Recall | None, response: Response, attempt: Attempt, learner: User
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
        plan=plan_of(learner),
    )
    day = _day(response, learner).isoformat()
    recall.mistake = mistakes.after(
        recall.mistake,
        is_right=is_right(response.fraction),
        confidence=response.confidence,
        answered_at=response.answered_at,
        day=day,
    )
    recall.answers += 1
    recall.last_fraction = response.fraction
    recall.last_confidence = response.confidence
    recall.last_answered_at = response.answered_at
    recall.recent_days = sorted({*recall.recent_days, day})[-SECURE_MIN_DAYS:]
    recall.was_mixed = recall.was_mixed or attempt.is_mixed
    recall.stability = memory.stability
    recall.difficulty = memory.difficulty
    recall.due_at = memory.due_at
    recall.is_postponed = False
    recall.corrected_at = None
    return recall


def _day(response: Response, learner: User) -> date:
    return response.answered_at.astimezone(learner.zone).date()


def _has_noted_the_day(attempt: Attempt, responses: Sequence[Response]) -> bool:
    """Whether an answer before, in an attempt of one day, has noted it already."""
    if not attempt.gives_feedback_at_once or attempt.answered <= len(responses):
        return False
    begun_on = attempt.started_at.astimezone(attempt.learner.zone).date()
    return {_day(response, attempt.learner) for response in responses} == {begun_on}


def _postpone_again(made: Iterable[Recall], before: Iterable[Recall]) -> None:
    """Keep what the learner postponed, where no other answer came since."""
    postponed = {(one.learner_id, one.question_id): one for one in before}
    for recall in made:
        known = postponed.get((recall.learner_id, recall.question_id))
        if (
            known
            and known.last_answered_at == recall.last_answered_at
            and not recall.corrected_at
        ):
            recall.due_at, recall.is_postponed = known.due_at, True


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


def _note_days(learner: User, days: Collection[date]) -> None:
    PracticeDay.objects.bulk_create(
        [PracticeDay(learner=learner, day=day) for day in sorted(days)],
        ignore_conflicts=True,
    )

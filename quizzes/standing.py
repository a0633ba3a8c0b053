"""Where a learner stands in each objective, topic and cell of the grid.

`settle` keeps it in the transaction that grades; `standings_of` reads it, whatever was
answered, in two queries. It depends on the questions that are published, too: where
those, or the recalls, are others than when it was kept, it is made anew and kept again.
Cases of the trainer, which no quiz draws, count in no unit, nor do their answers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from sps_learn.accounts.models import User

from .mastery import FADING_RECALL, SECURE_MIN_DAYS, Item, Standing, State, standing
from .models import Attempt, Question, Response, UnitStanding
from .querysets import QuestionQuerySet
from .scheduling import Memory, falls_below, review
from .units import Place, Skill, cell_unit, objective_unit, topic_unit

NEW = Standing(State.NEW, 0, None)
_FIELDS = ("pool", "state", "seen", "share", "fades_at")
_PLACE = ("objective_id", "bank__topic_id", "level", "case_id")
_RECALL = (
    *("mine__last_fraction", "mine__last_answered_at", "mine__recent_days"),
    *("mine__was_mixed", "mine__stability"),
)


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions published for a unit: how many, and which."""

    size: int = 0
    keys: int = 0  # their keys, added up
    squares: int = 0  # and the squares of their keys
    answered: int = 0  # how many of them the learner has answered
    answered_at: datetime | None = None  # the last time

    @classmethod
    def of(cls, keys: Collection[int], answered: Collection[datetime]) -> "Pool":
        squares = sum(key * key for key in keys)
        last = max(answered, default=None)
        return cls(len(keys), sum(keys), squares, len(answered), last)

    def __str__(self) -> str:
        # Other questions have another name: of two sets of keys so many, so large,
        # and with such squares, no two differ in less than three.
        return f"{self.size} {self.keys} {self.squares}"


@dataclass(frozen=True, slots=True)
class Standings:
    """What was never asked is new."""

    by_unit: Mapping[str, Standing] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)

    def objective(self, pk: int) -> Standing:
        return self.by_unit.get(objective_unit(pk), NEW)

    def topic(self, pk: int) -> Standing:
        return self.by_unit.get(topic_unit(pk), NEW)

    def cell(self, topic: int, skill: Skill) -> Standing:
        return self.by_unit.get(cell_unit(topic, skill), NEW)

    def published(self, unit: str) -> int:
        """How many questions there are for it."""
        return self.pools.get(unit, Pool()).size

    def answered_at(self, unit: str) -> datetime | None:
        """When the learner answered something on it the last time."""
        return self.pools.get(unit, Pool()).answered_at


def standings_of(learner: User, now: datetime) -> Standings:
    """Every unit that the learner has answered anything on, as it is now."""
    pools = _pools(learner)
    rows = UnitStanding.objects.for_learner(learner).values_list("unit", *_FIELDS)
    found, named = {}, {}
    for unit, pool, state, seen, share, fades_at in rows:
        named[unit] = pool
        found[unit] = Standing(State(state), seen, share, fades_at)
    if not _is_fresh(found, named, pools):
        # Not only what is not: a question may have come from one unit into another.
        found = settle_all(learner)
    return Standings({unit: one.at(now) for unit, one in found.items()}, pools)


def _is_fresh(
    found: Mapping[str, Standing], named: Mapping[str, str], pools: Mapping[str, Pool]
) -> bool:
    """Whether it rests on the questions, and on the recalls, that there are now."""
    return all(
        name == str(pools.get(unit, Pool())) for unit, name in named.items()
    ) and all(
        pool.answered == found.get(unit, NEW).seen for unit, pool in pools.items()
    )


def settle(learner: User, questions: Collection[int]) -> None:
    """Keep where the learner stands in what these questions belong to."""
    asked = Question.objects.filter(pk__in=questions).order_by()
    beside = Question.objects.filter(bank__topic__in=asked.values("bank__topic"))
    _keep(learner, _worked_out(learner, beside, of=questions))


@transaction.atomic
def settle_all(learner: User) -> Mapping[str, Standing]:
    """Make anew where the learner stands, from the recalls."""
    # Whoever grades an answer meanwhile waits, and settles it after this.
    User.objects.filter(pk=learner.pk).lock_in_order()
    made = _worked_out(learner, Question.objects.all())
    UnitStanding.objects.for_learner(learner).exclude(unit__in=made.by_unit).delete()
    _keep(learner, made)
    return made.by_unit


def forget(question: Question, learners: Collection[int]) -> None:
    """Have it worked out anew, of these learners, when it is looked at next."""
    rows = UnitStanding.objects.filter(learner__in=learners)
    units = _units(
        question.objective_id,
        question.bank.topic_id,
        question.level,
        question.case_id,
    )
    rows.filter(unit__in=units).update(pool="")


def _keep(learner: User, made: Standings) -> None:
    UnitStanding.objects.bulk_create(
        [
            UnitStanding(
                learner=learner,
                unit=unit,
                pool=str(made.pools[unit]),
                state=one.state,
                seen=one.seen,
                share=one.share,
                fades_at=one.fades_at,
            )
            for unit, one in sorted(made.by_unit.items())
        ],
        update_conflicts=True,
        unique_fields=["learner", "unit"],
        update_fields=_FIELDS,
    )


def _worked_out(
    learner: User, questions: QuestionQuerySet, of: Collection[int] | None = None
) -> Standings:
    """From the recalls, in one query; only units of these, where some are named."""
    # Rows and not objects, which would be half the cost of an answer.
    rows = [
        (pk, _units(*row[:4]), _item(*row[4:]))
        for pk, *row in _rows(questions, learner, *_RECALL)
    ]
    wanted = {
        unit
        for pk, units, item in rows
        if item and (of is None or pk in of)
        for unit in units
    }
    keys: dict[str, list[int]] = {unit: [] for unit in wanted}
    items: dict[str, list[Item]] = {unit: [] for unit in wanted}
    for pk, units, item in rows:
        for unit in wanted.intersection(units):
            keys[unit].append(pk)
            if item:
                items[unit].append(item)
    pools = {
        unit: Pool.of(keys[unit], [item.answered_at for item in items[unit]])
        for unit in wanted
    }
    return Standings(
        {unit: standing(items[unit], pools[unit].size) for unit in wanted}, pools
    )


def _item(
    fraction: float | None,
    answered_at: datetime,
    days: list[str],
    was_mixed: bool,
    stability: float | None,
) -> Item | None:
    """What mastery asks of a recall; None where there is none."""
    if fraction is None:
        return None
    fades_at = falls_below(FADING_RECALL, stability, answered_at) if stability else None
    return Item(fraction, answered_at, frozenset(days), was_mixed, fades_at)


def _pools(learner: User) -> dict[str, Pool]:
    """By unit, in one query, with when the learner has answered which of them."""
    keys: dict[str, list[int]] = defaultdict(list)
    answered: dict[str, list[datetime]] = defaultdict(list)
    # Added up here: the database takes longer over the groups than over the rows.
    for pk, *place, at in _rows(
        Question.objects.all(), learner, "mine__last_answered_at"
    ):
        for unit in _units(*place):
            keys[unit].append(pk)
            if at:
                answered[unit].append(at)
    return {unit: Pool.of(found, answered[unit]) for unit, found in keys.items()}


def _rows(
    questions: QuestionQuerySet, learner: User, *of_recall: str
) -> Iterable[tuple[Any, ...]]:
    """Of each question published its key, its place, and these of the recall."""
    found = questions.published().outside_trainer().with_recall_of(learner)
    return found.order_by().values_list("pk", *_PLACE, *of_recall)


@lru_cache(maxsize=1000)
def _units(
    objective: int | None, topic: int, level: str, case: int | None
) -> tuple[str, ...]:
    return tuple(Place(objective, topic, level, case is not None).units)


def standings_before(
    attempt: Attempt, objectives: Collection[int], now: Standings
) -> Standings:
    """Where the learner stood in these objectives when the attempt was started.

    From the answers given until then, in one query: a recall knows the newest only.
    How many questions there were then is not kept; those of now count.
    """
    given = (
        Response.objects.for_learner(attempt.learner)
        .given_before(attempt.started_at)
        .filter(question__objective__in=objectives, question__mimic="")
        .exclude(attempt=attempt)
        .order_by("answered_at", "pk")
        .values_list(
            "question",
            "question__objective",
            "fraction",
            "confidence",
            "answered_at",
            "attempt__is_mixed",
        )
    )
    items = _items_by_objective(given, attempt.learner.zone)
    return Standings(
        {
            unit: standing(list(found.values()), now.published(unit)).at(
                attempt.started_at
            )
            for unit, found in items.items()
        }
    )


def _items_by_objective(
    given: Iterable[tuple[int, int, float, int | None, datetime, bool]],
    zone: ZoneInfo,
) -> Mapping[str, Mapping[int, Item]]:
    items: dict[str, dict[int, Item]] = defaultdict(dict)
    memories: dict[int, Memory] = {}
    for question, objective, fraction, confidence, at, is_mixed in given:
        found = items[objective_unit(objective)]
        known = found.get(question)
        day = at.astimezone(zone).date().isoformat()
        days = sorted({day, *(known.days if known else ())})[-SECURE_MIN_DAYS:]
        was_mixed = is_mixed or (known is not None and known.was_mixed)
        memories[question] = memory = review(
            memories.get(question), fraction=fraction, confidence=confidence, now=at
        )
        fades_at = falls_below(FADING_RECALL, memory.stability, memory.last_review)
        found[question] = Item(fraction, at, frozenset(days), was_mixed, fades_at)
    return items

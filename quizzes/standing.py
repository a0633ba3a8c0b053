"""Where a learner stands in each objective, topic and cell of the grid.

`settle` keeps it in the transaction that grades; `standings_of` reads it, whatever was
answered, in two queries. It depends on the questions that are published, too: where
those, or the recalls, are others than when it was kept, it is made anew and kept again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, Count, F, Sum, Value, When

from sps_learn.accounts.models import User

from .mastery import FADING_RECALL, SECURE_MIN_DAYS, Item, Standing, State, standing
from .models import Attempt, Question, Recall, Response, UnitStanding
from .querysets import QuestionQuerySet
from .scheduling import falls_below
from .units import Place, Skill, cell_unit, objective_unit, topic_unit

NEW = Standing(State.NEW, 0, None)
_FIELDS = ("pool", "state", "seen", "share", "fades_at")
_PLACE = ("objective_id", "bank__topic_id", "level", "is_step")
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

    @classmethod
    def of(cls, keys: Collection[int], answered: int) -> "Pool":
        return cls(len(keys), sum(keys), sum(key * key for key in keys), answered)

    def __add__(self, other: "Pool") -> "Pool":
        return Pool(
            self.size + other.size,
            self.keys + other.keys,
            self.squares + other.squares,
            self.answered + other.answered,
        )

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


def standings_of(learner: User, now: datetime) -> Standings:
    """Every unit that the learner has answered anything on, as it is now."""
    pools = _pools(learner)
    kept = list(UnitStanding.objects.for_learner(learner))
    if not _is_fresh(kept, pools):
        # Not only what is not: a question may have come from one unit into another.
        found = settle_all(learner)
    else:
        found = {row.unit: row.standing for row in kept}
    return Standings({unit: one.at(now) for unit, one in found.items()}, pools)


def _is_fresh(kept: Iterable[UnitStanding], pools: Mapping[str, Pool]) -> bool:
    """Whether it rests on the questions, and on the recalls, that there are now."""
    seen = {row.unit: row.seen for row in kept}
    return all(row.pool == str(pools.get(row.unit, Pool())) for row in kept) and all(
        pool.answered == seen.get(unit, 0) for unit, pool in pools.items()
    )


def settle(learner: User, questions: Collection[int]) -> None:
    """Keep where the learner stands in what these questions belong to."""
    asked = Question.objects.filter(pk__in=questions).order_by()
    beside = Question.objects.filter(bank__topic__in=asked.values("bank__topic"))
    _keep(learner, _worked_out(learner, beside, of=questions))


@transaction.atomic
def settle_all(learner: User) -> Mapping[str, Standing]:
    """Make anew where the learner stands, from the recalls."""
    # Whoever answers one of these again meanwhile waits, and settles it after this. A
    # first answer has no row to wait at: if it is left out, its unit is not fresh.
    Recall.objects.for_learner(learner).lock_in_order()
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
        question.case_id is not None,
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
    placed = _placed(questions.published().with_recall_of(learner))
    rows = [
        (pk, _units(*row[:4]), _item(*row[4:]))
        for pk, *row in placed.values_list("pk", *_PLACE, *_RECALL)
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
    pools = {unit: Pool.of(keys[unit], len(items[unit])) for unit in wanted}
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
    """By unit, in one query, with how many of them the learner has answered."""
    found: dict[str, Pool] = defaultdict(Pool)
    questions = _placed(Question.objects.published().with_recall_of(learner))
    counted = questions.values_list(*_PLACE).annotate(
        size=Count("pk"),
        keys=Sum("pk"),
        squares=Sum(F("pk") * F("pk")),
        answered=Count("mine"),
    )
    for *place, size, keys, squares, answered in counted:
        for unit in _units(*place):
            found[unit] += Pool(size, keys, squares, answered)
    return found


def _placed(questions: QuestionQuerySet) -> QuestionQuerySet:
    """With whether each is a step of a case, in no order."""
    is_step = Case(When(case=None, then=Value(False)), default=Value(True))
    return questions.annotate(is_step=is_step).order_by()


@lru_cache(maxsize=1000)
def _units(
    objective: int | None, topic: int, level: str, is_step: bool
) -> tuple[str, ...]:
    return tuple(Place(objective, topic, level, is_step).units)


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
        .filter(question__objective__in=objectives)
        .exclude(attempt=attempt)
        .order_by("answered_at", "pk")
        .values_list(
            "question",
            "question__objective",
            "fraction",
            "answered_at",
            "attempt__is_mixed",
        )
    )
    items = _items_by_objective(given, ZoneInfo(attempt.learner.time_zone))
    return Standings(
        {
            unit: standing(list(found.values()), now.published(unit))
            for unit, found in items.items()
        }
    )


def _items_by_objective(
    given: Iterable[tuple[int, int, float, datetime, bool]], zone: ZoneInfo
) -> Mapping[str, Mapping[int, Item]]:
    items: dict[str, dict[int, Item]] = defaultdict(dict)
    for question, objective, fraction, at, is_mixed in given:
        found = items[objective_unit(objective)]
        known = found.get(question)
        day = at.astimezone(zone).date().isoformat()
        days = sorted({day, *(known.days if known else ())})[-SECURE_MIN_DAYS:]
        was_mixed = is_mixed or (known is not None and known.was_mixed)
        found[question] = Item(fraction, at, frozenset(days), was_mixed)
    return items

"""Where a learner stands in each objective, topic and cell of the grid.

`settle` keeps it in the transaction that grades; `standings_of` reads it, whatever was
answered, in two queries. It depends on the questions that are published, too: where
those are others now than when it was kept, it is worked out anew from the recalls.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, FilteredRelation, Q, Sum, Value, When

from sps_learn.accounts.models import User

from .mastery import SECURE_MIN_DAYS, Item, Standing, State, standing
from .memory_querysets import RecallQuerySet
from .models import Attempt, Question, Recall, Response, UnitStanding
from .querysets import QuestionQuerySet
from .units import Place, Skill, cell_unit, objective_unit, topic_unit

NEW = Standing(State.NEW, 0, None)
_FIELDS = ("pool", "state", "seen", "share", "fades_at")


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions published for a unit: how many, and which."""

    size: int = 0
    keys: int = 0  # their keys, added up
    squares: int = 0  # and the squares of their keys
    answered: int = 0  # how many of them the learner has, where one is asked about

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
    pools = _pools(Question.objects.published(), learner)
    kept = list(UnitStanding.objects.for_learner(learner))
    if _is_fresh(kept, pools):
        found = {row.unit: row.standing for row in kept}
    else:
        # Not only those: a question may have come from one unit into another.
        found = _worked_out(Recall.objects.for_learner(learner), pools)
    return Standings({unit: one.at(now) for unit, one in found.items()}, pools)


def _is_fresh(kept: Iterable[UnitStanding], pools: Mapping[str, Pool]) -> bool:
    """Whether it rests on the questions, and on the recalls, that there are now."""
    seen = {row.unit: row.seen for row in kept}
    return all(row.pool == str(pools.get(row.unit, Pool())) for row in kept) and all(
        pool.answered == seen.get(unit, 0) for unit, pool in pools.items()
    )


def settle(learner: User, questions: Collection[int]) -> None:
    """Keep where the learner stands in what these questions belong to."""
    asked = Question.objects.filter(pk__in=questions)
    topics = asked.order_by().values("bank__topic")
    recalls = Recall.objects.for_learner(learner).filter(
        question__bank__topic__in=topics
    )
    pools = _pools(Question.objects.published().filter(bank__topic__in=topics))
    _keep(learner, _worked_out(recalls, pools, of=set(questions)), pools)


def settle_all(learner: User) -> None:
    """Make anew where the learner stands, from the recalls."""
    pools = _pools(Question.objects.published())
    UnitStanding.objects.for_learner(learner).delete()
    _keep(learner, _worked_out(Recall.objects.for_learner(learner), pools), pools)


def forget(question: Question, learners: Collection[int]) -> None:
    """Have it worked out anew, of these learners, when it is looked at next."""
    rows = UnitStanding.objects.filter(learner__in=learners)
    rows.filter(unit__in=list(_place(question).units)).update(pool="")


def _keep(
    learner: User, found: Mapping[str, Standing], pools: Mapping[str, Pool]
) -> None:
    UnitStanding.objects.bulk_create(
        [
            UnitStanding(
                learner=learner,
                unit=unit,
                pool=str(pools[unit]),
                state=one.state,
                seen=one.seen,
                share=one.share,
                fades_at=one.fades_at,
            )
            for unit, one in sorted(found.items())
        ],
        update_conflicts=True,
        unique_fields=["learner", "unit"],
        update_fields=_FIELDS,
    )


def _worked_out(
    recalls: RecallQuerySet,
    pools: Mapping[str, Pool],
    of: Collection[int] | None = None,
) -> dict[str, Standing]:
    """By unit; only the units of these questions, where some are named."""
    items: dict[str, list[Item]] = defaultdict(list)
    wanted: set[str] = set()
    for recall in recalls.for_standing():
        units = list(_place(recall.question).units)
        for unit in units:
            items[unit].append(recall.item)
        if of is None or recall.question_id in of:
            wanted.update(units)
    return {unit: standing(items[unit], pools[unit].size) for unit in wanted}


def _place(question: Question) -> Place:
    return Place(
        question.objective_id,
        question.bank.topic_id,
        question.level,
        question.case_id is not None,
    )


def _pools(questions: QuestionQuerySet, learner: User | None = None) -> dict[str, Pool]:
    """By unit, in one query."""
    if learner:
        # At most one for each question, so that nothing is added up twice.
        mine = Q(recalls__learner=learner)
        questions = questions.annotate(mine=FilteredRelation("recalls", condition=mine))
    is_step = Case(When(case=None, then=Value(False)), default=Value(True))
    places = (
        questions.annotate(is_step=is_step)
        .order_by()
        .values_list(
            "objective_id",
            "bank__topic_id",
            "level",
            "is_step",
        )
    )
    found: dict[str, Pool] = defaultdict(Pool)
    counted = places.annotate(
        size=Count("pk"),
        keys=Sum("pk"),
        squares=Sum(F("pk") * F("pk")),
        answered=Count("mine") if learner else Value(0),
    )
    for *place, size, keys, squares, answered in counted:
        for unit in Place(*place).units:
            found[unit] += Pool(size, keys, squares, answered)
    return found


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

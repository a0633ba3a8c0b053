"""Where a learner stands in each objective and topic, from two queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Count

from sps_learn.accounts.models import User

from .mastery import SECURE_MIN_DAYS, Item, Standing, State, standing
from .models import Attempt, Question, Recall, Response
from .recall import as_item

NEW = Standing(State.NEW, 0, None)


@dataclass(frozen=True, slots=True)
class Standings:
    """By primary key; what was never asked is new."""

    by_objective: dict[int, Standing] = field(default_factory=dict)
    by_topic: dict[int, Standing] = field(default_factory=dict)
    published: dict[int, int] = field(default_factory=dict)  # questions, by objective

    def objective(self, pk: int) -> Standing:
        return self.by_objective.get(pk, NEW)

    def topic(self, pk: int) -> Standing:
        return self.by_topic.get(pk, NEW)


def standings_of(learner: User) -> Standings:
    """Every objective and topic that the learner has answered anything on."""
    items: dict[str, dict[int, list[Item]]] = {
        "objective": defaultdict(list),
        "topic": defaultdict(list),
    }
    recalls = Recall.objects.for_learner(learner).of_published()
    for recall in recalls.select_related("question__bank").defer("question__draft"):
        item = as_item(recall)
        items["objective"][recall.question.objective_id].append(item)
        items["topic"][recall.question.bank.topic_id].append(item)
    published = _published_questions()
    return Standings(
        **{
            f"by_{unit}": {
                pk: standing(answered, published[unit][pk])
                for pk, answered in found.items()
            }
            for unit, found in items.items()
        },
        published=published["objective"],
    )


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
    zone = ZoneInfo(attempt.learner.time_zone)
    items: dict[int, dict[int, Item]] = defaultdict(dict)
    for question, objective, fraction, at, is_mixed in given:
        known = items[objective].get(question)
        day = at.astimezone(zone).date().isoformat()
        days = sorted({day, *(known.days if known else ())})[-SECURE_MIN_DAYS:]
        was_mixed = is_mixed or (known is not None and known.was_mixed)
        items[objective][question] = Item(fraction, at, frozenset(days), was_mixed)
    return Standings(
        by_objective={
            pk: standing(list(found.values()), now.published[pk])
            for pk, found in items.items()
        }
    )


def _published_questions() -> dict[str, dict[int, int]]:
    """How many questions each objective and each topic has."""
    counts: dict[str, dict[int, int]] = {
        "objective": defaultdict(int),
        "topic": defaultdict(int),
    }
    rows = Question.objects.published().values_list("objective_id", "bank__topic_id")
    for objective, topic, n in rows.order_by().annotate(n=Count("pk")):
        counts["objective"][objective] += n
        counts["topic"][topic] += n
    return counts

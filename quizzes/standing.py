"""Where a learner stands in each objective and topic, from two queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from sps_learn.accounts.models import User

from .mastery import Item, Standing, State, standing
from .models import Question, Recall
from .recall import as_item

NEW = Standing(State.NEW, 0, None)


@dataclass(frozen=True, slots=True)
class Standings:
    """By primary key; what was never asked is new."""

    by_objective: dict[int, Standing] = field(default_factory=dict)
    by_topic: dict[int, Standing] = field(default_factory=dict)

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

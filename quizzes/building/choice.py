"""A practice of one's own: what may be chosen, and how much of it there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, Q, QuerySet

from lessons.models import Objective, Topic
from sps_learn.accounts.models import User

from ..models import Attempt, Question
from ..querysets import QuestionQuerySet

MOST = 50
COUNTS = (5, 10, 20, MOST)
USUAL_COUNT = 10
TITLE_CHARACTERS = Attempt._meta.get_field("title").max_length
TITLE_START = "My practice: "


class Pool(models.TextChoices):
    """Questions by what the learner did with them; several pools are a union."""

    UNSEEN = "unseen", "Not asked yet"
    WRONG = "wrong", "Not fully right last time"
    FLAGGED = "flagged", "Flagged"
    DUE = "due", "Due again today"


IN_TITLE = {
    Pool.UNSEEN: "new",
    Pool.WRONG: "wrong",
    Pool.FLAGGED: "flagged",
    Pool.DUE: "due",
}
NOTHING = {
    Pool.UNSEEN: "You have been asked every question here.",
    Pool.WRONG: "Nothing here was answered wrong, or right only in part, last time.",
    Pool.FLAGGED: "Nothing here is flagged yet. Flag a question with the flag"
    " beside it.",
    Pool.DUE: "Nothing here is due today.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody would like to practise; nothing ticked means all of it."""

    topics: tuple[Topic, ...] = ()
    objective: Objective | None = None
    pools: tuple[Pool, ...] = ()
    count: int = USUAL_COUNT

    @property
    def query(self) -> str:
        """The choice as the page's address holds it."""
        return urlencode(
            [
                *(("topic", topic.slug) for topic in self.topics),
                *([("objective", self.objective.code)] if self.objective else []),
                *(("pool", pool.value) for pool in self.pools),
                ("count", self.count),
            ]
        )

    @property
    def title(self) -> str:
        return title_of(
            [topic.title for topic in self.topics],
            self.objective.text if self.objective else "",
            [IN_TITLE[pool] for pool in self.pools],
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions there are, within the topics and the objective chosen."""

    everything: int
    by_pool: Mapping[Pool, int]
    fitting: int


# What may be chosen ---------------------------------------------------------------


def askable() -> QuestionQuerySet:
    # A case is asked as a whole, and quizzes say how many; here questions are counted.
    return Question.objects.published().to_draw()


def topics() -> QuerySet[Topic]:
    return Topic.objects.filter(pk__in=askable().values("bank__topic"))


def objectives() -> QuerySet[Objective]:
    """Those that have questions, topic by topic."""
    return (
        Objective.objects.filter(pk__in=askable().values("objective"))
        .select_related("module__topic")
        .order_by("module__topic__order", "module__order", "order", "pk")
    )


# How much there is ----------------------------------------------------------------


def fitting(
    choice: Choice, learner: User | None, now: datetime, zone: ZoneInfo
) -> QuestionQuerySet:
    """The questions to draw from; without a learner nothing was ever met."""
    pools = _pools(learner, now, zone)
    chosen = _in_any([pools[pool] for pool in choice.pools])
    return _narrowed(choice, learner).filter(chosen)


def count(
    choice: Choice, learner: User | None, now: datetime, zone: ZoneInfo
) -> Counts:
    """All counts of the page, from one query."""
    pools = _pools(learner, now, zone)
    chosen = _in_any([pools[pool] for pool in choice.pools])
    found = _narrowed(choice, learner).aggregate(
        everything=Count("pk"),
        fitting=Count("pk", filter=chosen),
        **{
            pool.value: Count("pk", filter=_in_any([questions]))
            for pool, questions in pools.items()
        },
    )
    return Counts(
        everything=found["everything"],
        by_pool={pool: found[pool.value] for pool in Pool},
        fitting=found["fitting"],
    )


def _narrowed(choice: Choice, learner: User | None) -> QuestionQuerySet:
    found = askable()
    if learner is not None:
        # A practice gives the reasons, which a test keeps for its end.
        found = found.outside_running_tests_of(learner)
    if choice.topics:
        found = found.filter(bank__topic__in=choice.topics)
    if choice.objective:
        found = found.filter(objective=choice.objective)
    return found


def _pools(
    learner: User | None, now: datetime, zone: ZoneInfo
) -> dict[Pool, QuestionQuerySet]:
    questions = Question.objects.order_by()
    if learner is None:
        nothing = dict.fromkeys(Pool, questions.none())
        return nothing | {Pool.UNSEEN: questions.all()}
    return {
        Pool.UNSEEN: questions.unseen_by(learner),
        Pool.WRONG: questions.answered_wrong_by(learner),
        Pool.FLAGGED: questions.flagged_by(learner),
        Pool.DUE: questions.due_for(learner, now, zone),
    }


def _in_any(pools: Sequence[QuestionQuerySet]) -> Q:
    return reduce(or_, (Q(pk__in=pool.values("pk")) for pool in pools), Q())


# In words -------------------------------------------------------------------------


def what_is_taken(fitting: int, asked: int) -> str:
    """What a start would take of the questions that fit; there is at least one."""
    if fitting == 1:
        return "1 question fits and is taken."
    fit = f"{fitting} questions fit"
    if fitting > asked:
        return f"{fit}; {asked} of them are drawn."
    if fitting == asked or asked == MOST:
        return f"{fit}; all of them are taken."
    return f"{fit}; {asked} were asked: all {fitting} are taken."


def why_nothing(choice: Choice, counts: Counts) -> str:
    """Why no question fits."""
    if not counts.everything:
        return (
            "No question of these topics is on this objective."
            " What a test that you have begun asks waits until it is finished."
        )
    return " ".join(NOTHING[pool] for pool in choice.pools)


def nearest(choice: Choice, counts: Counts) -> tuple[str, Choice]:
    """The most similar choice that has questions, and what to call it."""
    if not counts.everything:
        return "Leave the objective out", replace(choice, objective=None)
    if number := counts.by_pool[Pool.UNSEEN]:
        unseen = replace(choice, pools=(Pool.UNSEEN,))
        return f"Choose those not asked yet ({number})", unseen
    everything = replace(choice, pools=())
    return f"Choose from all of them ({counts.everything})", everything


def title_of(topics: Sequence[str], objective: str, pools: Sequence[str]) -> str:
    """What the attempt is called; never longer than its column."""
    kind = _listed(pools)
    subject = objective.rstrip(".") or _listed(topics)
    if not subject:
        return TITLE_START + (kind or "all topics")
    ending = f", {kind}" if kind else ""
    room = TITLE_CHARACTERS - len(TITLE_START) - len(ending)
    if len(subject) > room and not objective and len(topics) > 1:
        subject = f"{len(topics)} topics"
    if len(subject) > room:
        subject = f"{subject[: room - 1].rstrip()}…"
    return TITLE_START + subject + ending


def _listed(words: Sequence[str]) -> str:
    """The words as a sentence lists them."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last

"""The list of what is to mend, and which of it is practised next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.text import Truncator

from lessons.markup import plain_text
from lessons.models import Topic
from sps_learn.accounts.models import User

from ..interleaving import interleave
from ..memory_querysets import RecallQuerySet
from ..mistakes import DAYS_TO_MEND
from ..models import Attempt, Question, Recall, Response

MISTAKES_PER_PAGE = 20
MOST = 10  # in one practice
STEM_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the list."""

    recall: Recall
    answer: Response | None  # where it was missed last

    @property
    def topic(self) -> Topic:
        return self.recall.question.bank.topic

    @property
    def asked(self) -> str:
        """The question in short; of cases that all ask the same, the case."""
        question = self.recall.question
        part = "vignette" if question.mimic and question.has_vignette else "stem"
        text = plain_text(question.published.rendered[part])
        return Truncator(text).chars(STEM_CHARACTERS)

    @property
    def was_certain(self) -> bool:
        return self.recall.mistake.was_certain

    @property
    def progress(self) -> str:
        return f"right on {len(self.recall.mending_days)} of {DAYS_TO_MEND} days"


@dataclass(frozen=True, slots=True)
class Listing:
    """What mistakes.html shows."""

    topics: Sequence[Topic]  # with something to mend; each knows how much, `to_mend`
    topic: Topic | None  # the one that was chosen
    page: Page[Recall]
    lines: Sequence[Line]
    practised: int  # how many questions a practice would ask
    running: Attempt | None
    has_answered: bool

    @property
    def total(self) -> int:
        return sum(topic.to_mend for topic in self.topics)


def listing(learner: User, topic: str, number: str | None, now: datetime) -> Listing:
    """One page of the list; six queries, however long it is."""
    topics = list(_topics(learner))
    # A topic that has nothing to mend any more shows what the others have.
    chosen = next((one for one in topics if one.slug == topic), None)
    recalls = _to_mend(learner, chosen).for_mistakes_page()
    page = Paginator(recalls, MISTAKES_PER_PAGE).get_page(number)
    mine = Attempt.objects.for_learner(learner).running()
    return Listing(
        topics=topics,
        topic=chosen,
        page=page,
        lines=_lines(learner, page),
        practised=len(to_practise(learner, chosen, now)),
        running=mine.filter(purpose=Attempt.Purpose.MISTAKES).first(),
        has_answered=bool(topics) or Recall.objects.for_learner(learner).exists(),
    )


def to_practise(learner: User, topic: Topic | None, now: datetime) -> list[int]:
    """The questions to practise next, in order, over the topics in turns.

    Those missed while certain come first, then what has waited longest; last what was
    right today already, which once more today would not mend. What a test is asking
    the learner now waits: a practice gives the reasons.
    """
    free = Question.objects.outside_running_tests_of(learner).order_by()
    waiting = _to_mend(learner, topic).filter(question__in=free.values("pk"))
    today = now.astimezone(learner.zone).date().isoformat()
    in_order = sorted(
        waiting.in_order_of_practice().values_list(
            "question", "question__bank__topic", "mending_days"
        ),
        key=lambda one: today in one[2],
    )
    return [pk for pk, *_ in interleave(in_order[:MOST], lambda one: one[1])]


def _to_mend(learner: User, topic: Topic | None) -> RecallQuerySet:
    recalls = Recall.objects.for_learner(learner).to_mend()
    return recalls.filter(question__bank__topic=topic) if topic else recalls


def _topics(learner: User) -> QuerySet[Topic]:
    """The topics in which there is something to mend, with how much of it."""
    mending = Recall.objects.for_learner(learner).to_mend()
    return (
        Topic.objects.filter(banks__questions__recalls__in=mending)
        .annotate(to_mend=Count("banks__questions__recalls"))
        .order_by("order", "pk")
    )


def _lines(learner: User, page: Page[Recall]) -> list[Line]:
    """The recalls of a page, each with the answer that missed it."""
    recalls = list(page)
    answers = {
        (answer.question_id, answer.answered_at): answer
        for answer in Response.objects.for_learner(learner)
        .that_count()
        .filter(
            question__in=[recall.question_id for recall in recalls],
            answered_at__in=[recall.missed_at for recall in recalls],
        )
        .only("attempt_id", "position", "question_id", "answered_at")
    }
    return [
        Line(recall, answers.get((recall.question_id, recall.missed_at)))
        for recall in recalls
    ]

"""Which questions need attention: worked out by `tick`, kept as a row a question.

Looking through the answers to every question takes seconds where there are many, so no
page does it. What a row says is what the page of the question says.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched

from django.db import transaction

from ..models import Checkup, Question
from .collecting import versions_by_question
from .of_question import QuestionFigures, figures_of

TOGETHER = 50  # questions, so that not all their revisions are in memory at once


def check_all(now: datetime) -> int:
    """Look at every published question anew; say how many need attention."""
    # Worked out before the table is touched: it would be locked for seconds.
    found = [_checkup(figures, now) for figures in _all_figures()]
    with transaction.atomic():
        Checkup.objects.exclude(question__in=[one.question for one in found]).delete()
        Checkup.objects.bulk_create(
            found,
            # Not deleted first: a second tick at the same time would stumble.
            update_conflicts=True,
            unique_fields=["question"],
            update_fields=["revision", "learners", "weight", "remarks", "looked_at"],
        )
    return sum(bool(one.weight) for one in found)


def _all_figures() -> Iterator[QuestionFigures]:
    published = Question.objects.for_play().order_by("pk")
    for some in batched(published.iterator(), TOGETHER):
        yield from _figures_of(some)


def _figures_of(questions: Sequence[Question]) -> Iterator[QuestionFigures]:
    versions = versions_by_question(questions)
    for question in questions:
        yield figures_of(question, versions[question.pk])


def _checkup(figures: QuestionFigures, now: datetime) -> Checkup:
    remarks = figures.remarks
    return Checkup(
        question=figures.question,
        revision_id=figures.question.published_id,
        learners=figures.n,
        weight=remarks[0].weight if remarks else 0.0,
        remarks=[[remark.label, remark.why] for remark in remarks],
        looked_at=now,
    )

"""What members answered, as the pure modules want it: a few queries, whatever is asked.

A member counts once, with the first complete attempt. Guests are left out, because the
same person may come back as another guest; how many there were is said. Only so many
are looked at, the newest, so that a page costs the same however many have learned here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from ..grading import Answer
from ..models import Attempt, Question, QuestionRevision, Quiz, Response
from .forms import Form, Slot, form_of
from .versions import Edition, Version, versions_of

MOST_LEARNERS = 1_000


@dataclass(frozen=True, slots=True)
class Sittings:
    """The first complete attempts at a quiz."""

    form: Form
    questions: Sequence[Question]  # in their order
    guests: int  # complete attempts left out

    @property
    def are_newest(self) -> bool:
        """Whether there were more, which were not looked at."""
        return self.form.n + self.form.outdated >= MOST_LEARNERS


class Given(NamedTuple):
    """One learner's first answer to a question, with the attempt around it."""

    fraction: float
    answer: Answer | None
    confidence: int | None
    attempt__marks: float
    attempt__size: int
    attempt__gives_feedback_at_once: bool


def sittings_at(quiz: Quiz) -> Sittings:
    """In four queries."""
    first = Attempt.objects.first_at(quiz)[:MOST_LEARNERS]
    slots = list(
        Response.objects.filter(attempt__in=first.values("pk"))
        .order_by("attempt", "position")
        .annotate(is_answered=Q(answer__isnull=False))
        .values_list(
            *("attempt", "question__slug", "question", "shown_revision"),
            *("graded_revision", "case", "fraction", "is_answered"),
        )
    )
    questions = _in_order({question for _, _, question, *_ in slots})
    versions = versions_by_question(questions)
    now = {question: found[-1] for question, found in versions.items()}
    found = (
        Slot(
            sitting=attempt,
            item=slug,
            is_current=now[question].counts(shown=shown, marked_by=marked_by),
            is_step=case is not None,
            mark=fraction if is_answered else None,
        )
        for attempt, slug, question, shown, marked_by, case, fraction, is_answered in (
            slots
        )
    )
    guests = Attempt.objects.filter(quiz=quiz).complete().of_guests().count()
    form = form_of(found, [question.slug for question in questions])
    return Sittings(form, questions, guests)


def _in_order(pks: Iterable[int]) -> list[Question]:
    found = Question.objects.filter(pk__in=pks)
    return list(found.select_related("published").defer("draft"))


def versions_by_question(questions: Iterable[Question]) -> Mapping[int, list[Version]]:
    """The versions of each question, the oldest first; in one query."""
    editions: dict[int, list[Edition]] = defaultdict(list)
    rows = QuestionRevision.objects.filter(question__in=[one.pk for one in questions])
    for question, *edition in rows.order_by("number").values_list(
        "question", "pk", "number", "is_material", "content"
    ):
        editions[question].append(Edition(*edition))
    return {question: versions_of(found) for question, found in editions.items()}


def given_to(version: Version) -> list[Given]:
    """First answers with the key of this version, the newest first."""
    first = Response.objects.first_to(shown=version.alike, marked_by=version.pks)
    found = first.values_list(*Given._fields)
    return [Given(*one) for one in found[:MOST_LEARNERS]]

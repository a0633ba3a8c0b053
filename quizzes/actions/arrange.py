"""Put questions into a case, or take a case apart. Its steps name them in order."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from ..models import Case, Question


@transaction.atomic
def arrange_case(*, case: Case, steps: Sequence[Question]) -> None:
    """Save the case with these steps, in this order; what was a step before is free."""
    case.steps = [question.slug for question in steps]
    if case.file not in {question.file for question in steps}:
        case.file = steps[0].file
    if case.pk is None:
        case.order = Case.objects.filter(file=case.file).count()
    case.save()
    case.questions.exclude(pk__in=[question.pk for question in steps]).update(case=None)
    for question in steps:
        _join(question, case)


def _join(question: Question, case: Case) -> None:
    if (question.case_id, question.file) == (case.pk, case.file):
        return
    question.case = case
    if question.file != case.file:
        # A file holds a case together with its steps.
        others = Question.objects.filter(file=case.file)
        question.order = others.aggregate(last=Max("order"))["last"] + 1
        question.file = case.file
    question.save(update_fields=["case", "file", "order"])


@transaction.atomic
def dissolve_case(case: Case) -> None:
    """Delete the case and free its questions; ProtectedError where it was asked."""
    case.questions.update(case=None)
    case.delete()

"""Unfolding cases for tests."""

from lessons.models import Objective
from quizzes.models import Bank, Case
from tests.quizzes.factories import QuestionFactory


def make_case(
    bank: Bank,
    slug: str,
    objective: Objective,
    *,
    published: tuple[bool, ...] = (True, True),
) -> Case:
    """A case of one step for each of `published`."""
    steps = [f"{slug}-{number}" for number, _ in enumerate(published, start=1)]
    case = Case.objects.create(bank=bank, slug=slug, title=f"Case {slug}", steps=steps)
    for step, is_published in zip(steps, published, strict=True):
        QuestionFactory(
            bank=bank,
            case=case,
            slug=step,
            objective=objective,
            published=is_published,
            content={"vignette": f"What is known at {step}."},
        )
    return case

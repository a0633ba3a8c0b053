"""What lessons keep of a learner: export it, erase it, move it to another account."""

from typing import Any

from sps_learn.accounts.models import User

from .models import LessonCompletion, SectionRead

covers = {"lessons.SectionRead", "lessons.LessonCompletion"}


def export(learner: User) -> dict[str, list[dict[str, Any]]]:
    return {
        "lessons.SectionRead": list(
            SectionRead.objects.for_learner(learner)
            .order_by("read_at", "pk")
            .values("lesson__slug", "section", "read_at")
        ),
        "lessons.LessonCompletion": list(
            LessonCompletion.objects.for_learner(learner)
            .order_by("completed_at", "pk")
            .values("lesson__slug", "revision__number", "completed_at")
        ),
    }


def erase(learner: User) -> None:
    SectionRead.objects.for_learner(learner).delete()
    LessonCompletion.objects.for_learner(learner).delete()


def merge(source: User, target: User) -> None:
    """What both have read stays as the target has it."""
    for model, key in (
        (SectionRead, ("lesson", "section")),
        (LessonCompletion, ("lesson",)),
    ):
        known = set(model.objects.for_learner(target).values_list(*key))
        moved = [
            row.pk
            for row in model.objects.for_learner(source)
            if tuple(getattr(row, f"{k}_id" if k == "lesson" else k) for k in key)
            not in known
        ]
        model.objects.filter(pk__in=moved).update(learner=target)
        model.objects.for_learner(source).delete()

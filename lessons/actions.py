"""What reading leaves behind."""

from datetime import datetime

from django.db import transaction

from sps_learn.accounts.models import User

from .models import Lesson, LessonCompletion, SectionRead


def record_section(
    *, learner: User, lesson: Lesson, section: str, now: datetime
) -> None:
    """Note that the learner reached the end of a section; once is enough."""
    SectionRead.objects.bulk_create(
        [SectionRead(learner=learner, lesson=lesson, section=section, read_at=now)],
        ignore_conflicts=True,
    )


@transaction.atomic
def mark_read(*, learner: User, lesson: Lesson, now: datetime) -> None:
    """Note the whole lesson as read, in the revision that learners see."""
    sections = [section["id"] for section in lesson.published.rendered["sections"]]
    SectionRead.objects.bulk_create(
        [
            SectionRead(learner=learner, lesson=lesson, section=section, read_at=now)
            for section in sections
        ],
        ignore_conflicts=True,
    )
    LessonCompletion.objects.bulk_create(
        [
            LessonCompletion(
                learner=learner,
                lesson=lesson,
                revision_id=lesson.published_id,
                completed_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["learner", "lesson"],
        update_fields=["revision", "completed_at"],
    )

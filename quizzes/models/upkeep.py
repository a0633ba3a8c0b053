"""What looking at all answers found: worked out by `tick`, never edited by people."""

from django.db import models

from ..querysets import CheckupQuerySet
from .banks import Question, QuestionRevision


class Checkup(models.Model):
    """Whether a question needs attention, as of when its answers were last looked at.

    A summary of responses, because to look through all of them takes longer than a
    page may; `analysis/checkups.py` makes it anew from the responses.
    """

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, related_name="checkup"
    )
    # What learners saw then: published again, it waits for the next look.
    revision = models.ForeignKey(
        QuestionRevision, on_delete=models.CASCADE, related_name="+"
    )
    learners = models.PositiveIntegerField()
    weight = models.FloatField()  # of the worst remark; 0 without any
    remarks = models.JSONField(default=list)  # label and reason, the worst first
    looked_at = models.DateTimeField()

    objects = CheckupQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.question_id}: {self.weight:.1f}"

"""Marks given anew after a key was corrected: what was done, by whom, and to which."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from ..regrade_querysets import MarkChangeQuerySet, RegradeQuerySet
from .banks import Question, QuestionRevision
from .learning import Response

UNDOING = {"undone_by", "undone_at"}


class Regrade(models.Model):
    """One act on the marks of one question. Kept for ever; it can be undone once."""

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="regrades"
    )
    revision = models.ForeignKey(
        QuestionRevision, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300)
    scope = models.CharField("attempts chosen", max_length=300)
    # What was confirmed, so that it is done once however often it is confirmed.
    digest = models.CharField(max_length=64)
    numbers = models.JSONField(default=dict)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField("when")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField("undone", null=True)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        ordering = ("-done_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "digest"],
                condition=models.Q(undone_at=None),
                name="quizzes_a_dry_run_is_confirmed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.done_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and set(kwargs.get("update_fields") or ["reason"]) != UNDOING:
            raise TypeError("A regrade does not change; it can be undone.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("admin:quizzes_regrade_change", args=[self.pk])

    @property
    def is_standing(self) -> bool:
        # The same rule for many rows: RegradeQuerySet.standing.
        return self.undone_at is None

    @property
    def notice_key(self) -> str:
        """By which the notices about it are found again."""
        return f"regrade:{self.pk}"


class MarkChange(models.Model):
    """What one regrade did to one answer; written once."""

    regrade = models.ForeignKey(
        Regrade, on_delete=models.PROTECT, related_name="changes"
    )
    response = models.ForeignKey(
        Response, on_delete=models.CASCADE, related_name="mark_changes"
    )
    old_fraction = models.FloatField()
    new_fraction = models.FloatField()
    old_revision = models.ForeignKey(
        QuestionRevision, on_delete=models.PROTECT, related_name="+"
    )
    new_revision = models.ForeignKey(
        QuestionRevision, on_delete=models.PROTECT, related_name="+"
    )
    # The mark moved, or the reasons that the learner has read named another key.
    is_told = models.BooleanField()

    objects = MarkChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regrade", "response"], name="quizzes_one_change_per_regrade"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_fraction:g} to {self.new_fraction:g}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A change of a mark is written once.")
        super().save(*args, **kwargs)

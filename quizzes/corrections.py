"""What is said of an answer whose key was corrected after it was given.

The slot keeps the revision that it was shown; its mark comes from another. Nothing is
asked of the database for attempts of which no answer was marked again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import MarkChange, QuestionRevision, Response
from .regrading import Move, mark_in_words, move


@dataclass(frozen=True, slots=True)
class Correction:
    """The revision that counts for one answer, and what that did to its mark."""

    revision: QuestionRevision
    at: datetime
    old: float
    new: float

    @property
    def marks(self) -> str:
        """Both marks, as the end of a sentence."""
        if move(self.old, self.new) is Move.SAME:
            return f"your mark stays {mark_in_words(self.new)}"
        return (
            f"your mark was {mark_in_words(self.old)}"
            f" and is {mark_in_words(self.new)} now"
        )


def corrections_of(responses: Iterable[Response]) -> dict[int, Correction]:
    """By response, what was corrected; one query where anything was."""
    regraded = {one.pk: one for one in responses if one.pk and one.is_regraded}
    if not regraded:
        return {}
    first: dict[int, float] = {}
    found: dict[int, Correction] = {}
    changes = MarkChange.objects.standing().filter(response__in=regraded)
    for change in changes.select_related("regrade", "new_revision").order_by("pk"):
        pk = change.response_id
        # That of the last change is the one that graded the answer.
        found[pk] = Correction(
            change.new_revision,
            change.regrade.done_at,
            old=first.setdefault(pk, change.old_fraction),
            new=regraded[pk].fraction,
        )
    for pk, correction in found.items():
        # What Response.grade reads, without asking again.
        regraded[pk].graded_revision = correction.revision
    return found

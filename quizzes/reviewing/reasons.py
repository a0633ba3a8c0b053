"""Why a question comes now, in plain words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as in_words

from ..models import Recall
from ..scheduling import is_right
from .choosing import Due


def reason(recall: Recall, due: Due, now: datetime, zone: ZoneInfo) -> str:
    """The first that fits, as `choosing.choose` looks at them."""
    if due.was_certain:
        when = _ago(recall.missed_at, now, zone)
        return f"You were certain {when}, and it was not right."
    if recall.corrected_at:
        day = in_words(recall.corrected_at.astimezone(zone), "j F Y")
        return f"The key was corrected on {day}."
    seen = _ago(recall.last_answered_at, now, zone)
    if not is_right(recall.last_fraction):
        how = "Only partly right" if recall.last_fraction else "Missed"
        return f"{how} last time, {seen}."
    percent = round(100 * due.recall)
    return f"Last seen {seen}, predicted recall {percent} %."


def _ago(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How long ago that was, by the learner's calendar."""
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    if days < 1:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"

"""What learners are told when their marks were given anew, or given back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import Truncator

from lessons.markup import plain_text
from sps_learn.accounts.models import Notice, User

from ..models import Regrade
from ..regrading import Flip, Move, mark_in_words, move

CORRECTED, TAKEN_BACK = "regraded", "regrade-undone"
STEM_CHARACTERS = 120
ANSWERS_NAMED = 3
LEARNERS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of a learner whose mark, or whose right answer, is another now."""

    attempt: str
    begun_at: datetime
    url: str
    old: float
    new: float
    flip: Flip | None
    is_scored: bool = True


def notices_of_regrade(
    regrade: Regrade, told: Mapping[int, Sequence[Told]]
) -> Iterator[Notice]:
    """One notice for each learner, whatever the number of their attempts."""
    for learners in batched(told, LEARNERS_AT_ONCE):
        people = User.objects.filter(pk__in=learners).only("time_zone")
        zones = {person.pk: person.zone for person in people}
        for learner in learners:
            yield _notice(regrade, learner, told[learner], zones[learner])


def _notice(
    regrade: Regrade, learner: int, answers: Sequence[Told], zone: ZoneInfo
) -> Notice:
    newest_first = sorted(answers, key=lambda one: one.begun_at, reverse=True)
    return Notice(
        learner_id=learner,
        kind=CORRECTED,
        about=regrade.notice_key,
        title="The answer to a question was corrected",
        text=" ".join(_sentences(regrade, newest_first, zone)),
        link=newest_first[0].url,
        link_label="See the question and the corrected reasons",
        made_at=regrade.done_at,
    )


def _sentences(
    regrade: Regrade, answers: Sequence[Told], zone: ZoneInfo
) -> Iterator[str]:
    yield f"The question is “{_stem(regrade)}”"
    for one in answers[:ANSWERS_NAMED]:
        yield _what_changed(one, zone)
    if len(answers) > ANSWERS_NAMED:
        more = len(answers) - ANSWERS_NAMED
        yield f"{more} more of your attempts asked it too."
    question = regrade.question
    is_remembered = any(one.is_scored for one in answers)
    if is_remembered and question.case_id is None and question.is_published:
        yield "The question is due again, so that you can meet it as it is now."


def _what_changed(told: Told, zone: ZoneInfo) -> str:
    if move(told.old, told.new) is Move.SAME:
        marks = f"your mark stays {mark_in_words(told.new)}"
    else:
        old, new = mark_in_words(told.old), mark_in_words(told.new)
        marks = f"your mark for it was {old} and is {new} now"
    match told.flip:
        case Flip.TO_PASSED:
            more = ", and with it this attempt is passed"
        case Flip.TO_NOT_PASSED:
            more = ", and with it this attempt counts as not passed"
        case None:
            more = ""
    day = date_format(told.begun_at.astimezone(zone), "j F Y")
    return f"In “{told.attempt}” of {day} {marks}{more}."


def notices_of_undoing(regrade: Regrade, now: datetime) -> Iterator[Notice]:
    """For those who have read of the correction; who has not, need not know of it."""
    read = Notice.objects.about(regrade.notice_key).filter(kind=CORRECTED).read()
    told: set[int] = set()
    for notice in read.order_by("pk").iterator():
        if notice.learner_id in told:
            continue
        told.add(notice.learner_id)
        yield Notice(
            learner_id=notice.learner_id,
            kind=TAKEN_BACK,
            about=regrade.notice_key,
            title="A correction was taken back",
            text=f"The question is “{_stem(regrade)}” The correction that you were"
            " told of does not hold: your marks are again as they were before it.",
            link=notice.link,
            link_label="See the question",
            made_at=now,
        )


def _stem(regrade: Regrade) -> str:
    stem = plain_text(regrade.revision.rendered["stem"])
    return Truncator(stem).chars(STEM_CHARACTERS)

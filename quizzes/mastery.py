"""How well an objective or a topic is known. Pure: imports nothing from Django.

The rule (teaching plan, 1.7), over the learner's last answer to each question:

    New        nothing answered
    Learning   something answered
    Familiar   70 % of the last min(6, n) questions
    Secure     85 % of the last min(8, n), at least 3 of them, answered on 3 days or
               more, one of them in an attempt over several topics
    Fading     secure, and of more than half of its questions the predicted recall is
               below 80 %

where n is the number of questions published for the objective. Time online counts
for nothing. A rest takes nothing away that was earned: what fades is secure again
when it has been met again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

FAMILIAR_SHARE, FAMILIAR_ITEMS = 0.70, 6
SECURE_SHARE, SECURE_ITEMS = 0.85, 8
SECURE_MIN_ITEMS = 3
SECURE_MIN_DAYS = 3
FADING_RECALL = 0.8


class State(IntEnum):
    NEW = 0
    LEARNING = 1
    FAMILIAR = 2
    FADING = 3
    SECURE = 4

    @property
    def label(self) -> str:
        return self.name.capitalize()


@dataclass(frozen=True, slots=True)
class Item:
    """What one learner's answers to one question come to."""

    fraction: float  # of the last answer
    answered_at: datetime
    days: frozenset[str]  # on which it was answered, newest SECURE_MIN_DAYS at most
    was_mixed: bool  # answered at least once in an attempt over several topics
    fades_at: datetime | None = None  # when its predicted recall falls below 80 %


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with the numbers that it rests on."""

    state: State
    seen: int
    share: float | None  # mean of the last answers that count; None when nothing seen
    fades_at: datetime | None = None  # when what is secure begins to fade

    def at(self, now: datetime) -> "Standing":
        """As it is at this moment: secure or, after a long rest, fading."""
        if self.state is State.SECURE and self.fades_at and self.fades_at <= now:
            return replace(self, state=State.FADING)
        return self


def standing(items: Sequence[Item], published: int) -> Standing:
    """Where a learner stands, given one Item per question answered.

    Of what is secure it says when it fades; Standing.at says whether it has.
    """
    if not items:
        return Standing(State.NEW, 0, None)
    newest = sorted(items, key=lambda item: item.answered_at, reverse=True)
    familiar_window = newest[: min(FAMILIAR_ITEMS, max(published, 1))]
    share = _mean(familiar_window)
    state = State.LEARNING
    if _is_secure(newest, published):
        state = State.SECURE
    elif len(newest) >= min(FAMILIAR_ITEMS, published) and _reaches(
        share, FAMILIAR_SHARE
    ):
        state = State.FAMILIAR
    fades_at = _fades_at(items) if state is State.SECURE else None
    return Standing(state, len(items), share, fades_at)


def _fades_at(items: Sequence[Item]) -> datetime | None:
    """When the recall of more than half of them is below the limit.

    Each recall only falls, so that the middle one falls below it in the middle of
    the moments at which they do: the state needs no look at every question.
    """
    moments = sorted(item.fades_at for item in items if item.fades_at)
    return moments[len(moments) // 2] if moments else None


def _is_secure(newest: Sequence[Item], published: int) -> bool:
    wanted = min(SECURE_ITEMS, published)
    window = newest[:wanted]
    return (
        len(window) >= max(wanted, SECURE_MIN_ITEMS)
        and _reaches(_mean(window), SECURE_SHARE)
        and len(frozenset[str]().union(*(item.days for item in window)))
        >= SECURE_MIN_DAYS
        and any(item.was_mixed for item in window)
    )


def _mean(items: Sequence[Item]) -> float:
    return sum(item.fraction for item in items) / len(items)


def _reaches(share: float, wanted: float) -> bool:
    # Exact at the border: three answers worth 0.7 each reach 70 %.
    return share >= wanted - 1e-9

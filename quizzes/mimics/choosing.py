"""Which cases are asked next, and in what order. Pure: imports nothing from Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from ..interleaving import interleave


@dataclass(frozen=True, slots=True)
class Last:
    """How a case was judged the last time."""

    is_right: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """A case of the trainer, and what one learner knows of it."""

    question: int
    mimic: str
    is_sps: bool
    last: Last | None = None


def choose(trials: Sequence[Trial], most: int, seed: int) -> list[Trial]:
    """The least known first: unseen, then wrong last time, then longest ago.

    About half of them are SPS, where there are as many: the number differs by chance,
    so that nobody can count down to the last answer. No two of a mimic run, where any
    order allows that. The same trials and seed give the same order.
    """
    random = Random(seed)
    by_chance = sorted(trials, key=lambda one: one.question)
    random.shuffle(by_chance)
    known = sorted(by_chance, key=_how_well_known)
    sps = [one for one in known if one.is_sps]
    others = [one for one in known if not one.is_sps]
    size = min(most, len(known))
    wanted = size // 2 + random.choice((-1, 0, 1)) if size > 3 else size // 2
    from_sps = max(size - len(others), min(wanted, len(sps)))
    chosen = {*sps[:from_sps], *others[: size - from_sps]}
    return interleave(
        [one for one in known if one in chosen], lambda one: one.mimic, longest=1
    )


def _how_well_known(trial: Trial) -> tuple[int, float]:
    if trial.last is None:
        return 0, 0.0
    return 1 + trial.last.is_right, trial.last.at.timestamp()

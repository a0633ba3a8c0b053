"""What a corrected key does to answers given before. Pure: imports nothing from Django.

An answer is judged anew only where the corrected question asks what was asked and
the learner could have given what is right now. Anything else would be a guess:

    KIND     the question is of another kind now
    GONE     the answer names a part that the question does not have any more
    UNSEEN   what decides the mark now was not among the parts that were shown
    UNIT     the number is asked for in another unit now
"""

from collections.abc import Iterator
from enum import StrEnum

from .grading import grade, key, kind_of
from .kinds.base import Answer, Content
from .kinds.choice import keys_of
from .kinds.matching import lines

EQUAL_WITHIN = 1e-9


class Misfit(StrEnum):
    """Why an answer cannot be judged by the corrected question."""

    KIND = "kind"
    GONE = "gone"
    UNSEEN = "unseen"
    UNIT = "unit"


class Move(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "same"


class Flip(StrEnum):
    """What became of passing the attempt."""

    TO_PASSED = "to passed"
    TO_NOT_PASSED = "to not passed"


def misfit(shown: Content, now: Content, answer: Answer | None) -> Misfit | None:
    """Why an answer to what was shown cannot be judged by the question as it is now."""
    if answer is None:
        return None
    if shown["kind"] != now["kind"]:
        return Misfit.KIND
    if not set(named_in(answer)) <= parts_of(now).keys():
        return Misfit.GONE
    if not set(deciding(now)) <= parts_of(shown).keys():
        return Misfit.UNSEEN
    if now["kind"] == "matching" and not set(lines(now)) <= set(lines(shown)):
        return Misfit.UNSEEN
    if shown.get("unit", "") != now.get("unit", ""):
        return Misfit.UNIT
    return None


def named_in(answer: Answer) -> Iterator[str]:
    """The ids of parts that an answer holds; none where it was typed."""
    yield from answer.get("options", ())
    yield from answer.get("order", ())
    for line, choice in answer.get("pairs", {}).items():
        yield from (line, choice)


def parts_of(content: Content) -> dict[str, str]:
    """The words of each part that can be chosen or placed, by id."""
    found = {option["id"]: option["text"] for option in content.get("options", ())}
    found |= {item["id"]: item["text"] for item in content.get("items", ())}
    for pair in content.get("pairs", ()):
        found[pair["id"]] = f"{pair['left']}: {pair['right']}"
    return found


def deciding(content: Content) -> list[str]:
    """The parts that a learner must have seen to give the right answer."""
    if "options" in content:
        return keys_of(content)
    if "pairs" in content:
        return lines(content)
    return kind_of(content).shuffled(content)


def is_reworded(shown: Content, now: Content, answer: Answer | None) -> bool:
    """Whether a part that the answer names says something else now."""
    old, new = parts_of(shown), parts_of(now)
    return any(old.get(part) != new.get(part) for part in named_in(answer or {}))


def has_other_key(before: Content, now: Content) -> bool:
    """Whether those who read the old reasons were told another right answer."""
    if before["kind"] != now["kind"]:
        return True
    if before["kind"] in {"short", "numeric"}:
        return bool(before["accept"] != now["accept"])
    return key(before) != key(now)


def new_fraction(now: Content, answer: Answer | None) -> float:
    """The worth of an answer that fits."""
    return grade(now, answer).fraction


def move(old: float, new: float) -> Move:
    if abs(new - old) <= EQUAL_WITHIN:
        return Move.SAME
    return Move.UP if new > old else Move.DOWN


def flip(before: bool | None, after: bool | None) -> Flip | None:
    """What changed about passing; None stands for an attempt that has no pass mark."""
    if before is None or after is None or before == after:
        return None
    return Flip.TO_PASSED if after else Flip.TO_NOT_PASSED


def mark_in_words(fraction: float) -> str:
    """A mark of 1 as people write it; a part is never 0 or 1."""
    whole = round(fraction)
    if move(fraction, whole) is Move.SAME:
        return str(whole)
    return f"{min(max(round(fraction, 2), 0.01), 0.99):g}"

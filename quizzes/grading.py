"""What an answer is worth. Pure: imports nothing from Django.

Schemes for questions with several keys (teaching plan, 1.7):

    all                 1 if exactly the keys are chosen, else 0
    proportional        (keys chosen + distractors left) / options
    right-minus-wrong   (keys chosen - distractors chosen) / keys, at least 0

A question with one key gives 1 for the key and an option's own `credit` otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

CHOICE_KINDS = frozenset({"single", "multiple", "true-false"})
ONE_CHOICE_KINDS = frozenset({"single", "true-false"})

type Content = Mapping[str, Any]


class Verdict(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"


class InvalidAnswer(ValueError):
    """An answer that this question does not admit; its text is for the learner."""


@dataclass(frozen=True, slots=True)
class Grade:
    fraction: float  # 0 to 1
    verdict: Verdict


BLANK = Grade(0.0, Verdict.BLANK)


def read_answer(
    question: Content, chosen: Sequence[str]
) -> dict[str, list[str]] | None:
    """The ids chosen as an answer, or None for a blank one.

    Raises InvalidAnswer for a foreign id, an id given twice, or two choices where
    the question has one.
    """
    if not chosen:
        return None
    ids = [option["id"] for option in question["options"]]
    if any(choice not in ids for choice in chosen):
        raise InvalidAnswer("That is not one of the answers to this question.")
    if len(set(chosen)) != len(chosen):
        raise InvalidAnswer("The same answer was sent twice.")
    if question["kind"] in ONE_CHOICE_KINDS and len(chosen) > 1:
        raise InvalidAnswer("Choose one answer; two were sent.")
    return {"options": [option for option in ids if option in chosen]}


def grade(question: Content, answer: Mapping[str, Any] | None) -> Grade:
    """The worth of an answer that `read_answer` has passed."""
    if answer is None:
        return BLANK
    return _judge(_fraction(question, set(answer["options"])))


def keys(question: Content) -> list[str]:
    """The ids of the options that are right, in stored order."""
    return [option["id"] for option in question["options"] if option["key"]]


def _fraction(question: Content, chosen: set[str]) -> float:
    options = question["options"]
    if question["kind"] in ONE_CHOICE_KINDS:
        (option,) = (option for option in options if option["id"] in chosen)
        return 1.0 if option["key"] else float(option.get("credit") or 0.0)
    right = set(keys(question))
    match question["scheme"]:
        case "proportional":
            agreed = sum((o["id"] in chosen) == (o["id"] in right) for o in options)
            return agreed / len(options)
        case "right-minus-wrong":
            return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
        case _:
            return 1.0 if chosen == right else 0.0


def _judge(fraction: float) -> Grade:
    if fraction >= 1:
        return Grade(1.0, Verdict.RIGHT)
    return Grade(fraction, Verdict.PARTLY if fraction > 0 else Verdict.WRONG)

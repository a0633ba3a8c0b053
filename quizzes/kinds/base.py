"""What the kinds of question share. Pure: imports nothing from Django.

Credit schemes, for an answer that is a number of decisions:

    scheme            worth                               decisions are
    all               1 if all are right, else 0          -
    proportional      right / all                         options kept or left; lines
                                                          matched; pairs in order
    right-minus-wrong (right - wrong) / all, at least 0   keys chosen and distractors
                                                          chosen, of all keys; lines
                                                          matched; pairs in order

For ordering, "right-minus-wrong" is Kendall's tau (Biometrika 1938), never below 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

type Content = Mapping[str, Any]
type Answer = dict[str, Any]
# What a form sends, by the name of the field; as the browser wrote it.
type Fields = Mapping[str, Sequence[str]]

FIELD = "answer"
FOREIGN = "That is not one of the answers to this question."


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
    parts: Mapping[str, bool] = field(default_factory=dict)  # id: decided rightly
    anticipated: int | None = None  # the entry of `wrong` that the answer matches


class Kind(Protocol):
    """The functions of a module in this package."""

    def shuffled(self, content: Content) -> list[str]:
        """Ids of the parts that a page shows in a drawn order, in stored order."""

    def read(
        self, content: Content, order: Sequence[str], sent: Fields
    ) -> Answer | None:
        """The answer in what a form sent; None for a blank one.

        `order` is the drawn order. Raises InvalidAnswer.
        """

    def entered(
        self, content: Content, order: Sequence[str], answer: Answer
    ) -> dict[str, list[str]]:
        """The fields of a form that would send this answer: `read` turned round."""

    def gap(self, content: Content, answer: Answer) -> str:
        """What is still open in an answer, for the learner; empty when nothing is."""

    def judge(self, content: Content, answer: Answer) -> Grade:
        """The worth of an answer that `read` has passed."""

    def key(self, content: Content) -> Answer:
        """An answer worth 1."""


def numbered(number: int) -> str:
    """The name of the field for one line of several, counted from 1."""
    return f"{FIELD}-{number}"


def only_value(values: Sequence[str], *, several: str) -> str:
    """The one value that a field may hold; empty where it was left alone."""
    if len(values) > 1:
        raise InvalidAnswer(several)
    return values[0] if values else ""


def credit(scheme: str, *, right: int, wrong: int, of: int) -> float:
    """The worth of `of` decisions by a scheme of the table above, 0 to 1."""
    match scheme:
        case "proportional":
            return right / of
        case "right-minus-wrong":
            return max(0.0, (right - wrong) / of)
        case _:
            return 1.0 if right == of and not wrong else 0.0


def verdict_on(fraction: float) -> Verdict:
    if fraction >= 1:
        return Verdict.RIGHT
    return Verdict.PARTLY if fraction > 0 else Verdict.WRONG

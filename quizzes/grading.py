"""What an answer is worth. Pure: imports nothing from Django.

Each kind of question has a module in `quizzes/kinds/`; the credit schemes stand in
`quizzes/kinds/base.py`.
"""

from collections.abc import Mapping, Sequence

from .kinds import choice, matching, numeric, ordering, short
from .kinds.base import Answer, Content, Fields, Grade, InvalidAnswer, Kind, Verdict

__all__ = ["Answer", "Content", "Fields", "Grade", "InvalidAnswer", "Verdict"]

BLANK = Grade(0.0, Verdict.BLANK)

KINDS: Mapping[str, Kind] = {
    "single": choice,
    "multiple": choice,
    "true-false": choice,
    "matching": matching,
    "ordering": ordering,
    "short": short,
    "numeric": numeric,
}


def kind_of(question: Content) -> Kind:
    return KINDS[question["kind"]]


def read_answer(question: Content, order: Sequence[str], sent: Fields) -> Answer | None:
    """The answer in the fields of a form, or None for a blank one.

    `order` is the order in which the parts were shown. Raises InvalidAnswer for what
    the question does not admit: a foreign or doubled choice, two where there is one,
    a text that is no number.
    """
    return kind_of(question).read(question, order, sent)


def grade(question: Content, answer: Answer | None) -> Grade:
    """The worth of an answer that `read_answer` has passed."""
    if answer is None:
        return BLANK
    return kind_of(question).judge(question, answer)


def key(question: Content) -> Answer:
    """An answer worth 1."""
    return kind_of(question).key(question)


def gap(question: Content, answer: Answer | None) -> str:
    """What is still open in an answer, for the learner; empty when nothing is."""
    return kind_of(question).gap(question, answer) if answer else ""

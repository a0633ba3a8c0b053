"""The answers of an attempt as lists show them: in short, with what came of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.text import Truncator

from lessons.markup import plain_text

from ..corrections import Correction, corrections_of
from ..grading import Verdict
from ..kinds.base import verdict_on
from ..models import Attempt, Response
from ..sitting.cards import in_words

STEM_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer in a list: number, question in short, what was chosen."""

    response: Response
    stem: str
    chosen: str
    is_open: bool = True  # False for a step of a case whose turn has not come
    correction: Correction | None = None  # of the key, after it was given

    @property
    def is_answered(self) -> bool:
        return self.response.answer is not None

    @property
    def verdict(self) -> Verdict:
        """Of the stored mark; what was left open is blank."""
        if not self.is_answered:
            return Verdict.BLANK
        return verdict_on(self.response.fraction or 0.0)

    @property
    def is_right(self) -> bool:
        return self.verdict is Verdict.RIGHT

    @property
    def is_missed(self) -> bool:
        """Answered, and not fully right."""
        return self.verdict in {Verdict.PARTLY, Verdict.WRONG}

    @property
    def was_certain(self) -> bool:
        return self.response.confidence == Response.Confidence.CERTAIN

    @property
    def is_sure_but_wrong(self) -> bool:
        return self.is_missed and self.was_certain

    @property
    def is_lucky_guess(self) -> bool:
        guessed = self.response.confidence == Response.Confidence.GUESSING
        return self.is_right and guessed

    @property
    def mark(self) -> str:
        """What came of it, in words."""
        match self.verdict:
            case Verdict.RIGHT:
                return "Correct"
            case Verdict.PARTLY:
                return f"Partly right: {part_of_one(self.response.fraction)} of 1"
            case Verdict.WRONG:
                return "Not the best answer"
            case Verdict.BLANK:
                return "Not answered"


@dataclass(frozen=True, slots=True)
class Block[L]:
    """Lines of single questions, or the steps of one case under its title."""

    case: str
    lines: Sequence[L]


def answer_line(response: Response, correction: Correction | None = None) -> AnswerLine:
    stem = plain_text(response.shown_revision.rendered["stem"])
    shortened = Truncator(stem).chars(STEM_CHARACTERS)
    return AnswerLine(response, shortened, in_words(response), correction=correction)


def answer_lines(responses: Iterable[Response]) -> list[AnswerLine]:
    """A line for each, with what was corrected since."""
    slots = list(responses)
    corrections = corrections_of(slots)
    return [answer_line(slot, corrections.get(slot.pk)) for slot in slots]


def in_blocks[L](lines: Sequence[L]) -> list[Block[L]]:
    """The lines in order, those of one case together; each has a `response`."""
    return [
        Block(steps[0].response.case.title if case else "", steps)
        for case, found in groupby(lines, key=lambda line: line.response.case_id)
        for steps in [list(found)]
    ]


def part_of_one(fraction: float) -> str:
    """A part of a mark with two digits; never 0 or 1, because it is neither."""
    return f"{min(max(round(fraction, 2), 0.01), 0.99):g}"


# Before an attempt is finished --------------------------------------------------


def for_checking(attempt: Attempt) -> dict[str, Any]:
    """What check_answers.html shows before an attempt is finished.

    Of a case, what the learner has not reached yet is not told.
    """
    lines = [_line_for_checking(slot) for slot in _with_turns(attempt)]
    return {
        "attempt": attempt,
        "answers": lines,
        "open": [line for line in lines if not line.is_answered],
        "locked": [line for line in lines if line.response.is_locked],
    }


def _with_turns(attempt: Attempt) -> Iterator[tuple[Response, bool]]:
    """Each slot, and whether its turn has come."""
    waiting: set[int] = set()
    for response in attempt.responses.all():
        yield response, response.case_id not in waiting
        if response.case_id and response.answer is None:
            waiting.add(response.case_id)


def _line_for_checking(slot: tuple[Response, bool]) -> AnswerLine:
    response, is_open = slot
    if is_open:
        return answer_line(response)
    told_later = f"{response.case.title}: opens after the step before"
    return AnswerLine(response, told_later, "", is_open=False)

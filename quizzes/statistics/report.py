"""An analysis as JSON and as a table. Pure: imports nothing from Django."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from textwrap import wrap

from .analysis import Analysis, QuizStatistics
from .display import ALPHA_NOTE, Detail, detail_for
from .items import ItemStatistics

NOTHING = "n/a"
_WIDTH = 96  # characters
_LONGEST_NAME = 30
_CAUTIONS = {
    Detail.HIDDEN: "So few learners say nothing of the items yet.",
    Detail.COUNTS: "With fewer than 30 learners only the counts can be relied on.",
    Detail.GREYED: "With fewer than 100 learners these numbers are rough.",
    Detail.NORMAL: "",
}


def as_json(analysis: Analysis) -> str:
    """The analysis as JSON, with null for what is not defined."""
    quiz = asdict(analysis.quiz)
    document = {
        "n": quiz.pop("n"),
        "items": [asdict(item) for item in analysis.items],
        "quiz": quiz,
    }
    return json.dumps(document, indent=2, allow_nan=False)


def as_table(analysis: Analysis) -> str:
    """The analysis for people, about 100 characters wide."""
    items = [_HEADINGS, *(_item_cells(item) for item in analysis.items)]
    parts = [_quiz_lines(analysis.quiz), _aligned(items), _notes(analysis)]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _quiz_lines(quiz: QuizStatistics) -> list[str]:
    learners = f"{quiz.n} learner{'' if quiz.n == 1 else 's'}"
    asked = "" if quiz.k is None else f", {quiz.k} item{'' if quiz.k == 1 else 's'}"
    numbers = [
        ("mean", _number(quiz.mean)),
        ("median", _number(quiz.median)),
        ("SD", _number(quiz.sd)),
        ("skewness", _number(quiz.skewness)),
        ("kurtosis", _number(quiz.kurtosis)),
        ("alpha", _number(quiz.alpha)),
        ("  95 % from", _number(quiz.alpha_low)),
        ("  95 % to", _number(quiz.alpha_high)),
        ("KR-20", _number(quiz.kr20)),
        ("KR-21", _number(quiz.kr21)),
        ("SEM", _number(quiz.sem)),
        ("error ratio %", _number(quiz.error_ratio)),
    ]
    return [f"{learners}{asked}", "", *_aligned(numbers)]


_HEADINGS = (
    "item",
    "blank",
    "facility %",
    "SD",
    "r total",
    "r rest",
    "D 27 %",
    "efficiency %",
    "weight %",
    "alpha without",
)


def _item_cells(item: ItemStatistics) -> tuple[str, ...]:
    facility = None if item.facility is None else 100 * item.facility
    return (
        _name(item.item),
        str(item.omitted),
        _number(facility, 1),
        _number(item.sd),
        _number(item.point_biserial),
        _number(item.discrimination),
        _number(item.d_index),
        _number(item.discriminative_efficiency, 1),
        _number(item.effective_weight, 1),
        _number(item.alpha_if_deleted),
    )


def _notes(analysis: Analysis) -> list[str]:
    quiz = analysis.quiz
    notes = [f"{_name(item.item)}: {item.note}" for item in analysis.items if item.note]
    for text in (quiz.reason, _CAUTIONS[detail_for(quiz.n)], ALPHA_NOTE):
        notes += wrap(text or "", _WIDTH)
    return notes


def _number(value: float | None, places: int = 3) -> str:
    if value is None:
        return NOTHING
    # Without a minus before a number that is rounded to 0.
    return f"{round(value, places) + 0.0:.{places}f}"


def _name(item: str) -> str:
    line = "".join(char if char.isprintable() else " " for char in item)
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]

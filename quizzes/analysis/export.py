"""The item table of a quiz as CSV; of a few learners no more than its page shows."""

import csv
from collections.abc import Iterator
from io import StringIO

from ..statistics.display import Detail
from .of_quiz import ItemLine, QuizFigures

COLUMNS = (
    *("item", "question", "earlier_key", "step_of_case", "n", "omitted"),
    *("facility", "sd", "point_biserial", "discrimination", "d_index"),
    *("discriminative_efficiency", "effective_weight", "alpha_if_deleted", "remarks"),
)
STATISTICS = COLUMNS[6:-1]

# What makes a spreadsheet take a text for a formula, also after spaces and quotes.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def item_table(figures: QuizFigures) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    if figures.detail is not Detail.HIDDEN:
        writer.writerows(list(_cells(line)) for line in figures.lines)
    return out.getvalue()


def _cells(line: ItemLine) -> Iterator[object]:
    yield text_cell(line.question.slug)
    yield text_cell(line.stem)
    yield "yes" if line.is_earlier else "no"
    yield "yes" if line.is_step else "no"
    is_hidden = line.detail is Detail.HIDDEN
    yield "" if is_hidden else line.statistics.n
    yield "" if is_hidden else line.statistics.omitted
    for name in STATISTICS:
        value = getattr(line.statistics, name)
        yield value if value is not None and line.has_statistics else ""
    yield text_cell(" ".join(f"{one.label}: {one.why}" for one in line.remarks))


def text_cell(text: str) -> str:
    """The text so that no spreadsheet works it out."""
    if text.lstrip(" \t\r\n\"'").startswith(_FORMULA) or text.startswith(("\t", "\r")):
        return f"'{text}"
    return text

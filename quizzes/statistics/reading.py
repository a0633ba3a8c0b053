"""A matrix of marks from a CSV file. Pure: imports nothing from Django.

    q1,q2,q3        the names of the items, each once
    1,0.5,          a learner a row: marks from 0 to 1 with a decimal point, blank
    0,1,1           for an item left out

UTF-8, with or without a byte order mark; lines end in LF, CRLF or CR. A cell may stand
in quotes, doubled inside. Empty lines at the end are left out.

The csv module is not used: it says in which line a quote is wrong, and not where.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .matrix import Matrix

_CELL = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"(?=[,\r\n]|\Z)|([^",\r\n]*)(?=[,\r\n]|\Z)')
_NEW_LINE = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?", re.ASCII | re.I)
_MOST_SHOWN = 40  # characters of a cell in a message


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, and where; line and column count from 1."""

    line: int
    column: int  # of the table; of the text where the text cannot be read at all
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.problem}"


class BadResponses(ValueError):
    """A file that is no matrix of marks, with every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int  # where it begins
    cells: tuple[str, ...]
    is_empty: bool  # not even quotes: a blank answer to the only item has those


def read_responses(data: bytes) -> Matrix:
    """The matrix that a file holds; raises BadResponses."""
    rows = _rows_of(_text_of(data))
    if not rows:
        raise BadResponses([Fault(1, 1, "the file is empty.")])
    header, *learners = rows
    items = tuple(cell.strip() for cell in header.cells)
    faults = [*_header_faults(header, items)]
    for row in learners:
        faults += _row_faults(row, items)
    if not learners:
        faults.append(Fault(header.line + 1, 1, "no learner stands below the header."))
    if faults:
        raise BadResponses(faults)
    return Matrix(items, tuple(tuple(map(_mark, row.cells)) for row in learners))


def _text_of(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Counted without the byte order mark, as in the object that it names.
        before = error.object[: error.start].decode()
        raise _fault_in(before, "this is not UTF-8; save the file as UTF-8.") from None
    if (at := text.find("\0")) >= 0:
        raise _fault_in(text[:at], "a NUL stands here; save the file as text.")
    return text


def _fault_in(before: str, problem: str) -> BadResponses:
    """A fault at the character after this text."""
    *lines, last = _NEW_LINE.split(before)
    return BadResponses([Fault(len(lines) + 1, len(last) + 1, problem)])


def _rows_of(text: str) -> list[_Row]:
    """The rows, without empty lines at the end."""
    rows: list[_Row] = []
    at, line = 0, 1
    while True:
        row, end = _row_at(text, at, line)
        rows.append(row)
        new_line = _NEW_LINE.match(text, end)
        if not new_line:
            break
        line += _count_lines(text[at : new_line.end()])
        at = new_line.end()
    while rows and rows[-1].is_empty:
        rows.pop()
    return rows


def _row_at(text: str, start: int, line: int) -> tuple[_Row, int]:
    """The row that begins here, and where it ends."""
    cells: list[str] = []
    at = start
    while True:
        found = _CELL.match(text, at)
        if not found:
            line += _count_lines(text[start:at])
            raise BadResponses([Fault(line, len(cells) + 1, _why_no_cell(text, at))])
        quoted, plain = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if text[at : at + 1] != ",":
            return _Row(line, tuple(cells), is_empty=at == start), at
        at += 1


def _count_lines(text: str) -> int:
    return len(_NEW_LINE.findall(text))


def _why_no_cell(text: str, at: int) -> str:
    if text[at] != '"':
        return "a quote stands within the text; quote the whole cell and double it."
    if re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, at):
        return "something stands between the closing quote and the comma."
    return "the quote that opens here is never closed."


def _header_faults(header: _Row, items: Sequence[str]) -> Iterator[Fault]:
    first_at: dict[str, int] = {}
    for column, item in enumerate(items, start=1):
        if not item:
            yield Fault(header.line, column, "the item has no name.")
        elif item in first_at:
            yield Fault(
                header.line,
                column,
                f"the item {_shown(item)} stands in column {first_at[item]} already.",
            )
        first_at.setdefault(item, column)


def _row_faults(row: _Row, items: Sequence[str]) -> Iterator[Fault]:
    here, wanted = len(row.cells), len(items)
    if row.is_empty:
        hint = ' write "" for a blank answer.' if wanted == 1 else ""
        yield Fault(row.line, 1, f"the line is empty.{hint}")
    elif here != wanted:
        yield Fault(
            row.line,
            min(here, wanted) + 1,
            f"the row has {_cells(here)}, the header {_cells(wanted)}.",
        )
    else:
        for column, (cell, item) in enumerate(
            zip(row.cells, items, strict=True), start=1
        ):
            if problem := _why_no_mark(cell.strip()):
                text = f"{_shown(cell)} for item {_shown(item)} {problem}"
                yield Fault(row.line, column, text)


def _why_no_mark(cell: str) -> str:
    if not cell:
        return ""
    if ";" in cell or "\t" in cell:
        return "is no mark; columns are separated by commas."
    if re.fullmatch(r"\d*,\d+", cell):
        return "is no mark; write a decimal point."
    if not _NUMBER.fullmatch(cell):
        return "is no mark; write a number from 0 to 1."
    if float(cell) > 1:
        return "is above 1, the highest mark."
    return "is below 0, the lowest mark." if float(cell) < 0 else ""


def _mark(cell: str) -> float | None:
    return float(cell) if cell.strip() else None


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _shown(text: str) -> str:
    """A cell as a message quotes it: one line, not long, nothing a terminal obeys."""
    line = "".join(char if char.isprintable() else "\ufffd" for char in text.strip())
    return f"“{line[:_MOST_SHOWN]}{'…' if len(line) > _MOST_SHOWN else ''}”"

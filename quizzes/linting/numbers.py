"""L11: options that are numbers stand in order, and do not overlap."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .finding import Item

_NUMBER = r"\d+(?:[.,]\d+)?"
_OPTION = re.compile(
    rf"^(?:about |around |roughly |some )?({_NUMBER})"
    rf"(?:\s*(?:to|–|-|and)\s*({_NUMBER}))?\s*(.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Value:
    low: float
    high: float
    decimals: int
    unit: str


def numeric_faults(item: Item) -> Iterator[str]:
    """What is wrong with options that all begin with a number."""
    values = [_read(text) for text in item.texts]
    found = [value for value in values if value]
    if item.kind != "single" or len(found) < len(values) or len(found) < 2:
        return
    if len({value.unit for value in found}) > 1:
        return  # texts that begin with a number, and not quantities of one kind
    if any(one.low > other.low for one, other in pairwise(found)):
        yield "the numbers are not in ascending order"
    if len({value.decimals for value in found}) > 1:
        yield "the numbers have different decimals"
    ordered = sorted(found, key=lambda value: (value.low, value.high))
    if any(one.high > other.low for one, other in pairwise(ordered)):
        yield "the ranges overlap"


def _read(text: str) -> _Value | None:
    match = _OPTION.match(text.strip())
    if not match:
        return None
    low, high = match[1], match[2] or match[1]
    decimals = max(len(re.sub(r"^\d+[.,]?", "", one)) for one in (low, high))
    return _Value(_number(low), _number(high), decimals, match[3].strip(" .").lower())


def _number(text: str) -> float:
    return float(text.replace(",", "."))

"""An answer that is a number. Pure: imports nothing from Django.

The answer is `{"text": as typed, "value": number}`. How a number may be written:

    1.5   1,5   +1.5   −5   1e-3       decimal point or comma, sign, power of ten
    1 500   1,234.5   1,234,567        spaces or commas between groups of three digits
    5 mg                               with the unit of the question
    1,500                              refused: 1.5 thousand to some, 1.5 to others
    ½   1/2   0x1   ٣   inf   1e400    refused, with what to write instead
"""

import math
import re
from collections.abc import Sequence

from .base import FIELD, Answer, Content, Fields, Grade, InvalidAnswer, verdict_on
from .typed import typed_text

_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_PLAIN = re.compile(
    r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,4})?", re.ASCII | re.IGNORECASE
)
_GROUPED_BY_SPACE = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
_GROUPED_BY_COMMA = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:,\d{3}\.\d+|(?:,\d{3}){2,}(?:\.\d+)?)", re.ASCII
)
_AMBIGUOUS = re.compile(r"([+-]?[1-9]\d{0,2}),(\d{3})", re.ASCII)
# Room for the last bit of a float, so that 0.1 + 0.2 is within 0 of 0.3.
_ROUNDING = 1e-9


def number_in(text: str, unit: str = "") -> float:
    """The number that a text writes, as the table above says; raises InvalidAnswer."""
    written = _without_unit(" ".join(text.translate(_MINUS).split()), unit)
    if found := _AMBIGUOUS.fullmatch(written):
        whole, rest = found.groups()
        raise InvalidAnswer(
            f"“{written}” can be read in two ways;"
            f" write {whole}{rest} or {whole}.{rest}."
        )
    if _GROUPED_BY_SPACE.fullmatch(written):
        written = written.replace(" ", "").replace(",", ".")
    elif _GROUPED_BY_COMMA.fullmatch(written):
        written = written.replace(",", "")
    elif _PLAIN.fullmatch(written):
        written = written.replace(",", ".")
    else:
        raise InvalidAnswer(_advice(unit))
    value = float(written)
    if not math.isfinite(value):
        raise InvalidAnswer("That number is too large to be read.")
    return value


def _without_unit(written: str, unit: str) -> str:
    pattern = rf"\s*{re.escape(' '.join(unit.split()))}$"
    return re.sub(pattern, "", written, flags=re.IGNORECASE)


def _advice(unit: str) -> str:
    of = f", in {unit}" if unit else ""
    return f"Write one number in digits{of}, such as 12 or 0.5."


def shuffled(content: Content) -> list[str]:
    return []


def read(content: Content, order: Sequence[str], sent: Fields) -> Answer | None:
    text = typed_text(sent)
    if not text:
        return None
    return {"text": text, "value": number_in(text, content["unit"])}


def entered(
    content: Content, order: Sequence[str], answer: Answer
) -> dict[str, list[str]]:
    return {FIELD: [answer["text"]]}


def gap(content: Content, answer: Answer) -> str:
    return ""


def judge(content: Content, answer: Answer) -> Grade:
    given = answer["value"]
    worth = [a["credit"] for a in content["accept"] if _is_within(given, a)]
    if worth:
        return Grade(max(worth), verdict_on(max(worth)))
    for number, wrong in enumerate(content["wrong"]):
        if _is_within(given, wrong):
            return Grade(0.0, verdict_on(0.0), anticipated=number)
    return Grade(0.0, verdict_on(0.0))


def key(content: Content) -> Answer:
    best = max(content["accept"], key=lambda accepted: accepted["credit"])
    return {"text": repr(best["value"]), "value": best["value"]}


def _is_within(given: float, wanted: Content) -> bool:
    value, tolerance = wanted["value"], wanted["tolerance"]
    slack = _ROUNDING * max(abs(value), abs(tolerance), abs(given))
    return bool(abs(given - value) <= tolerance + slack)

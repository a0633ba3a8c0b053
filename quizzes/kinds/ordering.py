"""Things put in order. Pure: imports nothing from Django.

The answer is `{"order": [ids, first to last]}`. A form sends a place for each thing in
the drawn order. Decisions are pairs: of two things, which comes first.
"""

from collections.abc import Sequence
from itertools import combinations

from .base import (
    FOREIGN,
    Answer,
    Content,
    Fields,
    Grade,
    InvalidAnswer,
    credit,
    numbered,
    only_value,
    verdict_on,
)


def shuffled(content: Content) -> list[str]:
    return [item["id"] for item in content["items"]]


def read(content: Content, order: Sequence[str], sent: Fields) -> Answer | None:
    """A place for every thing, or for none."""
    places = [
        only_value(
            sent.get(numbered(number), ()), several="Give each line one place only."
        )
        for number in range(1, len(order) + 1)
    ]
    if not any(places):
        return None
    known = [str(place) for place in range(1, len(order) + 1)]
    if not set(places) <= {"", *known}:
        raise InvalidAnswer(FOREIGN)
    if missing := places.count(""):
        are = "line has" if missing == 1 else "lines have"
        raise InvalidAnswer(f"Give every line a place; {missing} {are} none yet.")
    if twice := sorted(p for p in known if places.count(p) > 1):
        raise InvalidAnswer(f"Two lines have place {twice[0]}; give each its own.")
    at = dict(zip(places, order, strict=True))
    return {"order": [at[place] for place in known]}


def entered(
    content: Content, order: Sequence[str], answer: Answer
) -> dict[str, list[str]]:
    place = {item: str(n) for n, item in enumerate(answer["order"], start=1)}
    return {numbered(n): [place[item]] for n, item in enumerate(order, start=1)}


def gap(content: Content, answer: Answer) -> str:
    return ""


def judge(content: Content, answer: Answer) -> Grade:
    rank = {item: n for n, item in enumerate(shuffled(content))}
    given = [rank[item] for item in answer["order"]]
    pairs = list(combinations(given, 2))
    right = sum(first < second for first, second in pairs)
    fraction = credit(
        content["scheme"], right=right, wrong=len(pairs) - right, of=len(pairs)
    )
    parts = {item: rank[item] == n for n, item in enumerate(answer["order"])}
    return Grade(fraction, verdict_on(fraction), parts)


def key(content: Content) -> Answer:
    return {"order": shuffled(content)}

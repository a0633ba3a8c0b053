"""To each line on the left the right partner. Pure: imports nothing from Django.

The answer is `{"pairs": {left: right}}` by pair ids; a right-hand text that stands in
several pairs is one choice, with the id of the first. What a form sends is the place
of a choice in the drawn order, because an id would tell its partner. A choice may be
used more than once only where the key does so itself.
"""

from collections import Counter
from collections.abc import Sequence

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
    """The ids of the choices on the right, each text once."""
    return list(dict.fromkeys(_choice_of_pair(content).values()))


def lines(content: Content) -> list[str]:
    """The ids of the lines on the left, in stored order."""
    return [pair["id"] for pair in content["pairs"] if pair["left"]]


def read(content: Content, order: Sequence[str], sent: Fields) -> Answer | None:
    choices = {str(place): choice for place, choice in enumerate(order, start=1)}
    matched = {}
    for number, line in enumerate(lines(content), start=1):
        place = only_value(
            sent.get(numbered(number), ()), several="Choose one match for each line."
        )
        if place not in {"", *choices}:
            raise InvalidAnswer(FOREIGN)
        if place:
            matched[line] = choices[place]
    if not _may_repeat(content):
        _refuse_repetition(content, matched)
    return {"pairs": matched} if matched else None


def entered(
    content: Content, order: Sequence[str], answer: Answer
) -> dict[str, list[str]]:
    places = {choice: str(place) for place, choice in enumerate(order, start=1)}
    return {
        numbered(number): [places[answer["pairs"][line]]]
        for number, line in enumerate(lines(content), start=1)
        if line in answer["pairs"]
    }


def gap(content: Content, answer: Answer) -> str:
    left_open = len(lines(content)) - len(answer["pairs"])
    if not left_open:
        return ""
    are = "line has" if left_open == 1 else "lines have"
    return f"Choose a match for every line; {left_open} {are} none yet."


def judge(content: Content, answer: Answer) -> Grade:
    # By text, so that an answer keeps its worth when pairs change their places.
    right, matched = _rights(content), answer["pairs"]
    parts = {
        line: line in matched and right.get(matched[line]) == right[line]
        for line in lines(content)
    }
    decided = sum(parts.values())
    fraction = credit(
        content["scheme"], right=decided, wrong=len(matched) - decided, of=len(parts)
    )
    return Grade(fraction, verdict_on(fraction), parts)


def key(content: Content) -> Answer:
    choice = _choice_of_pair(content)
    return {"pairs": {line: choice[line] for line in lines(content)}}


def _choice_of_pair(content: Content) -> dict[str, str]:
    """For each pair the id of the choice that its right-hand text is."""
    first: dict[str, str] = {}
    return {
        name: first.setdefault(text, name) for name, text in _rights(content).items()
    }


def _rights(content: Content) -> dict[str, str]:
    """For each pair the text on its right, spaces set aside."""
    return {pair["id"]: " ".join(pair["right"].split()) for pair in content["pairs"]}


def _may_repeat(content: Content) -> bool:
    keys = key(content)["pairs"].values()
    return len(set(keys)) < len(keys)


def _refuse_repetition(content: Content, matched: dict[str, str]) -> None:
    texts = {pair["id"]: pair["right"] for pair in content["pairs"]}
    for choice, times in Counter(matched.values()).items():
        if times > 1:
            raise InvalidAnswer(
                f"Each match is used once; “{texts[choice]}” was chosen {times} times."
            )

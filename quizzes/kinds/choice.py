"""One best answer, several answers, true or false. Pure: no Django.

The answer is `{"options": [ids chosen]}`, in stored order. With one key, an option
gives its own `credit` where it has one.
"""

from collections.abc import Sequence

from .base import (
    FIELD,
    FOREIGN,
    Answer,
    Content,
    Fields,
    Grade,
    InvalidAnswer,
    credit,
    verdict_on,
)

KINDS = frozenset({"single", "multiple", "true-false"})
WITH_ONE_KEY = frozenset({"single", "true-false"})


def shuffled(content: Content) -> list[str]:
    return [option["id"] for option in content["options"]]


def read(content: Content, order: Sequence[str], sent: Fields) -> Answer | None:
    chosen = sent.get(FIELD, ())
    if not chosen:
        return None
    ids = shuffled(content)
    if not set(chosen) <= set(ids):
        raise InvalidAnswer(FOREIGN)
    if len(set(chosen)) != len(chosen):
        raise InvalidAnswer("The same answer was sent twice.")
    if content["kind"] in WITH_ONE_KEY and len(chosen) > 1:
        raise InvalidAnswer("Choose one answer; two were sent.")
    return {"options": [option for option in ids if option in chosen]}


def entered(
    content: Content, order: Sequence[str], answer: Answer
) -> dict[str, list[str]]:
    return {FIELD: answer["options"]}


def gap(content: Content, answer: Answer) -> str:
    return ""


def judge(content: Content, answer: Answer) -> Grade:
    options, chosen = content["options"], set(answer["options"])
    agreed = {o["id"]: (o["id"] in chosen) == o["key"] for o in options}
    if content["kind"] in WITH_ONE_KEY:
        (option,) = (option for option in options if option["id"] in chosen)
        fraction = 1.0 if option["key"] else float(option.get("credit") or 0.0)
    elif content["scheme"] == "proportional":
        right = sum(agreed.values())
        fraction = credit(
            "proportional", right=right, wrong=len(options) - right, of=len(options)
        )
    else:
        keys = set(keys_of(content))
        fraction = credit(
            content["scheme"],
            right=len(chosen & keys),
            wrong=len(chosen - keys),
            of=len(keys),
        )
    return Grade(fraction, verdict_on(fraction), agreed)


def key(content: Content) -> Answer:
    return {"options": keys_of(content)}


def keys_of(content: Content) -> list[str]:
    return [option["id"] for option in content["options"] if option["key"]]

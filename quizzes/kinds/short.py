"""An answer of a few words. Pure: imports nothing from Django.

The answer is `{"text": as typed}`. Two texts are the same when they are equal after:

    Unicode         NFC; invisible format characters left out
    case            folded (ß is ss, ﬁ is fi; İ stays another letter than I)
    white space     any run of it, also no-break spaces, is one space; none at the ends
    punctuation     . , ; : ! ? … at the end left out; typographic quotes and dashes
                    are the plain ones

With `spelling_slack`, an accepted text of 5 to 8 characters may be one slip away, a
longer one two (a letter left out, added, changed, or two neighbours swapped: optimal
string alignment distance). Digits must agree, so that GAD67 is never GAD65. A slip is
no excuse where the text is one of the anticipated wrong answers, or nearer to one:
hyplordosis is hypolordosis, and not hyperlordosis.
"""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from .base import FIELD, Answer, Content, Fields, Grade, verdict_on
from .typed import typed_text

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_PLAIN.update(str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-"}))
_AT_THE_END = " .,;:!?…"
_DIGITS = re.compile(r"\d")


def normalised(text: str) -> str:
    """A text as it is compared; see the table above."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    folded = unicodedata.normalize("NFC", visible.translate(_PLAIN).casefold())
    return " ".join(folded.split()).rstrip(_AT_THE_END)


def shuffled(content: Content) -> list[str]:
    return []


def read(content: Content, order: Sequence[str], sent: Fields) -> Answer | None:
    text = typed_text(sent)
    return {"text": text} if text else None


def entered(
    content: Content, order: Sequence[str], answer: Answer
) -> dict[str, list[str]]:
    return {FIELD: [answer["text"]]}


def gap(content: Content, answer: Answer) -> str:
    return ""


def judge(content: Content, answer: Answer) -> Grade:
    given = normalised(answer["text"])
    worth = [a["credit"] for a in content["accept"] if normalised(a["text"]) == given]
    if worth:
        return Grade(max(worth), verdict_on(max(worth)))
    for number, wrong in enumerate(content["wrong"]):
        if normalised(wrong["match"]) == given:
            return Grade(0.0, verdict_on(0.0), anticipated=number)
    fraction = _credit_with_slips(content, given)
    return Grade(fraction, verdict_on(fraction))


def key(content: Content) -> Answer:
    best = max(content["accept"], key=lambda accepted: accepted["credit"])
    return {"text": best["text"]}


def _credit_with_slips(content: Content, given: str) -> float:
    if not content.get("spelling_slack"):
        return 0.0
    wrong = [normalised(one["match"]) for one in content["wrong"]]
    nearest_wrong = min((OSA.distance(given, one) for one in wrong), default=len(given))
    return max(
        (
            accepted["credit"]
            for accepted in content["accept"]
            if _is_a_slip(given, normalised(accepted["text"]), at_most=nearest_wrong)
        ),
        default=0.0,
    )


def _is_a_slip(given: str, accepted: str, *, at_most: int) -> bool:
    if _DIGITS.findall(given) != _DIGITS.findall(accepted):
        return False
    allowed = 0 if len(accepted) < 5 else 1 if len(accepted) < 9 else 2
    return OSA.distance(given, accepted) <= min(allowed, at_most)

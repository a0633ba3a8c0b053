"""What a page shows of a question's parts, one module a kind (as in quizzes/kinds/).

`ask` gives what stands in the form; nothing in it depends on which answer is right.
`explain` gives what stands there after the answer.
"""

from collections.abc import Mapping

from . import choice, matching, numeric, ordering, short
from .base import Showing

SHOWINGS: Mapping[str, Showing] = {
    "single": choice,
    "multiple": choice,
    "true-false": choice,
    "matching": matching,
    "ordering": ordering,
    "short": short,
    "numeric": numeric,
}


def showing_of(kind: str) -> Showing:
    return SHOWINGS[kind]

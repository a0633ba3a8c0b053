"""How much who does not know the subject could gain by a habit: M1 to M11.

A guesser scores each option and takes the best; ties are shared. Exploitability is
what it gains over chance, used forwards or in reverse (teaching plan, 1.3):
h = mean of [key among the best] / number of the best,
e = max(h, (1 - h) / (k - 1)) - c, with chance c = mean of 1/k_i and k = 1/c.
"""

import re
from collections.abc import Callable, Sequence

from . import words
from .finding import Item
from .numbers import numeric_faults

type Scores = list[float]
type Guesser = Callable[[Item], Scores]

POSITIONS = 5  # as many as a question may have options


def chance(items: Sequence[Item]) -> float:
    return sum(1 / len(item.texts) for item in items) / len(items)


def hit_rate(items: Sequence[Item], guesser: Guesser) -> float:
    """The share of questions that the guesser gets right, 0 to 1."""
    return sum(_hit(item, guesser(item)) for item in items) / len(items)


def exploitability(items: Sequence[Item], guesser: Guesser) -> float:
    """What the guesser gains over chance, the reverse of it counted too."""
    c = chance(items)
    hit = hit_rate(items, guesser)
    return max(hit, (1 - hit) / (1 / c - 1)) - c


def _hit(item: Item, scores: Scores) -> float:
    best = max(scores)
    chosen = [at for at, score in enumerate(scores) if score == best]
    return (item.key in chosen) / len(chosen)


# The habits ---------------------------------------------------------------------------


def longest(item: Item) -> Scores:
    return [len(text) for text in item.texts]


def shortest(item: Item) -> Scores:
    return [-len(text) for text in item.texts]


def position(place: int) -> Guesser:
    """Whoever takes the option at this place (from 0) of the stored order."""
    return lambda item: [float(at == place) for at in range(len(item.texts))]


def avoid_absolutes(item: Item) -> Scores:
    return [-words.count(text, words.MEASURED_ABSOLUTES) for text in item.texts]


def hedged(item: Item) -> Scores:
    return [words.count(text, words.HEDGES) for text in item.texts]


def clang(item: Item) -> Scores:
    asked = words.long_words(item.question)
    return [len(asked & words.long_words(text)) for text in item.texts]


def convergence(item: Item) -> Scores:
    found = [words.long_words(text) for text in item.texts]
    return [
        sum(len(one & other) for n, other in enumerate(found) if n != at)
        for at, one in enumerate(found)
    ]


def odd_one_out(item: Item) -> Scores:
    return [-score for score in convergence(item)]


def specific(item: Item) -> Scores:
    return [len(re.findall(r"[\d,;()\[\]]", text)) for text in item.texts]


def middle(item: Item) -> Scores:
    """Nearest to the middle of options that are numbers in ascending order (M11)."""
    centre = (len(item.texts) - 1) / 2
    return [-abs(at - centre) for at in range(len(item.texts))]


GUESSERS: dict[str, tuple[str, Guesser]] = {
    "M1": ("the longest option", longest),
    "M2": ("the shortest option", shortest),
    **{
        f"M3.{place + 1}": (f"option {place + 1}", position(place))
        for place in range(POSITIONS)
    },
    "M5": ("no absolute words", avoid_absolutes),
    "M6": ("the hedged option", hedged),
    "M7": ("the option that repeats the stem", clang),
    "M8": ("the option most like the others", convergence),
    "M9": ("the option least like the others", odd_one_out),
    "M10": ("the most specific option", specific),
}


def is_numeric(item: Item) -> bool:
    """Whether every option is a number."""
    return all(
        re.match(r"^(about |around )?\d", text, re.I) for text in item.texts
    ) and (not list(numeric_faults(item)))

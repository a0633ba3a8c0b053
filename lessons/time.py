"""How long a lesson takes to read. Pure: imports nothing from Django."""

import math
import re

WORDS_PER_MINUTE = 200
MINUTES_PER_FIGURE = 0.5

_WORD = re.compile(r"[^\W_]+(?:[’'\-–][^\W_]+)*")


def count_words(text: str) -> int:
    """Words of plain text; 'anti-GAD65' and 'patient’s' are one each."""
    return len(_WORD.findall(text))


def reading_minutes(words: int, figures: int = 0) -> int:
    """Whole minutes, rounded up, at least one (teaching plan, T8)."""
    minutes = words / WORDS_PER_MINUTE + figures * MINUTES_PER_FIGURE
    return max(1, math.ceil(minutes))

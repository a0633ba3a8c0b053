"""How an attempt went, on the screen and on paper."""

from .answers import for_checking
from .next_step import NextStep, as_phrase
from .page import for_attempt, page_of
from .printed import for_printing

__all__ = [
    "NextStep",
    "as_phrase",
    "for_attempt",
    "for_checking",
    "for_printing",
    "page_of",
]

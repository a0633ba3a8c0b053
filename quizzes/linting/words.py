"""The word lists and the tokeniser of the teaching plan (section 1.3)."""

import re


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABSOLUTES = _listed(
    "always never all none only must every completely entirely impossible"
)
# The measures count one more than the rule for a single question forbids.
MEASURED_ABSOLUTES = ABSOLUTES | {"solely"}
HEDGES = _listed(
    "may might can could often usually sometimes some many most generally likely"
    " possible"
)
VAGUE = _listed("usually often frequently rarely sometimes occasionally commonly")
NEGATIONS = _listed("not except least incorrect false")
STOP_WORDS = _listed(
    "a an and are as at be been by for from had has have in into is it its of on or"
    " that the their them there these they this to was were which who whom with"
    " would will what when where than then"
)
# Words that say nothing of their subject, though they have four letters.
EMPTY_WORDS = _listed(
    "about after also another because before being best between both cause causes"
    " does during each even from give gives given have help helps into just keep"
    " kept like likely made make makes more most much next nurse nurses other over"
    " part people person persons same shows should since such than that their them"
    " then there these they this those through under until very well were what when"
    " where which while whom whose will with without would your patient patients"
    " syndrome stiff"
)

_ANY = re.compile(r"[a-z0-9]+(?:['’-][a-z0-9]+)*")
_LONG = re.compile(r"[a-z]{4,}")


def tokens(text: str) -> list[str]:
    """Every word of the lower-cased text."""
    return _ANY.findall(text.lower())


def long_words(text: str) -> set[str]:
    """Words of four letters and more: what echo and convergence count."""
    return set(_LONG.findall(text.lower()))


def content_words(text: str) -> set[str]:
    return long_words(text) - EMPTY_WORDS


def without_stop_words(text: str) -> list[str]:
    return [word for word in tokens(text) if word not in STOP_WORDS]


def count(text: str, listed: frozenset[str]) -> int:
    """How many words of the text are on the list."""
    return sum(word in listed for word in tokens(text))


def last_sentence(text: str) -> str:
    """The lead-in: what is asked at the end of a stem."""
    return re.split(r"(?<=[.?!:])\s+", text.strip())[-1]

"""The rules for one question: L01 to L21 of the teaching plan (section 1.2).

`mimic` is ours: what a case of “SPS or not?” needs.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from lessons import wording
from lessons.readability import mask_terms, school_grade

from . import words
from .feedback import feedback_faults
from .finding import Finding, Item
from .numbers import numeric_faults

# Source texts are looked at again after two years (L17, M20).
LONGEST_UNCHECKED = timedelta(days=731)
MOST_WORDS, MOST_WORDS_TO_RECALL = 120, 40
HIGHEST_GRADE = 12

type Names = Sequence[Sequence[str]]  # of each term, its name and its other names

_ALL_OF = re.compile(
    r"\b(all|none|both|neither|any) of (the|these|those|them)\b"
    r"|^(all|none|both|neither)( of)?( above)?\W*$|\b[A-E] (and|or) [A-E]\b",
    re.IGNORECASE,
)
_WHICH_IS_TRUE = re.compile(
    r"\b(which|what)( one)?( of)?( the| these)?( following)?( statements?)?"
    r"( about [^?]*)? (is|are) (true|correct|right|false|wrong)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9]\w*(?:-[A-Z]\w*)?\b")
_EPONYM = re.compile(r"(?<=\S )[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)?")


def item_findings(item: Item, names: Names, today: date) -> list[Finding]:
    """What the rules find in one question; `names` are those of the glossary."""
    found = [
        Finding(rule, item.id, message, is_warning=rule in _WARNINGS)
        for rule, check in _RULES.items()
        for message in check(item)
    ]
    found += [Finding("L16", item.id, one) for one in _given_away(item, names)]
    found += [Finding("L17", item.id, one) for one in _unchecked(item, today)]
    found += [Finding("L20", item.id, one) for one in _hard_to_read(item, names)]
    found += [
        Finding(rule, item.id, message)
        for text in _all_texts(item)
        for rule, message in wording.faults(text)
    ]
    return found + [
        Finding(rule, item.id, message) for rule, message in feedback_faults(item)
    ]


# The stem -----------------------------------------------------------------------------


def _open_lead_in(item: Item) -> Iterator[str]:
    if item.kind == "single" and not item.stem.rstrip().endswith("?"):
        yield "the stem does not end with a question mark"


def _negative(item: Item) -> Iterator[str]:
    lead_in = words.last_sentence(item.stem)
    for word in re.findall(r"[A-Za-z]+", lead_in):
        if word.lower() in words.NEGATIONS and f"**{word.upper()}**" not in lead_in:
            yield f"the stem asks for what is {word.lower()}"
            return


def _window_dressing(item: Item) -> Iterator[str]:
    number = len(item.question.split())
    most = MOST_WORDS_TO_RECALL if item.content["level"] == "recall" else MOST_WORDS
    if number > most:
        yield f"{number} words are asked; at most {most}"


def _which_is_true(item: Item) -> Iterator[str]:
    if _WHICH_IS_TRUE.search(words.last_sentence(item.stem)):
        yield "the stem asks which is true, and cannot be answered without the options"


def _untagged(item: Item) -> Iterator[str]:
    for field in ("objective", "level", "roles"):
        if not item.content[field]:
            yield f"it has no {field}"


def _hard_to_read(item: Item, names: Names) -> Iterator[str]:
    known = [name for term in names for name in term]
    grade = school_grade([mask_terms(item.question, known)])
    if grade is not None and grade > HIGHEST_GRADE:
        yield f"the stem reads at grade {grade:.1f}; at most {HIGHEST_GRADE}"


# The options --------------------------------------------------------------------------


def _all_of_the_above(item: Item) -> Iterator[str]:
    for text in item.texts:
        if _ALL_OF.search(text):
            yield f"“{text}” names other options"


def _not_one_key(item: Item) -> Iterator[str]:
    keys = sum(bool(option["key"]) for option in item.options)
    if item.kind == "single" and keys != 1:
        yield f"{keys} options are the key"


def _number_of_options(item: Item) -> Iterator[str]:
    if item.kind == "single" and not 3 <= len(item.options) <= 5:
        yield f"it has {len(item.options)} options; three to five"


def _nested(item: Item) -> Iterator[str]:
    plain = [" ".join(words.without_stop_words(text)) for text in item.texts]
    for at, inner in enumerate(plain):
        for other, outer in enumerate(plain):
            if at != other and inner and f" {inner} " in f" {outer} ":
                yield f"“{item.texts[at]}” is contained in “{item.texts[other]}”"
                return


def _not_parallel(item: Item) -> Iterator[str]:
    texts = item.texts
    if not texts or item.kind == "true-false":
        return
    if len({text[:1].islower() for text in texts}) > 1:
        yield "some options begin with a capital letter and some do not"
    if len({text[-1] if text[-1] in ".?!;:" else "" for text in texts}) > 1:
        yield "some options end with a mark and some do not"
    classes = [_class_of_first_word(text) for text in texts]
    if max(classes.count(one) for one in classes) < len(texts) - 1:
        yield "the options begin in different ways (number, verb in -ing, other)"


def _class_of_first_word(text: str) -> str:
    first = text.split()[0]
    if first[:1].isdigit():
        return "number"
    return "-ing" if re.fullmatch(r"[A-Za-z]{2,}ing", first) else "other"


def _unbalanced(item: Item) -> Iterator[str]:
    if item.kind != "single":
        return
    lengths = [len(text) for text in item.texts]
    spread = max(lengths) - min(lengths)
    if max(lengths) / median(lengths) > 1.6 and spread > 12:
        yield f"the options have {min(lengths)} to {max(lengths)} characters"


def _absolute(item: Item) -> Iterator[str]:
    holding = [text for text in item.texts if words.count(text, words.ABSOLUTES)]
    if len(holding) == 1:
        yield f"of the options “{holding[0]}” alone has an absolute word"


def _vague(item: Item) -> Iterator[str]:
    for text in item.texts:
        if words.count(text, words.VAGUE):
            yield f"“{text}” leaves open how often"


def _idea_in_options(item: Item) -> Iterator[str]:
    beginnings = [text.lower().split()[:3] for text in item.texts]
    same = bool(beginnings) and all(one == beginnings[0] for one in beginnings)
    if same and len(beginnings[0]) == 3:
        beginning = " ".join(beginnings[0])
        yield f"all options begin with “{beginning}”; it belongs in the stem"


def _clang(item: Item) -> Iterator[str]:
    if item.kind != "single":
        return
    asked = words.content_words(words.last_sentence(item.stem))
    shared = asked & words.content_words(item.texts[item.key])
    for text in item.distractors:
        shared -= words.content_words(text)
    if shared:
        yield f"only the key repeats “{min(shared)}” of the stem"


def _given_away(item: Item, names: Names) -> Iterator[str]:
    """The key's own name, or another name of it, stands in the question alone."""
    if item.kind != "single":
        return
    key, others = item.texts[item.key], " ".join(item.distractors)
    own = {*_ABBREVIATION.findall(key), *_EPONYM.findall(key)}
    for name in sorted(own):
        if _holds(item.question, name) and not _holds(others, name):
            yield f"the question names “{name}”, which is the key’s alone"
            return
    for term in names:
        if any(_holds(key, name) for name in term) and not any(
            _holds(others, name) for name in term
        ):
            for name in term:
                if _holds(item.question, name) and not _holds(key, name):
                    yield f"the question says “{name}”, another name for the key"
                    return


def _holds(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


# Cases of “SPS or not?” ---------------------------------------------------------------


def _not_for_trainer(item: Item) -> Iterator[str]:
    if not item.mimic:
        return
    if item.texts != ["True", "False"]:
        yield "it names a mimic, and its options are not True and False"
    if not all(option.get("pinned") for option in item.options):
        yield "it names a mimic, and True and False are not pinned"
    if item.in_case:
        yield "it names a mimic, and is a step of a case"


# The rest -----------------------------------------------------------------------------


def _unchecked(item: Item, today: date) -> Iterator[str]:
    if not item.content["references"]:
        yield "it has no source"
    checked = date.fromisoformat(str(item.content["checked"]))
    if today - checked > LONGEST_UNCHECKED:
        yield f"it was last checked on {checked}, more than two years ago"


def _all_texts(item: Item) -> Iterator[str]:
    yield item.question
    yield str(item.content["key_idea"])
    for part in ("options", "pairs", "items", "accept", "wrong"):
        for one in item.content.get(part, ()):
            for field in ("text", "left", "right", "rationale"):
                if text := one.get(field):
                    yield str(text)


_RULES: dict[str, Callable[[Item], Iterator[str]]] = {
    "L01": _open_lead_in,
    "L02": _negative,
    "L03": _all_of_the_above,
    "L04": _not_one_key,
    "L05": _number_of_options,
    "L06": _nested,
    "L07": _not_parallel,
    "L08": _unbalanced,
    "L09": _absolute,
    "L10": _vague,
    "L11": numeric_faults,
    "L12": _window_dressing,
    "L13": _which_is_true,
    "L14": _idea_in_options,
    "L15": _clang,
    "L19": _untagged,
    "mimic": _not_for_trainer,
}
_WARNINGS = frozenset({"L15"})

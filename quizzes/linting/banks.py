"""Rules and measures over many questions: L02, L14, L22, F4, M1 to M15, M19, mimic."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from . import choices_only, guessers, words
from .feedback import says_when_right
from .finding import Finding, Item

MOST_GAIN, MOST_GAIN_OF_TOPIC = 0.05, 0.10
MOST_BY_CHOICES = 0.07
MOST_ABSOLUTE = 0.02  # of the options
FEWEST_TO_MEASURE = 10  # one-best-answer questions of a topic
FEWEST_TO_LEARN_FROM = 30  # for who learns from the options alone
APPLIED = frozenset({"apply", "analyse"})
FEWEST_APPLIED = {"": 0.60, "therapies": 0.70, "symptoms": 0.70, "mechanism": 0.40}
FEWEST_OF_OBJECTIVE = 3
LEAST_CONTRAST = 0.90
LENGTH_RATIO = (0.90, 1.10)

_AGE = re.compile(r"\b(\d{1,2})[- ]year[- ]old|\baged (\d{1,2})\b", re.IGNORECASE)
_WOMAN = re.compile(r"\b(woman|girl|mother|she|her)\b", re.IGNORECASE)
_MAN = re.compile(r"\b(man|boy|father|he|his|him)\b", re.IGNORECASE)


def bank_findings(items: Sequence[Item]) -> list[Finding]:
    """What the rules find in all questions together, and in each topic."""
    found = [
        *_guessed(items, "", MOST_GAIN),
        *_negatives(items),
        *_ideas_in_options(items),
        *_people(items),
        *_contrasts(items),
        *_levels(items),
        *_cues(items),
        *_mimics(items),
    ]
    for topic, own in _by_topic(items).items():
        found += _guessed(own, topic, MOST_GAIN_OF_TOPIC)
    return found


def bank_measures(items: Sequence[Item]) -> dict[str, Any]:
    """The figures behind the findings, for the bank and for each topic."""
    return {
        "bank": _measures(items),
        "topics": {topic: _measures(own) for topic, own in _by_topic(items).items()},
    }


def _measures(items: Sequence[Item]) -> dict[str, Any]:
    single = _single(items)
    applied = sum(item.content["level"] in APPLIED for item in items)
    measured: dict[str, Any] = {
        "questions": len(items),
        "kinds": dict(sorted(Counter(item.kind for item in items).items())),
        "applied": round(applied / len(items), 3),
    }
    if len(single) >= FEWEST_TO_MEASURE:
        measured["chance"] = round(guessers.chance(single), 3)
        measured["gains"] = {
            name: round(guessers.exploitability(single, guesser), 3)
            for name, (_, guesser) in guessers.GUESSERS.items()
            if _applies(name, single)
        }
        measured["length_ratio"] = round(_length_ratio(single), 3)
    if len(single) >= FEWEST_TO_LEARN_FROM:
        measured["choices_only"] = round(choices_only.accuracy(single), 3)
    return measured


# Guessing -----------------------------------------------------------------------------


def _guessed(items: Sequence[Item], topic: str, most: float) -> Iterator[Finding]:
    single = _single(items)
    where = f"in {topic} " if topic else ""
    if len(single) < FEWEST_TO_MEASURE:
        return
    for name, (habit, guesser) in guessers.GUESSERS.items():
        if not _applies(name, single):
            continue
        gain = guessers.exploitability(single, guesser)
        if gain > most:
            message = f"who {where}goes by {habit} gains {100 * gain:.1f} points"
            yield Finding(name, "", f"{message}; at most {100 * most:.0f}")
    if topic:
        return
    yield from _middle(single)
    yield from _absolutes(single)
    low, high = LENGTH_RATIO
    if not low <= (ratio := _length_ratio(single)) <= high:
        message = f"keys are {ratio:.2f} times as long as distractors; {low} to {high}"
        yield Finding("M14", "", message)
    if len(single) >= FEWEST_TO_LEARN_FROM:
        yield from _by_choices_only(single)


def _applies(name: str, items: Sequence[Item]) -> bool:
    """A position is measured where questions have so many options."""
    if not name.startswith("M3."):
        return True
    place = int(name.removeprefix("M3."))
    return all(len(item.texts) >= place for item in items)


def _middle(items: Sequence[Item]) -> Iterator[Finding]:
    numeric = [item for item in items if guessers.is_numeric(item)]
    if len(numeric) < FEWEST_TO_MEASURE:
        return
    hit, c = guessers.hit_rate(numeric, guessers.middle), guessers.chance(numeric)
    if hit > c + 0.10:
        yield Finding("M11", "", f"the middle number is right in {100 * hit:.0f} %")


def _absolutes(items: Sequence[Item]) -> Iterator[Finding]:
    texts = [text for item in items for text in item.texts]
    holding = sum(words.count(text, words.MEASURED_ABSOLUTES) > 0 for text in texts)
    if holding > MOST_ABSOLUTE * len(texts):
        message = f"{holding} of {len(texts)} options have an absolute word"
        yield Finding("M5", "", message)


def _by_choices_only(items: Sequence[Item]) -> Iterator[Finding]:
    share, c = choices_only.accuracy(items), guessers.chance(items)
    # Less than chance is no fault: where keys are spread evenly, those of nine tenths
    # mislead about the last.
    low, _ = choices_only.interval(share, len(items))
    if share > c + MOST_BY_CHOICES or low > c:
        message = f"who learns from options alone gets {100 * share:.1f} % right"
        yield Finding("M12", "", f"{message}; chance is {100 * c:.1f} %")


def _length_ratio(items: Sequence[Item]) -> float:
    return median(
        len(item.texts[item.key])
        * len(item.distractors)
        / sum(len(text) for text in item.distractors)
        for item in items
    )


# How questions are put ----------------------------------------------------------------


def _negatives(items: Sequence[Item]) -> Iterator[Finding]:
    negative = [
        item
        for item in items
        if words.count(words.last_sentence(item.stem), words.NEGATIONS)
    ]
    if len(negative) > 0.02 * len(items):
        message = f"{len(negative)} of {len(items)} questions ask for what is not"
        yield Finding("L02", "", message)


def _ideas_in_options(items: Sequence[Item]) -> Iterator[Finding]:
    single = _single(items)
    short = [
        item.id for item in single if len(item.question) < max(map(len, item.texts))
    ]
    if len(short) > 0.05 * len(single):
        message = f"{len(short)} stems are shorter than their longest option"
        yield Finding("L14", "", f"{message}: {', '.join(short[:5])} …")


def _people(items: Sequence[Item]) -> Iterator[Finding]:
    vignettes = [text for item in items if (text := item.content["vignette"])]
    women = sum(_is_about_a_woman(text) is True for text in vignettes)
    men = sum(_is_about_a_woman(text) is False for text in vignettes)
    if women + men >= FEWEST_TO_MEASURE and not 0.35 <= women / (women + men) <= 0.65:
        yield Finding("L22", "", f"{women} vignettes tell of women, {men} of men")
    ages = [int(a or b) for text in vignettes for a, b in _AGE.findall(text)]
    decades = {age // 10 for age in ages}
    if len(ages) >= FEWEST_TO_MEASURE and len(decades) < 4:
        yield Finding("L22", "", f"the ages lie in {len(decades)} decades; at least 4")


def _is_about_a_woman(vignette: str) -> bool | None:
    """By the first word that tells; None where none does."""
    woman, man = _WOMAN.search(vignette), _MAN.search(vignette)
    if woman and man:
        return woman.start() < man.start()
    return True if woman else False if man else None


def _contrasts(items: Sequence[Item]) -> Iterator[Finding]:
    said = [
        (item.id, says_when_right(option["rationale"]))
        for item in _single(items)
        for option in item.options
        if not option["key"]
    ]
    missing = [name for name, says in said if not says]
    if len(missing) > (1 - LEAST_CONTRAST) * len(said):
        some = ", ".join(dict.fromkeys(missing[:8]))
        message = f"{len(missing)} of {len(said)} distractors do not say when they fit"
        yield Finding("F4", "", f"{message}: {some} …", is_warning=True)


def _levels(items: Sequence[Item]) -> Iterator[Finding]:
    topics = {"": items, **_by_topic(items)}
    for topic, least in FEWEST_APPLIED.items():
        own = topics.get(topic, ())
        if not own:
            continue
        share = sum(item.content["level"] in APPLIED for item in own) / len(own)
        if share < least:
            message = (
                f"{100 * share:.0f} % {f'of {topic} ' if topic else ''}ask to apply"
            )
            yield Finding("M15", "", f"{message}; at least {100 * least:.0f} %")


def _cues(items: Sequence[Item]) -> Iterator[Finding]:
    """No stem holds the key of another question (M19)."""
    keys = [
        (item.id, " ".join(words.tokens(item.texts[item.key])))
        for item in _single(items)
        if len(words.without_stop_words(item.texts[item.key])) >= 3
    ]
    for item in items:
        asked = f" {' '.join(words.tokens(item.question))} "
        for name, key in keys:
            if name != item.id and f" {key} " in asked:
                yield Finding("M19", item.id, f"its question holds the key of {name}")


def _mimics(items: Sequence[Item]) -> Iterator[Finding]:
    """Of each mimic there are cases that are SPS, and cases that are not."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        if item.mimic:
            keys[item.mimic].add(item.texts[item.key])
    for mimic, found in sorted(keys.items()):
        if len(found) == 1:
            message = f"every case of {mimic} has the key {min(found)}"
            yield Finding("mimic", "", message, is_warning=True)


def objective_findings(
    items: Sequence[Item], fewest: Mapping[str, int]
) -> Iterator[Finding]:
    """Objectives with fewer questions than they need: by code, how many (M17)."""
    asked = Counter(item.content["objective"] for item in items if not item.mimic)
    for code, least in fewest.items():
        if asked[code] < least:
            message = f"{code} has {asked[code]} questions; at least {least}"
            yield Finding("M17", "", message)


def _single(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.kind == "single"]


def _by_topic(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.topic].append(item)
    return dict(found)

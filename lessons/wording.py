"""Words that a text about people avoids (teaching plan, L21), and doses. Pure."""

import re
from collections.abc import Iterator

# What is not said of people, and what may be said instead.
_WORDING = {
    r"suffer(s|ed|ing)? from": "has, or lives with",
    r"sufferers?|victims?|afflicted|stricken": "people with SPS",
    r"(wheelchair|bed)-?bound|bedridden": "uses a wheelchair, stays in bed",
    r"confined to (a|the|her|his|their) (wheelchair|chair|bed|house|home)": (
        "uses a wheelchair, stays in bed"
    ),
    r"cripple[sd]?|crippling": "disabled, disabling",
    r"(the|an?) (diabetics?|epileptics?|disabled)(?! \w)": "people with diabetes, …",
    r"(complain(s|ed|ing)? of|den(y|ies|ied) (pain|having))": "reports, says that",
}
_WORDING_RULE = re.compile(
    "|".join(rf"\b(?P<w{n}>{words})\b" for n, words in enumerate(_WORDING)),
    re.IGNORECASE,
)
_OLD_NAME = re.compile(r"(?<![“‘])\bstiff[- ](man|person man)\b", re.IGNORECASE)
_DOSE = re.compile(
    r"\b\d[\d.,]*(\s|-)?(mg|µg|μg|mcg|grams?|g/kg|ml|IU|mg/kg)\b(?!/m?[lL])"
)


def faults(text: str) -> Iterator[tuple[str, str]]:
    """The rule and what it finds, at most once for each rule of wording."""
    if match := _WORDING_RULE.search(text):
        (at,) = (int(name[1:]) for name, word in match.groupdict().items() if word)
        better = list(_WORDING.values())[at]
        yield "L21", f"“{match[0]}”: say {better}"
    if match := _OLD_NAME.search(text):
        yield "L21", f"“{match[0]}”: the old name only in quotation marks"
    if match := _DOSE.search(text):
        yield "no-dose", f"“{match[0]}” looks like a dose"

"""A question that passes every rule, to be made worse in one place."""

from datetime import date

from quizzes.linting import Item, item_findings

TODAY = date(2026, 11, 25)
NAMES = [("immunoglobulin", "IVIG"), ("GABA", "γ-aminobutyric acid")]

OPTIONS = [
    "It lets more chloride into the cell",
    "It opens a channel for the messenger",
    "It shuts a gate along the long fibre",
    "It feeds an enzyme inside the ending",
]
KEY = 1
RATIONALE = (
    "A tempting thought, because the two lie side by side in number {} of the figure;"
    " it would be right if the {} one had been meant."
)
RATIONALE_OF_KEY = (
    "The receptor sits in the wall of the nerve cell. When the messenger binds, a pore"
    " widens, charge flows and the cell grows calm for a while, as the lesson draws it."
)
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")


def options(*texts, key=KEY, rationales=None):
    """The options of a question; the reasons differ in their words."""
    return [
        {
            "id": "abcdef"[at],
            "text": text,
            "key": at == key,
            "rationale": (rationales or {}).get(at, reason_of(at, key)),
        }
        for at, text in enumerate(texts)
    ]


def reason_of(at, key):
    if at == key:
        return RATIONALE_OF_KEY
    own = " ".join(f"{PLACES[at]}{word}" for word in ("ly", "ish", "ness", "er"))
    return f"{RATIONALE.format(at, PLACES[at])} {own}"


def content(**changed):
    """What a sound question holds; None takes a field away."""
    whole = {
        "id": "q",
        "kind": "single",
        "objective": "M1.1",
        "level": "apply",
        "roles": ["student"],
        "vignette": "",
        "stem": "The brake on a nerve is switched on. How does the receptor do it?",
        "options": options(*OPTIONS),
        "key_idea": "The receptor opens a channel.",
        "references": ["R2"],
        "checked": TODAY.isoformat(),
        **changed,
    }
    return {name: value for name, value in whole.items() if value is not None}


def item(topic="mechanism", **changed):
    return Item(content(**changed), topic)


def said(rule, **changed):
    """What one rule says of the question."""
    found = item_findings(item(**changed), NAMES, TODAY)
    return [one.message for one in found if one.rule == rule]

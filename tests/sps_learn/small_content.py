"""A small set of content files, sound and in the form that dump_content gives them."""

import datetime as dt
from pathlib import Path

from sps_learn import content
from sps_learn.publishing.files import ContentError
from sps_learn.publishing.loading import Report
from sps_learn.publishing.writing import to_yaml
from tests.quizzes.factories import PARTS, question_content

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)

LESSONS = "lessons/content"
MODULE = f"{LESSONS}/01-mechanism/module.yaml"
LESSON = f"{LESSONS}/01-mechanism/01-the-normal-brake.md"
FIGURE = f"{LESSONS}/figures/synapse.md"
DRAWING = f"{LESSONS}/figures/synapse.svg"
TOPICS = f"{LESSONS}/topics.yaml"
REFERENCES = f"{LESSONS}/references.yaml"
GLOSSARY = f"{LESSONS}/glossary.yaml"
BANK = "quizzes/banks/mechanism.yaml"
KINDS = "quizzes/banks/more/kinds.yaml"
QUIZZES = "quizzes/quizzes.yaml"

_PARAGRAPH = {
    "n": 1,
    "topic": "mechanism",
    "verdict": "simplified",
    "correction": "It is only inferred.",
    "references": ["R2"],
}
_DAY = dt.date(2026, 11, 21)

LESSON_TEXT = """\
---
slug: the-normal-brake
title: The brake at rest
objectives:
  - M1.1
roles:
  - student
  - nurse
---

## At rest {#rest}

{{term:gaba}} calms nerve cells.[@causes:1] [@R2]

{{figure:synapse}}

::: safety
Ask first.
:::

{{check:single-one}}
"""

FIGURE_TEXT = """\
---
title: A synapse
description: Two cells and a gap.
---

Two nerve cells meet.

Between them is a gap.
"""

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>\n'
)


def question(id: str, kind: str = "single", /, **changed: object) -> dict[str, object]:
    """A question as dump writes it."""
    return question_content(id, kind, **{"checked": _DAY, **changed})


def small_content() -> dict[str, str]:
    """File names with their text."""
    kinds = [question(f"{kind}-one", kind) for kind in PARTS]
    steps = [question("step-one"), question("step-two", "short")]
    case = {
        "id": "a-case",
        "title": "A stiff morning",
        "steps": ["step-one", "step-two"],
    }
    bank = {"bank": "mechanism", "topic": "mechanism", "title": "Mechanism"}
    return {
        TOPICS: to_yaml(
            [
                {
                    "slug": "mechanism",
                    "title": "Mechanism",
                    "summary": "Why the brake fails.",
                    "order": 1,
                    "family": "mechanism",
                }
            ]
        ),
        REFERENCES: to_yaml(
            [
                {
                    "key": "causes",
                    "kind": "document",
                    "title": "What causes it?",
                    "authors": "",
                    "checked": _DAY,
                    "paragraphs": [_PARAGRAPH],
                },
                {
                    "key": "R2",
                    "kind": "article",
                    "title": "Stiffness: “a review”",
                    "authors": "A. Author",
                    "year": 2025,
                    "doi": "10.1000/x",
                    "checked": _DAY,
                    "review_by": dt.date(2027, 11, 21),
                },
            ]
        ),
        GLOSSARY: to_yaml(
            [
                {
                    "term": "GABA",
                    "slug": "gaba",
                    "aliases": ["γ-aminobutyric acid"],
                    "definition": "A messenger that calms nerve cells.",
                },
                {
                    "term": "brake",
                    "slug": "brake",
                    "aliases": [],
                    "definition": "What holds a muscle back.",
                },
            ]
        ),
        FIGURE: FIGURE_TEXT,
        DRAWING: SVG,
        MODULE: to_yaml(
            {
                "slug": "mechanism",
                "topic": "mechanism",
                "title": "Why the brake fails",
                "summary": "How muscle is kept quiet.",
                "objectives": [
                    {"code": "M1.1", "text": "Explain.", "safety": False, "card": ""},
                    {"code": "M1.2", "text": "Say.", "safety": True, "card": "Ask."},
                ],
            }
        ),
        LESSON: LESSON_TEXT,
        BANK: to_yaml({**bank, "questions": kinds[:1], "cases": []}),
        KINDS: to_yaml({**bank, "questions": kinds[1:] + steps, "cases": [case]}),
        QUIZZES: to_yaml(
            [
                {
                    "slug": "mechanism",
                    "title": "Mechanism",
                    "summary": "Practise it.",
                    "mode": "practice",
                    "topic": "mechanism",
                    "blueprint": [
                        {
                            "bank": "mechanism",
                            "objective": "M1.1",
                            "level": None,
                            "role": "nurse",
                            "count": 1,
                        }
                    ],
                    "pass_mark": 80,
                    "attempts_allowed": None,
                    "time_limit_minutes": None,
                }
            ]
        ),
    }


class Files:
    """Content files in a folder, to be changed, loaded and compared."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in small_content().items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change one place of a file; the place must be there once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{text.count(old)} times {old!r} in {name}"
        self.write(name, text.replace(old, new))

    def remove(self, name: str) -> None:
        (self.root / name).unlink()

    def load(self, **given: object) -> Report:
        return content.load(self.root, now=NOON, **given)

    def problems(self) -> list[str]:
        """What a load complains of; an empty list when it complains of nothing."""
        try:
            content.read(self.root)
        except ContentError as error:
            return str(error).splitlines()
        return []

    def texts(self) -> dict[str, str]:
        return texts(self.root)


def texts(root: Path) -> dict[str, str]:
    """Every file below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }

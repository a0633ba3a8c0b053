"""A question as the rules see it, and what they say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..kinds.choice import KINDS as CHOICE_KINDS


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    question: str  # its id; empty where the whole bank is meant
    message: str
    is_warning: bool = False


@dataclass(frozen=True)
class Item:
    """A question and the topic of its bank."""

    content: Mapping[str, Any]
    topic: str = ""
    in_case: bool = False

    @property
    def id(self) -> str:
        return str(self.content["id"])

    @property
    def kind(self) -> str:
        return str(self.content["kind"])

    @property
    def stem(self) -> str:
        return str(self.content["stem"])

    @cached_property
    def question(self) -> str:
        """All that is asked: the vignette, then the stem."""
        return f"{self.content['vignette']} {self.stem}".strip()

    @property
    def mimic(self) -> str:
        """The look-alike of a case of the trainer, which no quiz draws."""
        return str(self.content.get("mimic", ""))

    @property
    def has_options(self) -> bool:
        return self.kind in CHOICE_KINDS

    @property
    def options(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.content.get("options", ())
        return found

    @cached_property
    def texts(self) -> list[str]:
        """The options in stored order."""
        return [str(option["text"]) for option in self.options]

    @cached_property
    def key(self) -> int:
        """The place of the one right option."""
        return next(n for n, option in enumerate(self.options) if option["key"])

    @property
    def distractors(self) -> list[str]:
        return [text for n, text in enumerate(self.texts) if n != self.key]

"""What a learner stands in: an objective, a topic, a cell of the mastery grid.

Pure: imports nothing from Django. A unit is a short name, made of keys of the database
that stay as they are. The cells are the topics by what a question asks of one:

    recall   to recall or to understand
    apply    to apply or to analyse
    case     to find one's way through an unfolding case
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Skill(StrEnum):
    RECALL = "recall"
    APPLY = "apply"
    CASE = "case"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question belongs."""

    objective: int | None
    topic: int
    level: str
    is_step: bool  # of an unfolding case

    @property
    def skill(self) -> Skill:
        if self.is_step:
            return Skill.CASE
        return Skill.RECALL if self.level in {"recall", "understand"} else Skill.APPLY

    @property
    def units(self) -> Iterator[str]:
        """Every unit that its answers count in."""
        if self.objective is not None:
            yield objective_unit(self.objective)
        yield topic_unit(self.topic)
        yield cell_unit(self.topic, self.skill)


def objective_unit(pk: int) -> str:
    return f"objective {pk}"


def topic_unit(pk: int) -> str:
    return f"topic {pk}"


def cell_unit(topic: int, skill: Skill) -> str:
    return f"topic {topic} {skill}"

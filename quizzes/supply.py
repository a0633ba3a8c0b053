"""What the rows of blueprints could draw now: for any number of rows in two queries.

Who writes a quiz is told how much that is; a draw (actions/start.py, `pools`) asks for
what these questions say, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from .models import BlueprintRow, Case, Question
from .selection import Block, Candidate, NotEnoughQuestions, Row, draw


class Stock(NamedTuple):
    """What a row asks of a published question."""

    pk: int
    slug: str
    bank_id: int
    case_id: int | None
    objective_id: int | None
    level: str
    safety: bool
    for_students: bool
    for_nurses: bool
    mimic: str

    @property
    def is_to_draw(self) -> bool:
        # The same rule for many rows: QuestionQuerySet.to_draw.
        return self.case_id is None and not self.mimic


@dataclass(frozen=True, slots=True)
class Shortage:
    """The first row of a blueprint that cannot be served, counted from 1."""

    row: int  # 0 where there is none
    asked: str = ""  # "5 questions"
    available: int = 0

    def __str__(self) -> str:
        if not self.row:
            return "It has no rows."
        can = f"{self.available} can be drawn for it."
        return f"Row {self.row} asks for {self.asked}; {can}"

    @property
    def in_brief(self) -> str:
        return f"row {self.row} is short" if self.row else "it has no rows"


@dataclass(frozen=True, slots=True)
class Supply:
    """All that is published, as blueprints look at it."""

    questions: Sequence[Stock]
    steps_of: Mapping[int, Sequence[Stock]]  # by case, of those that are whole

    @classmethod
    def now(cls) -> Self:
        published = Question.objects.published().order_by("pk")
        found = [Stock(*one) for one in published.values_list(*Stock._fields)]
        return cls(found, _whole_cases(found))

    def pool(self, row: BlueprintRow) -> list[Block]:
        """What the row could draw if it were the only one: questions, or whole cases.

        A case is what it asks for where one of its steps is.
        """
        wanted = [one for one in self.questions if _wants(row, one)]
        if not row.cases:
            return [_block([one]) for one in wanted if one.is_to_draw]
        cases = sorted({one.case_id for one in wanted} & self.steps_of.keys())
        return [_block(self.steps_of[case], case) for case in cases]

    def shortage(self, rows: Sequence[BlueprintRow]) -> Shortage | None:
        """The first row that cannot be served beside the others."""
        if not rows:
            return Shortage(row=0)
        try:
            draw([Row(row.count, self.pool(row)) for row in rows], seed=0)
        except NotEnoughQuestions as fault:
            return Shortage(fault.row + 1, str(rows[fault.row]), fault.available)
        return None


def _whole_cases(published: Sequence[Stock]) -> dict[int, list[Stock]]:
    # The same rule for one case: Case.published_steps.
    there = {(one.case_id, one.slug): one for one in published}
    return {
        case: [there[case, slug] for slug in steps]
        for case, steps in Case.objects.values_list("pk", "steps")
        if steps and all((case, slug) in there for slug in steps)
    }


def _block(steps: Sequence[Stock], case: int | None = None) -> Block:
    return Block(tuple(Candidate(one.pk, options=()) for one in steps), case)


def _wants(row: BlueprintRow, one: Stock) -> bool:
    return (
        row.bank_id in (None, one.bank_id)
        and row.objective_id in (None, one.objective_id)
        and row.level in ("", one.level)
        and row.safety in ("", "only" if one.safety else "none")
        and _is_for(row.role, one)
    )


def _is_for(role: str, one: Stock) -> bool:
    if not role:
        return True
    return one.for_students if role == BlueprintRow.Role.STUDENT else one.for_nurses

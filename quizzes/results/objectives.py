"""An attempt by objective: what was right of each, and where it left the learner."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lessons.models import Objective

from ..mastery import Standing
from ..models import Attempt
from ..standing import standings_before, standings_of
from .answers import AnswerLine


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    objective: Objective
    answers: Sequence[AnswerLine]  # to its questions, in order
    standing: Standing  # now
    before: Standing  # when the attempt was started

    @property
    def asked(self) -> int:
        return len(self.answers)

    @property
    def answered(self) -> int:
        return sum(line.is_answered for line in self.answers)

    @property
    def right(self) -> int:
        return sum(line.is_right for line in self.answers)

    @property
    def missed(self) -> list[AnswerLine]:
        return [line for line in self.answers if line.is_missed]

    @property
    def counts(self) -> bool:
        """Whether its state rests on these answers: not on cases of the trainer."""
        return any(not line.response.question.mimic for line in self.answers)

    @property
    def sure_but_wrong(self) -> int:
        return sum(line.is_sure_but_wrong for line in self.answers)

    @property
    def share(self) -> float:
        """Right answers among those given; what was left open is not a miss."""
        return self.right / self.answered if self.answered else 1.0


def objective_lines(
    attempt: Attempt, answers: Sequence[AnswerLine], now: datetime
) -> list[ObjectiveLine]:
    """Each objective that was asked, the weakest first."""
    asked: dict[Objective, list[AnswerLine]] = defaultdict(list)
    for line in answers:
        if line.response.question.objective is not None:
            asked[line.response.question.objective].append(line)
    today = standings_of(attempt.learner, now)
    before = standings_before(attempt, [objective.pk for objective in asked], today)
    lines = [
        ObjectiveLine(
            objective,
            found,
            today.objective(objective.pk),
            before.objective(objective.pk),
        )
        for objective, found in asked.items()
    ]
    return sorted(
        lines,
        key=lambda line: (line.share, -line.sure_but_wrong, line.objective.code),
    )

"""How an attempt went: by objective, what to look at again, and one next step."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from lessons.markup import plain_text
from lessons.models import Objective

from .mastery import FAMILIAR_SHARE, Standing
from .models import Attempt, Response
from .standing import standings_of

ATTEMPTS_PER_PAGE = 20
STEM_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    objective: Objective
    right: int
    answered: int
    asked: int
    standing: Standing

    @property
    def missed(self) -> int:
        return self.answered - self.right

    @property
    def share(self) -> float:
        """Right answers among those given; what was left open is not a miss."""
        return self.right / self.answered if self.answered else 1.0


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer in a list: number, question in short, what was chosen."""

    response: Response
    stem: str
    chosen: str

    @property
    def is_right(self) -> bool:
        return self.response.fraction == 1


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, and why."""

    title: str
    because: str
    url: str
    label: str


def page_of(attempts: QuerySet[Attempt], number: str | None) -> Page[Attempt]:
    """A page of attempts; a number that makes no sense shows the nearest page."""
    return Paginator(attempts, ATTEMPTS_PER_PAGE).get_page(number)


def for_attempt(attempt: Attempt) -> dict[str, Any]:
    """What attempt.html shows of a finished attempt."""
    responses = list(attempt.responses.all())
    lines = [answer_line(response) for response in responses]
    objectives = objective_lines(attempt, responses)
    return {
        "attempt": attempt,
        "right": sum(line.is_right for line in lines),
        "answers": lines,
        "objectives": objectives,
        "sure_but_wrong": [line for line in lines if _was_sure_but_wrong(line)],
        "lucky_guesses": [line for line in lines if _was_a_lucky_guess(line)],
        "step": next_step(attempt, objectives, responses),
    }


def for_checking(attempt: Attempt) -> dict[str, Any]:
    """What check_answers.html shows before an attempt is finished."""
    lines = [answer_line(response) for response in attempt.responses.all()]
    return {
        "attempt": attempt,
        "answers": lines,
        "open": [line for line in lines if line.response.answer is None],
    }


def answer_line(response: Response) -> AnswerLine:
    shown = response.shown_revision.rendered
    texts = {option["id"]: plain_text(option["text"]) for option in shown["options"]}
    stem = Truncator(plain_text(shown["stem"])).chars(STEM_CHARACTERS)
    chosen = "; ".join(texts[name] for name in response.chosen)
    return AnswerLine(response, stem, chosen)


def objective_lines(
    attempt: Attempt, responses: Sequence[Response]
) -> list[ObjectiveLine]:
    """Each objective that was asked, the weakest first."""
    asked: dict[Objective, list[Response]] = defaultdict(list)
    for response in responses:
        if response.question.objective is not None:
            asked[response.question.objective].append(response)
    standings = standings_of(attempt.learner)
    lines = [
        ObjectiveLine(
            objective,
            sum(response.fraction == 1 for response in found),
            sum(response.answer is not None for response in found),
            len(found),
            standings.objective(objective.pk),
        )
        for objective, found in asked.items()
    ]
    return sorted(lines, key=lambda line: (line.share, line.objective.code))


def next_step(
    attempt: Attempt,
    objectives: Sequence[ObjectiveLine],
    responses: Sequence[Response],
) -> NextStep:
    """Read again what was missed; else answer more, mix the topics, or read on."""
    for line in objectives:
        lesson = _lesson_of_a_missed_question(line.objective, responses)
        if line.share < FAMILIAR_SHARE and lesson:
            return NextStep(
                f"Read again: {lesson['title']}",
                f"Because {line.missed} of {line.answered} on "
                f"“{as_phrase(line.objective)}” {was_or_were(line.missed)} missed.",
                lesson["url"],
                "Open the lesson",
            )
    left_open = attempt.size - attempt.answered
    if left_open:
        return NextStep(
            "Practise some more",
            f"Because {left_open} of {attempt.size} questions "
            f"{was_or_were(left_open)} left open.",
            reverse("quizzes:practise"),
            "Choose a quiz",
        )
    if attempt.is_mixed:
        return NextStep(
            "Go on with the next lesson",
            "Because most of this was right, over more than one topic.",
            reverse("lessons:modules"),
            "Choose a lesson",
        )
    return NextStep(
        "Mix the topics",
        "Because most of this was right, and an idea lasts better when it is met among "
        "others.",
        reverse("quizzes:practise"),
        "Choose a mixed quiz",
    )


def as_phrase(objective: Objective) -> str:
    """An objective inside a sentence."""
    return objective.text.rstrip(".")


def was_or_were(number: int) -> str:
    return "was" if number == 1 else "were"


def _lesson_of_a_missed_question(
    objective: Objective, responses: Sequence[Response]
) -> dict[str, str] | None:
    for response in responses:
        is_missed = response.answer is not None and response.fraction != 1
        if response.question.objective == objective and is_missed:
            return response.shown_revision.rendered["lesson"]
    return None


def _was_sure_but_wrong(line: AnswerLine) -> bool:
    response = line.response
    return response.confidence == Response.Confidence.CERTAIN and not line.is_right


def _was_a_lucky_guess(line: AnswerLine) -> bool:
    return line.response.confidence == Response.Confidence.GUESSING and line.is_right

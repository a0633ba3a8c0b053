"""The rules of linting/ over all banks of the files, with file and line."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from lessons.curriculum import Curriculum
from sps_learn.publishing.files import Problem

from . import linting
from .files import BANKS, BankFile, QuizFiles
from .linting import Finding, Item
from .linting.banks import FEWEST_OF_OBJECTIVE, objective_findings

FEWEST_OF_LESSON = 3
# An objective of this topic is certified, and a retake must differ (M17).
CERTIFIED_TOPIC, FEWEST_CERTIFIED = "nursing", 6
REFERENCES = "lessons/content/references.yaml"


def problems(found: QuizFiles, today: date) -> Iterator[tuple[Problem, bool]]:
    """What the rules find, each with whether it is only a warning."""
    places = {
        question.id: f"{BANKS}/{bank.name}.yaml"
        for bank in found.banks
        for question in bank.questions
    }
    for finding in _findings(found, today):
        file = places.get(finding.question, BANKS)
        line = found.lines.get(finding.question, 1)
        name = f"{finding.question}: " if finding.question else ""
        said = Problem(file, line, finding.rule, f"{name}{finding.message}")
        yield said, finding.is_warning
    for problem in (*_not_asked(found), *_safety_without_card(found)):
        yield problem, False


def measures(found: QuizFiles) -> dict[str, Any]:
    """The figures of the banks; empty without questions."""
    items = items_of(found)
    return linting.bank_measures(items) if items else {}


def items_of(found: QuizFiles) -> list[Item]:
    """Every question of the files as the rules see it."""
    return [
        Item(question.content(), bank.head.topic, question.id in _steps(bank))
        for bank in found.banks
        for question in bank.questions
    ]


def _steps(bank: BankFile) -> set[str]:
    return {step for case in bank.cases for step in case.steps}


def _findings(found: QuizFiles, today: date) -> Iterator[Finding]:
    items = items_of(found)
    names = [(term.term, *term.aliases) for term in found.curriculum.terms]
    for item in items:
        yield from linting.item_findings(item, names, today)
    if items:
        yield from linting.bank_findings(items)
        yield from objective_findings(items, _fewest(found.curriculum))


def _fewest(curriculum: Curriculum) -> dict[str, int]:
    """How many questions each objective needs."""
    return {
        objective.code: FEWEST_CERTIFIED
        if module.content.topic == CERTIFIED_TOPIC
        else FEWEST_OF_OBJECTIVE
        for module in curriculum.modules
        for objective in module.content.objectives
    }


def _safety_without_card(found: QuizFiles) -> Iterator[Problem]:
    """Whoever misses a safety question is shown the card of its objective."""
    with_card = {
        objective.code
        for module in found.curriculum.modules
        for objective in module.content.objectives
        if objective.safety
    }
    for bank in found.banks:
        for question in bank.questions:
            if question.safety and question.objective not in with_card:
                message = f"{question.id}: {question.objective} has no safety card"
                file = f"{BANKS}/{bank.name}.yaml"
                yield Problem(file, found.lines[question.id], "safety", message)


def _not_asked(found: QuizFiles) -> Iterator[Problem]:
    """Paragraphs of documents without a question, and lessons with too few (T1)."""
    questions = [question for bank in found.banks for question in bank.questions]
    asked = {citation for question in questions for citation in question.references}
    for key, numbers in found.curriculum.paragraphs.items():
        for n in sorted(numbers):
            if f"{key}:{n}" not in asked:
                message = f"no question asks paragraph {n} of {key}"
                yield Problem(REFERENCES, 1, "asked", message)
    linked = [question.lesson.partition("#")[0] for question in questions]
    for module in found.curriculum.modules:
        for lesson in module.lessons:
            number = linked.count(f"{module.content.slug}/{lesson.content.slug}")
            if number < FEWEST_OF_LESSON:
                message = f"{number} questions lead to it; at least {FEWEST_OF_LESSON}"
                yield Problem(lesson.name, 1, "T1", message)

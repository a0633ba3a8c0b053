"""Banks and quizzes as files: read and checked, loaded into rows, written back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from lessons.files import Check, Curriculum, check_citation
from lessons.rendering import split_citation
from sps_learn.publishing.files import Reader, SourceFile, to_yaml
from sps_learn.publishing.loading import NOT_PLAYABLE, Loader

from . import schemas
from .models import Bank, Case, Question, Quiz

BANKS = "quizzes/banks"
QUIZZES = "quizzes/quizzes.yaml"
_MEMBERS = {"questions", "cases"}


@dataclass(slots=True)
class BankFile:
    name: str  # below the banks' folder, without its ending
    head: schemas.BankContent
    questions: list[schemas.QuestionContent] = field(default_factory=list)
    cases: list[schemas.CaseContent] = field(default_factory=list)


@dataclass(slots=True)
class QuizFiles:
    """Every bank and quiz that the files hold."""

    banks: list[BankFile] = field(default_factory=list)
    quizzes: list[schemas.QuizContent] = field(default_factory=list)

    @property
    def questions(self) -> set[str]:
        return {question.id for bank in self.banks for question in bank.questions}


# Reading ---------------------------------------------------------------------


def read(reader: Reader, curriculum: Curriculum) -> QuizFiles:
    """The files under `reader.root`, checked against what is taught."""
    found = QuizFiles()
    folder = reader.root / BANKS
    for path in sorted(folder.rglob("*.yaml")):
        _read_bank(reader, path.relative_to(folder).as_posix(), curriculum, found)
    file = reader.yaml(QUIZZES)
    for at, member in enumerate(reader.members(file)):
        if content := reader.check(schemas.QuizContent, file, member, (at,)):
            _check_blueprint(reader, file, at, content, curriculum, found)
            found.quizzes.append(content)
    _check_lesson_checks(reader, curriculum.checks, found.questions)
    return found


def _read_bank(
    reader: Reader, name: str, curriculum: Curriculum, found: QuizFiles
) -> None:
    file = reader.yaml(f"{BANKS}/{name}")
    if not isinstance(file.data, dict):
        if file.node is not None:
            reader.report(file, (), "must hold bank, topic, title and questions")
        return
    # Question by question: a fault in one must not hide those of the others.
    head = {key: file.data[key] for key in file.data if key not in _MEMBERS}
    content = reader.check(schemas.BankContent, file, head)
    if content is None:
        return
    bank = BankFile(name.removesuffix(".yaml"), content)
    bank.cases = [
        case
        for at, member in enumerate(reader.members(file, "cases"))
        if (case := reader.check(schemas.CaseContent, file, member, ("cases", at)))
    ]
    known, anchors = found.questions, curriculum.anchors
    found.banks.append(bank)
    for at, member in enumerate(reader.members(file, "questions")):
        question = reader.check_kind(schemas.QUESTION, file, member, ("questions", at))
        if question is None:
            continue
        if question.id in known:
            reader.report(
                file, ("questions", at, "id"), f"{question.id} is given twice"
            )
        known.add(question.id)
        bank.questions.append(question)
        _check_question(reader, file, at, question, curriculum, anchors)
    _check_cases(reader, file, bank)


def _check_question(
    reader: Reader,
    file: SourceFile,
    at: int,
    question: schemas.QuestionContent,
    curriculum: Curriculum,
    anchors: set[str],
) -> None:
    where = ("questions", at)
    if question.objective not in curriculum.objectives:
        reader.report(file, (*where, "objective"), f"no objective {question.objective}")
    if question.lesson not in anchors:
        reader.report(
            file, (*where, "lesson"), f"no lesson or section {question.lesson}"
        )
    for number, citation in enumerate(question.references):
        key, paragraph = split_citation(citation)
        place = (*where, "references", number)
        check_citation(reader, file, place, key, paragraph, curriculum.paragraphs)


def _check_cases(reader: Reader, file: SourceFile, bank: BankFile) -> None:
    here = {question.id for question in bank.questions}
    for at, case in enumerate(bank.cases):
        for number, step in enumerate(case.steps):
            if step not in here:
                reader.report(
                    file,
                    ("cases", at, "steps", number),
                    f"no question {step} in this file",
                )


def _check_blueprint(
    reader: Reader,
    file: SourceFile,
    at: int,
    quiz: schemas.QuizContent,
    curriculum: Curriculum,
    found: QuizFiles,
) -> None:
    if quiz.slug in {other.slug for other in found.quizzes}:
        reader.report(file, (at, "slug"), f"{quiz.slug} is given twice")
    for number, row in enumerate(quiz.blueprint):
        where = (at, "blueprint", number)
        if row.bank and row.bank not in {bank.head.bank for bank in found.banks}:
            reader.report(file, (*where, "bank"), f"no bank {row.bank}")
        if row.objective and row.objective not in curriculum.objectives:
            reader.report(file, (*where, "objective"), f"no objective {row.objective}")


def _check_lesson_checks(
    reader: Reader, checks: list[Check], questions: set[str]
) -> None:
    for check in checks:
        if check.question not in questions:
            reader.report(check.file, (), f"no question {check.question}")


# Loading ---------------------------------------------------------------------


def load(found: QuizFiles, loader: Loader) -> None:
    """Bring the rows up to the files."""
    for file in found.banks:
        _load_bank(file, loader)
    for order, content in enumerate(found.quizzes):
        row = Quiz.objects.filter(slug=content.slug).first() or Quiz()
        row.order = order
        loader.load(row, content, f"quiz {content.slug}")
        if not row.is_playable:
            loader.report.notes.append(f"quiz {content.slug}: {NOT_PLAYABLE}")


def _load_bank(file: BankFile, loader: Loader) -> None:
    bank = Bank.objects.filter(slug=file.head.bank).first() or Bank()
    loader.load(bank, file.head, f"bank {file.head.bank}")
    cases: dict[str, Case] = {}
    for order, content in enumerate(file.cases):
        case = Case.objects.filter(slug=content.id).first() or Case(bank=bank)
        case.file, case.order = file.name, order
        loader.load(case, content, f"case {content.id}")
        loader.report.notes.append(f"case {content.id}: {NOT_PLAYABLE}")
        cases |= dict.fromkeys(content.steps, case)
    known = {row.slug: row for row in bank.questions.select_related("published")}
    for order, content in enumerate(file.questions):
        question = known.get(content.id) or Question(bank=bank)
        question.case = cases.get(content.id)
        question.file, question.order = file.name, order
        loader.load_and_publish(
            question,
            content,
            f"question {content.id}",
            playable=content.playable and question.case is None,
        )


# Dumping ---------------------------------------------------------------------


def dump() -> Iterator[tuple[str, str]]:
    """File names below the project's root, with their text."""
    questions = Question.objects.select_related("bank__topic", "published").order_by(
        "file", "order", "pk"
    )
    cases = list(Case.objects.order_by("order", "pk"))
    for name, members in groupby(questions, key=lambda row: row.file or row.bank.slug):
        yield f"{BANKS}/{name}.yaml", to_yaml(_bank_file(name, list(members), cases))
    quizzes = [
        schemas.QuizContent.model_validate(quiz.content()).for_file()
        for quiz in Quiz.objects.order_by("order", "pk")
    ]
    yield QUIZZES, to_yaml(quizzes)


def _bank_file(name: str, members: list[Question], cases: list[Case]) -> dict[str, Any]:
    return {
        **members[0].bank.content(),
        "questions": [_question_for_file(question) for question in members],
        "cases": [case.content() for case in cases if case.file == name],
    }


def _question_for_file(question: Question) -> dict[str, Any]:
    content = question.published.content if question.published else question.draft
    return schemas.QUESTION.validate_python(content).for_file()

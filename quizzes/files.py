"""Banks and quizzes as files: read and checked, loaded into rows, written back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from lessons.curriculum import (
    Curriculum,
    check_citation,
    check_name,
    check_new,
    names_in,
)
from sps_learn.publishing.files import Location, Reader, SourceFile
from sps_learn.publishing.loading import Loader, Outcome
from sps_learn.publishing.writing import to_yaml

from . import schemas
from .actions import shortage
from .models import Bank, Case, Question, Quiz

BANKS = "quizzes/banks"
QUIZZES = "quizzes/quizzes.yaml"
_MEMBERS = {"questions", "cases"}


@dataclass(slots=True)
class BankFile:
    name: str  # below the banks' folder, without its ending
    head: schemas.BankContent
    questions: list[schemas.QuestionContent]
    cases: list[schemas.CaseContent]


@dataclass(slots=True)
class QuizFiles:
    """Every bank and quiz that the files hold."""

    curriculum: Curriculum
    banks: list[BankFile] = field(default_factory=list)
    quizzes: list[schemas.QuizContent] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # of each question, in its file

    @property
    def names(self) -> dict[str, set[str]]:
        return self.curriculum.names

    @property
    def taken(self) -> dict[str, set[str]]:
        return self.curriculum.taken


# Reading ---------------------------------------------------------------------


def read(reader: Reader, curriculum: Curriculum) -> QuizFiles:
    """The files under `reader.root`, checked against what is taught."""
    found = QuizFiles(curriculum)
    folder = reader.root / BANKS
    for path in sorted(folder.rglob("*.yaml")):
        _read_bank(reader, path.relative_to(folder).as_posix(), found)
    file = reader.yaml(QUIZZES)
    for at, member in enumerate(reader.members(file)):
        if content := reader.check(schemas.QuizContent, file, member, (at,)):
            check_new(reader, file, (at, "slug"), content.slug, found.taken["quiz"])
            _check_quiz(reader, file, at, content, found)
            found.quizzes.append(content)
    _check_asked(reader, found)
    return found


def _check_asked(reader: Reader, found: QuizFiles) -> None:
    """What lessons ask must be there, and be none of the trainer's cases."""
    trained = {
        question.id
        for bank in found.banks
        for question in bank.questions
        if question.content().get("mimic")
    }
    for check in found.curriculum.checks:
        name = check.question
        check_name(reader, check.file, check.path, "question", name, found.curriculum)
        if name in trained:
            message = f"{name} is a case of “SPS or not?”, which no lesson asks"
            reader.report(check.file, check.path, message)


def _read_bank(reader: Reader, name: str, found: QuizFiles) -> None:
    file = reader.yaml(f"{BANKS}/{name}")
    data = reader.mapping(file)
    if data is None:
        return
    found.names["bank"].add(str(data.get("bank")))
    # Question by question: a fault in one must not hide those of the others.
    questions = list(_read_questions(reader, file, found))
    cases = list(_read_cases(reader, file, found))
    head = {key: data[key] for key in data if key not in _MEMBERS}
    content = reader.check(schemas.BankContent, file, head)
    if content is not None:
        _check_head(reader, file, content, found)
        name = name.removesuffix(".yaml")
        found.banks.append(BankFile(name, content, questions, cases))


def _check_head(
    reader: Reader, file: SourceFile, head: schemas.BankContent, found: QuizFiles
) -> None:
    check_name(reader, file, ("topic",), "topic", head.topic, found.curriculum)
    for other in found.banks:
        if other.head.bank == head.bank and other.head != head:
            message = f"topic and title differ from those in {other.name}.yaml"
            reader.report(file, ("bank",), message)
            return


def _read_questions(
    reader: Reader, file: SourceFile, found: QuizFiles
) -> Iterator[schemas.QuestionContent]:
    members = reader.members(file, "questions")
    found.names["question"] |= names_in(members, "id")
    for at, member in enumerate(members):
        where = ("questions", at)
        question = reader.check_kind(schemas.QUESTION, file, member, where)
        if question is not None:
            known = found.taken["question"]
            check_new(reader, file, (*where, "id"), question.id, known)
            _check_question(reader, file, where, question, found)
            found.lines[question.id] = file.line(where)
            yield question


def _check_question(
    reader: Reader,
    file: SourceFile,
    where: Location,
    question: schemas.QuestionContent,
    found: QuizFiles,
) -> None:
    for kind in ("objective", "lesson"):
        name = getattr(question, kind)
        check_name(reader, file, (*where, kind), kind, name, found.curriculum)
    for number, citation in enumerate(question.references):
        place = (*where, "references", number)
        check_citation(reader, file, place, citation, found.curriculum)


def _read_cases(
    reader: Reader, file: SourceFile, found: QuizFiles
) -> Iterator[schemas.CaseContent]:
    questions = names_in(file.data.get("questions"), "id")
    for at, member in enumerate(reader.members(file, "cases")):
        where = ("cases", at)
        case = reader.check(schemas.CaseContent, file, member, where)
        if case is None:
            continue
        check_new(reader, file, (*where, "id"), case.id, found.taken["case"])
        for number, step in enumerate(case.steps):
            place = (*where, "steps", number)
            check_new(reader, file, place, step, found.taken["step"])
            if step not in questions:
                reader.report(file, place, f"no question {step} in this file")
        yield case


def _check_quiz(
    reader: Reader,
    file: SourceFile,
    at: int,
    quiz: schemas.QuizContent,
    found: QuizFiles,
) -> None:
    known = found.curriculum
    if quiz.topic:
        check_name(reader, file, (at, "topic"), "topic", quiz.topic, known)
    for number, row in enumerate(quiz.blueprint):
        for kind in ("bank", "objective"):
            where = (at, "blueprint", number, kind)
            if name := getattr(row, kind):
                check_name(reader, file, where, kind, name, known)


# Loading ---------------------------------------------------------------------


def load(found: QuizFiles, loader: Loader) -> None:
    """Bring the rows up to the files."""
    for file in found.banks:
        _load_bank(file, loader)
    for order, content in enumerate(found.quizzes):
        _load_quiz(content, order, loader)


def _load_quiz(content: schemas.QuizContent, order: int, loader: Loader) -> None:
    """A new or changed quiz is published, unless a row finds too few questions."""
    row = Quiz.objects.filter(slug=content.slug).first() or Quiz()
    name = f"quiz {content.slug}"
    outcome = loader.load(row, content, name, order=order)
    if outcome is Outcome.KEPT:
        return
    short = shortage(list(row.rows.all()))
    if outcome is not Outcome.UNCHANGED or loader.overwrite:
        row.is_published = not short
        row.save(update_fields=["is_published"])
    if short:
        state = "cannot be started" if row.is_published else "not published"
        loader.report.notes.append(f"{name}: {state}. {short}")
    elif not row.is_published:
        # Whether learners find it was decided here, and the file says nothing new.
        loader.report.notes.append(f"{name}: not published here, left alone")


def _load_bank(file: BankFile, loader: Loader) -> None:
    bank = Bank.objects.filter(slug=file.head.bank).first() or Bank()
    loader.load(bank, file.head, f"bank {file.head.bank}")
    cases = _load_cases(file, bank, loader)
    names = [content.id for content in file.questions]
    rows = Question.objects.filter(slug__in=names).select_related("published")
    known = {row.slug: row for row in rows}
    for order, content in enumerate(file.questions):
        case = cases.get(content.id)
        loader.load_and_publish(
            known.get(content.id) or Question(bank=bank),
            content,
            f"question {content.id}",
            bank_id=bank.pk,
            case_id=case,
            file=file.name,
            order=order,
        )


def _load_cases(file: BankFile, bank: Bank, loader: Loader) -> dict[str, int]:
    """The case of each question that belongs to one."""
    cases = {}
    for order, content in enumerate(file.cases):
        row = Case.objects.filter(slug=content.id).first() or Case(bank=bank)
        place = {"bank_id": bank.pk, "file": file.name, "order": order}
        loader.load(row, content, f"case {content.id}", **place)
        cases |= dict.fromkeys(content.steps, row.pk)
    return cases


# Dumping ---------------------------------------------------------------------


def dump() -> Iterator[tuple[str, str]]:
    """File names below the project's root, with their text."""
    questions = Question.objects.select_related("bank__topic", "published").order_by(
        "file", "order", "pk"
    )
    cases = list(Case.objects.order_by("order", "pk"))
    for name, members in groupby(questions, key=lambda row: row.file or row.bank.slug):
        yield f"{BANKS}/{name}.yaml", to_yaml(_bank_file(name, list(members), cases))
    for bank in Bank.objects.filter(questions=None).select_related("topic"):
        empty = {**bank.content(), "questions": [], "cases": []}
        yield f"{BANKS}/{bank.slug}.yaml", to_yaml(empty)
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

"""The curriculum as files: read and checked, loaded into rows, written back.

Reading touches no row; loading writes only what has been checked; dumping gives the
same files byte for byte.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sps_learn.publishing.files import Reader, Schema, SourceFile, to_yaml
from sps_learn.publishing.loading import Loader

from . import markup, schemas
from .models import Figure, Lesson, Module, Reference, Term, Topic

ROOT = "lessons/content"
_NUMBERED = re.compile(r"^(\d+)-(.+)$")
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n\n?(.*)\Z", re.DOTALL)


@dataclass(slots=True)
class ModuleFiles:
    order: int
    content: schemas.ModuleContent
    lessons: list[tuple[int, schemas.LessonContent]] = field(default_factory=list)


@dataclass(slots=True)
class Check:
    """A question that a lesson asks for, to be found in the banks."""

    file: SourceFile
    line: int
    question: str


@dataclass(slots=True)
class Curriculum:
    """Everything that the files teach."""

    topics: list[schemas.TopicContent] = field(default_factory=list)
    references: list[schemas.ReferenceContent] = field(default_factory=list)
    terms: list[schemas.TermContent] = field(default_factory=list)
    figures: list[schemas.FigureContent] = field(default_factory=list)
    modules: list[ModuleFiles] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    @property
    def objectives(self) -> set[str]:
        return {
            one.code for module in self.modules for one in module.content.objectives
        }

    @property
    def anchors(self) -> set[str]:
        """Every address that a question may name: lesson, and lesson#section."""
        found = set()
        for module in self.modules:
            for _, lesson in module.lessons:
                path = f"{module.content.slug}/{lesson.slug}"
                found.add(path)
                sections = markup.render_lesson(lesson.body, markup.Library()).sections
                found |= {f"{path}#{section.id}" for section in sections}
        return found

    @property
    def paragraphs(self) -> dict[str, set[int]]:
        """By key, the paragraphs that may be cited; a literature item has none."""
        return {one.key: {p.n for p in one.paragraphs} for one in self.references}


# Reading ---------------------------------------------------------------------


def read(reader: Reader) -> Curriculum:
    """The files under `reader.root`; faults are gathered in the reader."""
    found = Curriculum()
    found.topics = _read_list(reader, "topics.yaml", schemas.TopicContent, "slug")
    found.references = _read_list(
        reader, "references.yaml", schemas.ReferenceContent, "key"
    )
    found.terms = _read_list(reader, "glossary.yaml", schemas.TermContent, "slug")
    found.figures = list(_read_figures(reader))
    for folder in sorted((reader.root / ROOT).iterdir()):
        if (folder / "module.yaml").exists():
            _read_module(reader, folder, found)
    return found


def _read_list[S: Schema](
    reader: Reader, name: str, schema: type[S], key: str
) -> list[S]:
    file = reader.yaml(f"{ROOT}/{name}")
    found = []
    for at, member in enumerate(reader.members(file)):
        if content := reader.check(schema, file, member, (at,)):
            if getattr(content, key) in {getattr(other, key) for other in found}:
                reader.report(
                    file, (at, key), f"{getattr(content, key)} is given twice"
                )
            found.append(content)
    return found


def _read_figures(reader: Reader) -> Iterator[schemas.FigureContent]:
    folder = reader.root / ROOT / "figures"
    for path in sorted(folder.glob("*.md")):
        file, body = _read_markdown(reader, f"{ROOT}/figures/{path.name}")
        drawings = {}
        for field_name, suffix in (("svg", ""), ("svg_narrow", "-narrow")):
            drawing = path.with_name(f"{path.stem}{suffix}.svg")
            if drawing.exists():
                drawings[field_name] = drawing.read_text("utf-8").strip()
        if isinstance(file.data, dict):
            data = {
                "slug": path.stem,
                **file.data,
                "long_text": body.strip(),
            } | drawings
            if content := reader.check(schemas.FigureContent, file, data):
                yield content


def _read_markdown(reader: Reader, name: str) -> tuple[SourceFile, str]:
    """Front matter as data, and the text below it."""
    text = (reader.root / name).read_text("utf-8")
    match = _FRONT_MATTER.match(text)
    if match is None:
        file = SourceFile(name, None)
        reader.report(file, (), "must begin with front matter between two --- lines")
        return file, ""
    return reader.parse(name, match[1], first_line=2), match[2]


def _read_module(reader: Reader, folder: Path, found: Curriculum) -> None:
    file = reader.yaml(f"{ROOT}/{folder.name}/module.yaml")
    content = reader.check(schemas.ModuleContent, file, file.data)
    if content is None:
        return
    module = ModuleFiles(_number(reader, file, folder.name, content.slug), content)
    known = found.objectives
    for at, objective in enumerate(content.objectives):
        if objective.code in known:
            reader.report(
                file, ("objectives", at, "code"), f"{objective.code} is given twice"
            )
        if objective.safety and not objective.card:
            reader.report(file, ("objectives", at, "card"), "a safety card is missing")
    found.modules.append(module)
    for path in sorted(folder.glob("*.md")):
        _read_lesson(reader, f"{ROOT}/{folder.name}/{path.name}", module, found)


def _read_lesson(
    reader: Reader, name: str, module: ModuleFiles, found: Curriculum
) -> None:
    file, body = _read_markdown(reader, name)
    if not isinstance(file.data, dict):
        return
    content = reader.check(schemas.LessonContent, file, {**file.data, "body": body})
    if content is None:
        return
    order = _number(reader, file, Path(name).stem, content.slug)
    module.lessons.append((order, content))
    for at, code in enumerate(content.objectives):
        if code not in {objective.code for objective in module.content.objectives}:
            reader.report(file, ("objectives", at), f"{code} is not of this module")
    _check_body(reader, name, body, found)


def _check_body(reader: Reader, name: str, body: str, found: Curriculum) -> None:
    text = (reader.root / name).read_text("utf-8")
    above = text[: len(text) - len(body)].count("\n")
    for fault in markup.faults(body):
        reader.report(
            SourceFile(name, None, None, above + fault.line), (), fault.message
        )
    known: dict[str, set[str]] = {
        "term": {term.slug for term in found.terms},
        "figure": {figure.slug for figure in found.figures},
    }
    for mention in markup.mentions(body):
        place = SourceFile(name, None, None, above + mention.line)
        if mention.kind == "check":
            found.checks.append(Check(place, above + mention.line, mention.name))
        elif mention.kind == "citation":
            check_citation(
                reader, place, (), mention.name, mention.paragraph, found.paragraphs
            )
        elif mention.name not in known[mention.kind]:
            reader.report(place, (), f"no {mention.kind} {mention.name}")


def check_citation(
    reader: Reader,
    file: SourceFile,
    path: tuple[str | int, ...],
    key: str,
    paragraph: int | None,
    known: dict[str, set[int]],
) -> None:
    if key not in known:
        reader.report(file, path, f"no reference {key}")
    elif paragraph is not None and paragraph not in known[key]:
        reader.report(file, path, f"{key} has no paragraph {paragraph}")


def _number(reader: Reader, file: SourceFile, name: str, slug: str) -> int:
    match = _NUMBERED.match(name)
    if match is None or match[2] != slug:
        reader.report(file, ("slug",), f"the name must be a number and {slug}: {name}")
        return 0
    return int(match[1])


# Loading ---------------------------------------------------------------------


def load(found: Curriculum, loader: Loader) -> None:
    """Bring the rows up to the files, those first that others refer to."""
    for content in found.topics:
        row = Topic.objects.filter(slug=content.slug).first() or Topic()
        loader.load(row, content, f"topic {content.slug}")
    for order, content in enumerate(found.references):
        row = Reference.objects.filter(key=content.key).first() or Reference()
        row.order = order
        loader.load(row, content, f"reference {content.key}")
    for order, content in enumerate(found.terms):
        row = Term.objects.filter(slug=content.slug).first() or Term()
        row.order = order
        loader.load(row, content, f"term {content.slug}")
    for content in found.figures:
        row = Figure.objects.filter(slug=content.slug).first() or Figure()
        loader.load(row, content, f"figure {content.slug}")
    for module in found.modules:
        _load_module(module, loader)


def _load_module(files: ModuleFiles, loader: Loader) -> None:
    slug = files.content.slug
    row = Module.objects.filter(slug=slug).first() or Module()
    row.order = files.order
    module = loader.load(row, files.content, f"module {slug}")
    for order, content in files.lessons:
        lesson = Lesson.objects.filter(module=module, slug=content.slug).first()
        lesson = lesson or Lesson(module=module)
        lesson.order = order
        loader.load_and_publish(lesson, content, f"lesson {slug}/{content.slug}")


# Dumping ---------------------------------------------------------------------


def dump() -> Iterator[tuple[str, str]]:
    """File names below the project's root, with their text."""
    yield f"{ROOT}/topics.yaml", _dump_rows(Topic.objects.all(), schemas.TopicContent)
    yield (
        f"{ROOT}/references.yaml",
        _dump_rows(Reference.objects.all(), schemas.ReferenceContent),
    )
    yield (
        f"{ROOT}/glossary.yaml",
        _dump_rows(Term.objects.order_by("order", "pk"), schemas.TermContent),
    )
    for figure in Figure.objects.all():
        yield from _dump_figure(figure)
    for module in Module.objects.select_related("topic"):
        yield from _dump_module(module)


def _dump_rows(rows: Any, schema: type[Schema]) -> str:
    return to_yaml([schema.model_validate(row.content()).for_file() for row in rows])


def _dump_figure(figure: Figure) -> Iterator[tuple[str, str]]:
    name = f"{ROOT}/figures/{figure.slug}"
    front = {"title": figure.title, "description": figure.description}
    yield f"{name}.md", markdown_file(front, figure.long_text)
    yield f"{name}.svg", f"{figure.svg}\n"
    if figure.svg_narrow:
        yield f"{name}-narrow.svg", f"{figure.svg_narrow}\n"


def _dump_module(module: Module) -> Iterator[tuple[str, str]]:
    folder = f"{ROOT}/{module.order:02}-{module.slug}"
    content = schemas.ModuleContent.model_validate(module.content())
    yield f"{folder}/module.yaml", to_yaml(content.for_file())
    for lesson in module.lessons.select_related("published").order_by("order", "pk"):
        front = dict(lesson.published.content if lesson.published else lesson.draft)
        body = front.pop("body")
        yield (
            f"{folder}/{lesson.order:02}-{front['slug']}.md",
            markdown_file(front, body),
        )


def markdown_file(front: dict[str, Any], body: str) -> str:
    return f"---\n{to_yaml(front)}---\n\n{body.strip()}\n"

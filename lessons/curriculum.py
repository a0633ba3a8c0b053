"""What the curriculum's files say: read, and checked before anything is loaded.

Reading touches no row. A name that others refer to counts as there even where it is
faulty, so that a fault is told once and not by everything that leans on it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sps_learn.publishing.files import Location, Reader, Schema, SourceFile

from . import drawings, markup, schemas
from .rendering import split_citation

ROOT = "lessons/content"
_NUMBERED = re.compile(r"^([0-9]{2,4})-")
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n\n?(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LessonFile:
    name: str
    order: int
    content: schemas.LessonContent
    first_line: int  # of the body


@dataclass(slots=True)
class ModuleFiles:
    name: str  # of module.yaml
    order: int
    content: schemas.ModuleContent
    lessons: list[LessonFile] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """A Markdown file: front matter, and the body with the line it begins on."""

    file: SourceFile
    body: str
    first_line: int

    def at(self, line: int) -> SourceFile:
        """The file, for a fault on a line of the body (from 1)."""
        return SourceFile(self.file.name, None, None, self.first_line + line - 1)


@dataclass(slots=True)
class Check:
    """A question that a lesson or a module asks for, to be found in the banks."""

    file: SourceFile
    question: str
    path: Location = ()


@dataclass(slots=True)
class Curriculum:
    """Everything that the files teach."""

    topics: list[schemas.TopicContent] = field(default_factory=list)
    references: list[schemas.ReferenceContent] = field(default_factory=list)
    terms: list[schemas.TermContent] = field(default_factory=list)
    figures: list[schemas.FigureContent] = field(default_factory=list)
    modules: list[ModuleFiles] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    # What others may refer to, sound or not: a fault is told once, where it is.
    names: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    paragraphs: dict[str, set[int]] = field(default_factory=dict)  # by reference
    # What is given and may not be given again.
    taken: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def read(reader: Reader) -> Curriculum:
    """The files under `reader.root`; faults are gathered in the reader."""
    found = Curriculum()
    found.topics = _read_list(
        reader, found, "topics.yaml", schemas.TopicContent, "topic"
    )
    _read_references(reader, found)
    found.terms = _read_list(
        reader, found, "glossary.yaml", schemas.TermContent, "term"
    )
    found.figures = list(_read_figures(reader, found))
    for path in sorted((reader.root / ROOT).glob("*/module.yaml")):
        _read_module(reader, path.parent, found)
    return found


def names_in(members: Any, key: str) -> set[str]:
    """What the members of a list are called, sound or not."""
    if not isinstance(members, list):
        return set()
    return {str(one[key]) for one in members if isinstance(one, dict) and key in one}


def _read_list[S: Schema](
    reader: Reader, found: Curriculum, name: str, schema: type[S], kind: str
) -> list[S]:
    file = reader.yaml(f"{ROOT}/{name}")
    found.names[kind] = names_in(file.data, "slug")
    members = _read_members(reader, file, schema, "slug", found.taken[kind])
    return [content for _, content in members]


def _read_members[S: Schema](
    reader: Reader, file: SourceFile, schema: type[S], key: str, taken: set[str]
) -> Iterator[tuple[int, S]]:
    """The sound members of a list, each with its number in the file."""
    for at, member in enumerate(reader.members(file)):
        if content := reader.check(schema, file, member, (at,)):
            check_new(reader, file, (at, key), getattr(content, key), taken)
            yield at, content


def _read_references(reader: Reader, found: Curriculum) -> None:
    file = reader.yaml(f"{ROOT}/references.yaml")
    schema = schemas.ReferenceContent
    members = dict(_read_members(reader, file, schema, "key", found.taken["reference"]))
    found.references = list(members.values())
    found.names["reference"] = names_in(file.data, "key")
    found.paragraphs = {
        one.key: {paragraph.n for paragraph in one.paragraphs}
        for one in found.references
    }
    for at, document in members.items():
        for number, paragraph in enumerate(document.paragraphs):
            where = (at, "paragraphs", number, "references")
            for place, citation in enumerate(paragraph.references):
                check_citation(reader, file, (*where, place), citation, found)


def _read_figures(reader: Reader, found: Curriculum) -> Iterator[schemas.FigureContent]:
    for path in sorted((reader.root / ROOT / "figures").glob("*.md")):
        found.names["figure"].add(path.stem)
        page = _read_markdown(reader, f"{ROOT}/figures/{path.name}")
        front = reader.mapping(page.file)
        if front is None:
            continue
        drawings = dict(_read_drawings(reader, path))
        data = {**front, "slug": path.stem, "long_text": page.body.strip(), **drawings}
        if content := reader.check(schemas.FigureContent, page.file, data):
            yield content


def _read_drawings(reader: Reader, path: Path) -> Iterator[tuple[str, str]]:
    for field_name, suffix in (("svg", ""), ("svg_narrow", "-narrow")):
        name = f"{ROOT}/figures/{path.stem}{suffix}.svg"
        if (reader.root / name).exists():
            svg = reader.text(name).strip()
            for fault in drawings.faults(svg):
                reader.report(SourceFile(name, None), (), fault)
            yield field_name, svg


def _read_markdown(reader: Reader, name: str) -> Page:
    """Front matter as data, and the text below it."""
    text = reader.text(name)
    match = _FRONT_MATTER.match(text)
    if match is None:
        if not reader.has_problem(name):
            message = "must begin with front matter between two --- lines"
            reader.report(SourceFile(name, None), (), message)
        return Page(SourceFile(name, None), "", 1)
    first_line = text.count("\n", 0, match.start(2)) + 1
    return Page(reader.parse(name, match[1], first_line=2), match[2], first_line)


def _read_module(reader: Reader, folder: Path, found: Curriculum) -> None:
    file = reader.yaml(f"{ROOT}/{folder.name}/module.yaml")
    data = reader.mapping(file)
    if data is None:
        return
    codes = names_in(data.get("objectives"), "code")
    found.names["objective"] |= codes
    slug = str(data.get("slug"))
    pages = [path.name for path in sorted(folder.glob("*.md"))]
    lessons = [
        _read_lesson(reader, f"{ROOT}/{folder.name}/{name}", slug, codes, found)
        for name in pages
    ]
    content = reader.check(schemas.ModuleContent, file, data)
    if content is not None:
        order = _number(reader, file, folder.name, content.slug)
        _check_module(reader, file, content, found)
        found.modules.append(
            ModuleFiles(file.name, order, content, [one for one in lessons if one])
        )


def _check_module(
    reader: Reader, file: SourceFile, content: schemas.ModuleContent, found: Curriculum
) -> None:
    check_new(reader, file, ("slug",), content.slug, found.taken["module"])
    check_name(reader, file, ("topic",), "topic", content.topic, found)
    for at, question in enumerate(content.pre_questions):
        found.checks.append(Check(file, question, ("pre_questions", at)))
    for at, objective in enumerate(content.objectives):
        where = ("objectives", at)
        known = found.taken["objective"]
        check_new(reader, file, (*where, "code"), objective.code, known)
        if objective.safety and not objective.card:
            reader.report(file, (*where, "card"), "a safety card is missing")


def _read_lesson(
    reader: Reader, name: str, module: str, codes: set[str], found: Curriculum
) -> LessonFile | None:
    page = _read_markdown(reader, name)
    front = reader.mapping(page.file)
    if front is None:
        return None
    path = f"{module}/{front.get('slug')}"
    sections = markup.section_ids(page.body)
    found.names["lesson"] |= {path, *(f"{path}#{section}" for section in sections)}
    _check_body(reader, page, found)
    data = {**front, "body": page.body}
    content = reader.check(schemas.LessonContent, page.file, data)
    if content is None:
        return None
    check_new(reader, page.file, ("slug",), path, found.taken["lesson"])
    for at, code in enumerate(content.objectives):
        if code not in codes:
            message = f"{code} is not of this module"
            reader.report(page.file, ("objectives", at), message)
    order = _number(reader, page.file, Path(name).stem, content.slug)
    return LessonFile(name, order, content, page.first_line)


def _check_body(reader: Reader, page: Page, found: Curriculum) -> None:
    for fault in markup.faults(page.body):
        reader.report(page.at(fault.line), (), fault.message)
    for mention in markup.mentions(page.body):
        place = page.at(mention.line)
        if mention.kind == "check":
            found.checks.append(Check(place, mention.name))
        elif mention.kind == "citation":
            _check_source(reader, place, (), mention.name, mention.paragraph, found)
        else:
            check_name(reader, place, (), mention.kind, mention.name, found)


def check_new(
    reader: Reader, file: SourceFile, path: Location, name: str, known: set[str]
) -> None:
    """Report a name that is taken; take it."""
    if name in known:
        reader.report(file, path, f"{name} is given twice")
    known.add(name)


def check_name(
    reader: Reader,
    file: SourceFile,
    path: Location,
    kind: str,
    name: str,
    found: Curriculum,
) -> None:
    """Report a name of something that is not there."""
    if name not in found.names[kind]:
        reader.report(file, path, f"no {kind} {name}")


def check_citation(
    reader: Reader, file: SourceFile, path: Location, citation: str, found: Curriculum
) -> None:
    """`causes:2` and `R93` must be there."""
    _check_source(reader, file, path, *split_citation(citation), found)


def _check_source(
    reader: Reader,
    file: SourceFile,
    path: Location,
    key: str,
    paragraph: int | None,
    found: Curriculum,
) -> None:
    if not found.names["reference"]:
        return  # the file of references is broken, and has said so
    check_name(reader, file, path, "reference", key, found)
    known = found.paragraphs.get(key)
    if paragraph is not None and known is not None and paragraph not in known:
        reader.report(file, path, f"{key} has no paragraph {paragraph}")


def _number(reader: Reader, file: SourceFile, name: str, slug: str) -> int:
    match = _NUMBERED.match(name)
    number = int(match[1]) if match else 0
    if name != f"{number:02}-{slug}":
        message = f"the name must be two figures and {slug}, not {name}"
        reader.report(file, ("slug",), message)
    return number

"""The curriculum in the database: brought up to its files, and written back.

Loading writes only what has been checked (curriculum.py); dumping gives the same
files byte for byte.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from sps_learn.publishing.files import Schema
from sps_learn.publishing.loading import Loader
from sps_learn.publishing.writing import to_yaml

from . import schemas
from .curriculum import ROOT, Curriculum, ModuleFiles
from .models import Figure, Lesson, Module, Objective, Reference, Term, Topic

STILL_USED = "not in the files any more, kept because questions or quizzes name it"

# Loading ---------------------------------------------------------------------


def load(found: Curriculum, loader: Loader) -> None:
    """Bring the rows up to the files, those first that others refer to."""
    for content in found.topics:
        row = Topic.objects.filter(slug=content.slug).first() or Topic()
        loader.load(row, content, f"topic {content.slug}")
    for order, content in enumerate(found.references):
        row = Reference.objects.filter(key=content.key).first() or Reference()
        loader.load(row, content, f"reference {content.key}", order=order)
    for order, content in enumerate(found.terms):
        row = Term.objects.filter(slug=content.slug).first() or Term()
        loader.load(row, content, f"term {content.slug}", order=order)
    for content in found.figures:
        row = Figure.objects.filter(slug=content.slug).first() or Figure()
        loader.load(row, content, f"figure {content.slug}")
    for module in found.modules:
        _load_module(module, loader)


def _load_module(files: ModuleFiles, loader: Loader) -> None:
    slug = files.content.slug
    module = Module.objects.filter(slug=slug).first() or Module()
    loader.load(module, files.content, f"module {slug}", order=files.order)
    for file in files.lessons:
        content = file.content
        lesson = Lesson.objects.filter(module=module, slug=content.slug).first()
        loader.load_and_publish(
            lesson or Lesson(module=module),
            content,
            f"lesson {slug}/{content.slug}",
            order=file.order,
        )


def drop_objectives(found: Curriculum, loader: Loader) -> None:
    """Take out objectives that left the files, once no question needs them."""
    for files in found.modules:
        module = Module.objects.get(slug=files.content.slug)
        kept = [objective.code for objective in files.content.objectives]
        gone = module.objectives.exclude(code__in=kept)
        if not gone or module.is_changed_here:
            continue
        for objective in gone:
            _drop_objective(objective, loader)
        module.note_as_loaded()


def _drop_objective(objective: Objective, loader: Loader) -> None:
    try:
        with transaction.atomic():
            objective.delete()
    except ProtectedError:
        loader.report.notes.append(f"objective {objective.code}: {STILL_USED}")


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
        content = lesson.published.content if lesson.published else lesson.draft
        # By way of the schema: PostgreSQL keeps no order of keys.
        front = schemas.LessonContent.model_validate(content).for_file()
        body = front.pop("body")
        yield (
            f"{folder}/{lesson.order:02}-{front['slug']}.md",
            markdown_file(front, body),
        )


def markdown_file(front: dict[str, Any], body: str) -> str:
    return f"---\n{to_yaml(front)}---\n\n{body.strip()}\n"

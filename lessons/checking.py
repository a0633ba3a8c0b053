"""The rules of linting.py over a whole curriculum, with file and line."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sps_learn.publishing.files import Problem

from . import linting, markup
from .curriculum import ROOT, Curriculum, LessonFile

REFERENCES = f"{ROOT}/references.yaml"


def problems(found: Curriculum) -> Iterator[Problem]:
    """What the rules find: lesson by lesson, then in what no lesson has."""
    shelf = library(found)
    for file in _lessons(found):
        for finding in linting.findings(file.content.body, shelf):
            line = file.first_line + finding.line - 1
            yield Problem(file.name, line, finding.rule, finding.message)
    yield from _paragraphs_left_out(found)
    yield from _figures_left_out(found)
    yield from _objectives_left_out(found)


def measures(found: Curriculum) -> dict[str, dict[str, Any]]:
    """Minutes, words and school grade, by `module/lesson`."""
    shelf = library(found)
    return {
        f"{module.content.slug}/{file.content.slug}": asdict(
            linting.measure(file.content.body, shelf)
        )
        for module in found.modules
        for file in module.lessons
    }


def library(found: Curriculum) -> markup.Library:
    """The terms and figures of the files."""
    return markup.Library(
        terms={one.slug: markup.Term(one.term, one.definition) for one in found.terms},
        figures={
            one.slug: markup.Figure(one.title, one.long_text, one.svg, one.svg_narrow)
            for one in found.figures
        },
    )


def _paragraphs_left_out(found: Curriculum) -> Iterator[Problem]:
    cited = linting.cited_paragraphs(_bodies(found))
    for key, numbers in found.paragraphs.items():
        for n in sorted(numbers):
            if (key, n) not in cited:
                message = f"no lesson cites paragraph {n} of {key}"
                yield Problem(REFERENCES, 1, "taught", message)


def _figures_left_out(found: Curriculum) -> Iterator[Problem]:
    shown = linting.figures_shown(_bodies(found))
    for figure in found.figures:
        if figure.slug not in shown:
            name = f"{ROOT}/figures/{figure.slug}.md"
            yield Problem(name, 1, "taught", "no lesson shows this figure")


def _objectives_left_out(found: Curriculum) -> Iterator[Problem]:
    for module in found.modules:
        taught = {code for file in module.lessons for code in file.content.objectives}
        for objective in module.content.objectives:
            if objective.code not in taught:
                message = f"no lesson serves the objective {objective.code}"
                yield Problem(module.name, 1, "taught", message)


def _lessons(found: Curriculum) -> list[LessonFile]:
    return [file for module in found.modules for file in module.lessons]


def _bodies(found: Curriculum) -> list[str]:
    return [file.content.body for file in _lessons(found)]

"""What a question of a draft may point at, and what is wrong where it does not."""

from collections.abc import Iterator, Sequence
from typing import Any

from lessons.authoring.faults import citation_fault, paragraphs_known
from lessons.markup import Library, render_lesson
from lessons.models import Lesson, Objective
from lessons.rendering import split_citation

from .case_forms import lessons_asking


def question_faults(content: dict[str, Any]) -> list[str]:
    """What is wrong with a question beyond its shape."""
    found = reference_faults(content["references"])
    if not Objective.objects.filter(code=content["objective"]).exists():
        found.append(f"There is no objective {content['objective']}.")
    if content["lesson"] not in addresses():
        found.append(f"There is no lesson or section {content['lesson']}.")
    return [*found, *mimic_faults(content)]


def mimic_faults(content: dict[str, Any]) -> list[str]:
    """A case of the trainer would vanish from the lessons that ask it."""
    if not content.get("mimic"):
        return []
    return [
        f"The lesson “{lesson}” asks this question: take it out there first."
        for _, lesson in lessons_asking([content["id"]])
    ]


def reference_faults(citations: Sequence[str]) -> list[str]:
    known = paragraphs_known()
    faults = [citation_fault(*split_citation(one), known) for one in citations]
    return [fault for fault in faults if fault]


def addresses() -> dict[str, str]:
    """Every lesson and section that a question may lead to, with its title."""
    lessons = Lesson.objects.filter(is_retired=False)
    found = {}
    for lesson in lessons.select_related("module", "published"):
        path = f"{lesson.module.slug}/{lesson.slug}"
        found[path] = f"{lesson} (the whole lesson)"
        for name, title in _sections_of(lesson):
            found[f"{path}#{name}"] = f"{lesson}: {title}"
    return found


def _sections_of(lesson: Lesson) -> Iterator[tuple[str, str]]:
    if lesson.published:
        for section in lesson.published.rendered["sections"]:
            yield section["id"], section["title"]
    else:
        for section in render_lesson(lesson.draft["body"], Library()).sections:
            yield section.id, f"{section.title} (not published yet)"


def objective_choices() -> list[Any]:
    """Objectives by module; none chosen at first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in Objective.objects.select_related("module"):
        groups.setdefault(one.module.title, []).append((one.code, str(one)))
    return [("", "---------"), *groups.items()]


def lesson_choices(current: str | None) -> list[Any]:
    """Lessons and sections by lesson; one that is gone can be seen, not saved."""
    known = addresses()
    choices: list[Any] = [("", "---------"), *known.items()]
    if current and current not in known:
        choices.append((current, f"{current} (not there any more)"))
    return choices

"""Where each source is taught and asked: what the page of sources shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse

from .hooks import hooks
from .models import Lesson, Objective, Reference, Topic


class Place(NamedTuple):
    """A section that cites a source."""

    lesson: str
    section: str
    url: str


@dataclass(frozen=True, slots=True)
class Uses:
    """The sections that teach something, and the stems that ask it."""

    taught: Sequence[Place]
    asked: Sequence[str]

    @property
    def lessons(self) -> list[Place]:
        """The first section of each lesson."""
        return list({one.lesson: one for one in reversed(self.taught)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document: what the evidence says of it, and its uses."""

    n: int
    topic: Topic | None
    verdict: str
    correction: str
    references: Sequence[str]
    uses: Uses


@dataclass(frozen=True, slots=True)
class Document:
    source: Reference
    paragraphs: Sequence[Paragraph]


@dataclass(frozen=True, slots=True)
class Work:
    """An item of the literature, with its uses."""

    source: Reference
    uses: Uses


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective, with the lessons that serve it and the stems that ask it."""

    objective: Objective
    uses: Uses


@dataclass(slots=True)
class Sources:
    documents: list[Document] = field(default_factory=list)
    literature: list[Work] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Register:
    """Every use, by citation (`causes:2`, `R93`) or objective (`M1.1`)."""

    taught: Mapping[str, Sequence[Place]]
    asked: Mapping[str, Sequence[str]]

    def of(self, name: str) -> Uses:
        return Uses(self.taught.get(name, ()), self.asked.get(name, ()))


def gather() -> Sources:
    """All sources and objectives, in as many queries however many there are."""
    register = _Register(_places(), hooks.stems())
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    found = Sources()
    for source in Reference.objects.all():
        if source.kind == "document":
            paragraphs = _paragraphs(source, topics, register)
            found.documents.append(Document(source, paragraphs))
        else:
            found.literature.append(Work(source, register.of(source.key)))
    for objective in Objective.objects.select_related("module__topic"):
        found.aims.append(Aim(objective, register.of(objective.code)))
    return found


def _places() -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = {}
    for row in Lesson.objects.for_sources_page():
        page = reverse("lessons:lesson", args=[row.module__slug, row.slug])
        for code in row.published__rendered__objectives:
            places.setdefault(code, []).append(Place(row.title, "", page))
        for section in row.published__rendered__cited or ():
            place = Place(row.title, section["title"], f"{page}#{section['id']}")
            for citation in section["citations"]:
                places.setdefault(citation, []).append(place)
    return places


def _paragraphs(
    document: Reference, topics: Mapping[str, Topic], register: _Register
) -> list[Paragraph]:
    return [
        Paragraph(
            n=one["n"],
            topic=topics.get(one["topic"]),
            verdict=one["verdict"],
            correction=one["correction"],
            references=one["references"],
            uses=register.of(f"{document.key}:{one['n']}"),
        )
        for one in document.paragraphs
    ]

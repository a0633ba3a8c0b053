"""The shape of what is taught, in files and in revisions (design: content on disk)."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from sps_learn.publishing.files import Schema

type Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
type Text = Annotated[str, StringConstraints(min_length=1)]
type Day = Annotated[dt.date, Field(strict=False)]
type Role = Literal["student", "nurse"]
type TopicSlug = Literal[
    "mechanism", "symptoms", "diagnosis", "therapies", "related", "nursing"
]


class TopicContent(Schema):
    slug: TopicSlug
    title: Text
    summary: Text
    order: int
    family: TopicSlug


class ParagraphContent(Schema):
    """One paragraph of a source document, and what the evidence says of it."""

    n: int
    topic: TopicSlug
    verdict: Literal["sound", "simplified", "wrong"]
    correction: str
    references: list[str]


class ReferenceContent(Schema):
    omitted_when_empty: ClassVar = frozenset(
        {"year", "venue", "doi", "pmid", "url", "grade", "review_by", "paragraphs"}
    )

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*$")]
    kind: Slug
    title: Text
    authors: str = ""
    year: int | None = None
    venue: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    grade: str = ""
    checked: Day
    review_by: Day | None = None
    paragraphs: list[ParagraphContent] = []


class TermContent(Schema):
    term: Text
    slug: Slug
    aliases: list[str] = []
    definition: Text


class FigureContent(Schema):
    slug: Slug
    title: Text
    description: Text
    long_text: Text
    svg: Text
    svg_narrow: str = ""


class ObjectiveContent(Schema):
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]+[0-9]+\.[0-9]+$")]
    text: Text
    safety: bool
    card: str


class ModuleContent(Schema):
    slug: Slug
    topic: TopicSlug
    title: Text
    summary: Text
    objectives: list[ObjectiveContent]


class LessonContent(Schema):
    slug: Slug
    title: Text
    objectives: Annotated[list[str], Field(min_length=1)]
    roles: list[Role]
    body: Text

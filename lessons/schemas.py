"""The shape of what is taught, in files and in revisions (design: content on disk)."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    field_validator,
    model_serializer,
)

from sps_learn.publishing.files import Schema

# Lengths are those of the columns: what a file may hold, a row can. Plain names and
# not `type`: pydantic would check those apart, without the strict ways of Schema.
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ShortSlug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=50)]
Slug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=100)]
Text = Annotated[str, StringConstraints(min_length=1)]
ShortTitle = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Small = Annotated[int, Field(ge=0, le=32_767)]
# A paragraph of a document, or an item of the literature: `causes:2`, `R93`.
Citation = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*(:[0-9]{1,3})?$")
]
Day = Annotated[dt.date, Field(strict=False)]
type Role = Literal["student", "nurse"]
type TopicSlug = Literal[
    "mechanism", "symptoms", "diagnosis", "therapies", "related", "nursing"
]


class TopicContent(Schema):
    slug: TopicSlug
    title: ShortTitle
    summary: Text
    order: Small
    family: TopicSlug


class ParagraphContent(Schema):
    """One paragraph of a source document, and what the evidence says of it."""

    n: int
    topic: TopicSlug
    verdict: Literal["sound", "simplified", "wrong"]
    correction: str
    references: list[Citation]


class ReferenceContent(Schema):
    omitted_when_empty: ClassVar = frozenset(
        {"year", "venue", "doi", "pmid", "url", "grade", "review_by", "paragraphs"}
    )

    key: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*$", max_length=20)
    ]
    kind: Annotated[str, StringConstraints(pattern=_SLUG, max_length=30)]
    title: Text
    authors: str = ""
    year: Small | None = None
    venue: Annotated[str, StringConstraints(max_length=300)] = ""
    doi: Annotated[str, StringConstraints(max_length=200)] = ""
    pmid: Annotated[str, StringConstraints(max_length=20)] = ""
    url: Annotated[
        str, StringConstraints(pattern=r"^(https?://\S+)?$", max_length=500)
    ] = ""
    grade: Annotated[str, StringConstraints(max_length=50)] = ""
    checked: Day
    review_by: Day | None = None
    paragraphs: list[ParagraphContent] = []


class TermContent(Schema):
    term: ShortTitle
    slug: Slug
    aliases: list[str] = []
    definition: Text


class FigureContent(Schema):
    slug: Slug
    title: Title
    description: Text
    long_text: Text
    svg: Text
    svg_narrow: str = ""


class ObjectiveContent(Schema):
    code: Annotated[
        str, StringConstraints(pattern=r"^[A-Z]+[0-9]+\.[0-9]+$", max_length=10)
    ]
    text: Text
    safety: bool
    card: str


class ModuleContent(Schema):
    omitted_when_empty: ClassVar = frozenset({"pre_questions"})

    slug: ShortSlug
    topic: TopicSlug
    title: Title
    summary: Text
    # Ids of questions that are asked before the module is read, and not scored.
    pre_questions: list[Slug] = []
    objectives: list[ObjectiveContent]

    @model_serializer(mode="wrap")
    def names_pre_questions_where_there_are_any(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        # Modules loaded before there was such a field keep the digest that they have.
        content: dict[str, Any] = serialize(self)
        if not content["pre_questions"]:
            del content["pre_questions"]
        return content

    @field_validator("pre_questions")
    @classmethod
    def asks_nothing_twice(cls, ids: list[str]) -> list[str]:
        for id in ids:
            if ids.count(id) > 1:
                raise ValueError(f"question {id} is given twice")
        return ids


class LessonContent(Schema):
    slug: Slug
    title: Title
    objectives: Annotated[list[str], Field(min_length=1)]
    roles: list[Role]
    body: Annotated[str, StringConstraints(min_length=1, max_length=40_000)]

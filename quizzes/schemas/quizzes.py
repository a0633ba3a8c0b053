"""Banks, cases and quizzes around the questions."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
    model_validator,
)

from lessons.schemas import (
    Role,
    ShortSlug,
    ShortTitle,
    Slug,
    Small,
    Text,
    Title,
    TopicSlug,
)
from sps_learn.publishing.files import Schema

from .questions import Level

MAX_ROW_COUNT = 100
MAX_QUIZ_COUNT = 200
# Addresses under /practise/ that lead elsewhere.
RESERVED_SLUGS = frozenset({"build", "lesson", "once"})


class CaseContent(Schema):
    id: Slug
    title: Title
    steps: Annotated[list[Slug], Field(min_length=1)]


class BankContent(Schema):
    """The head of a bank's file; a bank may lie in several."""

    bank: ShortSlug
    topic: TopicSlug
    title: ShortTitle


class BlueprintRow(Schema):
    """So many questions, or unfolding cases, of one kind; null means any."""

    omitted_when_empty: ClassVar = frozenset({"cases", "safety"})

    bank: ShortSlug | None = None
    objective: str | None = None
    level: Level | None = None
    role: Role | None = None
    safety: Literal["only", "none"] | None = None
    cases: bool = False  # count whole cases; else questions outside of cases
    count: Annotated[int, Field(ge=1, le=MAX_ROW_COUNT)]

    @model_serializer(mode="wrap")
    def names_safety_where_it_is_used(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        # Quizzes loaded before there was such a field keep the digest that they have.
        content: dict[str, Any] = serialize(self)
        if content["safety"] is None:
            del content["safety"]
        return content


class QuizContent(Schema):
    slug: ShortSlug
    title: ShortTitle
    summary: Text
    mode: Literal["practice", "test"]
    topic: TopicSlug | None = None
    blueprint: Annotated[list[BlueprintRow], Field(min_length=1)]
    pass_mark: Annotated[int, Field(ge=1, le=100)] | None = None
    attempts_allowed: Annotated[Small, Field(ge=1)] | None = None
    time_limit_minutes: Annotated[Small, Field(ge=1)] | None = None

    @field_validator("slug")
    @classmethod
    def is_free(cls, slug: str) -> str:
        if slug in RESERVED_SLUGS:
            raise ValueError(f"“{slug}” is the address of another page; choose another")
        return slug

    @model_validator(mode="after")
    def is_of_bearable_size(self) -> Self:
        if (count := sum(row.count for row in self.blueprint)) > MAX_QUIZ_COUNT:
            raise ValueError(f"asks for {count} questions; at most {MAX_QUIZ_COUNT}")
        return self

"""The shape of banks and quizzes, in files and in revisions.

Every kind of question is here, also those that cannot be played yet, so that files
that hold them load and dump.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    Discriminator,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from lessons.schemas import (
    Citation,
    Day,
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

Credit = Annotated[float, Field(gt=0, le=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]
PartId = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=10)
]
type Level = Literal["recall", "understand", "apply", "analyse"]
type Scheme = Literal["all", "proportional", "right-minus-wrong"]

MAX_VIGNETTE_WORDS = 120
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Option(Schema):
    """One choice of a single, multiple or true-false question."""

    omitted_when_empty: ClassVar = frozenset({"credit", "pinned"})

    id: PartId = ""
    text: Text
    key: bool = False
    rationale: str = ""
    credit: Credit | None = None
    pinned: bool = False


class Pair(Schema):
    """One row of a matching question; without `left`, a distractor on the right."""

    id: PartId = ""
    left: str = ""
    right: Text
    rationale: str = ""


class Item(Schema):
    """One thing to put in order."""

    id: PartId = ""
    text: Text
    rationale: str = ""


class AcceptedText(Schema):
    text: Text
    credit: Credit = 1.0


class AnticipatedText(Schema):
    match: Text
    rationale: Text


class AcceptedValue(Schema):
    value: Number
    tolerance: Tolerance = 0.0
    credit: Credit = 1.0


class AnticipatedValue(Schema):
    value: Number
    tolerance: Tolerance = 0.0
    rationale: Text


class QuestionContent(Schema):
    """What every kind shares; the parts of a kind come between stem and key idea."""

    omitted_when_empty: ClassVar = frozenset({"unit", "wrong"})
    playable: ClassVar[bool] = False
    parts_field: ClassVar[str] = ""

    id: Slug
    kind: str
    scheme: Scheme = "all"
    objective: Text
    level: Level
    roles: Annotated[list[Role], Field(min_length=1)]
    safety: bool = False
    vignette: str = ""
    stem: Text

    def for_file(self) -> dict[str, Any]:
        shown = super().for_file()
        return shown | {name: shown.pop(name) for name in Closing.model_fields}

    @model_validator(mode="after")
    def vignette_is_short(self) -> Self:
        if len(self.vignette.split()) > MAX_VIGNETTE_WORDS:
            raise ValueError(f"vignette has more than {MAX_VIGNETTE_WORDS} words")
        return self

    @model_validator(mode="after")
    def parts_have_ids(self) -> Self:
        if self.parts_field:
            name_parts(getattr(self, self.parts_field))
        return self


class Closing(Schema):
    """What stands at the end of every question."""

    key_idea: Text
    lesson: Text
    references: Annotated[list[Citation], Field(min_length=1)]
    checked: Day


class ChoiceQuestion(QuestionContent):
    playable: ClassVar = True
    parts_field: ClassVar = "options"

    options: Annotated[list[Option], Field(min_length=2, max_length=12)]

    @property
    def keys(self) -> list[Option]:
        return [option for option in self.options if option.key]

    @model_validator(mode="after")
    def each_option_says_why(self) -> Self:
        for option in self.options:
            if not option.rationale:
                raise ValueError(f"option {option.id} has no rationale")
        return self

    @model_validator(mode="after")
    def options_differ(self) -> Self:
        texts = Counter(
            " ".join(option.text.lower().split()) for option in self.options
        )
        for option in self.options:
            if texts[" ".join(option.text.lower().split())] > 1:
                raise ValueError(f"option {option.id} repeats the text of another")
        return self


def _exactly_one_key(question: ChoiceQuestion) -> None:
    if not question.keys:
        raise ValueError("no option is the key")
    if len(question.keys) > 1:
        raise ValueError(f"{len(question.keys)} options are keys; this kind has one")


class SingleQuestion(Closing, ChoiceQuestion):
    kind: Literal["single"]

    @model_validator(mode="after")
    def has_one_key(self) -> Self:
        _exactly_one_key(self)
        return self


class TrueFalseQuestion(Closing, ChoiceQuestion):
    kind: Literal["true-false"]
    options: Annotated[list[Option], Field(min_length=2, max_length=2)]

    @model_validator(mode="after")
    def has_one_key(self) -> Self:
        _exactly_one_key(self)
        return self


class MultipleQuestion(Closing, ChoiceQuestion):
    kind: Literal["multiple"]

    @model_validator(mode="after")
    def has_a_key(self) -> Self:
        if not self.keys:
            raise ValueError("no option is a key")
        return self


class MatchingQuestion(Closing, QuestionContent):
    parts_field: ClassVar = "pairs"

    kind: Literal["matching"]
    pairs: Annotated[list[Pair], Field(min_length=2)]


class OrderingQuestion(Closing, QuestionContent):
    parts_field: ClassVar = "items"

    kind: Literal["ordering"]
    items: Annotated[list[Item], Field(min_length=2)]


class ShortQuestion(Closing, QuestionContent):
    kind: Literal["short"]
    accept: Annotated[list[AcceptedText], Field(min_length=1)]
    wrong: list[AnticipatedText] = []


class NumericQuestion(Closing, QuestionContent):
    kind: Literal["numeric"]
    accept: Annotated[list[AcceptedValue], Field(min_length=1)]
    unit: str = ""
    wrong: list[AnticipatedValue] = []


type Question = Annotated[
    SingleQuestion
    | MultipleQuestion
    | TrueFalseQuestion
    | MatchingQuestion
    | OrderingQuestion
    | ShortQuestion
    | NumericQuestion,
    Discriminator("kind"),
]

QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


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
    """So many questions of this kind; null means any."""

    bank: ShortSlug | None = None
    objective: str | None = None
    level: Level | None = None
    role: Role | None = None
    count: Annotated[int, Field(ge=1, le=100)]


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


def name_parts(parts: Sequence[Option | Pair | Item]) -> None:
    """Give parts without an id the next free letter; ids given stay for ever."""
    taken = [part.id for part in parts if part.id]
    if twice := [name for name, n in Counter(taken).items() if n > 1]:
        raise ValueError(f"id {twice[0]} is given twice")
    free = (name for name in _letters() if name not in taken)
    for part in parts:
        if not part.id:
            part.id = next(free)


def _letters() -> Sequence[str]:
    return [*LETTERS, *(a + b for a in LETTERS for b in LETTERS)]

"""The seven kinds of question, each with its parts."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    Discriminator,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
    model_validator,
)

from lessons.schemas import Citation, Day, Role, Slug, Text
from sps_learn.publishing.files import Schema

from ..kinds.short import normalised
from .parts import (
    AcceptedText,
    AcceptedValue,
    AnticipatedText,
    AnticipatedValue,
    Item,
    Option,
    Pair,
    name_parts,
    refuse_repetition,
)

type Level = Literal["recall", "understand", "apply", "analyse"]
type Scheme = Literal["all", "proportional", "right-minus-wrong"]

MAX_VIGNETTE_WORDS = 120
MAX_MIMIC_CHARACTERS = 40


class QuestionContent(Schema):
    """What every kind shares; the parts of a kind come between stem and key idea."""

    omitted_when_empty: ClassVar = frozenset(
        {"mimic", "unit", "wrong", "spelling_slack"}
    )
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
        refuse_repetition([(o.id, o.text) for o in self.options], "option")
        return self


def _exactly_one_key(question: ChoiceQuestion) -> None:
    if not question.keys:
        raise ValueError("no option is the key")
    if len(question.keys) > 1:
        raise ValueError(f"{len(question.keys)} options are keys; this kind has one")
    for option in question.options:
        if option.credit == 1 and not option.key:
            raise ValueError(f"option {option.id} gives full credit and is not the key")


class SingleQuestion(Closing, ChoiceQuestion):
    kind: Literal["single"]

    @model_validator(mode="after")
    def has_one_key(self) -> Self:
        _exactly_one_key(self)
        return self


class TrueFalseQuestion(Closing, ChoiceQuestion):
    kind: Literal["true-false"]
    # The condition that this case is, or that SPS is taken for in it: "SPS or not?"
    mimic: Annotated[str, Field(max_length=MAX_MIMIC_CHARACTERS)] = ""
    options: Annotated[list[Option], Field(min_length=2, max_length=2)]

    @model_serializer(mode="wrap")
    def names_mimic_where_there_is_one(
        self, serialize: SerializerFunctionWrapHandler
    ) -> dict[str, Any]:
        # Questions loaded before there was such a field keep the digest they have.
        content: dict[str, Any] = serialize(self)
        if not content["mimic"]:
            del content["mimic"]
        return content

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
    pairs: Annotated[list[Pair], Field(min_length=2, max_length=12)]

    @model_validator(mode="after")
    def lines_have_partners(self) -> Self:
        lines = [pair for pair in self.pairs if pair.left]
        if len(lines) < 2:
            raise ValueError("fewer than two pairs have a left side")
        refuse_repetition([(p.id, p.left) for p in lines], "pair", seen="the left side")
        partners = {" ".join(pair.right.split()) for pair in lines}
        for pair in self.pairs:
            if not pair.left and " ".join(pair.right.split()) in partners:
                raise ValueError(f"pair {pair.id} is a distractor and a right answer")
        return self


class OrderingQuestion(Closing, QuestionContent):
    parts_field: ClassVar = "items"

    kind: Literal["ordering"]
    items: Annotated[list[Item], Field(min_length=2, max_length=12)]

    @model_validator(mode="after")
    def items_differ(self) -> Self:
        refuse_repetition([(i.id, i.text) for i in self.items], "item")
        return self


def _something_is_right(accepted: list[AcceptedText] | list[AcceptedValue]) -> None:
    if not any(one.credit == 1 for one in accepted):
        raise ValueError("no accepted answer gives full credit")


class ShortQuestion(Closing, QuestionContent):
    kind: Literal["short"]
    accept: Annotated[list[AcceptedText], Field(min_length=1)]
    wrong: list[AnticipatedText] = []
    spelling_slack: bool = False

    @model_validator(mode="after")
    def answers_are_told_apart(self) -> Self:
        _something_is_right(self.accept)
        seen = set()
        for text in [*(a.text for a in self.accept), *(w.match for w in self.wrong)]:
            plain = normalised(text)
            if not plain:
                raise ValueError(f"{text!r} is nothing but marks")
            if plain in seen:
                raise ValueError(f"{text!r} stands here twice, as answers are compared")
            seen.add(plain)
        return self


class NumericQuestion(Closing, QuestionContent):
    kind: Literal["numeric"]
    accept: Annotated[list[AcceptedValue], Field(min_length=1)]
    unit: str = ""
    wrong: list[AnticipatedValue] = []

    @model_validator(mode="after")
    def has_a_right_answer(self) -> Self:
        _something_is_right(self.accept)
        return self


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

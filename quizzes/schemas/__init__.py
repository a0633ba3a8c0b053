"""The shape of banks and quizzes, in files and in revisions."""

from .parts import LETTERS
from .questions import (
    MAX_MIMIC_CHARACTERS,
    MAX_VIGNETTE_WORDS,
    QUESTION,
    ChoiceQuestion,
    Closing,
    MatchingQuestion,
    MultipleQuestion,
    NumericQuestion,
    OrderingQuestion,
    Question,
    QuestionContent,
    ShortQuestion,
    SingleQuestion,
    TrueFalseQuestion,
)
from .quizzes import (
    MAX_QUIZ_COUNT,
    MAX_ROW_COUNT,
    RESERVED_SLUGS,
    BankContent,
    BlueprintRow,
    CaseContent,
    QuizContent,
)

__all__ = [
    "LETTERS",
    "MAX_MIMIC_CHARACTERS",
    "MAX_QUIZ_COUNT",
    "MAX_ROW_COUNT",
    "MAX_VIGNETTE_WORDS",
    "QUESTION",
    "RESERVED_SLUGS",
    "BankContent",
    "BlueprintRow",
    "CaseContent",
    "ChoiceQuestion",
    "Closing",
    "MatchingQuestion",
    "MultipleQuestion",
    "NumericQuestion",
    "OrderingQuestion",
    "Question",
    "QuestionContent",
    "QuizContent",
    "ShortQuestion",
    "SingleQuestion",
    "TrueFalseQuestion",
]

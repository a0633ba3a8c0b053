"""One of each thing that quizzes hold, and of what a learner's answers make."""

import datetime as dt
import uuid

import factory
from factory.django import DjangoModelFactory

from quizzes.models import (
    Attempt,
    Bank,
    BlueprintRow,
    Case,
    Question,
    Quiz,
    Recall,
    Response,
)
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, ObjectiveFactory, TopicFactory

DAY = NOON.date().isoformat()


def option(id: str, *, key: bool = False, **more: object) -> dict[str, object]:
    return {
        "id": id,
        "text": f"Answer {id}",
        "key": key,
        "rationale": f"Why {id}.",
        **more,
    }


# What each kind has beside the fields that all share. A question of three options
# has its key in b, so that the first option is not right by accident.
PARTS = {
    "single": {"options": [option("a"), option("b", key=True), option("c")]},
    "true-false": {"options": [option("a"), option("b", key=True)]},
    "multiple": {
        "options": [option("a"), option("b", key=True), option("c", key=True)]
    },
    "matching": {
        "pairs": [
            {"id": "a", "left": "GAD", "right": "makes GABA", "rationale": "Why a."},
            {"id": "b", "left": "GABA", "right": "calms nerve cells", "rationale": ""},
            {"id": "c", "left": "", "right": "a distractor", "rationale": "Why not."},
        ]
    },
    "ordering": {
        "items": [
            {"id": "a", "text": "First", "rationale": "Why first."},
            {"id": "b", "text": "Second", "rationale": ""},
        ]
    },
    "short": {
        "accept": [
            {"text": "GABA", "credit": 1.0},
            {"text": "a messenger", "credit": 0.5},
        ],
        "wrong": [{"match": "GAD", "rationale": "That is the enzyme."}],
    },
    "numeric": {
        "accept": [{"value": 65.0, "tolerance": 1.0, "credit": 1.0}],
        "unit": "kDa",
        "wrong": [{"value": 67.0, "tolerance": 0.0, "rationale": "The other form."}],
    },
}


def question_content(
    id: str, kind: str = "single", objective: str = "M1.1", /, **changed: object
) -> dict[str, object]:
    """A sound question as the files hold it."""
    return {
        "id": id,
        "kind": kind,
        "scheme": "all",
        "objective": objective,
        "level": "understand",
        "roles": ["student", "nurse"],
        "safety": False,
        "vignette": "",
        "stem": f"What of {id}?",
        **PARTS[kind],
        "key_idea": "One sentence.",
        "lesson": "mechanism/the-normal-brake",
        "references": ["R2"],
        "checked": DAY,
        **changed,
    }


class BankFactory(DjangoModelFactory):
    class Meta:
        model = Bank

    slug = factory.Sequence("bank-{}".format)
    title = factory.Sequence("Bank {}".format)
    topic = factory.SubFactory(TopicFactory)


class QuestionFactory(DjangoModelFactory):
    """A published question; with `published=False` a draft that nobody has seen.

    `content` holds fields of the file that differ: QuestionFactory(content={...}).
    """

    class Meta:
        model = Question
        skip_postgeneration_save = True

    class Params:
        content = factory.LazyFunction(dict)

    bank = factory.SubFactory(BankFactory)
    slug = factory.Sequence("question-{}".format)
    kind = "single"
    level = "understand"
    objective = factory.SubFactory(ObjectiveFactory)
    draft = factory.LazyAttribute(
        lambda own: question_content(
            own.slug,
            own.kind,
            own.objective.code,
            **{"level": own.level, **own.content},
        )
    )

    @factory.post_generation
    def published(question, create, extracted, **kwargs):
        question.adopt(question.draft)
        if create and extracted is not False:
            question.publish(by=None, reason="Written for a test", now=NOON)
        elif create:
            question.save()


class CaseFactory(DjangoModelFactory):
    """An unfolding case; `steps` are its questions, in order."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    bank = factory.SubFactory(BankFactory)
    slug = factory.Sequence("case-{}".format)
    title = factory.Sequence("Case {}".format)
    file = factory.LazyAttribute(lambda own: own.bank.slug)

    @factory.post_generation
    def steps(case, create, questions, **kwargs):
        for question in questions or []:
            question.case = case
            question.save(update_fields=["case"])
        case.steps = [question.slug for question in questions or []]
        case.save()


class QuizFactory(DjangoModelFactory):
    """A quiz; with `count=3` it draws three of all questions.

    Without, it has no rows yet: BlueprintRowFactory(quiz=..., bank=..., count=...).
    """

    class Meta:
        model = Quiz
        skip_postgeneration_save = True

    slug = factory.Sequence("quiz-{}".format)
    order = factory.Sequence(int)
    title = factory.Sequence("Quiz {}".format)
    summary = "What the quiz asks."
    mode = Quiz.Mode.PRACTICE
    is_published = True

    @factory.post_generation
    def count(quiz, create, extracted, **kwargs):
        if create and extracted:
            BlueprintRowFactory(quiz=quiz, count=extracted)


class BlueprintRowFactory(DjangoModelFactory):
    class Meta:
        model = BlueprintRow

    quiz = factory.SubFactory(QuizFactory)
    order = factory.Sequence(int)
    count = 1


class AttemptFactory(DjangoModelFactory):
    """A sitting that has just begun; its slots are ResponseFactory(attempt=...)."""

    class Meta:
        model = Attempt

    id = factory.LazyFunction(uuid.uuid4)
    learner = factory.SubFactory(UserFactory)
    quiz = factory.SubFactory(QuizFactory)
    purpose = Attempt.Purpose.QUIZ
    title = factory.LazyAttribute(lambda own: own.quiz.title if own.quiz else "Asked")
    gives_feedback_at_once = factory.LazyAttribute(
        lambda own: own.quiz.gives_feedback_at_once if own.quiz else True
    )
    seed = 1
    size = 1
    started_at = NOON


class ResponseFactory(DjangoModelFactory):
    """A slot; `chosen=["b"]` answers it, and grades it where feedback comes at once."""

    class Meta:
        model = Response

    class Params:
        chosen = None

    attempt = factory.SubFactory(AttemptFactory)
    position = factory.LazyAttribute(lambda own: own.attempt.responses.count() + 1)
    question = factory.SubFactory(QuestionFactory)
    shown_revision = factory.SelfAttribute("question.published")
    option_order = factory.LazyAttribute(
        lambda own: list(own.shown_revision.as_candidate().options)
    )
    answer = factory.LazyAttribute(
        lambda own: {"options": own.chosen} if own.chosen else None
    )
    answered_at = factory.LazyAttribute(
        lambda own: NOON + dt.timedelta(minutes=own.position) if own.chosen else None
    )
    version = factory.LazyAttribute(lambda own: 1 if own.chosen else 0)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        response = model_class(*args, **kwargs)
        if response.answer and response.attempt.gives_feedback_at_once:
            response.mark()
        response.save()
        return response


class RecallFactory(DjangoModelFactory):
    class Meta:
        model = Recall

    learner = factory.SubFactory(UserFactory)
    question = factory.SubFactory(QuestionFactory)
    answers = 1
    last_fraction = 1.0
    last_answered_at = NOON
    recent_days = factory.LazyAttribute(
        lambda own: [own.last_answered_at.date().isoformat()]
    )
    # As after one right answer without a confidence.
    stability, difficulty = 2.3065, 2.118103970459016
    due_at = factory.LazyAttribute(
        lambda own: own.last_answered_at + dt.timedelta(days=2)
    )

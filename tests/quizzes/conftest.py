"""What several tests of quizzes ask for by name."""

import pytest

from tests.lessons.factories import (
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    ReferenceFactory,
)
from tests.quizzes.factories import QuestionFactory


@pytest.fixture
def where(db):
    """What a question of the factory leads to and rests on."""
    module = ModuleFactory(slug="mechanism")
    objective = ObjectiveFactory(module=module, code="M1.1")
    LessonFactory(module=module, slug="the-normal-brake", objective=objective)
    ReferenceFactory(key="R2")
    ReferenceFactory(key="causes", kind="document", paragraphs=[{"n": 1}])
    return objective


@pytest.fixture
def question(where):
    return QuestionFactory(slug="mech-gad", objective=where)


@pytest.fixture
def draft_of(where):
    """A draft of any kind."""
    return lambda kind: QuestionFactory(
        slug=f"mech-{kind}", objective=where, kind=kind, published=False
    )

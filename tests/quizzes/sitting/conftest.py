"""What several tests of a sitting ask for by name."""

import pytest

from quizzes.models import Quiz
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import start


@pytest.fixture
def begin_test(learner_client):
    """Start a test with questions of a kind."""

    def begin(kind="single", count=2, **fields):
        QuestionFactory.create_batch(count, kind=kind)
        fields.setdefault("mode", Quiz.Mode.TEST)
        return start(learner_client, QuizFactory(count=count, **fields))

    return begin

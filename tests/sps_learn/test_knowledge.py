"""The topics as a learner knows them: the grid, and what is weak."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from lessons.models import Objective
from quizzes.standing import settle_all
from sps_learn.progress import progress_of
from tests.conftest import client_of
from tests.lessons.factories import (
    NOON,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    TopicFactory,
)
from tests.quizzes.factories import CaseFactory, QuestionFactory, RecallFactory

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def page_of(client) -> str:
    return client.get(reverse("progress")).content.decode()


def row_of(page: str, topic: str) -> str:
    """What the grid says of a topic, cell by cell."""
    row = re.search(rf"<tr>\s*<th scope=.row.><a [^>]*>{topic}<.*?</tr>", page, re.S)[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
    return " | ".join(re.sub(r"<[^>]*>", " ", cell).strip() for cell in cells)


def test_the_grid_has_a_state_and_what_was_seen_by_topic_and_skill(
    learner, learner_client
):
    lesson = LessonFactory()
    recall = QuestionFactory.create_batch(2, level="recall")
    QuestionFactory.create_batch(2, level="apply")
    for question in recall:
        RecallFactory(learner=learner, question=question)
    settle_all(learner)

    page = page_of(learner_client)

    said = row_of(page, "Mechanism")
    assert said == "Familiar 2 seen | New 0 seen | – No questions"
    assert f'<th scope="row"><a href="{lesson.module.get_absolute_url()}">' in page
    assert page.count('<td class="m2">') == 1


def test_steps_of_a_case_have_a_column_of_their_own(learner, learner_client):
    LessonFactory()
    step = QuestionFactory(level="recall")
    CaseFactory(steps=[step])
    RecallFactory(learner=learner, question=step, last_fraction=0.0)
    settle_all(learner)

    page = page_of(learner_client)

    said = row_of(page, "Mechanism")
    assert said == "– No questions | – No questions | Learning 1 seen"


def test_what_was_secure_fades_after_a_long_rest(learner, learner_client, time_machine):
    LessonFactory()
    days = [(NOON - n * DAY).date().isoformat() for n in (2, 1, 0)]
    RecallFactory.create_batch(
        3, learner=learner, recent_days=days, was_mixed=True, stability=10.0
    )
    settle_all(learner)
    assert row_of(page_of(learner_client), "Mechanism").startswith("Secure 3 seen")

    time_machine.move_to(NOON + 300 * DAY, tick=False)

    page = page_of(client_of(learner))
    assert row_of(page, "Mechanism").startswith("Fading 3 seen")


def test_topics_come_in_order_and_only_those_that_teach_something(learner):
    second = TopicFactory(slug="symptoms", order=2)
    first = TopicFactory(slug="mechanism", order=1)
    TopicFactory(slug="nursing", order=0)
    LessonFactory(module=ModuleFactory(topic=second, order=1))
    LessonFactory(module=ModuleFactory(topic=first, order=2))

    lines = progress_of(learner, NOON).topics

    assert [line.topic.title for line in lines] == ["Mechanism", "Symptoms"]


def test_of_a_module_without_a_published_lesson_no_objective_is_listed(learner):
    topic = TopicFactory(slug="mechanism")
    LessonFactory(module=ModuleFactory(topic=topic, title="Open"))
    LessonFactory(module=ModuleFactory(topic=topic, title="To come"), published=False)
    (shown, _) = Objective.objects.order_by("module__pk")

    (line,) = progress_of(learner, NOON).topics

    assert [one.code for one in line.objectives] == [shown.code]


def test_what_is_weak_comes_first_within_a_topic(learner):
    module = LessonFactory().module
    module.objectives.all().delete()
    texts = ("New.", "Strong.", "Weak.", "Weaker.")
    objectives = [ObjectiveFactory(module=module, text=text) for text in texts]
    for objective, fraction in zip(objectives[1:], (1.0, 0.5, 0.0), strict=True):
        question = QuestionFactory(objective=objective)
        RecallFactory(learner=learner, question=question, last_fraction=fraction)
    settle_all(learner)

    (topic,) = progress_of(learner, NOON).topics

    said = [one.text for one in topic.objectives]
    assert said == ["Weaker.", "Weak.", "New.", "Strong."]

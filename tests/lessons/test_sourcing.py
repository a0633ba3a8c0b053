"""The page of sources: where each is taught, and what asks it."""

import pytest
from django.urls import reverse

from lessons import sourcing
from lessons.models import Objective
from tests.lessons.factories import (
    LessonFactory,
    ModuleFactory,
    ReferenceFactory,
    TopicFactory,
)
from tests.quizzes.cases import make_case
from tests.quizzes.factories import QuestionFactory

pytestmark = pytest.mark.django_db

PARAGRAPH = {
    "n": 2,
    "topic": "mechanism",
    "verdict": "sound",
    "correction": "",
    "references": [],
}


@pytest.fixture(autouse=True)
def references():
    ReferenceFactory(key="R2")
    ReferenceFactory(key="causes", kind="document", paragraphs=[PARAGRAPH])


def uses_of_paragraph():
    (document,) = sourcing.gather().documents
    (paragraph,) = document.paragraphs
    return paragraph.uses


def uses_of_work():
    (work,) = sourcing.gather().literature
    return work.uses


def test_the_sections_that_cite_a_source_are_named_in_reading_order():
    module = ModuleFactory()
    LessonFactory(
        module=module,
        order=2,
        title="Later",
        body="## Last {#last}\n\nSo.[@R2]",
    )
    LessonFactory(
        module=module,
        order=1,
        slug="sooner",
        title="Sooner",
        body="## One {#one}\n\nSo.[@causes:2] [@R2] So.[@R2]\n\n## Two {#two}\n\n"
        "::: evidence\nSo.[@R2]\n:::\n\n## Three {#three}\n\nSo.[@causes:3]",
    )

    assert [(one.lesson, one.section) for one in uses_of_work().taught] == [
        ("Sooner", "One"),
        ("Sooner", "Two"),
        ("Later", "Last"),
    ]
    (place,) = uses_of_paragraph().taught
    assert (place.lesson, place.section) == ("Sooner", "One")
    assert place.url == f"/learn/{module.slug}/sooner/#one"


def test_each_lesson_is_named_once_by_its_first_section():
    LessonFactory(
        title="A", body="## One {#one}\n\nS.[@R2]\n\n## Two {#two}\n\nS.[@R2]"
    )
    LessonFactory(title="B", body="## Three {#three}\n\nS.[@R2]")

    found = uses_of_work().lessons

    assert [(one.lesson, one.section) for one in found] == [
        ("A", "One"),
        ("B", "Three"),
    ]


def test_what_is_not_published_teaches_nothing():
    body = "## One {#one}\n\nSo.[@R2]"
    LessonFactory(body=body, published=False)
    LessonFactory(body=body, is_retired=True)

    assert uses_of_work().taught == ()


def test_the_questions_that_ask_a_paragraph_are_told_by_their_stems():
    QuestionFactory(
        slug="b", content={"stem": "What is *new*?", "references": ["causes:2", "R2"]}
    )
    QuestionFactory(slug="a", content={"stem": "What?", "references": ["causes:2"]})
    QuestionFactory(slug="c", content={"references": ["causes:2"]}, is_retired=True)

    assert uses_of_paragraph().asked == ["What?", "What is new?"]
    assert uses_of_work().asked == ["What is new?"]


def test_cases_that_all_ask_the_same_are_told_by_the_case():
    content = {"mimic": "Tetanus", "vignette": "A roofer cannot open his mouth."}
    QuestionFactory(kind="true-false", content=content | {"references": ["causes:2"]})

    assert uses_of_paragraph().asked == ["A roofer cannot open his mouth."]


def test_steps_of_a_case_are_not_told():
    question = QuestionFactory()
    make_case(question.bank, "a-case", question.objective)

    assert len(uses_of_work().asked) == 1


def test_an_objective_has_the_lessons_that_serve_it_and_the_questions_that_ask_it():
    lesson = LessonFactory(title="A lesson")
    (code,) = lesson.draft["objectives"]
    objective = Objective.objects.get(code=code)
    QuestionFactory(objective=objective, content={"stem": "What?"})

    (aim,) = [one for one in sourcing.gather().aims if one.objective == objective]

    assert [(one.lesson, one.url) for one in aim.uses.taught] == [
        ("A lesson", lesson.get_absolute_url())
    ]
    assert aim.uses.asked == ["What?"]


def test_the_page_leads_to_the_sections_and_tells_no_key(client):
    TopicFactory(slug="mechanism")
    LessonFactory(title="A lesson", body="## One {#one}\n\nSo.[@causes:2] [@R2]")
    question = QuestionFactory(content={"references": ["causes:2"]})

    page = client.get(reverse("lessons:sources")).content.decode()

    assert "A lesson: One</a>" in page
    assert 'Used in <a href="/learn/' in page
    assert "Asked by 1 question</summary>" in page
    assert question.published.content["stem"] in page
    for option in question.published.content["options"]:
        assert option["text"] not in page
        assert option["rationale"] not in page


@pytest.mark.parametrize("rows", [1, 10])
def test_the_page_takes_as_many_queries_however_much_there_is(
    client, django_assert_num_queries, rows
):
    LessonFactory.create_batch(rows, body="## One {#one}\n\nSo.[@causes:2] [@R2]")
    QuestionFactory.create_batch(rows, content={"references": ["causes:2"]})
    with django_assert_num_queries(5):
        client.get(reverse("lessons:sources"))

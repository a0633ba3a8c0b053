import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from lessons import schemas
from lessons.models import Lesson, Objective
from tests.lessons.factories import (
    NOON,
    FigureFactory,
    LessonCompletionFactory,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    ReferenceFactory,
    SectionReadFactory,
    TermFactory,
    TopicFactory,
)


def test_things_taught_are_called_by_their_names(db):
    assert str(TopicFactory(title="Mechanism")) == "Mechanism"
    assert str(ReferenceFactory(key="R2", title="Stiffness")) == "R2: Stiffness"
    assert str(TermFactory(term="GABA")) == "GABA"
    assert str(FigureFactory(title="A synapse")) == "A synapse"
    assert str(ModuleFactory(title="Why the brake fails")) == "Why the brake fails"
    assert str(ObjectiveFactory(code="M1.1", text="Explain.")) == "M1.1 Explain."
    assert str(LessonFactory(title="The brake")) == "The brake"


def test_addresses_are_made_of_slugs(db):
    module = ModuleFactory(slug="mechanism")
    lesson = LessonFactory(module=module, slug="the-brake")

    assert module.get_absolute_url() == "/learn/mechanism/"
    assert lesson.get_absolute_url() == "/learn/mechanism/the-brake/"


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({}, ""),
        ({"url": "https://example.org/"}, "https://example.org/"),
        (
            {"pmid": "22499087", "url": "https://example.org/"},
            "https://pubmed.ncbi.nlm.nih.gov/22499087/",
        ),
        (
            {"doi": "10.1002/mus.23234", "pmid": "22499087"},
            "https://doi.org/10.1002/mus.23234",
        ),
    ],
)
def test_a_reference_links_to_its_most_lasting_address(fields, link):
    assert ReferenceFactory.build(**fields).link == link


def test_a_reference_is_written_to_its_file_with_the_day_as_text(db):
    reference = ReferenceFactory(checked=dt.date(2026, 11, 21))

    assert reference.content()["checked"] == "2026-11-21"
    assert reference.content()["review_by"] is None


@pytest.mark.parametrize(
    ("factory", "schema"),
    [
        (TopicFactory, schemas.TopicContent),
        (ReferenceFactory, schemas.ReferenceContent),
        (TermFactory, schemas.TermContent),
        (FigureFactory, schemas.FigureContent),
        (ModuleFactory, schemas.ModuleContent),
    ],
)
def test_a_row_takes_back_the_content_that_it_gives(db, factory, schema):
    row = factory()
    given = row.content()

    row.take(schema.model_validate(given))
    row.save()
    row.refresh_from_db()

    assert row.content() == given


def test_a_module_keeps_the_rows_of_its_objectives(db):
    module = ModuleFactory()
    kept = ObjectiveFactory(module=module, code="M1.1", text="Old words.")
    content = schemas.ModuleContent.model_validate(
        {
            **module.content(),
            "objectives": [
                {"code": "M1.2", "text": "First.", "safety": False, "card": ""},
                {"code": "M1.1", "text": "New.", "safety": True, "card": "Ask."},
            ],
        }
    )

    module.take(content)
    module.save()

    assert module.content() == content.content()
    assert Objective.objects.get(code="M1.1").pk == kept.pk


def test_a_safety_objective_needs_its_card(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ObjectiveFactory(safety=True, card="")

    assert ObjectiveFactory(safety=True, card="Never stop. Ask first.").card_points == [
        "Never stop.",
        "Ask first.",
    ]


def test_a_slug_is_given_once_in_a_module_and_freely_in_another(db):
    lesson = LessonFactory(slug="the-brake")
    LessonFactory(slug="the-brake")

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonFactory(slug="the-brake", module=lesson.module)


def test_learners_see_a_new_title_when_it_is_published(db):
    lesson = LessonFactory(title="Old")
    content = schemas.LessonContent.model_validate({**lesson.draft, "title": "New"})

    lesson.take(content)
    lesson.save()
    before = Lesson.objects.get().title
    lesson.publish(by=None, reason="A better name", now=NOON)

    assert (before, Lesson.objects.get().title) == ("Old", "New")


def test_a_lesson_never_published_goes_by_the_title_of_its_draft(db):
    lesson = LessonFactory(title="Old", published=False)

    lesson.take(schemas.LessonContent.model_validate({**lesson.draft, "title": "New"}))

    assert str(lesson) == "New"


def test_publishing_works_out_how_long_the_lesson_takes(db):
    lesson = LessonFactory(body="## Long {#long}\n\n" + "word " * 399)

    assert Lesson.objects.get().minutes == 2
    assert lesson.published.rendered["minutes"] == 2


@pytest.mark.parametrize(
    ("change", "is_material"),
    [
        ({"title": "Another"}, False),
        ({"roles": ["nurse"]}, False),
        ({"body": "## Other {#other}\n\nOther words.\n"}, True),
    ],
)
def test_a_lesson_changes_materially_with_its_text(db, change, is_material):
    lesson = LessonFactory()

    lesson.draft = lesson.draft | change
    lesson.publish(by=None, reason="A change", now=NOON)

    assert lesson.published.is_material is is_material
    expected = lesson.draft["objectives"] if is_material else []
    assert lesson.published.objectives == expected


@pytest.mark.parametrize("factory", [SectionReadFactory, LessonCompletionFactory])
def test_the_same_thing_is_read_once(db, factory):
    row = factory()

    with pytest.raises(IntegrityError), transaction.atomic():
        factory(learner=row.learner, lesson=row.lesson)

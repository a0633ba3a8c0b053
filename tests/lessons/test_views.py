import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lessons.models import Lesson, LessonCompletion
from tests.lessons.factories import (
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    ReferenceFactory,
    TermFactory,
    TopicFactory,
    body_of,
)
from tests.lessons.pages import (
    GLOSSARY,
    MODULES,
    SOURCES,
    read_address,
    section_address,
    text,
)
from tests.sps_learn.markup import Page


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# What anyone sees --------------------------------------------------------------


def test_anyone_sees_the_modules_with_their_lessons_and_minutes(client, db):
    module = ModuleFactory(title="Why the brake fails", summary="How nerves do it.")
    LessonFactory.create_batch(3, module=module)

    page = text(client.get(MODULES))

    assert "3 short lessons in 1 module, about 3 min in all" in page
    assert "Why the brake fails How nerves do it. 3 lessons · about 3 min" in page
    assert "Not started 0 of 3 lessons read" in page


def test_the_modules_page_says_what_is_not_written_yet(client, db):
    LessonFactory()
    TopicFactory(slug="nursing", title="Nursing")

    assert "Not written yet: Nursing." in text(client.get(MODULES))


def test_without_a_lesson_there_is_the_glossary(client, db):
    response = client.get(MODULES)

    assert "No lesson is published yet" in text(response)
    assert f'class="button" href="{GLOSSARY}"' in response.content.decode()


def test_a_module_shows_lessons_objectives_and_safety_cards(client, db):
    lesson = LessonFactory(title="The brake at rest")
    ObjectiveFactory(
        module=lesson.module, safety=True, card="Never stop suddenly. Ask first."
    )

    page = text(client.get(lesson.module.get_absolute_url()))

    assert "The brake at rest Lesson 1 · about 1 min Not read yet" in page
    assert lesson.module.objectives.all()[0].text in page
    assert "Safety card" in page
    assert "Never stop suddenly. Ask first." in page


def test_a_lesson_shows_its_sections_its_terms_and_its_place(client, db):
    TermFactory(slug="gaba", term="GABA", definition="A quietening messenger.")
    module = ModuleFactory()
    LessonFactory(module=module)
    lesson = LessonFactory(
        module=module,
        title="The brake",
        body="## At rest {#rest}\n\n{{term:gaba}} quietens.\n",
        objective=ObjectiveFactory(module=module, text="Explain the brake."),
    )

    response = client.get(lesson.get_absolute_url())
    page = text(response)

    assert "Lesson 2 of 2 · about 1 min Explain the brake." in page
    assert "1 At rest GABA quietens." in page
    assert 'id="rest"' in response.content.decode()
    assert 'id="term-gaba"' in response.content.decode()


def test_a_lesson_numbers_its_sources_and_says_since_when_they_were_checked(client, db):
    ReferenceFactory(
        key="R9",
        authors="Dalakas MC",
        title="High-dose immunoglobulin",
        venue="N Engl J Med 345",
        year=2001,
        grade="RCT",
        doi="10.1056/NEJMoa01167",
    )
    ReferenceFactory(key="causes", kind="document", title="What causes it?")
    lesson = LessonFactory(
        body="## One {#one}\n\nSo.[@R9] And so.[@causes:2] [@causes:4]\n"
    )

    response = client.get(lesson.get_absolute_url())
    page = text(response)

    assert (
        "Dalakas MC. High-dose immunoglobulin. N Engl J Med 345, 2001. "
        "Randomised controlled trial. doi 10.1056/NEJMoa01167" in page
    )
    assert "“What causes it?”, paragraphs 2 and 4. General text" in page
    assert "Each was last checked on 21 November 2026 or later." in page
    assert 'id="source-2" value="2"' in response.content.decode()
    assert f'href="{SOURCES}#causes"' in response.content.decode()


def test_a_lesson_leads_to_the_ones_before_and_after_it(client, db):
    first, second, third = LessonFactory.create_batch(3)

    page = client.get(second.get_absolute_url()).content.decode()

    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page


def test_learners_see_the_published_text_and_not_the_draft(client, db):
    lesson = LessonFactory(title="Published")
    lesson.draft = lesson.draft | {"title": "Draft", "body": body_of(1)}
    lesson.save()

    page = text(client.get(lesson.get_absolute_url()))

    assert "Nerve cells hold the muscle back." in page
    assert "Draft" not in page
    assert "Part 1" not in page


@pytest.mark.parametrize("hidden", [{"published": False}, {"is_retired": True}])
def test_a_lesson_that_is_a_draft_or_retired_is_not_found(learner_client, hidden):
    lesson = LessonFactory(**hidden)

    addresses = [lesson.get_absolute_url(), lesson.module.get_absolute_url()]
    posts = [read_address(lesson), section_address(lesson)]

    assert {learner_client.get(one).status_code for one in addresses} == {404}
    assert {learner_client.post(one).status_code for one in posts} == {404}
    assert not LessonCompletion.objects.exists()


def test_a_lesson_is_found_under_its_own_module_only(client, db):
    lesson, other = LessonFactory.create_batch(2)
    wrong = reverse("lessons:lesson", args=[other.module.slug, lesson.slug])

    assert client.get(wrong).status_code == 404


def test_the_glossary_explains_every_word_by_letter(client, db):
    TermFactory(slug="gaba", term="GABA", definition="A quietening messenger.")
    TermFactory(
        slug="antibody",
        term="antibody",
        aliases=["antibodies", "immunoglobulin"],
        definition="A protein.",
    )

    response = client.get(GLOSSARY)

    assert (
        "A antibody A protein. Also: antibodies, immunoglobulin "
        "G GABA A quietening messenger." in text(response)
    )
    assert 'id="gaba"' in response.content.decode()
    assert 'href="#letter-g"' in response.content.decode()


def test_the_sources_page_says_what_is_right_and_wrong_in_each_document(client, db):
    TopicFactory(slug="related", title="Related conditions")
    ReferenceFactory(key="R2", title="A review", grade="cohort")
    ReferenceFactory(
        key="causes",
        kind="document",
        title="What causes it?",
        paragraphs=[
            {
                "n": 1,
                "topic": "related",
                "verdict": "wrong",
                "correction": "It is otherwise.",
                "references": ["R2"],
            },
            {
                "n": 2,
                "topic": "related",
                "verdict": "sound",
                "correction": "",
                "references": [],
            },
        ],
    )

    response = client.get(SOURCES)
    page = text(response)

    assert (
        "Related conditions Paragraph 1: mistaken. It is otherwise. Evidence: R2 "
        "Related conditions Paragraph 2: sound." in page
    )
    assert "R2 A review. Cohort study. Looked at on 21 November 2026" in page
    for anchor in ('id="causes"', 'id="causes-1"', 'id="R2"', 'href="#R2"'):
        assert anchor in response.content.decode()


@pytest.mark.parametrize("address", [GLOSSARY, SOURCES])
def test_a_page_without_anything_to_list_still_stands(client, db, address):
    assert Page(client.get(address).content.decode()).faults() == []


@pytest.mark.parametrize("address", [MODULES, GLOSSARY, SOURCES])
def test_pages_to_read_take_no_post(client, db, address):
    assert client.post(address).status_code == 405


# Preview ---------------------------------------------------------------------


def preview(lesson: Lesson) -> str:
    return reverse("lessons:preview_lesson", args=[lesson.pk])


def test_who_may_not_view_drafts_finds_no_preview(client, learner_client, guest_client):
    address = preview(LessonFactory())

    for one in (client, learner_client, guest_client):
        assert one.get(address).status_code == 404


def test_a_preview_shows_the_draft_and_records_nothing(admin_client, administrator):
    lesson = LessonFactory(title="Published")
    lesson.draft = lesson.draft | {"title": "Draft", "body": body_of(2)}
    lesson.save()

    response = admin_client.get(preview(lesson))
    page = text(response)

    assert "This is the draft" in page
    assert "Draft" in Page(response.content.decode()).title
    assert "2 Part 2" in page
    assert read_address(lesson) not in response.content.decode()
    assert "hx-post" not in response.content.decode()
    assert not administrator.sections_read.exists()
    assert Lesson.objects.get().title == "Published"


def test_a_lesson_never_published_can_be_previewed(admin_client):
    lesson = LessonFactory(published=False)

    assert "Lesson 1 of 1" in text(admin_client.get(preview(lesson)))


# How the pages are made --------------------------------------------------------------


@pytest.mark.parametrize("who", ["client", "learner_client"])
def test_lists_need_few_queries_and_as_many_for_one_lesson_as_for_twenty(
    db, request, who
):
    client = request.getfixturevalue(who)
    first = LessonFactory()
    addresses = [MODULES, first.module.get_absolute_url(), GLOSSARY, SOURCES]

    few = [count_queries(client, one) for one in addresses]
    LessonFactory.create_batch(9, module=first.module)
    LessonFactory.create_batch(10)
    TermFactory.create_batch(19)
    ReferenceFactory.create_batch(20)
    many = [count_queries(client, one) for one in addresses]

    assert few == many
    assert max(few) <= 8


@pytest.mark.parametrize("who", ["client", "learner_client"])
def test_a_lesson_needs_few_queries_and_as_many_for_one_section_as_for_twenty(
    db, request, who
):
    client = request.getfixturevalue(who)
    short = LessonFactory(body=body_of(1))
    long = LessonFactory(body=body_of(20))
    LessonFactory.create_batch(20)

    few, many = (count_queries(client, one.get_absolute_url()) for one in (short, long))

    assert few == many <= 8


def test_marking_as_read_needs_few_queries_however_long_the_lesson(learner_client):
    counts = []
    for size in (1, 20):
        lesson = LessonFactory(body=body_of(size))
        with CaptureQueriesContext(connection) as queries:
            learner_client.post(read_address(lesson))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12


def test_every_page_of_the_real_content_is_sound(content, client, learner_client):
    addresses = [MODULES, GLOSSARY, SOURCES]
    for lesson in Lesson.objects.select_related("module"):
        addresses += [lesson.module.get_absolute_url(), lesson.get_absolute_url()]

    found = {
        address: Page(one.get(address).content.decode()).faults()
        for address in addresses
        for one in (client, learner_client)
    }

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_a_lesson_of_the_real_content_asks_its_questions(content, learner_client):
    lesson = next(
        one
        for one in Lesson.objects.select_related("module", "published")
        if one.published.rendered["checks"]
    )

    response = learner_client.get(lesson.get_absolute_url())

    checks = lesson.published.rendered["checks"]
    # And once more at the end, where several are started.
    assert text(response).count("Check yourself") == len(checks) + 1
    assert response.content.decode().count("question-card") == len(checks)
    # One of them for the number of reviews in the navigation.
    assert count_queries(learner_client, lesson.get_absolute_url()) <= 9

"""Draft, revision and published, on the two things that people publish."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from pydantic import ValidationError

from lessons.models import Lesson, LessonRevision
from quizzes.models import Question, QuestionRevision
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, LessonFactory, ObjectiveFactory
from tests.quizzes.factories import QuestionFactory, option

LATER = NOON + dt.timedelta(days=30)


@pytest.fixture
def author(db):
    return UserFactory(is_staff=True)


def edit(row, **fields):
    """Save a draft in which these fields differ."""
    row.draft = {**row.draft, **fields}
    row.save()


def publish(row, **given):
    return row.publish(by=None, reason="Corrected", now=LATER, **given)


# Publishing --------------------------------------------------------------------


@pytest.mark.parametrize("factory", [LessonFactory, QuestionFactory])
def test_a_draft_is_seen_by_nobody(db, factory):
    row = factory(published=False)

    assert not row.is_published
    assert row.has_unpublished_changes
    assert list(type(row).objects.published()) == []
    assert list(type(row).objects.with_unpublished_changes()) == [row]


def test_publishing_makes_a_revision_that_says_who_when_and_why(author):
    lesson = LessonFactory(published=False)

    made = lesson.publish(by=author, reason="It is ready", now=NOON)

    lesson = Lesson.objects.get()
    assert lesson.published == made
    assert lesson.is_published
    assert not lesson.has_unpublished_changes
    made.refresh_from_db()
    assert (made.number, made.author, made.created_at) == (1, author, NOON)
    assert (made.reason, made.is_material, made.objectives) == (
        "It is ready",
        False,
        [],
    )
    assert made.content == lesson.draft
    assert made.rendered["sections"][0]["id"] == "rest"


def test_an_edit_is_not_seen_until_it_is_published(db):
    question = QuestionFactory(content={"stem": "Old?"})

    edit(question, stem="New?")
    before = Question.objects.get()
    assert before.published.content["stem"] == "Old?"
    assert before.has_unpublished_changes
    assert [change.where for change in before.draft_changes()] == ["stem"]

    publish(question)
    after = Question.objects.get()
    assert after.published.content["stem"] == "New?"
    assert not after.has_unpublished_changes
    assert [r.number for r in after.revisions.all()] == [2, 1]


def test_publishing_without_a_change_makes_no_revision(db):
    question = QuestionFactory()
    first = question.published

    assert publish(question) == first
    assert QuestionRevision.objects.count() == 1


def test_publishing_what_differs_by_spaces_only_leaves_nothing_unpublished(db):
    question = QuestionFactory(content={"stem": "Which?"})
    edit(question, stem="  Which? ")

    publish(question)

    question = Question.objects.get()
    assert QuestionRevision.objects.count() == 1
    assert question.draft["stem"] == "Which?"
    assert not question.has_unpublished_changes


@pytest.mark.parametrize(
    "fields",
    [
        {"stem": ""},
        {"options": [option("a"), option("b")]},
        {"options": [option("a", key=True), option("b", key=True)]},
        {"kind": "essay"},
        {"colour": "red"},
    ],
)
def test_a_faulty_draft_cannot_be_published_and_changes_nothing(db, fields):
    question = QuestionFactory()
    edit(question, **fields)

    with pytest.raises(ValidationError):
        publish(question)

    question = Question.objects.get()
    assert QuestionRevision.objects.count() == 1
    assert question.published.number == 1
    assert question.draft == {**question.published.content, **fields}


def test_a_stale_copy_of_a_row_publishes_after_the_newest_revision(db):
    question = QuestionFactory()
    stale = Question.objects.get()
    edit(question, stem="Second?")
    publish(question)
    stale.draft = {**stale.draft, "stem": "Third?"}

    publish(stale)

    assert [r.number for r in question.revisions.all()] == [3, 2, 1]


def test_a_stale_copy_with_what_is_published_by_now_makes_no_revision(db):
    question = QuestionFactory()
    stale = Question.objects.select_related("published").get()
    edit(question, stem="Second?")
    newest = publish(question)
    stale.draft = question.draft

    assert publish(stale) == newest
    assert QuestionRevision.objects.count() == 2


def test_what_the_database_is_asked_about_follows_the_published_version(db):
    question = QuestionFactory()
    other = ObjectiveFactory()

    edit(
        question,
        objective=other.code,
        level="apply",
        safety=True,
        roles=["nurse"],
        vignette="A case.",
    )
    before = Question.objects.get()
    assert (before.objective, before.level) == (question.objective, "understand")

    publish(question)
    after = Question.objects.get()
    assert (after.objective, after.level) == (other, "apply")
    assert (after.safety, after.has_vignette) == (True, True)
    assert (after.for_students, after.for_nurses) == (False, True)


def test_what_is_retired_is_not_published_any_more(db):
    kept, retired = QuestionFactory(), QuestionFactory(is_retired=True)

    assert (kept.is_published, retired.is_published) == (True, False)
    assert list(Question.objects.published()) == [kept]


def test_one_row_and_many_agree_on_what_is_published_and_what_is_not_yet(db):
    QuestionFactory(published=False)
    QuestionFactory()
    QuestionFactory(is_retired=True)
    edited = QuestionFactory()
    edit(edited, stem="New?")

    questions = list(Question.objects.all())

    assert set(Question.objects.published()) == {q for q in questions if q.is_published}
    assert set(Question.objects.with_unpublished_changes()) == {
        q for q in questions if q.has_unpublished_changes
    }


# Material or not -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "is_material"),
    [
        ({"stem": "Another question?"}, True),
        ({"vignette": "A case."}, True),
        ({"options": [option("a", key=True), option("b"), option("c")]}, True),
        ({"options": [option("a"), option("b", key=True)]}, True),
        ({"options": [option("b", key=True), option("a"), option("c")]}, True),
        (
            {"options": [option("a"), option("b", key=True), option("c", credit=0.5)]},
            True,
        ),
        ({"key_idea": "Other words."}, False),
        ({"references": ["R30"]}, False),
        ({"checked": "2027-01-01"}, False),
        (
            {
                "options": [
                    option("a", rationale="Clearer."),
                    option("b", key=True),
                    option("c"),
                ]
            },
            False,
        ),
    ],
)
def test_what_a_learner_should_know_decides_whether_a_change_is_material(
    db, fields, is_material
):
    question = QuestionFactory()
    edit(question, **fields)

    assert question.suggests_material() is is_material
    assert publish(question).is_material is is_material


def test_a_material_revision_names_the_objectives_of_before_and_after(db):
    old, new = ObjectiveFactory(), ObjectiveFactory()
    question = QuestionFactory(objective=old)
    edit(question, stem="Another?", objective=new.code)

    assert question.objectives_touched() == [old.code, new.code]
    assert publish(question).objectives == [old.code, new.code]


def test_a_lesson_serves_several_objectives(db):
    lesson = LessonFactory()
    (old,) = lesson.draft["objectives"]
    edit(lesson, objectives=["N1.1", old], body="## New {#new}\n\nWords.")

    assert publish(lesson).objectives == [old, "N1.1"]


def test_an_author_decides_over_what_is_suggested(db):
    question = QuestionFactory()
    edit(question, stem="Same, in better words?")

    made = publish(question, is_material=False)

    assert (made.is_material, made.objectives) == (False, [])

    edit(question, key_idea="Another idea.")
    made = publish(question, is_material=True, objectives=["M1.1"])

    assert (made.is_material, made.objectives) == (True, ["M1.1"])


def test_the_first_revision_is_not_material(db):
    question = QuestionFactory(published=False)

    assert not question.suggests_material()
    assert publish(question).is_material is False


# Restoring -----------------------------------------------------------------------


def test_restoring_makes_an_older_revision_the_draft_and_publishing_is_a_step(db):
    question = QuestionFactory(content={"stem": "First?"})
    edit(question, stem="Second?")
    publish(question)
    first = question.revisions.get(number=1)

    question.restore(first)

    question = Question.objects.get()
    assert question.draft["stem"] == "First?"
    assert question.published.content["stem"] == "Second?"

    made = publish(question)
    assert (made.number, made.content) == (3, first.content)


# Revisions are immutable -----------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [{}, {"update_fields": ["content"]}, {"update_fields": ["content", "rendered"]}],
)
def test_a_revision_does_not_change(db, given):
    revision = QuestionFactory().published
    revision.content = {**revision.content, "stem": "Tampered?"}

    with pytest.raises(TypeError, match="does not change"):
        revision.save(**given)

    revision.refresh_from_db()
    assert revision.content["stem"] != "Tampered?"


def test_the_html_beside_a_revision_may_be_made_anew(db):
    revision = QuestionFactory().published
    revision.rendered = {}

    revision.save(update_fields=["rendered"])

    revision.refresh_from_db()
    assert revision.rendered == {}


def test_a_number_is_given_once(db):
    question = QuestionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        question.revisions.create(number=1, content={}, created_at=NOON, reason="")


def test_a_revision_stays_when_its_author_is_erased(author):
    lesson = LessonFactory(published=False)
    lesson.publish(by=author, reason="Ready", now=NOON)

    author.delete()

    assert LessonRevision.objects.get().author is None


def test_a_revision_has_a_name(db):
    assert str(LessonFactory().published) == "Revision 1"


# Previews ------------------------------------------------------------------------


def test_a_preview_shows_the_draft_and_saves_nothing(db):
    question = QuestionFactory(content={"stem": "Old?"})
    edit(question, stem="*New*?")

    preview = question.draft_as_revision(now=LATER)

    assert preview.pk is None
    assert preview.rendered["stem"] == "<em>New</em>?"
    assert preview.content["stem"] == "*New*?"
    assert QuestionRevision.objects.count() == 1
    assert Question.objects.get().published.content["stem"] == "Old?"


def test_a_preview_of_a_faulty_draft_says_what_is_wrong(db):
    lesson = LessonFactory(published=False)
    edit(lesson, title="")

    with pytest.raises(ValidationError):
        lesson.draft_as_revision(now=LATER)

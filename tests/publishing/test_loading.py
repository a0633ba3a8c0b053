"""Content of files put into rows, on a term (no draft) and a lesson (with one)."""

import datetime as dt

import pytest

from lessons.models import Lesson, LessonRevision, Module, Term
from lessons.schemas import LessonContent, TermContent
from sps_learn.publishing.loading import Loader, Outcome, Report
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, ModuleFactory

ADDED, UPDATED, UNCHANGED, KEPT = Outcome
LATER = NOON + dt.timedelta(days=1)


def term(definition="A messenger.", **more):
    return TermContent(term="GABA", slug="gaba", definition=definition, **more)


def load_term(content, *, overwrite=False, order=0):
    """One load of one term, as a command does it; returns what came of it."""
    loader = Loader(now=NOON, overwrite=overwrite)
    row = Term.objects.filter(slug="gaba").first() or Term()
    loader.load(row, content, "term gaba", order=order)
    (outcome,) = loader.report.counts
    return outcome


def lesson(title="The brake", body="## A {#a}\n\nWords."):
    return LessonContent(
        slug="brake", title=title, objectives=["M1.1"], roles=["student"], body=body
    )


@pytest.fixture
def load_lesson(db):
    ModuleFactory(slug="mechanism")

    def load(content, *, overwrite=False, now=NOON):
        loader = Loader(now=now, overwrite=overwrite)
        module = Module.objects.get()
        row = Lesson.objects.filter(slug="brake").first() or Lesson(module=module)
        loader.load_and_publish(row, content, "lesson", order=1)
        (outcome,) = loader.report.counts
        return outcome, loader.report.notes

    return load


def by_an_instructor(**fields):
    """Publish an instructor's edit of the lesson."""
    row = Lesson.objects.get()
    row.draft = {**row.draft, **fields}
    row.save()
    return row.publish(by=UserFactory(), reason="Better", now=LATER)


# Rows without a draft ---------------------------------------------------------------


def test_a_row_is_added_left_and_updated(db):
    assert load_term(term()) is ADDED
    first = Term.objects.get()
    assert load_term(term()) is UNCHANGED
    assert load_term(term("Another.")) is UPDATED

    again = Term.objects.get()
    assert (again.pk, again.definition) == (first.pk, "Another.")


def test_what_an_instructor_changed_is_left_alone_until_overwritten(db):
    load_term(term())
    Term.objects.update(definition="An instructor's words.")

    assert load_term(term()) is KEPT
    assert load_term(term("A new file.")) is KEPT
    assert Term.objects.get().definition == "An instructor's words."

    assert load_term(term("A new file."), overwrite=True) is UPDATED
    assert Term.objects.get().definition == "A new file."
    assert load_term(term("Newer.")) is UPDATED


def test_a_row_that_no_file_made_is_an_instructors(db):
    Term.objects.create(term="GABA", slug="gaba", definition="Written here.")

    assert load_term(term()) is KEPT
    assert Term.objects.get().definition == "Written here."


def test_a_file_that_says_what_the_instructor_wrote_takes_over(db):
    load_term(term())
    Term.objects.update(definition="Better.")

    assert load_term(term("Better.")) is UNCHANGED
    assert not Term.objects.get().is_changed_here
    assert load_term(term("Better still.")) is UPDATED


def test_a_new_place_is_a_change(db):
    load_term(term(), order=0)

    assert load_term(term(), order=3) is UPDATED
    assert Term.objects.get().order == 3
    assert load_term(term(), order=3) is UNCHANGED


def test_an_instructor_may_change_the_place(db):
    load_term(term(), order=0)
    Term.objects.update(order=9)

    assert load_term(term("Another."), order=0) is KEPT
    assert load_term(term(), order=0, overwrite=True) is UPDATED
    assert Term.objects.get().order == 0


def test_saving_a_row_unchanged_is_not_a_change(db):
    load_term(term(aliases=["γ-aminobutyric acid"]))

    Term.objects.get().save()

    assert load_term(term("Newer.")) is UPDATED


# Rows with a draft ------------------------------------------------------------------


def test_a_new_lesson_is_published(load_lesson):
    assert load_lesson(lesson()) == (ADDED, [])

    revision = LessonRevision.objects.get()
    assert Lesson.objects.get().published == revision
    assert (revision.author, revision.reason, revision.created_at) == (
        None,
        "Loaded from the content files",
        NOON,
    )


def test_a_new_file_is_a_new_revision_and_the_same_file_is_none(load_lesson):
    load_lesson(lesson())

    assert load_lesson(lesson(), now=LATER) == (UNCHANGED, [])
    assert LessonRevision.objects.count() == 1

    assert load_lesson(lesson("Another title"), now=LATER) == (UPDATED, [])
    assert LessonRevision.objects.count() == 2
    assert Lesson.objects.get().published.number == 2


def test_an_instructors_publication_is_left_alone_and_reported(load_lesson):
    load_lesson(lesson())
    mine = by_an_instructor(title="Mine")

    for content in (lesson(), lesson("A new file")):
        assert load_lesson(content) == (
            KEPT,
            ["lesson: changed here since, left alone"],
        )
    assert Lesson.objects.get().published == mine


def test_an_instructors_draft_is_left_alone_and_reported(load_lesson):
    load_lesson(lesson())
    row = Lesson.objects.get()
    row.draft = {**row.draft, "title": "Not ready"}
    row.save()

    assert load_lesson(lesson("A new file"))[0] is KEPT

    row = Lesson.objects.get()
    assert (row.draft["title"], row.published.number) == ("Not ready", 1)


def test_a_draft_taken_back_by_an_instructor_is_not_published_by_a_load(load_lesson):
    load_lesson(lesson())
    mine = by_an_instructor(title="Mine")
    row = Lesson.objects.get()
    row.restore(row.revisions.get(number=1))

    assert load_lesson(lesson()) == (UNCHANGED, [])
    assert Lesson.objects.get().published == mine


def test_overwriting_publishes_the_file_and_keeps_the_instructors_revision(load_lesson):
    load_lesson(lesson())
    mine = by_an_instructor(title="Mine")

    assert load_lesson(lesson(), overwrite=True) == (UPDATED, [])

    row = Lesson.objects.get()
    assert (row.published.number, row.published.content["title"]) == (3, "The brake")
    assert mine in row.revisions.all()
    assert load_lesson(lesson(), overwrite=True) == (UNCHANGED, [])


def test_overwriting_drops_a_draft_and_makes_no_revision(load_lesson):
    load_lesson(lesson())
    row = Lesson.objects.get()
    row.draft = {**row.draft, "title": "Not ready"}
    row.save()

    assert load_lesson(lesson(), overwrite=True) == (UPDATED, [])

    assert Lesson.objects.get().draft["title"] == "The brake"
    assert LessonRevision.objects.count() == 1


def test_what_is_retired_stays_retired(load_lesson):
    load_lesson(lesson())
    Lesson.objects.update(is_retired=True)

    assert load_lesson(lesson("A new file"))[0] is UPDATED

    assert not Lesson.objects.get().is_published


# The report -------------------------------------------------------------------------


def test_the_report_counts_and_names():
    report = Report()
    for outcome, name in [
        (ADDED, "a"),
        (ADDED, "b"),
        (UNCHANGED, "c"),
        (KEPT, "term gaba"),
    ]:
        report.add(outcome, name)

    assert str(report) == "2 added, 1 unchanged, 1 changed here since, left alone"
    assert report.notes == ["term gaba: changed here since, left alone"]
    assert str(Report()) == "nothing found"

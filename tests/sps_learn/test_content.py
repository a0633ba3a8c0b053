"""All content files together: load_content, dump_content and render_content."""

from io import StringIO
from typing import get_args

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

import quizzes.files
from lessons import schemas as lesson_schemas
from lessons.models import Figure, Lesson, Module, Objective, Reference, Term, Topic
from quizzes import schemas as quiz_schemas
from quizzes.actions import pools
from quizzes.models import Bank, Case, Question, Quiz
from quizzes.selection import draw
from sps_learn import content as all_content
from tests.accounts.factories import UserFactory
from tests.conftest import ROOT
from tests.sps_learn.small_content import (
    BANK,
    GLOSSARY,
    LESSON,
    LESSONS,
    MODULE,
    QUIZZES,
    Files,
    texts,
)


@pytest.fixture
def files(db, tmp_path):
    return Files(tmp_path / "files")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "dump"


def everything():
    """Every row of every table but the sessions."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
        if model is not Session
    }


def load_content(root, *options):
    """What the command says."""
    said = StringIO()
    call_command("load_content", *options, root=root, stdout=said)
    return said.getvalue()


# The files of the project -------------------------------------------------------------


def test_the_files_of_the_project_load_and_all_of_it_is_published(db):
    report = all_content.load(ROOT, now=timezone.now())

    # A bank that lies in several files is met again in each of them.
    assert report.counts.keys() <= {"added", "unchanged"}
    assert report.notes == []
    for model in (Lesson, Question):
        assert model.objects.exists()
        assert all(
            row.is_published for row in model.objects.select_related("published")
        )


def test_loading_the_project_again_changes_nothing(content):
    before = everything()

    report = all_content.load(ROOT, now=timezone.now())

    assert report.counts.keys() == {"unchanged"}
    assert everything() == before


def test_the_files_of_the_project_are_as_dump_content_writes_them(content, target):
    said = StringIO()
    call_command("dump_content", str(target), stdout=said)

    written = texts(target)
    assert said.getvalue() == f"{len(written)} files written below {target}\n"
    for name, text in written.items():
        assert (ROOT / name).read_bytes().decode() == text, name
    for folder in (LESSONS, "quizzes/banks"):
        on_disk = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.suffix in {".yaml", ".md", ".svg"}
        }
        assert on_disk == {name for name in written if name.startswith(folder)}


# There and back ---------------------------------------------------------------------


def test_files_survive_the_database_byte_for_byte(files, target):
    files.load()

    all_content.dump(target)

    assert texts(target) == files.texts()


def test_what_was_dumped_loads_into_an_empty_database_as_the_same_rows(files, target):
    files.load()
    questions = {row.slug: row.content() for row in Question.objects.all()}
    all_content.dump(target)
    for model in (Quiz, Question, Case, Bank, Lesson, Module, Topic):
        if hasattr(model, "published"):
            model.objects.update(published=None)
        model.objects.all().delete()

    all_content.load(target, now=timezone.now())

    assert {row.slug: row.content() for row in Question.objects.all()} == questions


def test_loading_twice_changes_no_row(files):
    first = files.load()
    before = everything()

    second = files.load()

    assert set(first.counts) <= {"added", "unchanged"}
    assert second.counts == {"unchanged": sum(first.counts.values())}
    assert everything() == before


def test_an_instructors_work_is_written_into_the_files(files, target):
    files.load()
    publish_an_edit()
    Term.objects.filter(slug="gaba").update(definition="In other words.")

    all_content.dump(target)

    written = texts(target)
    assert "title: Better" in written[LESSON]
    assert "definition: In other words." in written[GLOSSARY]
    assert load_content(target).endswith("Content: 21 unchanged\n")


# Faults -----------------------------------------------------------------------------


def test_a_broken_file_is_named_and_nothing_is_changed(files):
    files.load()
    before = everything()
    files.replace(GLOSSARY, "term: brake", "term: Brake")
    files.replace(BANK, "level: understand", "level: guess")

    with pytest.raises(CommandError) as caught:
        load_content(files.root, "--overwrite")

    told = str(caught.value).splitlines()
    assert told[0].startswith(f"{BANK}:9: questions.0.level: Input should be 'recall'")
    assert told[1:] == ["1 problem; nothing was loaded."]
    assert everything() == before


def test_faults_of_several_files_are_all_named_in_order(files):
    files.replace(GLOSSARY, "slug: brake", "slug: gaba")
    files.replace(MODULE, "title: Why the brake fails", 'title: ""')
    files.replace(LESSON, "[@R2]", "[@R9]")
    files.replace(BANK, "stem: What of single-one?", "stem: yes")
    files.replace(QUIZZES, "count: 1", "count: many")

    with pytest.raises(CommandError) as caught:
        load_content(files.root)

    assert str(caught.value).splitlines() == [
        f"{LESSON}:13: no reference R9",
        f"{MODULE}:3: title: must not be empty",
        f"{GLOSSARY}:7: 1.slug: gaba is given twice",
        f"{BANK}:15: questions.0.stem: must be text, not True; put it in quotes",
        f"{QUIZZES}:11: 0.blueprint.0.count: must be a whole number, not 'many'",
        "5 problems; nothing was loaded.",
    ]
    assert Topic.objects.count() == 0


def test_a_crash_in_the_middle_leaves_nothing_behind(files, monkeypatch):
    def crash(*_):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(quizzes.files, "load", crash)

    with pytest.raises(RuntimeError):
        files.load()

    assert Topic.objects.count() == 0


def test_a_folder_without_content_is_a_fault_and_no_crash(db, tmp_path):
    with pytest.raises(CommandError) as caught:
        load_content(tmp_path)

    assert f"{GLOSSARY}:1: is missing" in str(caught.value)


# Options of the command ---------------------------------------------------------------


def publish_an_edit():
    lesson = Lesson.objects.get()
    lesson.draft = {**lesson.draft, "title": "Better"}
    lesson.save()
    lesson.publish(by=UserFactory(), reason="A better title", now=timezone.now())


def test_the_command_says_what_it_did(files):
    said = load_content(files.root).splitlines()

    assert said == ["Content: 20 added, 1 unchanged"]


def test_an_instructors_edit_survives_and_is_reported_until_it_is_overwritten(files):
    files.load()
    publish_an_edit()
    Term.objects.filter(slug="gaba").update(definition="In other words.")
    files.replace(LESSON, "Ask first.", "Ask your team first.")

    said = load_content(files.root)

    kept = "changed here since, left alone"
    assert f"lesson mechanism/the-normal-brake: {kept}" in said
    assert f"term gaba: {kept}" in said
    assert said.endswith(f"Content: 19 unchanged, 2 {kept}\n")
    assert Lesson.objects.get().published.content["title"] == "Better"
    assert Term.objects.get(slug="gaba").definition == "In other words."

    said = load_content(files.root, "--overwrite")

    assert said.endswith("Content: 2 updated, 19 unchanged\n")
    lesson = Lesson.objects.get()
    assert lesson.published.content["title"] == "The brake at rest"
    assert "Ask your team first." in lesson.published.content["body"]
    assert lesson.revisions.count() == 3
    assert load_content(files.root).endswith("Content: 21 unchanged\n")


def test_a_dry_run_says_what_would_be_done_and_does_nothing(files):
    before = everything()

    said = load_content(files.root, "--dry-run")

    assert said.endswith("Content (dry run): 20 added, 1 unchanged\n")
    assert everything() == before

    files.load()
    publish_an_edit()
    before = everything()

    said = load_content(files.root, "--dry-run", "--overwrite")

    assert said.endswith("Content (dry run): 1 updated, 20 unchanged\n")
    assert everything() == before


# Rendering ----------------------------------------------------------------------------


def test_render_content_shows_changed_terms_and_sources_everywhere(files):
    files.load()
    Term.objects.filter(slug="gaba").update(definition="Made anew.")
    Reference.objects.filter(key="R2").update(title="A new title")
    Figure.objects.update(title="A new drawing")

    said = StringIO()
    call_command("render_content", stdout=said)

    shown = str(Lesson.objects.get().published.rendered)
    assert "Made anew." in shown
    assert "A new title" in shown
    assert "A new drawing" in shown
    assert "A new title" in str(
        Question.objects.get(slug="single-one").published.rendered
    )
    # The lesson, a question of each kind, and the two steps of a case.
    assert said.getvalue() == "10 revisions rendered anew\n"

    said = StringIO()
    call_command("render_content", stdout=said)
    assert said.getvalue() == "0 revisions rendered anew\n"


# Schemas and columns -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "model", "names"),
    [
        (lesson_schemas.TopicContent, Topic, {}),
        (lesson_schemas.ReferenceContent, Reference, {}),
        (lesson_schemas.TermContent, Term, {}),
        (lesson_schemas.FigureContent, Figure, {}),
        (lesson_schemas.ModuleContent, Module, {}),
        (lesson_schemas.ObjectiveContent, Objective, {}),
        (lesson_schemas.LessonContent, Lesson, {}),
        (quiz_schemas.BankContent, Bank, {"bank": "slug"}),
        (quiz_schemas.CaseContent, Case, {"id": "slug"}),
        (quiz_schemas.SingleQuestion, Question, {"id": "slug"}),
        (quiz_schemas.QuizContent, Quiz, {}),
    ],
)
def test_what_a_file_may_hold_fits_its_column(schema, model, names):
    columns = {field.name: field for field in model._meta.concrete_fields}

    for name, field in schema.model_fields.items():
        column = columns.get(names.get(name, name))
        longest = getattr(column, "max_length", None)
        if longest is None or _is_one_of_few(field):
            continue
        limits = [
            limit.max_length
            for limit in _limits(field)
            if getattr(limit, "max_length", None) is not None
        ]
        assert limits, f"{name} has no limit; its column holds {longest}"
        assert min(limits) <= longest, name


def _is_one_of_few(field):
    """Whether a schema names all that a field may hold."""
    named = get_args(getattr(field.annotation, "__value__", field.annotation))
    return bool(named) and all(isinstance(one, str) for one in named)


def _limits(field):
    """What constrains a field of a schema."""
    return [*field.metadata, *getattr(field.annotation, "__metadata__", ())]


def test_the_test_for_nurses_draws_four_safety_questions_of_twenty_five(content):
    rows = Quiz.objects.get(slug="nurse-post-test").rows.all()
    drawn_from = pools(rows)

    for seed in range(20):
        slots = draw(drawn_from.rows, seed)
        asked = [drawn_from.revisions[slot.question].content for slot in slots]

        assert len(asked) == 25
        assert sum(one["safety"] for one in asked) == 4
        assert {one["objective"] for one in asked} == {f"N1.{n}" for n in range(1, 9)}

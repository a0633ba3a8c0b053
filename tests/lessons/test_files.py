"""The curriculum in the database: loaded from its files, and left as it should be."""

import pytest

from lessons.files import dump
from lessons.models import Lesson, Module, Objective, Reference, Term
from lessons.schemas import ModuleContent
from sps_learn.publishing.writing import to_yaml
from tests.quizzes.factories import QuestionFactory
from tests.sps_learn.small_content import (
    BANK,
    GLOSSARY,
    LESSON,
    LESSONS,
    MODULE,
    Files,
)


@pytest.fixture
def files(db, tmp_path):
    return Files(tmp_path)


def test_what_is_loaded_is_what_the_files_say(files):
    files.load()

    lesson = Lesson.objects.get()
    assert (lesson.module.slug, lesson.slug, lesson.order) == (
        "mechanism",
        "the-normal-brake",
        1,
    )
    assert lesson.is_published
    assert lesson.draft["objectives"] == ["M1.1"]
    assert lesson.draft["body"].startswith("## At rest {#rest}\n\n{{term:gaba}}")
    assert lesson.draft["body"].endswith("{{check:single-one}}")
    shown = lesson.published.rendered
    assert [source["key"] for source in shown["sources"]] == ["causes", "R2"]
    assert shown["checks"] == ["single-one"]
    assert "<path" in "".join(
        part.get("html", "") for part in shown["sections"][0]["parts"]
    )
    assert [row.code for row in Objective.objects.filter(safety=True)] == ["M1.2"]
    assert Reference.objects.get(key="causes").paragraphs[0]["verdict"] == "simplified"
    assert Term.objects.get(slug="gaba").aliases == ["γ-aminobutyric acid"]


def test_the_order_of_files_and_lists_is_loaded_too(files):
    files.load()
    terms = files.read(GLOSSARY).split("- term: brake")
    files.write(GLOSSARY, "- term: brake" + terms[1] + terms[0])
    text = files.read(LESSON)
    files.remove(LESSON)
    files.write(f"{LESSONS}/01-mechanism/07-the-normal-brake.md", text)

    report = files.load()

    assert report.counts["updated"] == 3
    assert list(Term.objects.order_by("order").values_list("slug", flat=True)) == [
        "brake",
        "gaba",
    ]
    assert Lesson.objects.get().order == 7


def test_pre_questions_survive_the_database_and_leave_it_with_their_file(files):
    files.load()
    before = files.read(MODULE)
    listed = "pre_questions:\n  - single-one\n  - multiple-one\n"
    files.replace(MODULE, "objectives:\n", f"{listed}objectives:\n")

    report = files.load()

    assert report.counts["updated"] == 1
    module = Module.objects.get()
    assert module.pre_questions == ["single-one", "multiple-one"]
    assert dict(dump())[MODULE] == files.read(MODULE)

    files.write(MODULE, before)
    files.load()

    module.refresh_from_db()
    assert module.pre_questions == []
    assert dict(dump())[MODULE] == before


def test_a_module_without_pre_questions_keeps_the_digest_that_it_had(files):
    files.load()

    # As it was worked out before there was such a field.
    content = Module.objects.get().content()
    assert "pre_questions" not in content
    assert "pre_questions" not in ModuleContent.model_validate(content).content()


def test_a_changed_term_shows_in_the_lessons_that_use_it(files):
    files.load()
    files.replace(GLOSSARY, "A messenger that calms nerve cells.", "A new definition.")

    files.load()

    (section,) = Lesson.objects.get().published.rendered["sections"]
    html = "".join(part.get("html", "") for part in section["parts"])
    assert "A new definition." in html
    assert Lesson.objects.get().published.number == 1


def test_a_lesson_may_begin_with_a_byte_order_mark_and_end_lines_like_windows(files):
    text = files.read(LESSON).replace("\n", "\r\n")
    (files.root / LESSON).write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert files.problems() == []
    files.load()
    assert "\r" not in Lesson.objects.get().draft["body"]


# Objectives that leave the files ----------------------------------------------------


def without_the_second_objective(files):
    files.write(MODULE, files.read(MODULE).partition("  - code: M1.2")[0])


def test_an_objective_that_left_the_files_is_taken_out(files):
    files.load()
    without_the_second_objective(files)

    report = files.load()

    assert report.counts["updated"] == 1
    assert [row.code for row in Objective.objects.all()] == ["M1.1"]
    assert files.load().counts == {"unchanged": 21}


def test_an_objective_that_questions_need_is_kept_and_said(files):
    files.load()
    QuestionFactory(objective=Objective.objects.get(code="M1.2"))
    without_the_second_objective(files)

    for _ in range(2):
        report = files.load()

        assert (
            "objective M1.2: not in the files any more, kept because questions or "
            "quizzes name it" in report.notes
        )
        assert Objective.objects.count() == 2
        assert not Module.objects.get().is_changed_here


def test_an_objective_and_its_questions_may_change_together(files):
    files.load()
    files.replace(BANK, "objective: M1.1", "objective: M1.2")
    files.load()
    files.replace(BANK, "objective: M1.2", "objective: M1.1")
    without_the_second_objective(files)

    files.load()

    assert [row.code for row in Objective.objects.all()] == ["M1.1"]
    assert files.load().counts == {"unchanged": 21}


def test_an_objective_that_an_instructor_added_stays(files):
    files.load()
    Objective.objects.create(module=Module.objects.get(), code="M1.9", text="Mine.")
    without_the_second_objective(files)

    report = files.load()

    assert "module mechanism: changed here since, left alone" in report.notes
    assert Objective.objects.filter(code="M1.9").exists()


def test_an_objective_moves_to_another_module_with_its_row(files):
    files.load()
    moved = Objective.objects.get(code="M1.2")
    without_the_second_objective(files)
    files.write(
        f"{LESSONS}/02-symptoms/module.yaml",
        to_yaml(
            {
                "slug": "symptoms",
                "topic": "mechanism",
                "title": "Symptoms",
                "summary": "What it looks like.",
                "objectives": [
                    {"code": "M1.2", "text": "Say.", "safety": False, "card": ""}
                ],
            }
        ),
    )

    files.load()

    assert Objective.objects.get(code="M1.2").pk == moved.pk
    assert Objective.objects.get(code="M1.2").module.slug == "symptoms"
    assert files.load().counts["updated"] == 0

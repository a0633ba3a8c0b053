"""check_content: what the rules find, over the files and over the database."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lessons.models import LessonRevision
from sps_learn.publishing.writing import to_yaml
from tests.conftest import ROOT
from tests.quizzes.factories import question_content
from tests.quizzes.linting.questions import OPTIONS, options
from tests.sps_learn.small_content import (
    BANK,
    FIGURE,
    KINDS,
    LESSON,
    MODULE,
    REFERENCES,
    Files,
)


def sound_bank():
    """Three questions for each objective, all on the one paragraph and lesson."""
    questions = [
        question_content(
            name,
            "single",
            "M1.1" if n < 3 else "M1.2",
            **{
                "checked": date(2026, 11, 21),
                "level": "apply",
                "stem": f"In cell number {n} a brake is on. How does it work?",
                "options": options(*OPTIONS, key=n % 4),
                "references": ["causes:1", "R2"],
            },
        )
        for n, name in enumerate(["single-one", "q1", "q2", "q3", "q4", "q5"])
    ]
    head = {"bank": "mechanism", "topic": "mechanism", "title": "Mechanism"}
    return to_yaml({**head, "questions": questions, "cases": []})


@pytest.fixture
def files(tmp_path):
    """Small content that every rule passes."""
    files = Files(tmp_path)
    files.write(BANK, sound_bank())
    files.remove(KINDS)
    files.replace(LESSON, "Ask first.", "Ask first.[@R2]")
    files.replace(LESSON, "  - M1.1\n", "  - M1.1\n  - M1.2\n")
    return files


def check(*options, **given):
    """What the command says, and what it ends with."""
    said = StringIO()
    try:
        call_command("check_content", *options, stdout=said, **given)
    except CommandError as error:
        return said.getvalue(), str(error)
    return said.getvalue(), ""


def test_the_content_of_the_project_passes():
    said, error = check(root=ROOT)

    assert error == "", said


def test_sound_files_are_said_to_be_sound(files):
    assert check(root=files.root) == (
        "Nothing to complain of: 1 lesson, 6 questions.\n",
        "",
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (LESSON, "cells.[@causes:1] [@R2]", "cells.", f"{LESSON}:14: cited: no source"),
        (
            LESSON,
            "[@causes:1] ",
            "",
            f"{REFERENCES}:1: taught: no lesson cites paragraph 1 of causes",
        ),
        (
            LESSON,
            "{{figure:synapse}}\n",
            "",
            f"{FIGURE}:1: taught: no lesson shows this figure",
        ),
        (
            LESSON,
            "  - M1.2\n",
            "",
            f"{MODULE}:1: taught: no lesson serves the objective M1.2",
        ),
        (
            BANK,
            "In cell number 5 a brake is on. How does it work?",
            "In cell number 5 a brake is on and",
            f"{BANK}:195: L01: q5: the stem does not end with a question mark",
        ),
        (
            BANK,
            "objective: M1.1\n    level: apply\n    roles:\n      - student\n"
            '      - nurse\n    safety: false\n    vignette: ""\n'
            "    stem: In cell number 0",
            "objective: M1.1\n    level: apply\n    roles:\n      - student\n"
            '      - nurse\n    safety: true\n    vignette: ""\n'
            "    stem: In cell number 0",
            f"{BANK}:5: safety: single-one: M1.1 has no safety card",
        ),
        # What could not even be loaded
        (LESSON, "[@R2]\n\n{{", "[@R9]\n\n{{", f"{LESSON}:14: no reference R9"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(files, name, old, new, said):
    files.replace(name, old, new)

    lines, error = check(root=files.root)

    assert said in lines
    assert error.endswith("in the content.")


def test_for_a_program_it_is_json(files):
    files.replace(LESSON, "Ask first.[@R2]", "Ask first.")

    said, error = check("--json", root=files.root)

    found = json.loads(said)
    assert found["problems"] == [
        {
            "file": LESSON,
            "line": 19,
            "rule": "cited",
            "message": "no source: “Ask first.”",
        }
    ]
    assert found["warnings"] == []
    assert found["lessons"]["mechanism/the-normal-brake"]["minutes"] == 1
    assert found["banks"]["bank"]["questions"] == 6
    assert error == "1 problem in the content."


def test_over_the_database_it_looks_at_what_is_published_and_only_warns(files, db):
    files.load()
    assert check("--database")[0].startswith("Nothing to complain of")

    content = LessonRevision.objects.get().content
    body = content["body"].replace("Ask first.[@R2]", "Ask first.")
    LessonRevision.objects.update(content=content | {"body": body})

    said, error = check("--database")
    assert f"{LESSON}:19: cited: no source: “Ask first.”" in said
    assert error == ""

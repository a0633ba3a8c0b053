"""What is wrong with the curriculum's files is named: file, line, path and words."""

import pytest

from tests.sps_learn.small_content import (
    DRAWING,
    FIGURE,
    GLOSSARY,
    LESSON,
    LESSONS,
    MODULE,
    REFERENCES,
    TOPICS,
    Files,
)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def test_the_small_content_of_these_tests_is_sound(files):
    assert files.problems() == []


@pytest.mark.parametrize(
    ("ids", "problem"),
    [
        (["single-one", "nix"], "7: pre_questions.1: no question nix"),
        (
            ["single-one", "single-one"],
            "6: pre_questions: question single-one is given twice",
        ),
        (["No Id"], "6: pre_questions.0: String should match"),
    ],
)
def test_a_faulty_pre_question_is_named(files, ids, problem):
    listed = "".join(f"  - {id}\n" for id in ids)
    files.replace(MODULE, "objectives:\n", f"pre_questions:\n{listed}objectives:\n")

    found = files.problems()

    assert [line for line in found if line.startswith(f"{MODULE}:{problem}")], found


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        # Lists
        (TOPICS, "family: mechanism", "family: red", "5: 0.family: Input should be"),
        (TOPICS, "order: 1", "order: first", "4: 0.order: must be a whole number, not"),
        (
            GLOSSARY,
            "slug: brake",
            "slug: gaba",
            "7: 1.slug: gaba is given twice",
        ),
        (GLOSSARY, "slug: brake", "slug: The Brake", "7: 1.slug: String should match"),
        (REFERENCES, "key: R2", "key: causes", "13: 1.key: causes is given twice"),
        (
            REFERENCES,
            "        - R2\n",
            "        - R9\n",
            "12: 0.paragraphs.0.references.0: no reference R9",
        ),
        (
            REFERENCES,
            "        - R2\n",
            "        - causes:2\n",
            "12: 0.paragraphs.0.references.0: causes has no paragraph 2",
        ),
        (
            REFERENCES,
            "        - R2\n",
            "        - causes:two\n",
            "12: 0.paragraphs.0.references.0: String should match pattern",
        ),
        (REFERENCES, "year: 2025", "year: 65536", "17: 1.year: Input should be less"),
        (
            REFERENCES,
            "checked: 2026-11-21\n  review_by",
            "checked: 2026-02-30\n  review_by",
            "19: '2026-02-30' cannot be read: day is out of range for month",
        ),
        # Figures
        (FIGURE, "title: A synapse\n", "", "2: title: is missing"),
        (FIGURE, "---\ntitle", "title", "1: must begin with front matter between two"),
        (
            DRAWING,
            "<path",
            "<script/><path",
            "1: <script> cannot be used in a drawing.",
        ),
        (DRAWING, "</svg>", "", "1: Line 1: not well-formed XML"),
        # Modules
        (MODULE, "topic: mechanism", "topic: nursing", "2: topic: no topic nursing"),
        (MODULE, "topic: mechanism", "topic: cooking", "2: topic: Input should be"),
        (
            MODULE,
            "slug: mechanism",
            "slug: brake",
            "1: slug: the name must be two figures and brake, not 01-mechanism",
        ),
        (MODULE, "code: M1.2", "code: M1.1", "10: objectives.1.code: M1.1 is given"),
        (
            MODULE,
            "code: M1.2",
            "code: m1",
            "10: objectives.1.code: String should match",
        ),
        (MODULE, "card: Ask.", 'card: ""', "13: objectives.1.card: a safety card is"),
        (MODULE, "safety: true", "safety: yes please", "12: objectives.1.safety: must"),
        # Lessons
        (LESSON, "---\nslug", "slug", "1: must begin with front matter between two"),
        (LESSON, "roles:\n  - student\n  - nurse\n", "", "2: roles: is missing"),
        (LESSON, "  - student", "  - patient", "7: roles.0: Input should be 'student'"),
        (LESSON, "title: The brake at rest", "title: [", "5: expected"),
        (LESSON, "title: The", "colour: red\ntitle: The", "3: colour: is not a known"),
        (LESSON, "title: The", "slug: again\ntitle: The", "3: 'slug' is given twice"),
        (
            LESSON,
            "slug: the-normal-brake",
            "slug: another",
            "2: slug: the name must be two figures and another, not "
            "01-the-normal-brake",
        ),
        (LESSON, "  - M1.1", "  - X9.9", "5: objectives.0: X9.9 is not of this module"),
        (LESSON, " {#rest}", "", "11: the section 'At rest' lacks an id: {#id}"),
        (LESSON, "::: safety", "::: saftey", "17: unknown note; there are evidence"),
        (LESSON, "{{term:gaba}}", "{{term:nix}}", "13: no term nix"),
        (LESSON, "[@causes:1]", "[@causes:2]", "13: causes has no paragraph 2"),
        (LESSON, "[@R2]", "[@R9]", "13: no reference R9"),
        (LESSON, "[@R2]", "[@R2:1]", "13: R2 has no paragraph 1"),
        (LESSON, "{{figure:synapse}}", "{{figure:nix}}", "15: no figure nix"),
        (LESSON, "{{check:single-one}}", "{{check:nix}}", "21: no question nix"),
    ],
)
def test_a_fault_is_named_with_file_line_and_path(files, name, old, new, problem):
    files.replace(name, old, new)

    found = files.problems()

    assert [line for line in found if line.startswith(f"{name}:{problem}")], found


@pytest.mark.parametrize("name", [TOPICS, REFERENCES, GLOSSARY])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must be a list"),
        ("a: 1\n", "must be a list"),
        ("- 1\n", "0: must hold keys"),
    ],
)
def test_a_list_must_be_one(files, name, text, problem):
    files.write(name, text)

    assert any(line.startswith(f"{name}:1: {problem}") for line in files.problems())


@pytest.mark.parametrize("name", [TOPICS, REFERENCES, GLOSSARY])
def test_a_list_must_be_there(files, name):
    files.remove(name)

    assert f"{name}:1: is missing" in files.problems()


@pytest.mark.parametrize("text", ["---\njust words\n---\n\nx", "---\n- a\n---\n\nx"])
@pytest.mark.parametrize("name", [LESSON, FIGURE])
def test_front_matter_must_hold_keys_and_values(files, name, text):
    files.write(name, text)

    assert f"{name}:2: must hold keys and values" in files.problems()


def test_an_empty_module_is_a_fault(files):
    files.write(MODULE, "")

    assert f"{MODULE}:1: must hold keys and values" in files.problems()


def test_a_lesson_in_another_encoding_is_a_fault(files):
    (files.root / LESSON).write_bytes(files.read(LESSON).encode("utf-16"))

    assert f"{LESSON}:1: is not UTF-8" in files.problems()


def test_a_lesson_too_long_to_read_is_a_fault(files):
    files.write(LESSON, files.read(LESSON) + "word " * 8_000)

    assert f"{LESSON}:2: body: must have at most 40000 characters" in files.problems()


def test_a_figure_needs_its_drawing(files):
    files.remove(DRAWING)

    assert f"{FIGURE}:2: svg: is missing" in files.problems()


def test_a_name_is_given_once_in_all_modules(files):
    again = f"{LESSONS}/02-mechanism"
    files.write(f"{again}/module.yaml", files.read(MODULE))
    files.write(f"{LESSONS}/01-mechanism/02-the-normal-brake.md", files.read(LESSON))

    found = files.problems()

    assert f"{again}/module.yaml:1: slug: mechanism is given twice" in found
    assert f"{again}/module.yaml:6: objectives.0.code: M1.1 is given twice" in found
    assert (
        f"{LESSONS}/01-mechanism/02-the-normal-brake.md:2: slug: "
        "mechanism/the-normal-brake is given twice" in found
    )


def test_a_broken_file_of_references_does_not_blame_the_lessons(files):
    files.write(REFERENCES, "- [")

    (problem,) = files.problems()

    assert problem.startswith(f"{REFERENCES}:1: ")


def test_a_folder_without_a_module_is_left_alone(files):
    files.write(f"{LESSONS}/notes/anything.md", "not a lesson")

    assert files.problems() == []

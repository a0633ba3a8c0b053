import datetime as dt
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Discriminator, Field, TypeAdapter, model_validator

from sps_learn.publishing.files import (
    ContentError,
    Reader,
    Schema,
    SourceFile,
    digest,
)
from sps_learn.publishing.writing import to_yaml


class Choice(Schema):
    omitted_when_empty: ClassVar = frozenset({"credit"})

    text: Annotated[str, Field(min_length=1)]
    key: bool = False
    credit: float | None = None


class Open(Schema):
    kind: Literal["open"]
    stem: str


class Closed(Schema):
    kind: Literal["closed"]
    stem: str
    order: int = 0
    checked: Annotated[dt.date, Field(strict=False)] = dt.date(2026, 11, 21)
    choices: list[Choice] = []

    @model_validator(mode="after")
    def has_choices(self):
        if not self.choices:
            raise ValueError("offers no choice")
        return self


KINDS = TypeAdapter(Annotated[Open | Closed, Discriminator("kind")])


@pytest.fixture
def reader(tmp_path):
    return Reader(tmp_path)


def problems(reader):
    return [str(problem) for problem in reader.problems]


def check(reader, text):
    """What is wrong with a file that holds one closed question."""
    file = reader.parse("bank.yaml", text)
    reader.check_kind(KINDS, file, file.data)
    return problems(reader)


# Line numbers ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: [\n", "expected the node content, but found '<stream end>'"),
        ("a: 1\n\tb: 2\n", "found character '\\t' that cannot start any token"),
        ("a: 1\na: 2\n", "'a' is given twice"),
        ("- 1\n- {x: 1, x: 2}\n", "'x' is given twice"),
        ("a: 1\nb: \a\n", "U+0007 is not allowed"),
        (
            "a: 1\nb: 2026-02-30\n",
            "'2026-02-30' cannot be read: day is out of range for month",
        ),
        ("a: 1\n? [b]\n: 2\n", "a list cannot be a key"),
        (
            "a: 1\nb: !!python/name:os.system\n",
            "could not determine a constructor for the tag "
            "'tag:yaml.org,2002:python/name:os.system'",
        ),
    ],
)
def test_a_file_that_is_not_yaml_is_reported_with_its_line(reader, text, problem):
    file = reader.parse("bank.yaml", text)

    assert file.data is None
    (found,) = reader.problems
    assert (found.message, found.path) == (problem, "")
    assert found.line == (3 if "[\n" in text else 2)


def test_a_number_too_long_for_python_is_a_problem_and_no_crash(reader):
    reader.parse("bank.yaml", f"a: {'9' * 5000}")

    (found,) = problems(reader)
    assert found.startswith("bank.yaml:1: '9999")
    assert len(found) < 250


def test_a_file_nested_too_deeply_is_a_problem_and_no_crash(reader):
    reader.parse("bank.yaml", "- " * 5000)

    assert problems(reader) == ["bank.yaml:1: cannot be read: nested too deeply"]


def test_lines_count_from_where_the_part_stands_in_its_file(reader):
    file = reader.parse("lesson.md", "title: x\nroles: [student]\n", first_line=2)

    assert file.line(()) == 2
    assert file.line(("title",)) == 2
    assert file.line(("roles", 0)) == 3


FILE = """\
kind: closed
stem: >
  Which
  one?
choices:
  - text: first
    key: true

  - text: second
    credit: 0.5
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("kind",), 1),
        (("stem",), 2),
        (("choices", 0, "key"), 7),
        (("choices", 1), 9),
        (("choices", 1, "credit"), 10),
        (("choices", 1, "rationale"), 9),  # absent: the nearest part that exists
        (("choices", 7, "text"), 6),
        (("nowhere", "kind"), 1),
        (("nowhere", "stem"), 1),
    ],
)
def test_a_path_has_the_line_of_its_nearest_part(reader, path, line):
    assert reader.parse("bank.yaml", FILE).line(path) == line


# Faults of the content -----------------------------------------------------------


GOOD = "kind: closed\nstem: Which?\nchoices:\n  - text: one\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("stem: Which?", "1: kind is missing"),
        (
            "kind: essay\nstem: Which?",
            "1: unknown kind 'essay'; there are 'open', 'closed'",
        ),
        ("just words", "1: must hold keys and values"),
        ("- a list", "1: must hold keys and values"),
        ("kind: closed\nchoices:\n  - text: one\n", "1: stem: is missing"),
        (f"{GOOD}colour: red\n", "5: colour: is not a known field"),
        (f"{GOOD}    colour: red\n", "5: choices.0.colour: is not a known field"),
        (f"{GOOD}  - text: ''\n", "5: choices.1.text: must not be empty"),
        (f"{GOOD}  - text: '  '\n", "5: choices.1.text: must not be empty"),
        (
            f"{GOOD}  - text: yes\n",
            "5: choices.1.text: must be text, not True; put it in quotes",
        ),
        (
            f"{GOOD}  - text: 12:30\n",
            "5: choices.1.text: must be text, not 750; put it in quotes",
        ),
        (
            f"{GOOD}  - text: 2026-11-21\n",
            "5: choices.1.text: must be text, not datetime.date(2026, 11, 21); "
            "put it in quotes",
        ),
        (
            f"{GOOD}    key: 'yes'\n",
            "5: choices.0.key: must be true or false, not 'yes'",
        ),
        (f"{GOOD}    key: 1\n", "5: choices.0.key: must be true or false, not 1"),
        (f"{GOOD}    credit: yes\n", "5: choices.0.credit: must be a number, not True"),
        (f"{GOOD}order: '3'\n", "5: order: must be a whole number, not '3'"),
        (
            f"{GOOD}checked: soon\n",
            "5: checked: must be a day such as 2026-11-21, not 'soon'",
        ),
        (f'{GOOD}  - text: "a\\0b"\n', "5: choices.1.text: holds a NUL character"),
        (f'{GOOD}  - text: "\\uD800"\n', "5: choices.1.text: holds half a character"),
        ("kind: closed\nstem: Which?\nchoices: []", "1: offers no choice"),
        (
            "kind: closed\nstem: Which?\nchoices: 3",
            "3: choices: Input should be a valid list",
        ),
        (f"{GOOD}1: 2\n", "5: 1: Keys should be strings"),
    ],
)
def test_a_fault_is_named_with_line_path_and_plain_words(reader, text, problem):
    assert check(reader, text) == [f"bank.yaml:{problem}"]


def test_a_good_file_has_no_problem(reader):
    file = reader.parse("bank.yaml", GOOD)

    question = reader.check_kind(KINDS, file, file.data)

    assert question.choices == [Choice(text="one")]
    reader.stop_on_problems()


def test_all_faults_of_a_content_are_reported_together(reader):
    text = "kind: closed\nstem: 3\nchoices:\n  - key: 0\n  - text: no\ncolour: red\n"

    assert check(reader, text) == [
        "bank.yaml:2: stem: must be text, not 3; put it in quotes",
        "bank.yaml:4: choices.0.text: is missing",
        "bank.yaml:4: choices.0.key: must be true or false, not 0",
        "bank.yaml:5: choices.1.text: must be text, not False; put it in quotes",
        "bank.yaml:6: colour: is not a known field",
    ]


def test_a_fault_in_a_member_has_the_path_from_the_top(reader):
    file = reader.parse("bank.yaml", "questions:\n  - kind: open\n    stem: no\n")
    member = file.data["questions"][0]

    assert reader.check_kind(KINDS, file, member, ("questions", 0)) is None

    assert problems(reader) == [
        "bank.yaml:3: questions.0.stem: must be text, not False; put it in quotes"
    ]


def test_the_problems_of_all_files_stop_together_in_reading_order(reader):
    for name, path in (("b.yaml", "second"), ("a.yaml", "third"), ("b.yaml", "first")):
        file = reader.parse(name, "first: 1\nsecond: 2\nthird: 3\n")
        reader.report(file, (path,), "is wrong")

    with pytest.raises(ContentError) as caught:
        reader.stop_on_problems()

    assert str(caught.value).splitlines() == [
        "a.yaml:3: third: is wrong",
        "b.yaml:1: first: is wrong",
        "b.yaml:2: second: is wrong",
    ]
    assert len(caught.value.problems) == 3


# Files -------------------------------------------------------------------------


def test_a_file_is_read_with_or_without_a_byte_order_mark(reader):
    for mark in (b"", b"\xef\xbb\xbf"):
        (reader.root / "bank.yaml").write_bytes(mark + "stem: naïve\r\n".encode())

        assert reader.yaml("bank.yaml").data == {"stem": "naïve"}


def test_a_missing_file_is_a_problem(reader):
    assert reader.members(reader.yaml("bank.yaml")) == []
    assert problems(reader) == ["bank.yaml:1: is missing"]


def test_a_file_in_another_encoding_is_a_problem_on_its_line(reader):
    (reader.root / "bank.yaml").write_bytes(b"a: 1\nb: na\xefve\n")

    assert reader.mapping(reader.yaml("bank.yaml")) is None
    assert problems(reader) == ["bank.yaml:2: is not UTF-8"]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "null\n", "3\n", "a: b\n"])
def test_what_should_be_a_list_and_is_not_is_a_problem(reader, text):
    reader.report(SourceFile("other.yaml", {}), (), "is wrong")

    assert reader.members(reader.parse("bank.yaml", text)) == []
    assert "bank.yaml:1: must be a list" in problems(reader)


def test_a_list_below_a_key_may_be_left_out_but_must_be_a_list(reader):
    assert reader.members(reader.parse("a.yaml", "x: [1]"), "x") == [1]
    assert reader.members(reader.parse("b.yaml", "y: 1"), "x") == []
    assert problems(reader) == []

    assert reader.members(reader.parse("c.yaml", "y: 1\nx: {a: 1}"), "x") == []
    assert reader.members(reader.parse("d.yaml", "[1]"), "x") == []
    assert problems(reader) == [
        "c.yaml:2: x: must be a list",
        "d.yaml:1: must hold keys and values",
    ]


def test_a_file_that_is_not_yaml_is_reported_once(reader):
    file = reader.parse("bank.yaml", "a: [")

    reader.members(file)
    reader.members(file, "questions")
    reader.mapping(file)

    assert len(reader.problems) == 1


# Writing -----------------------------------------------------------------------


def test_a_content_leaves_out_in_files_what_may_be_left_out():
    question = Closed(
        kind="closed",
        stem=" Which? ",
        choices=[Choice(text="a"), Choice(text="b", credit=0.5)],
    )

    assert question.for_file() == {
        "kind": "closed",
        "stem": "Which?",
        "order": 0,
        "checked": dt.date(2026, 11, 21),
        "choices": [
            {"text": "a", "key": False},
            {"text": "b", "key": False, "credit": 0.5},
        ],
    }
    assert question.content()["checked"] == "2026-11-21"
    assert question.content()["choices"][0] == {
        "text": "a",
        "key": False,
        "credit": None,
    }


def test_what_is_written_is_read_back_as_the_same_content(reader):
    question = Closed(kind="closed", stem="a\n\nb: c", choices=[Choice(text="yes")])

    file = reader.parse("bank.yaml", to_yaml(question.for_file()))

    assert reader.check_kind(KINDS, file, file.data) == question


def test_equal_contents_have_equal_digests_whatever_the_order_of_keys():
    assert digest({"a": 1, "b": ["ä"]}) == digest({"b": ["ä"], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert digest(["a", "b"]) != digest(["b", "a"])

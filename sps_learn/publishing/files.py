"""Content files: read with line numbers, and checked by a schema.

Pure: imports nothing from Django. A problem names file, line and path, and all
problems of all files are reported together.
"""

import hashlib
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    field_validator,
)

type Location = tuple[str | int, ...]


class Schema(BaseModel):
    """The shape of one thing in a file: nothing unknown, nothing guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)
    omitted_when_empty: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*")
    @classmethod
    def holds_no_nul(cls, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise ValueError("holds a NUL character")  # PostgreSQL cannot store it
        return value

    def content(self) -> dict[str, Any]:
        """As JSON, complete: what is stored and compared."""
        return self.model_dump(mode="json")

    def for_file(self) -> dict[str, Any]:
        """As a file shows it: without the fields that may be left out."""
        return {
            name: _for_file(value)
            for name, value in self
            if value or name not in self.omitted_when_empty
        }


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return (
            f"{place}: {self.path}: {self.message}"
            if self.path
            else (f"{place}: {self.message}")
        )


class ContentError(Exception):
    """Files that cannot be loaded, with every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


@dataclass(slots=True)
class SourceFile:
    """One file's data, and the line on which each part of it stands."""

    name: str
    data: Any
    node: yaml.Node | None = None
    first_line: int = 1

    def line(self, path: Location) -> int:
        """The line of `path`, or of the nearest part of it that exists."""
        node = self.node
        line = self.first_line
        for step in path:
            node = _child(node, step)
            if node is None:
                break
            line = self.first_line + node.start_mark.line
        return line


@dataclass(slots=True)
class Reader:
    """Reads files under `root` and gathers what is wrong with them."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The text of a file; an empty one where it cannot be read."""
        try:
            return (self.root / name).read_text("utf-8-sig")
        except FileNotFoundError:
            self.problems.append(Problem(name, 1, "", "is missing"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(name, line, "", "is not UTF-8"))
        return ""

    def yaml(self, name: str) -> SourceFile:
        return self.parse(name, self.text(name))

    def parse(self, name: str, text: str, first_line: int = 1) -> SourceFile:
        try:
            loader = _Loader(text)
            node = loader.get_single_node()
            data = loader.construct_document(node) if node else None
        except (yaml.YAMLError, RecursionError) as error:
            line, message = _place_and_message(error, text)
            self.problems.append(Problem(name, first_line + line, "", message))
            return SourceFile(name, None, None, first_line)
        return SourceFile(name, data, node, first_line)

    def report(self, file: SourceFile, path: Location, message: str) -> None:
        shown = ".".join(map(str, path))
        self.problems.append(Problem(file.name, file.line(path), shown, message))

    def check[S: BaseModel](
        self, schema: type[S], file: SourceFile, data: Any, path: Location = ()
    ) -> S | None:
        """`data` as `schema`, or None with every fault reported."""
        return self._check(schema.model_validate, file, data, path, tags=0)

    def check_kind[S: BaseModel](
        self, kinds: TypeAdapter[S], file: SourceFile, data: Any, path: Location = ()
    ) -> S | None:
        """The same for one of several kinds, told apart by a field of theirs."""
        return self._check(kinds.validate_python, file, data, path, tags=1)

    def _check[S](
        self,
        validate: Callable[[Any], S],
        file: SourceFile,
        data: Any,
        path: Location,
        *,
        tags: int,
    ) -> S | None:
        try:
            return validate(data)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                place = (*path, *fault["loc"][tags:])
                self.report(file, place, plain_message(fault))
            return None

    def members(self, file: SourceFile, key: str | None = None) -> list[Any]:
        """The list in `file` (below `key`), or an empty one with the fault reported."""
        if key is not None:
            found = (self.mapping(file) or {}).get(key, [])
        else:
            found = file.data
        if not isinstance(found, list):
            self._report_shape(file, (key,) if key else (), "must be a list")
            return []
        return found

    def mapping(self, file: SourceFile) -> dict[Any, Any] | None:
        """The keys and values of `file`, or None with the fault reported."""
        if isinstance(file.data, dict):
            return file.data
        self._report_shape(file, (), "must hold keys and values")
        return None

    def _report_shape(self, file: SourceFile, path: Location, message: str) -> None:
        # A file that could not be read has said so.
        if file.data is not None or not self.has_problem(file.name):
            self.report(file, path, message)

    def has_problem(self, name: str) -> bool:
        return any(problem.file == name for problem in self.problems)

    def stop_on_problems(self) -> None:
        if self.problems:
            raise ContentError(sorted(self.problems, key=lambda p: (p.file, p.line)))


def plain_message(fault: Mapping[str, Any]) -> str:
    """A fault of pydantic in our words."""
    match fault["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a known field"
        case "string_type":
            return f"must be text, not {fault['input']!r}; put it in quotes"
        case "bool_type":
            return f"must be true or false, not {fault['input']!r}"
        case "int_type":
            return f"must be a whole number, not {fault['input']!r}"
        case "float_type":
            return f"must be a number, not {fault['input']!r}"
        case "date_type" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return f"must be a day such as 2026-11-21, not {fault['input']!r}"
        case "model_type" | "model_attributes_type":
            return "must hold keys and values"
        case "union_tag_not_found":
            return "kind is missing"
        case "union_tag_invalid":
            known = fault["ctx"]["expected_tags"]
            return f"unknown kind {fault['ctx']['tag']!r}; there are {known}"
        case "string_unicode":
            return "holds half a character"
        case "string_too_short":
            return "must not be empty"
        case "string_too_long":
            return f"must have at most {fault['ctx']['max_length']} characters"
    message: str = fault["msg"]
    return message.removeprefix("Value error, ")


def digest(content: Any) -> str:
    """A fingerprint of a content, equal for equal contents."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _for_file(value: Any) -> Any:
    if isinstance(value, Schema):
        return value.for_file()
    return [_for_file(member) for member in value] if isinstance(value, list) else value


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses a key given twice and a day that does not exist."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise _at(node, f"{node.value!r:.40} cannot be read: {error}") from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise _at(key_node, "a list cannot be a key")
            if key in seen:
                raise _at(key_node, f"{key!r} is given twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def _at(node: yaml.Node, message: str) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, message, node.start_mark)


def _place_and_message(error: Exception, text: str) -> tuple[int, str]:
    """The line, from 0, and what is wrong there."""
    match error:
        case yaml.reader.ReaderError():
            code = f"U+{error.character:04X}"
            return text.count("\n", 0, error.position), f"{code} is not allowed"
        case yaml.MarkedYAMLError(problem_mark=yaml.Mark() as mark, problem=problem):
            return mark.line, problem or "cannot be read"
    return 0, "cannot be read: nested too deeply"


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key if isinstance(value, yaml.ScalarNode) else value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None

"""Forms that edit content in the schema of its files, with each fault at its place."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.models import model_to_dict
from pydantic import ValidationError

from .diff import Change, changes
from .files import Location, Reader, Schema, SourceFile, digest, plain_message
from .models import Publishable
from .writing import to_yaml

SLUG_ADVICE = "Use small letters and figures, with single hyphens between words."
STALE = (
    "Somebody else saved this draft after you had opened it. Nothing of theirs has been"
    " overwritten, and your text is still here. What saving again would change in"
    " theirs is shown above."
)


# Fields ---------------------------------------------------------------------------


class LongText(forms.CharField):
    """Text of several lines, with the line ends of the content files."""

    widget = AdminTextareaWidget

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class YamlField(LongText):
    """JSON that is edited as YAML, so that nothing of it is lost."""

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return to_yaml(value) if value else ""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        reader, file = read_yaml(text)
        if reader.problems:
            raise forms.ValidationError(
                [f"Line {one.line}: {one.message}." for one in reader.problems]
            )
        return file.data

    def has_changed(self, initial: Any, data: Any) -> bool:
        reader, file = read_yaml(self.to_python(data))
        return bool(reader.problems) or file.data != initial


def read_yaml(text: str) -> tuple[Reader, SourceFile]:
    reader = Reader(Path())
    return reader, reader.parse("", text)


def yaml_fault(text: str, path: Location, message: str) -> str:
    """The message with the line of `text` that it is about."""
    line = read_yaml(text)[1].line(path)
    where = ".".join(map(str, path))
    return f"Line {line}: {where}: {message}" if where else message


# Forms ----------------------------------------------------------------------------


def in_words(fault: Mapping[str, Any]) -> str:
    """A fault of pydantic as a sentence beside a field."""
    if fault["type"] == "string_pattern_mismatch":
        pattern: str = fault["ctx"]["pattern"]
        if pattern.startswith("^[a-z0-9]+"):
            return SLUG_ADVICE
        return f"“{fault['input']:.40}” is not written as it must be; see the hint."
    message = plain_message(fault)
    return f"{message[:1].upper()}{message[1:]}".rstrip(".") + "."


class SchemaFaults:
    """For a form whose content a schema checks."""

    # Where the form's field has another name than the schema's.
    names: ClassVar[Mapping[str, str]] = {}

    def report(self, error: ValidationError, *, tags: int = 0) -> None:
        """Put every fault at the field that it is about; `tags` of a path are kinds."""
        for fault in error.errors(include_url=False):
            self.place(fault["loc"][tags:], in_words(fault))

    def place(self, path: Location, message: str) -> None:
        name = self.names.get(path[0], path[0]) if path else None
        self.add_error(name if name in self.fields else None, message)


class RowForm(SchemaFaults, forms.ModelForm):
    """Edits a row whose columns are the fields of a schema."""

    schema: ClassVar[type[Schema]]

    def row_content(self) -> dict[str, Any]:
        return self.instance.content()

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            try:
                self.schema.model_validate(self.row_content())
            except ValidationError as error:
                self.report(error)


class DraftForm(SchemaFaults, forms.ModelForm):
    """Edits the draft of a Publishable; Meta.fields are columns beside the draft.

    A subclass declares a form field for each field of the schema, and says how they
    are put together (`assemble`), checked (`validated`) and compared with what else
    is in the database (`faults`).
    """

    draft_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checked: Schema | None = None
        self.conflict: list[Change] | None = None
        self.stored = self._state(self.instance.draft or {})
        self.fields["draft_seen"].initial = digest(self.stored)
        for name, key in self._schema_names().items():
            if key in (self.instance.draft or {}):
                self.initial[name] = self.instance.draft[key]

    def _schema_names(self) -> dict[str, str]:
        """By form field, the name that the schema has for it."""
        called = {field: name for name, field in self.names.items()}
        beside = {*self._meta.fields, "draft_seen"}
        return {name: called.get(name, name) for name in self.fields.keys() - beside}

    def assemble(self) -> dict[str, Any]:
        """The content as the schema takes it, from `cleaned_data`."""
        return {
            key: self.cleaned_data[name] for name, key in self._schema_names().items()
        }

    def validated(self, content: dict[str, Any]) -> Schema:
        """The content in its schema; raises pydantic's ValidationError."""
        raise NotImplementedError

    def faults(self, content: dict[str, Any]) -> Mapping[str, Sequence[str]]:
        """What does not fit the rest of the database, by field."""
        return {}

    @property
    def tags(self) -> int:
        """How many steps of a fault's path only name the kind."""
        return 0

    def clean(self) -> None:
        super().clean()
        if not self.errors:
            self._check()

    def _check(self) -> None:
        try:
            checked = self.validated(self.assemble())
        except ValidationError as error:
            return self.report(error, tags=self.tags)
        for name, messages in self.faults(checked.content()).items():
            for message in messages:
                self.place((name,), message)
        self.checked = None if self.errors else checked

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.checked and not self.errors:
            self._compare(self._state(self.checked.content()))
        if self.checked and not self.errors:
            self.instance.take(self.checked)

    def _compare(self, mine: dict[str, Any]) -> None:
        """Refuse to overwrite what somebody else saved since the page was opened."""
        seen = self.cleaned_data["draft_seen"]
        if self.instance.pk is None or seen == digest(self.stored):
            return
        if mine != self.stored:
            self.conflict = changes(self.stored, mine)
            self.add_error(None, STALE)
            self.data = self.data.copy()  # saving again is then meant
            self.data[self.add_prefix("draft_seen")] = digest(self.stored)

    def _state(self, content: dict[str, Any]) -> dict[str, Any]:
        """All that the form edits."""
        return {**model_to_dict(self.instance, self._meta.fields), **content}

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != "draft_seen"]


def readable(found: Sequence[Change]) -> list[Change]:
    """Changes as people read them: no brackets, quotes or underscores of code."""
    return [
        Change(
            tuple(step.replace("_", " ") for step in change.path),
            _as_text(change.old),
            _as_text(change.new),
        )
        for change in found
    ]


def _as_text(value: Any) -> Any:
    match value:
        case None | str():
            return value
        case bool():
            return "yes" if value else "no"
        case list() if all(isinstance(one, str | int) for one in value):
            return ", ".join(map(str, value))
        case list() | dict():
            return to_yaml(value)
    return str(value)


class DecisionForm(forms.Form):
    """Confirms a step that learners notice; `draft_seen` is what was looked at."""

    draft_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, publishable: Publishable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.publishable = publishable
        self.is_stale = False
        self.fields["draft_seen"].initial = digest(publishable.draft)

    def clean(self) -> None:
        super().clean()
        current = digest(self.publishable.draft)
        if self.cleaned_data.get("draft_seen") != current:
            self.is_stale = True
            self.add_error(
                None,
                "The draft was changed after you had opened this page."
                " Read again what is different now.",
            )
            self.data = self.data.copy()
            self.data["draft_seen"] = current


class PublishForm(DecisionForm):
    """Why, and whether it changes what a learner should know."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField", "size": 80}),
        help_text="For colleagues, in the list of revisions: what changed, and why.",
        error_messages={"required": "Say in a few words what changed, and why."},
    )
    is_material = forms.BooleanField(
        label="This changes what a learner should know",
        required=False,
        help_text="Tick it for a new key, a corrected fact, a changed recommendation;"
        " not for spelling or style.",
    )
    objectives = forms.MultipleChoiceField(
        label="Objectives that it changes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, labels: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.publishable.published is None:
            # Nobody has learnt from it yet, so nobody's knowledge is out of date.
            del self.fields["is_material"], self.fields["objectives"]
            return
        touched = self.publishable.objectives_touched()
        self.fields["is_material"].initial = self.publishable.suggests_material()
        self.fields["objectives"].choices = [
            (code, labels.get(code, code)) for code in touched
        ]
        self.fields["objectives"].initial = touched

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        if said.get("is_material") and not said.get("objectives"):
            self.add_error("objectives", "Tick at least one objective.")

"""Rows on a page of the admin: one list of parts, each added, deleted and moved."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from django import forms

from ..schemas import LETTERS

MAX_ROWS = 50
LOOK_BELOW = "Look at the rows below: something there is missing or not right."


class PartForm(forms.Form):
    """One row; a subclass declares what it holds, named as in the schema."""

    # Fields that stand in one line with the place.
    small: ClassVar[tuple[str, ...]] = ()
    begins_small: ClassVar[bool] = False  # whether that line comes first
    note: ClassVar[str] = ""  # beside them

    @property
    def wide_fields(self) -> list[forms.BoundField]:
        apart = {*self.small, "ORDER", "DELETE"}
        return [field for field in self.visible_fields() if field.name not in apart]

    @property
    def small_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("ORDER", *self.small)]

    def said(self, name: str) -> Any:
        """What stands in a field; None where it is empty or faulty."""
        return self.cleaned_data.get(name) or None

    def part(self, free_ids: Iterator[str]) -> Any:
        """The row as the schema takes it; an empty field leaves its default."""
        part = {
            name: self.cleaned_data[name]
            for name in self.base_fields
            if self.cleaned_data[name] is not None
        }
        if "id" in part:
            part["id"] = part["id"] or next(free_ids)
        return part


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of rows: what it is called, and how many it holds."""

    name: str  # of the list in the schema
    form: type[PartForm]
    title: str
    one: str
    many: str
    at_least: int = 0
    at_most: int = MAX_ROWS
    blank: int = 1  # rows to begin with
    help_text: str = ""
    prefix: str = ""  # where two lists have one name, but not the same rows

    @property
    def key(self) -> str:
        """What the fields of the page begin with."""
        return self.prefix or self.name

    def formset(
        self,
        data: Mapping[str, Any] | None,
        initial: Sequence[Mapping[str, Any]],
        **form_kwargs: Any,
    ) -> "RowFormSet":
        made = forms.formset_factory(
            self.form,
            formset=RowFormSet,
            extra=1 if initial else self.blank,
            max_num=self.at_most,
            absolute_max=2 * MAX_ROWS,
            can_delete=True,
            can_order=True,
        )
        made.rows = self
        return made(data, initial=initial, prefix=self.key, form_kwargs=form_kwargs)

    def is_on(self, data: Mapping[str, Any]) -> bool:
        """Whether the page that sent the data had these rows."""
        return f"{self.key}-TOTAL_FORMS" in data

    def count_fault(self, count: int) -> str | None:
        """What is wrong with so many rows."""
        if self.at_least <= count <= self.at_most:
            return None
        if self.at_least == self.at_most:
            wanted = f"exactly {self.at_least}"
        elif self.at_most == MAX_ROWS and count < self.at_least:
            wanted = f"at least {self.at_least}"
        else:
            wanted = f"{self.at_least} to {self.at_most}"
        counted = {0: "there is none", 1: "here is 1"}
        found = counted.get(count, f"here are {count}")
        noun = self.one if self.at_least == 1 else self.many
        return f"There must be {wanted} {noun}; {found}."


class RowFormSet(forms.BaseFormSet):
    rows: ClassVar[Rows]
    deletion_widget = forms.CheckboxInput
    ordering_widget = forms.NumberInput(attrs={"min": 1, "class": "vIntegerField"})

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Place"
        form.fields["DELETE"].label = f"Delete this {self.rows.one}"

    @property
    def filled(self) -> list[PartForm]:
        """The rows that stay, as they stand on the page; once they are cleaned."""
        return [
            form
            for number, form in enumerate(self.forms)
            if not self._should_delete_form(form)
            and (number < self.initial_form_count() or form.has_changed())
        ]

    def clean(self) -> None:
        if fault := self.rows.count_fault(len(self.filled)):
            raise forms.ValidationError(fault)

    def refuse(self, message: str) -> None:
        """A fault of the list as a whole."""
        self.non_form_errors().append(message)

    def refuse_repetition(self, name: str, message: str) -> None:
        """A fault in each row that says what another says, case and spaces aside."""
        rows = [row for row in self.filled if row.said(name)]
        texts = [" ".join(row.said(name).lower().split()) for row in rows]
        times = Counter(texts)
        for row, text in zip(rows, texts, strict=True):
            if times[text] > 1:
                row.add_error(name, message)

    def parts(self, free_ids: Iterable[str] = ()) -> list[Any]:
        """The rows in order, as the schema takes them."""
        self.in_order: list[PartForm] = self.ordered_forms
        free = iter(free_ids)
        return [form.part(free) for form in self.in_order]

    def place(self, path: Sequence[str | int], message: str) -> None:
        """Put a fault of the schema in `parts` at its row and field."""
        if not path:
            return self.refuse(message)
        row = self.in_order[path[0]]
        shown = {field.name for field in row.visible_fields()}
        named = path[1] if len(path) > 1 else None
        row.add_error(named if named in shown else None, message)


def unused_ids(used: set[str]) -> Iterator[str]:
    pairs = (first + second for first in LETTERS for second in LETTERS)
    return (name for name in chain(LETTERS, pairs) if name not in used)

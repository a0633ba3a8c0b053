"""The form of a question's draft, with the rows of its kind on the same page."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminTextareaWidget,
    AdminTextInputWidget,
)

from lessons.authoring.lesson_forms import ROLES
from sps_learn.publishing.admin_forms import DraftForm, LongText
from sps_learn.publishing.files import Location

from .. import schemas
from ..models import Level, Question
from .kind_forms import ALL_KEYS, KINDS, OWN_FIELDS, SCHEMES
from .question_faults import (
    addresses,
    lesson_choices,
    mimic_faults,
    objective_choices,
    reference_faults,
)
from .row_forms import LOOK_BELOW, RowFormSet, unused_ids

_BETWEEN_KEYS = re.compile(r"[\s,;]+")
_CITATION = re.compile(r"[A-Za-z][A-Za-z0-9]*(:\d+)?")
_LISTS_WITH_IDS = ("options", "pairs", "items")

ON_KINDS = (
    "To change the kind, choose another and save: the page then shows the rows of that"
    " kind, and what you have written stays on it."
)
ANOTHER_KIND = (
    "The rows of this kind are shown now: fill them in and save again. Nothing is saved"
    " yet, and choosing the other kind again brings its rows back."
)


class SourcesField(forms.CharField):
    """Sources by key, separated by spaces or commas."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        keys = _BETWEEN_KEYS.split(super().clean(value))
        if odd := [key for key in keys if not _CITATION.fullmatch(key)]:
            raise forms.ValidationError(
                f"“{odd[0]}” is not a source; write causes:2 or R30."
            )
        return keys

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != _BETWEEN_KEYS.split((data or "").strip())


class QuestionForm(DraftForm):
    names = {"id": "slug"}

    slug = forms.CharField(
        label="Id",
        max_length=100,
        widget=AdminTextInputWidget,
        help_text="Unique over all banks, like mech-gad-product. It stays once the"
        " question has been published.",
    )
    kind = forms.ChoiceField(choices=[(key, one.label) for key, one in KINDS.items()])
    scheme = forms.ChoiceField(label="Credit scheme", choices=SCHEMES)
    objective = forms.ChoiceField()
    level = forms.ChoiceField(choices=Level)
    roles = forms.MultipleChoiceField(
        label="For",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one."},
    )
    safety = forms.BooleanField(
        label="Safety question: where a test draws it, it must be right", required=False
    )
    vignette = LongText(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text=f"The case, at most {schemas.MAX_VIGNETTE_WORDS} words.",
    )
    stem = LongText(label="Question", widget=AdminTextareaWidget(attrs={"rows": 2}))
    mimic = forms.CharField(
        required=False,
        max_length=schemas.MAX_MIMIC_CHARACTERS,
        widget=AdminTextInputWidget,
        help_text="For “SPS or not?”: the condition that this case is, or that SPS is"
        " taken for in it, like Tetanus. Such a question is asked there only.",
    )
    unit = forms.CharField(
        required=False,
        max_length=30,
        widget=AdminTextInputWidget,
        help_text="Shown behind the field, like mg or kDa; a learner may write it too."
        " Empty: a number without a unit.",
    )
    spelling_slack = forms.BooleanField(
        label="Forgive slips of spelling",
        required=False,
        help_text="In an accepted answer of 5 to 8 characters one slip, in a longer one"
        " two. Figures must agree.",
    )
    key_idea = LongText(
        label="Key idea",
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="One sentence to remember.",
    )
    lesson = forms.ChoiceField(
        label="Lesson", help_text="Where to read on: a lesson, or a section of it."
    )
    references = SourcesField(
        label="Sources",
        widget=AdminTextInputWidget(attrs={"size": 80}),
        help_text="Keys with spaces between them, like causes:2 R30.",
        error_messages={"required": "Name at least one source."},
    )
    checked = forms.DateField(
        widget=AdminDateWidget,
        help_text="The day on which somebody last compared it with its sources.",
    )

    class Meta:
        model = Question
        fields = ("bank",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft = self.instance.draft or {}
        # The steps of a case are named by id.
        is_named = self.instance.published_id or self.instance.case_id
        self.fields["slug"].disabled = is_named is not None
        self.fields["objective"].choices = objective_choices()
        self.fields["lesson"].choices = lesson_choices(draft.get("lesson"))
        if "checked" in draft:
            self.initial["checked"] = dt.date.fromisoformat(draft["checked"])
        self.kind = KINDS[self._kind_to_show()]
        self.fields["kind"].help_text = f"{self.kind.sentence} {ON_KINDS}"
        self.fields["scheme"].help_text = self.kind.schemes
        self.asks_for_rows = self.is_bound and not all(
            rows.is_on(self.data) for rows in self.kind.rows
        )
        self.lists = self._lists(draft)

    def _kind_to_show(self) -> str:
        draft = self.instance.draft or {}
        sent = self.data.get("kind") if self.is_bound else self.initial.get("kind")
        return sent if sent in KINDS else draft.get("kind", "single")

    def _lists(self, draft: Mapping[str, Any]) -> dict[str, RowFormSet]:
        written = KINDS[draft["kind"]].keys if draft else set()
        data = self.data if self.is_bound and not self.asks_for_rows else None
        return {
            rows.name: rows.formset(
                data, draft[rows.name] if rows.key in written else []
            )
            for rows in self.kind.rows
        }

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields that no other kind has."""
        return [self[name] for name in self.kind.fields]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was sent for other kinds: sent along, so that none of it is lost."""
        if not self.is_bound:
            return []
        names = OWN_FIELDS - {*self.kind.fields}
        starts = tuple(f"{key}-" for key in ALL_KEYS - self.kind.keys)
        return [
            (name, value)
            for name, values in self.data.lists()
            for value in values
            if name in names or name.startswith(starts)
        ]

    def clean_vignette(self) -> str:
        vignette = self.cleaned_data["vignette"]
        words = len(vignette.split())
        if words > schemas.MAX_VIGNETTE_WORDS:
            raise forms.ValidationError(
                f"{words} words; at most {schemas.MAX_VIGNETTE_WORDS} are read."
            )
        return vignette

    def clean_references(self) -> list[str]:
        citations = self.cleaned_data["references"]
        if found := reference_faults(citations):
            raise forms.ValidationError(found)
        return citations

    def clean_lesson(self) -> str:
        address = self.cleaned_data["lesson"]
        if address not in addresses():
            raise forms.ValidationError(f"There is no lesson or section {address}.")
        return address

    def clean(self) -> None:
        if self.asks_for_rows:
            # Nobody is told what is missing before they have seen what to fill in.
            self.errors.clear()
            self.add_error("kind", ANOTHER_KIND)
        elif "kind" in self.cleaned_data:
            self._clean_lists()
            super().clean()

    def _clean_lists(self) -> None:
        for rows in self.lists.values():
            rows.full_clean()
        self.kind.check(self.lists)
        if not all(rows.is_valid() for rows in self.lists.values()):
            self.add_error(None, LOOK_BELOW)

    def _post_clean(self) -> None:
        if not self.asks_for_rows:
            super()._post_clean()

    def assemble(self) -> dict[str, Any]:
        content = super().assemble()
        for name in OWN_FIELDS - {*self.kind.fields}:
            del content[name]
        free = unused_ids(self._used_ids())
        return content | {name: rows.parts(free) for name, rows in self.lists.items()}

    def _used_ids(self) -> set[str]:
        """Ids that parts of this question have or had."""
        contents = [self.instance.draft or {}]
        if self.instance.pk:
            contents += self.instance.revisions.values_list("content", flat=True)
        return {
            part["id"]
            for content in contents
            for name in _LISTS_WITH_IDS
            for part in content.get(name, [])
        }

    def validated(self, content: dict[str, Any]) -> schemas.QuestionContent:
        return schemas.QUESTION.validate_python(content)

    @property
    def tags(self) -> int:
        return 1

    def place(self, path: Location, message: str) -> None:
        """A fault of a part at its row."""
        if path and path[0] in self.lists:
            self.lists[path[0]].place(path[1:], message)
            if LOOK_BELOW not in self.non_field_errors():
                self.add_error(None, LOOK_BELOW)
        else:
            super().place(path, message)

    def faults(self, content: dict[str, Any]) -> Mapping[str, Sequence[str]]:
        others = Question.objects.filter(slug=content["id"])
        is_taken = others.exclude(pk=self.instance.pk).exists()
        slug = ["Another question has this id."] if is_taken else []
        return {"slug": slug, "mimic": mimic_faults(content)}

    @property
    def changed_data(self) -> list[str]:
        changed = [name for name, rows in self.lists.items() if rows.has_changed()]
        return [*super().changed_data, *changed]

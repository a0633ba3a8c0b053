"""The form of a lesson's draft: what is wrong is said beside the field."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget

from sps_learn.publishing.admin_forms import DraftForm, LongText

from .. import schemas
from ..models import Lesson, Objective
from .faults import body_faults, objective_faults

ROLES = [("student", "Students"), ("nurse", "Nurses")]


class LessonForm(DraftForm):
    title = forms.CharField(max_length=200, widget=AdminTextInputWidget)
    slug = forms.CharField(
        max_length=100,
        widget=AdminTextInputWidget,
        help_text="Its address. It stays once the lesson has been published.",
    )
    objectives = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one objective."},
    )
    roles = forms.MultipleChoiceField(
        label="For",
        choices=ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    body = LongText(
        label="Text", widget=AdminTextareaWidget(attrs={"rows": 36, "class": "source"})
    )

    class Meta:
        model = Lesson
        fields = ("module", "order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].disabled = self.instance.published_id is not None
        self.fields["objectives"].choices = self._objectives()

    def _objectives(self) -> list[Any]:
        """The module's own; all of them, by module, while it can be chosen."""
        if "module" not in self.fields:
            own = Objective.objects.filter(module=self.instance.module)
            return [(one.code, str(one)) for one in own]
        by_module = defaultdict(list)
        for one in Objective.objects.select_related("module"):
            by_module[one.module.title].append((one.code, str(one)))
        return list(by_module.items())

    def validated(self, content: dict[str, Any]) -> schemas.LessonContent:
        return schemas.LessonContent.model_validate(content)

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if found := body_faults(body):
            raise forms.ValidationError(found)
        return body

    def faults(self, content: dict[str, Any]) -> Mapping[str, Sequence[str]]:
        module = self.cleaned_data.get("module") or self.instance.module
        found = {"objectives": objective_faults(content["objectives"], module)}
        others = Lesson.objects.filter(module=module, slug=content["slug"])
        if others.exclude(pk=self.instance.pk).exists():
            found["slug"] = ["Another lesson of this module has this address."]
        return found

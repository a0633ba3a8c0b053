"""Forms of what is edited in place: all that lessons are made of, and refer to."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from pydantic import TypeAdapter, ValidationError

from sps_learn.publishing.admin_forms import (
    LongText,
    RowForm,
    YamlField,
    in_words,
    yaml_fault,
)

from .. import drawings, schemas
from ..hooks import hooks
from ..models import Figure, Lesson, Module, Objective, Reference, Term, Topic
from .faults import paragraphs_known

_PARAGRAPHS = TypeAdapter(list[schemas.ParagraphContent])


class LinesField(LongText):
    """A list of short texts, one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value).split("\n")
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.clean(data)


class TopicForm(RowForm):
    schema = schemas.TopicContent

    class Meta:
        model = Topic
        fields = ("title", "summary", "order")
        widgets = {"summary": AdminTextareaWidget(attrs={"rows": 3})}


class ModuleForm(RowForm):
    schema = schemas.ModuleContent
    pre_questions = LinesField(
        label="Questions before reading",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Ids of questions, one a line; three are usual. Not steps of a case,"
        " and none that a lesson of the module asks. Answers are not scored.",
    )

    class Meta:
        model = Module
        fields = ("topic", "slug", "order", "title", "summary", "pre_questions")
        widgets = {"summary": AdminTextareaWidget(attrs={"rows": 3})}

    def row_content(self) -> dict[str, Any]:
        # The objectives are rows of their own (ObjectiveForm).
        module = self.instance
        return {
            "slug": module.slug,
            "topic": module.topic.slug,
            "title": module.title,
            "summary": module.summary,
            "pre_questions": module.pre_questions,
            "objectives": [],
        }

    def clean_pre_questions(self) -> list[str]:
        ids = self.cleaned_data["pre_questions"]
        if faults := hooks.question_faults(ids):
            raise forms.ValidationError([faults[id] for id in ids if id in faults])
        return ids


class ObjectiveForm(RowForm):
    schema = schemas.ObjectiveContent

    class Meta:
        model = Objective
        fields = ("code", "order", "text", "safety", "card")
        help_texts = {"code": "Like M1.2; it stays."}
        widgets = {
            "text": AdminTextareaWidget(attrs={"rows": 2}),
            "card": AdminTextareaWidget(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].disabled = self.instance.pk is not None

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("safety") and not self.cleaned_data.get("card"):
            self.add_error("card", "Write the text of the safety card.")


class ObjectiveFormSet(forms.BaseInlineFormSet):
    """Refuses to delete what lessons or questions still serve."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if used := uses_of_objective(form.instance):
                raise forms.ValidationError(
                    f"{form.instance.code} cannot be deleted: {', '.join(used)} serve"
                    f"{'s' if len(used) == 1 else ''} it."
                )


def uses_of_objective(objective: Objective) -> list[str]:
    """Names of the lessons and of published questions that serve the objective."""
    lessons = Lesson.objects.select_related("published")
    found = [f"Lesson “{row}”" for row in lessons if objective.code in _served(row)]
    return [*found, *(f"Question {row}" for row in objective.questions.all())]


def _served(lesson: Lesson) -> set[str]:
    versions = [lesson.draft, lesson.published and lesson.published.content]
    return {code for one in versions if one for code in one["objectives"]}


class TermForm(RowForm):
    schema = schemas.TermContent
    aliases = LinesField(
        label="Other names",
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="One a line.",
    )

    class Meta:
        model = Term
        fields = ("term", "slug", "aliases", "definition")
        widgets = {"definition": AdminTextareaWidget(attrs={"rows": 4})}


class FigureForm(RowForm):
    schema = schemas.FigureContent

    class Meta:
        model = Figure
        fields = ("title", "slug", "description", "long_text", "svg", "svg_narrow")

    def clean_svg(self) -> str:
        return harmless_drawing(self.cleaned_data["svg"])

    def clean_svg_narrow(self) -> str:
        return harmless_drawing(self.cleaned_data["svg_narrow"])


def harmless_drawing(svg: str) -> str:
    if svg and (found := drawings.faults(svg)):
        raise forms.ValidationError(found)
    return svg


class ReferenceForm(RowForm):
    schema = schemas.ReferenceContent
    paragraphs = YamlField(
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 20, "class": "source"}),
        help_text="Of a source document only, as YAML: n, topic, verdict (sound,"
        " simplified, wrong), correction, references.",
    )

    class Meta:
        model = Reference
        fields = (
            *("key", "kind", "title", "authors", "year", "venue"),
            *("doi", "pmid", "url", "grade", "checked", "review_by", "paragraphs"),
        )
        help_texts = {
            "key": "Letters and figures, a letter first. Texts cite it: it stays.",
            "kind": "For example article, review, label, web.",
            "grade": "How strong the evidence is.",
        }

    def clean_paragraphs(self) -> list[dict[str, Any]]:
        found = self.cleaned_data["paragraphs"] or []
        try:
            checked = _PARAGRAPHS.validate_python(found)
        except ValidationError as error:
            text = self["paragraphs"].data
            raise forms.ValidationError(
                [
                    yaml_fault(text, fault["loc"], in_words(fault))
                    for fault in error.errors(include_url=False)
                ]
            ) from None
        self._check_sources(checked)
        return [one.content() for one in checked]

    def _check_sources(self, paragraphs: list[schemas.ParagraphContent]) -> None:
        known = paragraphs_known()
        unknown = [
            f"Paragraph {one.n}: there is no reference {key}."
            for one in paragraphs
            for key in one.references
            if key not in known
        ]
        if unknown:
            raise forms.ValidationError(unknown)

"""Admin: what is taught. Lessons have drafts; everything else is edited in place."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from sps_learn.publishing.admin import PublishableAdmin
from sps_learn.publishing.admin_base import CheckedAdmin, PlainText, StateFilter

from .authoring.faults import lesson_faults
from .authoring.lesson_forms import LessonForm
from .authoring.row_forms import (
    FigureForm,
    ModuleForm,
    ObjectiveForm,
    ObjectiveFormSet,
    ReferenceForm,
    TermForm,
    TopicForm,
)
from .hooks import hooks
from .models import Figure, Lesson, Module, Objective, Reference, Term, Topic
from .rendering import render_all_lessons
from .uses import uses_of

DIALECT = mark_safe(  # noqa: S308 (a text of ours)
    "Sections begin with <code>## Heading {#id}</code>. <code>[@causes:2]</code> cites"
    " paragraph 2 of a document, <code>[@R93]</code> the literature."
    " <code>{{term:gaba|shown text}}</code>, <code>{{figure:gaba-synapse}}</code> and"
    " <code>{{check:question-id}}</code> put in a term, a figure, a question."
    " A note is <code>::: evidence Heading</code> … <code>:::</code>, and also"
    " <code>safety</code> or <code>documents-differ</code>."
)


class KeptName(CheckedAdmin):
    """A name that texts and addresses use cannot be changed later."""

    kept_name = "slug"

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> tuple[str, ...]:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, self.kept_name) if obj else tuple(fields)

    def get_deleted_objects(self, objs, request: HttpRequest):
        shown, counts, lacking, protected = super().get_deleted_objects(objs, request)
        # What stands in the way helps more than a right that nobody has.
        return shown, counts, set() if protected else lacking, protected


class ShownInTexts(KeptName):
    """A change shows at once wherever a text uses the row."""

    uses_kind = ""

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        if not change and hasattr(obj, "order"):
            obj.order = type(obj).objects.count()  # the last in its file
        super().save_model(request, obj, form, change)
        if changed := render_everything():
            self.message_user(
                request, f"{changed} published texts show it now.", messages.INFO
            )

    def delete_model(self, request: HttpRequest, obj) -> None:
        super().delete_model(request, obj)
        render_everything()

    def get_deleted_objects(self, objs, request: HttpRequest):
        shown, counts, lacking, protected = super().get_deleted_objects(objs, request)
        names = [getattr(obj, self.kept_name) for obj in objs]
        used = [use for name in names for use in uses_of(self.uses_kind, name)]
        return shown, counts, lacking, [*protected, *used]


def render_everything() -> int:
    """Rebuild the HTML of published texts; say how many changed."""
    return render_all_lessons() + hooks.render_questions()


@admin.register(Topic)
class TopicAdmin(CheckedAdmin):
    form = TopicForm
    list_display = ("title", "slug", "order")
    readonly_fields = ("slug", "family")
    fields = ("title", "slug", "family", "summary", "order")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # the six are fixed

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class ObjectiveInline(PlainText, admin.StackedInline):
    model = Objective
    form = ObjectiveForm
    formset = ObjectiveFormSet
    extra = 0
    fields = (("code", "order"), "text", "safety", "card")


@admin.register(Module)
class ModuleAdmin(KeptName):
    form = ModuleForm
    inlines = (ObjectiveInline,)
    list_display = ("title", "topic", "order", "lesson_count")
    list_filter = ("topic",)
    list_select_related = ("topic",)
    fields = ("topic", "title", "slug", "order", "summary", "pre_questions")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(lessons_in=Count("lessons"))

    @admin.display(description="lessons")
    def lesson_count(self, obj: Module) -> int:
        return obj.lessons_in


@admin.register(Lesson)
class LessonAdmin(PublishableAdmin):
    form = LessonForm
    columns = ("module", "order")
    preview_url = "lessons:preview_lesson"
    list_display = ("__str__", "module", "order", "minutes", "state")
    list_filter = (StateFilter, "module")
    list_select_related = ("module", "published")
    search_fields = ("title", "slug", "draft__title")
    readonly_fields = ("draft_to_read",)
    fieldsets = (
        (None, {"fields": ("module", "title", "slug", "order", "roles")}),
        ("What it serves", {"fields": ("objectives",)}),
        ("Text", {"fields": ("body",), "description": DIALECT}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> tuple[str, ...]:
        # The module is part of the address, and its objectives are its own.
        kept = ("module",) if obj and obj.published_id else ()
        return (*super().get_readonly_fields(request, obj), *kept)

    def get_prepopulated_fields(self, request: HttpRequest, obj=None):
        return {} if obj else {"slug": ("title",)}

    def save_model(self, request: HttpRequest, obj: Lesson, form, change) -> None:
        if not obj.order:
            obj.order = 1 + obj.module.lessons.exclude(pk=obj.pk).count()
        super().save_model(request, obj, form, change)

    def draft_faults(self, obj: Lesson) -> list[str]:
        return super().draft_faults(obj) or lesson_faults(obj.draft, obj.module)

    def objective_labels(self, codes: list[str]) -> Mapping[str, str]:
        return labels_of(codes)

    def after_publishing(self, obj: Lesson) -> None:
        hooks.render_questions()  # they show its title


def labels_of(codes: list[str]) -> dict[str, str]:
    return {one.code: str(one) for one in Objective.objects.filter(code__in=codes)}


@admin.register(Reference)
class ReferenceAdmin(ShownInTexts):
    form = ReferenceForm
    kept_name = "key"
    uses_kind = "citation"
    list_display = ("key", "title", "kind", "year", "grade", "checked", "review_by")
    list_filter = ("kind", "grade")
    search_fields = ("key", "title", "authors", "doi", "pmid")
    fieldsets = (
        (None, {"fields": ("key", "kind", "title", "authors", "venue", "year")}),
        ("Where to find it", {"fields": ("doi", "pmid", "url")}),
        ("How sound it is", {"fields": ("grade", "checked", "review_by")}),
        (
            "Paragraphs of a source document",
            {"fields": ("paragraphs",), "classes": ("collapse",)},
        ),
    )


@admin.register(Term)
class TermAdmin(ShownInTexts):
    form = TermForm
    uses_kind = "term"
    list_display = ("term", "slug", "definition")
    search_fields = ("term", "slug", "definition")
    fields = ("term", "slug", "aliases", "definition")

    def get_prepopulated_fields(self, request: HttpRequest, obj=None):
        return {} if obj else {"slug": ("term",)}


@admin.register(Figure)
class FigureAdmin(ShownInTexts):
    form = FigureForm
    uses_kind = "figure"
    list_display = ("title", "slug")
    search_fields = ("title", "slug")
    readonly_fields = ("drawing",)
    fields = (
        *("title", "slug", "description", "long_text", "svg", "svg_narrow"),
        "drawing",
    )

    @admin.display(description="as saved")
    def drawing(self, obj: Figure) -> Any:
        # Checked when it was saved, or ours (drawings.py).
        svg = mark_safe(obj.svg)  # noqa: S308
        return format_html('<div class="drawing">{}</div>', svg)

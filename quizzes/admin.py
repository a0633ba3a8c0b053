"""Admin: banks, questions and quizzes; cases and attempts to look at."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator

from lessons.admin import KeptName, labels_of
from sps_learn.publishing.admin import PublishableAdmin
from sps_learn.publishing.admin_base import ReadOnlyAdmin, StateFilter

from .actions import pools
from .admin_forms import (
    KINDS,
    BankForm,
    BlueprintRowForm,
    QuestionForm,
    QuizForm,
    question_faults,
)
from .grading import CHOICE_KINDS
from .models import Attempt, Bank, BlueprintRow, Case, Question, Quiz
from .selection import NotEnoughQuestions, draw

NOT_YET = "Questions of this kind cannot be answered yet, so it stays a draft."
IN_A_CASE = "It belongs to a case, and cases cannot be played yet: it stays a draft."


@admin.register(Bank)
class BankAdmin(KeptName):
    form = BankForm
    list_display = ("title", "slug", "topic", "question_count")
    list_select_related = ("topic",)
    fields = ("title", "slug", "topic")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(questions_in=Count("questions"))

    @admin.display(description="questions")
    def question_count(self, obj: Bank) -> int:
        return obj.questions_in


@admin.register(Question)
class QuestionAdmin(PublishableAdmin):
    form = QuestionForm
    columns = ("bank",)
    preview_url = "quizzes:preview_question"
    change_form_template = "admin/quizzes/question/change_form.html"
    list_display = ("slug", "stem", "kind_name", "objective_code", "level", "state")
    list_filter = (
        StateFilter,
        "bank",
        ("kind", admin.AllValuesFieldListFilter),
        "level",
        "safety",
        "for_students",
        "for_nurses",
        "objective",
    )
    list_select_related = ("published",)
    search_fields = ("slug", "draft__stem", "draft__vignette", "draft__key_idea")
    readonly_fields = ("draft_to_read", "case")
    fieldsets = (
        (None, {"fields": ("bank", "slug", "kind", "scheme")}),
        ("What it asks for", {"fields": ("objective", "level", "roles", "safety")}),
        ("The question", {"fields": ("vignette", "stem")}),
        ("After the answer", {"fields": ("key_idea", "lesson")}),
        ("How it is known", {"fields": ("references", "checked")}),
        (
            "Parts of the kinds that cannot be answered yet",
            {"fields": ("parts",), "classes": ("collapse",)},
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> tuple[str, ...]:
        # Its file on disk goes with its bank.
        kept = ("bank",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *kept)

    class Media:
        js = ("admin/js/jquery.init.js", "admin/js/inlines.js")

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None):
        shown = super().get_fieldsets(request, obj)
        if obj is None or not obj.case_id:
            return shown
        return [("Of a case", {"fields": ("case",)}), *shown]

    @admin.display(description="question")
    def stem(self, obj: Question) -> str:
        return Truncator(obj.draft["stem"]).chars(80)

    @admin.display(description="objective", ordering="objective")
    def objective_code(self, obj: Question) -> str:
        return obj.draft["objective"]

    @admin.display(description="kind", ordering="kind")
    def kind_name(self, obj: Question) -> str:
        return KINDS[obj.draft["kind"]][0]

    def can_preview(self, obj: Question) -> bool:
        return obj.draft["kind"] in CHOICE_KINDS

    def draft_faults(self, obj: Question) -> list[str]:
        if found := super().draft_faults(obj):
            return found
        if not obj.checked_draft().playable:
            return [NOT_YET]
        if obj.case_id:
            return [IN_A_CASE]
        return question_faults(obj.draft)

    def objective_labels(self, codes: list[str]) -> Mapping[str, str]:
        return labels_of(codes)


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("title", "slug", "bank", "steps_in_order")
    list_select_related = ("bank",)
    fields = ("title", "slug", "bank", "steps_in_order")
    readonly_fields = fields

    @admin.display(description="questions")
    def steps_in_order(self, obj: Case) -> str:
        return ", ".join(obj.steps)


class BlueprintRowInline(admin.TabularInline):
    model = BlueprintRow
    form = BlueprintRowForm
    extra = 1
    min_num = 1
    validate_min = True
    fields = ("order", "bank", "objective", "level", "role", "count", "available")
    readonly_fields = ("available",)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs: Any):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for action in ("add", "change", "delete", "view"):
            # Four icons below each of these would hide the row.
            setattr(field.widget, f"can_{action}_related", False)
        return field

    @admin.display(description="available")
    def available(self, row: BlueprintRow) -> str:
        """How many published questions fit the row as it was saved."""
        if row.pk is None:
            return "–"
        found = Question.objects.matching(row).count()
        short = row.count - found
        return f"{found}, {short} too few" if short > 0 else str(found)


@admin.register(Quiz)
class QuizAdmin(KeptName):
    form = QuizForm
    inlines = (BlueprintRowInline,)
    list_display = ("title", "order", "mode", "topic", "questions", "is_retired")
    list_filter = ("mode", "topic", "is_retired")
    list_select_related = ("topic",)
    readonly_fields = ("attempts_allowed", "time_limit_minutes")
    fieldsets = (
        (None, {"fields": ("title", "slug", "order", "summary")}),
        ("How it is answered", {"fields": ("mode", "topic", "pass_mark")}),
        ("For learners", {"fields": ("is_retired",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_size()

    @admin.display(description="questions")
    def questions(self, obj: Quiz) -> int:
        return obj.size

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if shortage := shortage_of(form.instance):
            self.message_user(request, shortage, messages.WARNING)


def shortage_of(quiz: Quiz) -> str:
    """Why the quiz cannot be started; an empty text when it can."""
    _, rows = pools(quiz)
    try:
        draw(rows, seed=0)
    except NotEnoughQuestions as fault:
        return f"The quiz cannot be started yet. {fault}"
    return ""


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """That somebody sat down, and how far they came: never what they answered."""

    list_display = (
        *("title", "learner", "purpose", "progress"),
        *("started_at", "finished_at"),
    )
    list_filter = ("purpose", "quiz", "started_at")
    list_select_related = ("learner",)
    search_fields = ("title", "learner__email", "learner__display_name")
    ordering = ("-started_at",)
    fields = readonly_fields = (
        *("learner", "title", "quiz", "purpose", "progress"),
        *("started_at", "finished_at"),
    )

    @admin.display(description="answered")
    def progress(self, obj: Attempt) -> str:
        return f"{obj.answered} of {obj.size}"

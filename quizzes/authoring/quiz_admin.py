"""Admin of quizzes: what they ask for, and whether that can be drawn."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.utils.html import format_html

from lessons.admin import KeptName

from ..analysis.pages import QuizAnalysisPages
from ..models import BlueprintRow, Quiz
from ..supply import Shortage, Supply
from .quiz_forms import BlueprintFormSet, BlueprintRowForm, QuizForm

CHOICES = ("bank", "objective", "level", "role", "safety")


class BlueprintRowInline(admin.TabularInline):
    """The instance lasts for one page, and so does what it knows of the supply."""

    model = BlueprintRow
    form = BlueprintRowForm
    formset = BlueprintFormSet
    verbose_name = "row"
    verbose_name_plural = "What it draws"
    extra = 1
    min_num = 1
    fields = ("row", "order", *CHOICES, "cases", "count", "available")
    readonly_fields = ("row", "available")
    rows: Sequence[BlueprintRow] = ()  # as they stand in the form

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("bank", "objective")

    def get_formset(self, request: HttpRequest, obj=None, **kwargs: Any):
        return super().get_formset(request, obj, validate_min=True, **kwargs)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs: Any):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in CHOICES:
            # Once for all rows: each would ask the database for its own.
            field.choices = [("", "Any"), *list(field.choices)[1:]]
        for action in ("add", "change", "delete", "view"):
            # Four icons below each of these would hide the row.
            setattr(field.widget, f"can_{action}_related", False)
        return field

    @admin.display(description="row")
    def row(self, row: BlueprintRow) -> str:
        return str(self._number(row) or "–")

    @admin.display(description="available")
    def available(self, row: BlueprintRow) -> str:
        """How many the row could draw as it stands."""
        if not self._number(row):
            return "–"
        found = left = len(self._supply.pool(row))
        if self._shortage and self._shortage.row == self._number(row):
            left = self._shortage.available
        if left >= row.count:
            return str(found)
        by_others = f", but other rows leave {left}" if left < found else ""
        short = f"{found}{by_others}; {row.count - left} too few"
        return format_html('<strong class="short">{}</strong>', short)

    def _number(self, row: BlueprintRow) -> int:
        """Its place among the rows, from 1; 0 for one that is not filled in."""
        places = (at for at, one in enumerate(self.rows, start=1) if one is row)
        return next(places, 0)

    @cached_property
    def _supply(self) -> Supply:
        return Supply.now()

    @cached_property
    def _shortage(self) -> Shortage | None:
        return self._supply.shortage(self.rows)


class QuizStateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin):
        return [
            ("published", "Published"),
            ("short", "Published, but short"),
            ("draft", "Draft"),
            ("retired", "Retired"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "published":
                return queryset.published()
            case "short":
                return queryset.filter(pk__in=_short(queryset.published()))
            case "draft":
                return queryset.filter(is_published=False, is_retired=False)
            case "retired":
                return queryset.filter(is_retired=True)
        return queryset


def _short(quizzes: QuerySet) -> list[int]:
    supply = Supply.now()
    found = quizzes.order_by().prefetch_related("rows")
    return [one.pk for one in found if supply.shortage(one.rows.all())]


class QuizList(ChangeList):
    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet:
        return super().get_queryset(request, *args, **kwargs).prefetch_related("rows")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        supply = Supply.now()
        for quiz in self.result_list:
            quiz.shortage = supply.shortage(quiz.rows.all())


class QuizAdmin(QuizAnalysisPages, KeptName):
    form = QuizForm
    inlines = (BlueprintRowInline,)
    list_display = ("title", "mode_name", "topic", "size", "state")
    list_filter = (QuizStateFilter, "mode", "topic")
    list_select_related = ("topic",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "order", "summary")}),
        (
            "How it is answered",
            {
                "fields": (
                    *("mode", "topic", "pass_mark"),
                    *("attempts_allowed", "time_limit_minutes"),
                )
            },
        ),
        ("For learners", {"fields": ("is_published", "is_retired")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_size()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QuizList

    def get_prepopulated_fields(self, request: HttpRequest, obj=None):
        return {} if obj else {"slug": ("title",)}

    def view_on_site(self, obj: Quiz) -> str | None:
        is_there = obj.is_published and not obj.is_retired
        return obj.get_absolute_url() if is_there else None

    @admin.display(description="mode", ordering="mode")
    def mode_name(self, obj: Quiz) -> str:
        return obj.mode.capitalize()

    @admin.display(description="size")
    def size(self, obj: Quiz) -> str:
        questions, cases = obj.questions_asked, obj.cases_asked
        parts = [f"{questions} question{pluralize(questions)}"] if questions else []
        parts += [f"{cases} case{pluralize(cases)}"] if cases else []
        return " and ".join(parts) or "–"

    @admin.display(description="state")
    def state(self, obj: Quiz) -> str:
        if obj.is_retired:
            return "Retired"
        if not obj.is_published:
            return "Draft"
        short = obj.shortage
        return f"Published, but {short.in_brief}" if short else "Published"

    def get_inline_formsets(
        self, request: HttpRequest, formsets, inline_instances, obj: Quiz | None = None
    ):
        for inline, formset in zip(inline_instances, formsets, strict=True):
            inline.rows = formset.rows
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    # Saving -----------------------------------------------------------------------

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        quiz = form.instance
        short = Supply.now().shortage(BlueprintRow.objects.filter(quiz=quiz))
        if short and quiz.is_published:
            quiz.is_published = False
            quiz.save(update_fields=["is_published"])
            refused = f"Not published. {short} All that you wrote is saved."
            self.message_user(request, refused, messages.ERROR)
        elif short and not quiz.is_retired:
            waiting = f"{short} It can be published once there are enough."
            self.message_user(request, waiting, messages.WARNING)

    def response_add(
        self, request: HttpRequest, obj: Quiz, post_url_continue: str | None = None
    ) -> HttpResponse:
        usual = super().response_add(request, obj, post_url_continue)
        return self._shown_again(obj) if _is_refused(request, obj) else usual

    def response_change(self, request: HttpRequest, obj: Quiz) -> HttpResponse:
        usual = super().response_change(request, obj)
        return self._shown_again(obj) if _is_refused(request, obj) else usual

    def _shown_again(self, quiz: Quiz) -> HttpResponse:
        """Where the row that is short is marked."""
        return redirect("admin:quizzes_quiz_change", quiz.pk)


def _is_refused(request: HttpRequest, quiz: Quiz) -> bool:
    return "is_published" in request.POST and not quiz.is_published

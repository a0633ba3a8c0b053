"""Admin: banks, questions, cases and quizzes; attempts to look at."""

from collections.abc import Mapping

from django.contrib import admin, messages
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator

from lessons.admin import KeptName, labels_of
from sps_learn.publishing.admin import PublishableAdmin
from sps_learn.publishing.admin_base import CheckedAdmin, ReadOnlyAdmin, StateFilter

from .actions.arrange import arrange_case, dissolve_case
from .analysis.pages import QuestionAnalysisPages
from .authoring.bank_forms import BankForm
from .authoring.case_forms import CaseForm, lessons_asking
from .authoring.kind_forms import KINDS
from .authoring.question_faults import question_faults
from .authoring.question_forms import QuestionForm
from .authoring.quiz_admin import QuizAdmin
from .authoring.regrade_pages import RegradeAdmin, RegradePages
from .authoring.reopening import ReopenPage
from .models import Attempt, Bank, Case, Question, Quiz, Regrade


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
class QuestionAdmin(RegradePages, QuestionAnalysisPages, PublishableAdmin):
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

    def get_deleted_objects(self, objs, request: HttpRequest):
        shown, counts, lacking, protected = super().get_deleted_objects(objs, request)
        # A case knows its steps by id.
        cases = {obj.case for obj in objs if obj.case}
        protected += [f"Case “{case}”" for case in cases]
        return shown, counts, set() if protected else lacking, protected

    @admin.display(description="question")
    def stem(self, obj: Question) -> str:
        return Truncator(obj.draft["stem"]).chars(80)

    @admin.display(description="objective", ordering="objective")
    def objective_code(self, obj: Question) -> str:
        return obj.draft["objective"]

    @admin.display(description="kind", ordering="kind")
    def kind_name(self, obj: Question) -> str:
        return KINDS[obj.draft["kind"]].label

    def draft_faults(self, obj: Question) -> list[str]:
        if found := super().draft_faults(obj):
            return found
        return question_faults(obj.draft)

    def objective_labels(self, codes: list[str]) -> Mapping[str, str]:
        return labels_of(codes)


@admin.register(Case)
class CaseAdmin(CheckedAdmin):
    form = CaseForm
    list_display = ("title", "slug", "bank", "steps_in_order", "is_drawn")
    list_filter = ("bank",)
    list_select_related = ("bank",)
    search_fields = ("title", "slug")
    fields = ("title", "slug", "bank")

    class Media:
        js = ("admin/js/jquery.init.js", "admin/js/inlines.js")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        steps = Prefetch("questions", Question.objects.defer("draft"))
        return super().get_queryset(request).prefetch_related(steps)

    def get_fields(self, request: HttpRequest, obj: Case | None = None):
        shown = super().get_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return shown
        return (*shown, "steps_in_order", "is_drawn")

    def get_readonly_fields(self, request: HttpRequest, obj: Case | None = None):
        if obj is None:
            return ()
        # Its steps are in the bank; answers and the content files know it by id.
        is_known = obj.loaded_digest or obj.responses.exists()
        return ("bank", "slug") if is_known else ("bank",)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Case | None = None):
        return {} if obj else {"slug": ("title",)}

    @admin.display(description="steps")
    def steps_in_order(self, obj: Case) -> str:
        return ", ".join(obj.steps)

    @admin.display(description="drawn", boolean=True)
    def is_drawn(self, obj: Case) -> bool:
        """Whether learners may meet it: every step is published."""
        return bool(obj.published_steps)

    def save_model(self, request: HttpRequest, obj: Case, form, change: bool) -> None:
        arrange_case(case=obj, steps=form.chosen)
        for slug, lesson in lessons_asking(obj.steps):
            said = f"{slug} is also asked in the lesson “{lesson}”, without its case."
            self.message_user(request, said, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Case) -> None:
        dissolve_case(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for case in queryset:
            dissolve_case(case)

    def get_deleted_objects(self, objs, request: HttpRequest):
        # Its questions are set free; what learners answered in it stands in the way.
        asked = [f"Answers to “{case}”" for case in objs if case.responses.exists()]
        names = [f"Case “{case}”; its questions stay in their bank" for case in objs]
        return names, {"cases": len(names)}, set(), asked


admin.site.register(Quiz, QuizAdmin)
admin.site.register(Regrade, RegradeAdmin)


@admin.register(Attempt)
class AttemptAdmin(ReopenPage, ReadOnlyAdmin):
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

"""Pages of the admin on which marks are given anew, and given back.

Who publishes a question decides on its marks too. What was done is only looked at.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from sps_learn.publishing.admin_base import ReadOnlyAdmin
from sps_learn.publishing.admin_decisions import between, on_a_page_of_its_own

from .. import actions
from ..actions.dry_run import LINES_SHOWN
from ..models import Question, QuestionRevision, Regrade, Response
from ..regrading import Misfit, mark_in_words
from .regrade_forms import ConfirmForm, ScopeForm

WHY: Mapping[str, str] = {
    Misfit.KIND: "The question is of another kind now.",
    Misfit.GONE: "What was answered is not among the answers any more.",
    Misfit.UNSEEN: "What is right now was not among the answers that were shown.",
    Misfit.UNIT: "The number is asked for in another unit now.",
}


def numbers_shown(numbers: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a regrade, with the reasons for what is skipped in words."""
    skipped = [(WHY[why], n) for why, n in numbers["skipped"].items()]
    return {**numbers, "skipped": skipped, "left": sum(n for _, n in skipped)}


class RegradePages:
    """For the admin of questions."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.regrade_view)
        own = path("<int:pk>/regrade/", page, name="publishing_question_regrade")
        return [own, *super().get_urls()]

    def about(self, request: HttpRequest, obj: Question) -> dict[str, Any]:
        shown = super().about(request, obj)
        if obj.published and shown["can_publish"]:
            marked = Response.objects.marked_before(obj.published)
            shown["marked_before"] = marked.count()
        return shown

    # No transaction around it: the action has its own, and locks in its own order.
    @on_a_page_of_its_own
    def regrade_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a corrected key would change, and do it when that is confirmed."""
        obj = self._to_decide(request, pk)
        if obj.published is None:
            raise Http404
        sent = request.POST if request.method == "POST" else None
        scope = ScopeForm(sent or request.GET, question=obj)
        form, run = ConfirmForm(sent), None
        if scope.is_valid() and form.is_valid():
            try:
                return self._regrade(request, obj, scope, form.cleaned_data)
            except actions.Stale as stale:
                run = stale.run
                form.refuse_as_stale()
        if scope.is_valid():
            run = run or actions.preview_regrade(
                revision=obj.published, scope=scope.scope()
            )
            form.show(run)
        return self._dry_run_page(request, obj, scope, form, run)

    def _regrade(
        self,
        request: HttpRequest,
        obj: Question,
        scope: ScopeForm,
        said: dict[str, str],
    ) -> HttpResponse:
        now = timezone.now()
        made = actions.regrade(
            revision=obj.published,
            scope=scope.scope(),
            scope_in_words=scope.in_words(),
            digest=said["digest"],
            reason=said["reason"],
            by=request.user,
            now=now,
        )
        if made.done_at == now:
            self.log_change(request, obj, f"Regraded: {made.reason}")
            self.message_user(request, "The marks are given anew.", messages.SUCCESS)
        else:
            self.message_user(request, "This was done already.", messages.INFO)
        return HttpResponseRedirect(made.get_absolute_url())

    def _dry_run_page(
        self,
        request: HttpRequest,
        obj: Question,
        scope: ScopeForm,
        form: ConfirmForm,
        run: actions.DryRun | None,
    ) -> HttpResponse:
        context: dict[str, Any] = {"scope": scope, "form": form, "run": run}
        if run is None:
            # A choice that makes no sense: nothing can be confirmed with it.
            status = 422 if request.method == "POST" else 400
        else:
            status = 200
            if form.is_bound:
                status = 409 if form.is_stale else 422
            context |= {
                "numbers": numbers_shown(run.numbers()),
                "skipped_lines": [(one, WHY[one.misfit]) for one in run.skipped_lines],
                "lines_shown": LINES_SHOWN,
                "corrections": self._corrections(obj, scope) if run.looked_at else [],
            }
        response = self._page(
            request, obj, "regrade", folder="admin/quizzes/question", **context
        )
        response.status_code = status
        return response

    def _corrections(self, obj: Question, scope: ScopeForm) -> list[dict[str, Any]]:
        """Each revision that has marked some of the answers, and what differs now."""
        marked = scope.scope().narrow(Response.objects.marked_before(obj.published))
        by = QuestionRevision.objects.filter(
            pk__in=marked.order_by().values("graded_revision")
        )
        return [
            {
                "revision": old,
                "changes": between(old.content, obj.published.content),
            }
            for old in by
        ]


class RegradeAdmin(ReadOnlyAdmin):
    """What was done to marks: kept for ever, and undone by a button."""

    list_display = (
        *("question", "state", "done_at", "done_by", "moved", "told", "revision"),
    )
    list_filter = ("done_at",)
    list_select_related = ("question", "revision", "done_by", "undone_by")
    search_fields = ("question__slug", "reason")
    fields = readonly_fields = (
        *("question", "revision", "scope", "reason", "done_by", "done_at"),
        *("undone_by", "undone_at"),
    )
    change_form_template = "admin/quizzes/regrade/change_form.html"
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.defer("question__draft", "revision__content", "revision__rendered")

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.undo_view)
        return [
            path("<int:pk>/undo/", page, name="publishing_regrade_undo"),
            *super().get_urls(),
        ]

    @admin.display(description="marks moved")
    def moved(self, obj: Regrade) -> int:
        return obj.numbers["moved"]

    @admin.display(description="learners told")
    def told(self, obj: Regrade) -> int:
        return obj.numbers["told"]

    @admin.display(description="state")
    def state(self, obj: Regrade) -> str:
        return "Done" if obj.is_standing else "Undone"

    def has_undo_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("quizzes.publish_question")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context |= {
                "numbers": numbers_shown(obj.numbers),
                "lines": self._lines(obj),
                "lines_shown": LINES_SHOWN,
                "may_undo": obj.is_standing and self.has_undo_permission(request),
            }
        return super().render_change_form(request, context, **kwargs)

    def _lines(self, obj: Regrade) -> list[dict[str, Any]]:
        """Some of the marks that moved; nothing says whose."""
        moved = obj.changes.moved().order_by("pk").select_related("response__attempt")
        return [
            {
                "attempt": change.response.attempt.title,
                "begun_at": change.response.attempt.started_at,
                "old": mark_in_words(change.old_fraction),
                "new": mark_in_words(change.new_fraction),
            }
            for change in moved[:LINES_SHOWN]
        ]

    @on_a_page_of_its_own
    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what undoing comes to, and do it when that is confirmed."""
        if not self.has_undo_permission(request):
            raise PermissionDenied
        if (obj := self.get_object(request, str(pk))) is None:
            raise Http404
        later = list(Regrade.objects.built_on(obj)) if obj.is_standing else []
        if request.method == "POST" and not later:
            try:
                return self._undo(request, obj)
            except actions.BuiltUpon as built_upon:
                later = built_upon.later
        return self._undo_page(request, obj, later)

    def _undo(self, request: HttpRequest, obj: Regrade) -> HttpResponse:
        now = timezone.now()
        undone = actions.undo_regrade(regrade=obj, by=request.user, now=now)
        if undone.undone_at == now:
            self.log_change(request, obj, "Undone.")
            said, level = "Undone: the marks are as they were.", messages.SUCCESS
        else:
            said, level = "This was undone already.", messages.INFO
        self.message_user(request, said, level)
        return HttpResponseRedirect(obj.get_absolute_url())

    def _undo_page(
        self, request: HttpRequest, obj: Regrade, later: list[Regrade]
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": "Undo",
            "subtitle": str(obj),
            "change_url": obj.get_absolute_url(),
            "later": later,
            "answers": obj.changes.count(),
            "numbers": numbers_shown(obj.numbers),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            "admin/quizzes/regrade/undo.html",
            context,
            status=409 if request.method == "POST" else 200,
        )

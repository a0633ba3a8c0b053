"""Pages of the admin that show what all answers came to: read only, and nameless.

Who may look at a quiz or a question may look at its analysis.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from ..models import Checkup, Question, Quiz
from ..statistics.display import GREYED_FROM
from .export import item_table
from .of_question import all_figures
from .of_quiz import figures_of
from .wording import caution

to_look_at = method_decorator(require_safe)


class AnalysisPages:
    """For a ModelAdmin."""

    def _to_analyse(self, request: HttpRequest, pk: int) -> Any:
        obj = self.get_object(request, str(pk))
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            raise Http404
        return obj

    def _shown(
        self, request: HttpRequest, page: str, title: str, **context: Any
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        template = f"admin/quizzes/{self.opts.model_name}/{page}.html"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            **context,
        }
        return TemplateResponse(request, template, context)


class QuizAnalysisPages(AnalysisPages):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/analysis/", view(self.analysis_view), name="analysis_quiz"),
            path(
                "<int:pk>/analysis.csv",
                view(self.analysis_csv_view),
                name="analysis_quiz_csv",
            ),
            *super().get_urls(),
        ]

    @to_look_at
    def analysis_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        quiz: Quiz = self._to_analyse(request, pk)
        figures = figures_of(quiz)
        return self._shown(
            request,
            "analysis",
            "Item analysis",
            original=quiz,
            subtitle=str(quiz),
            figures=figures,
            caution=caution(figures.n),
        )

    @to_look_at
    def analysis_csv_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        quiz: Quiz = self._to_analyse(request, pk)
        name = f'attachment; filename="{quiz.slug}-items.csv"'
        return HttpResponse(
            item_table(figures_of(quiz)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": name},
        )


class QuestionAnalysisPages(AnalysisPages):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("attention/", view(self.attention_view), name="analysis_attention"),
            path(
                "<int:pk>/analysis/", view(self.analysis_view), name="analysis_question"
            ),
            *super().get_urls(),
        ]

    @to_look_at
    def analysis_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        question: Question = self._to_analyse(request, pk)
        context: dict[str, Any] = {}
        if question.published:
            figures, earlier = all_figures(question)
            context = {"figures": figures, "earlier": earlier}
            context["caution"] = caution(figures.n)
        return self._shown(
            request,
            "analysis",
            "Item analysis",
            original=question,
            subtitle=str(question),
            change_url=self.change_address(question),
            **context,
        )

    @to_look_at
    def attention_view(self, request: HttpRequest) -> HttpResponse:
        """List what needs attention, the worst first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        judged = Checkup.objects.of_today().filter(learners__gte=GREYED_FROM)
        return self._shown(
            request,
            "attention",
            "Questions that need attention",
            checkups=Checkup.objects.for_attention_page(),
            judged=judged.count(),
            least=GREYED_FROM,
            looked_at=Checkup.objects.aggregate(at=Max("looked_at"))["at"],
        )

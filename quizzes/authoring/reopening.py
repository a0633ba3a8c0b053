"""The page on which an administrator opens an attempt again."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from ..actions import StaysClosed, reopen, why_closed
from ..models import Attempt


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField", "size": 80}),
        help_text="For colleagues, in the history: what was wrong with the clock.",
        error_messages={"required": "Say in a few words why it is opened again."},
    )


class ReopenPage:
    """For the ModelAdmin of attempts."""

    change_form_template = "admin/quizzes/attempt/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<uuid:pk>/reopen/",
            self.admin_site.admin_view(self.reopen_view),
            name="quizzes_attempt_reopen",
        )
        return [page, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        context["may_reopen"] = self._may_reopen(request)
        return super().render_change_form(request, context, **kwargs)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def reopen_view(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Say what opening it again means, and do it when that is confirmed."""
        if not self._may_reopen(request):
            raise PermissionDenied
        found = Attempt.objects.select_related("learner").filter(pk=pk).first()
        if found is None:
            raise Http404
        form = ReopenForm(request.POST if request.method == "POST" else None)
        why = why_closed(found)
        if form.is_valid() and not why:
            try:
                return self._reopened(request, found, form.cleaned_data["reason"])
            except StaysClosed as refused:
                why = str(refused)
        return self._page(request, found, form, why)

    def _may_reopen(self, request: HttpRequest) -> bool:
        # Not has_change_permission: no field of an attempt is ever changed by hand.
        return request.user.has_perm("quizzes.change_attempt")

    @transaction.atomic
    def _reopened(
        self, request: HttpRequest, attempt: Attempt, reason: str
    ) -> HttpResponse:
        """Both or neither: it is not opened without a trace."""
        opened = reopen(attempt=attempt.pk, now=timezone.now())
        was = f"{attempt.started_at:%Y-%m-%d %H:%M} to {attempt.finished_at:%H:%M} UTC"
        self.log_change(request, opened, f"Opened again: {reason} (It was {was}.)")
        said = f"“{opened}” is open again, with the time that was left."
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(_address(attempt))

    def _page(
        self, request: HttpRequest, attempt: Attempt, form: ReopenForm, why: str
    ) -> HttpResponse:
        status = 200 if not form.is_bound else 409 if why else 422
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": attempt,
            "title": "Open again",
            "subtitle": str(attempt),
            "change_url": _address(attempt),
            "form": form,
            "why_closed": why,
        }
        request.current_app = self.admin_site.name
        template = "admin/quizzes/attempt/reopen.html"
        return TemplateResponse(request, template, context, status=status)


def _address(attempt: Attempt) -> str:
    return reverse("admin:quizzes_attempt_change", args=[attempt.pk])

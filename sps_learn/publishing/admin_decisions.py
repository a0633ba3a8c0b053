"""Pages on which a reviewer publishes, retires and restores.

Each step is shown with what it would change and confirmed by POST; it asks for the
permission `publish_<model>`. Who may look at the row may look at its revisions.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from .admin_forms import DecisionForm, PublishForm, in_words, readable
from .diff import Change, changes
from .models import Publishable, Revision
from .writing import to_yaml

OWN_PAGES = ("publish", "retire", "bring_back", "revisions", "revision", "restore")

on_a_page_of_its_own = method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
to_look_at = method_decorator(require_safe)


def atomic_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One transaction for a POST; a page that is only read holds no lock."""

    @wraps(view)
    def wrapped(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return view(self, request, *args, **kwargs)

    return wrapped


class DecisionPages:
    """For a ModelAdmin of a Publishable."""

    # What a subclass may add ------------------------------------------------------

    def draft_faults(self, obj: Publishable) -> list[str]:
        """Why the draft cannot be published as it is."""
        try:
            obj.checked_draft()
        except ValidationError as error:
            return [in_words(fault) for fault in error.errors(include_url=False)]
        return []

    def objective_labels(self, codes: list[str]) -> Mapping[str, str]:
        return {}

    def after_publishing(self, obj: Publishable) -> None:
        """Bring up to date what shows something of it elsewhere."""

    # Addresses and rights ---------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        pages = [
            ("publish/", self.publish_view, "publish", {}),
            ("retire/", self.retire_view, "retire", {"retired": True}),
            ("bring-back/", self.retire_view, "bring_back", {"retired": False}),
            ("revisions/", self.revisions_view, "revisions", {}),
            ("revisions/<int:number>/", self.revision_view, "revision", {}),
            ("revisions/<int:number>/restore/", self.restore_view, "restore", {}),
        ]
        own = [
            path(
                f"<int:pk>/{route}",
                self.admin_site.admin_view(view),
                kwargs,
                name=self.address_names[name].removeprefix("admin:"),
            )
            for route, view, name, kwargs in pages
        ]
        return [*own, *super().get_urls()]

    @property
    def address_names(self) -> dict[str, str]:
        model = self.opts.model_name
        return {page: f"admin:publishing_{model}_{page}" for page in OWN_PAGES}

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(
            f"{self.opts.app_label}.publish_{self.opts.model_name}"
        )

    # Pages ------------------------------------------------------------------------

    @on_a_page_of_its_own
    @atomic_post
    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what publishing would change, and publish when that is confirmed."""
        obj = self._to_decide(request, pk)
        labels = self.objective_labels(obj.objectives_touched())
        form = PublishForm(_sent(request), publishable=obj, labels=labels)
        faults = self.draft_faults(obj)
        may = obj.has_unpublished_changes and not faults
        if may and form.is_valid():
            self._publish(request, obj, **form.cleaned_data)
            return self._done(
                request, obj, f"Published revision {obj.published.number}."
            )
        return self._page(
            request,
            obj,
            "publish",
            form=form,
            faults=faults,
            may=may,
            changes=readable(obj.draft_changes()),
        )

    def _publish(
        self,
        request: HttpRequest,
        obj: Publishable,
        *,
        reason: str,
        is_material: bool | None = None,
        objectives: list[str] | None = None,
        **_: str,
    ) -> None:
        obj.publish(
            by=request.user,
            reason=reason,
            now=timezone.now(),
            is_material=is_material,
            objectives=objectives,
        )
        self.after_publishing(obj)

    @on_a_page_of_its_own
    @atomic_post
    def retire_view(self, request: HttpRequest, pk: int, retired: bool) -> HttpResponse:
        """Take it out of learners' pages, or put it back."""
        obj = self._to_decide(request, pk)
        if request.method != "POST":
            return self._page(request, obj, "retire" if retired else "bring_back")
        if obj.is_retired == retired:  # sent twice
            return HttpResponseRedirect(self.change_address(obj))
        obj.is_retired = retired
        obj.save(update_fields=["is_retired"])
        return self._done(request, obj, "Retired." if retired else "Brought back.")

    @to_look_at
    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        obj = self._to_look_at(request, pk)
        revisions = obj.revisions.select_related("author").defer("content", "rendered")
        return self._page(request, obj, "revisions", revisions=revisions)

    @to_look_at
    def revision_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One revision, and what it changed in the one before."""
        obj = self._to_look_at(request, pk)
        revision = self._revision(obj, number)
        before = obj.revisions.filter(number=number - 1).first()
        return self._page(
            request,
            obj,
            "revision",
            revision=revision,
            title=f"Revision {number}",
            before=before,
            changes=between(before.content, revision.content) if before else [],
            content_as_text=to_yaml(revision.content),
            restorable=revision.content != obj.draft,
        )

    @on_a_page_of_its_own
    @atomic_post
    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Make an older revision the draft; what would be lost is shown first."""
        obj = self._to_decide(request, pk)
        revision = self._revision(obj, number)
        form = DecisionForm(_sent(request), publishable=obj)
        if form.is_valid():
            obj.restore(revision)
            return self._done(request, obj, f"Restored revision {number} as the draft.")
        return self._page(
            request,
            obj,
            "restore",
            form=form,
            revision=revision,
            changes=between(obj.draft, revision.content),
        )

    def _to_decide(self, request: HttpRequest, pk: int) -> Publishable:
        if not self.has_publish_permission(request):
            raise PermissionDenied
        return self._to_look_at(request, pk)

    def _to_look_at(self, request: HttpRequest, pk: int) -> Publishable:
        obj = self.get_object(request, str(pk))
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            raise Http404
        return obj

    def _revision(self, obj: Publishable, number: int) -> Revision:
        revisions = obj.revisions.select_related("author")
        if (found := revisions.filter(number=number).first()) is None:
            raise Http404
        return found

    def _done(self, request: HttpRequest, obj: Publishable, what: str) -> HttpResponse:
        """Note the step, say it, and go back to the draft."""
        self.log_change(request, obj, what)
        self.message_user(request, f"“{obj}”: {what}", messages.SUCCESS)
        return HttpResponseRedirect(self.change_address(obj))

    def _page(
        self,
        request: HttpRequest,
        obj: Publishable,
        page: str,
        *,
        folder: str = "admin/publishing",
        **context: Any,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": page.replace("_", " ").capitalize(),
            "subtitle": str(obj),
            "can_publish": self.has_publish_permission(request),
            "change_url": self.change_address(obj),
            "names": self.address_names,
            **context,
        }
        request.current_app = self.admin_site.name
        template = f"{folder}/{page}.html"
        return TemplateResponse(request, template, context, status=_status(context))


def _status(context: Mapping[str, Any]) -> int:
    """Of a confirmation that was sent and comes back: what stands in its way."""
    form = context.get("form")
    if form is None or not form.is_bound:
        return 200
    is_faulty = bool(form.errors) and not form.is_stale
    return 422 if is_faulty or context.get("faults") else 409


def between(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    return readable(changes(old, new))


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None

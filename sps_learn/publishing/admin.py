"""The admin of what has a draft and revisions: edit, preview, publish, retire, restore.

Who may change a row edits its draft. What learners notice asks for the permission
`publish_<model>` and is confirmed on a page of its own, by POST.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR, get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from .admin_forms import DecisionForm, LongText, PublishForm, in_words
from .diff import changes
from .files import to_yaml
from .models import Publishable, Revision

on_a_page_of_its_own = method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
to_look_at = method_decorator(require_safe)


def atomic_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One transaction for a POST; a page that is only read holds no lock."""

    @wraps(view)
    def wrapped(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return view(self, request, *args, **kwargs)

    return wrapped


OWN_PAGES = ("publish", "retire", "bring_back", "revisions", "revision", "restore")
REFUSED_DELETION = (
    "“%s” has been published, and what learners did with it points at it."
    " Retire it instead: it disappears from their pages, and nothing is lost."
)


class PlainText:
    """For the admin of a model or an inline: text with the line ends of the files."""

    formfield_overrides = {models.TextField: {"form_class": LongText}}


class CheckedAdmin(PlainText, admin.ModelAdmin):
    """A form with faults comes back with the status that says so."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        response = super().render_change_form(request, context, **kwargs)
        if request.method == "POST" and context["errors"]:
            response.status_code = 422
        return response


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are looked at here and made elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        # Never by itself. But it goes with its person, and who may erase a person is
        # not asked about each of their rows.
        match = request.resolver_match
        return match is not None and match.view_name.startswith("admin:accounts_user_")


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin):
        return [
            ("published", "Published"),
            ("changed", "Draft to publish"),
            ("never", "Never published"),
            ("retired", "Retired"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "published":
                return queryset.published()
            case "changed":
                return queryset.with_unpublished_changes()
            case "never":
                return queryset.filter(published=None)
            case "retired":
                return queryset.filter(is_retired=True)
        return queryset


class PublishableAdmin(CheckedAdmin):
    """A subclass names `columns`, `fieldsets`, a DraftForm and `preview_url`."""

    change_form_template = "admin/publishing/change_form.html"
    columns: tuple[str, ...] = ()  # edited beside the draft
    preview_url = ""  # name of the address that shows a draft
    actions = ("delete_selected",)

    # What a subclass may add ----------------------------------------------------

    def draft_faults(self, obj: Publishable) -> list[str]:
        """Why the draft cannot be published as it is."""
        try:
            obj.checked_draft()
        except ValidationError as error:
            return [in_words(fault) for fault in error.errors(include_url=False)]
        return []

    def can_preview(self, obj: Publishable) -> bool:
        return True

    def objective_labels(self, codes: list[str]) -> Mapping[str, str]:
        return {}

    def after_publishing(self, obj: Publishable) -> None:
        """Bring up to date what shows something of it elsewhere."""

    # Editing the draft ----------------------------------------------------------

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Publishable | None:
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and _in_transaction():
            # Of two who save at once, the second waits here and is then told.
            return self.model.objects.select_for_update().get(pk=found.pk)
        return found

    def get_form(
        self,
        request: HttpRequest,
        obj: Publishable | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm]:
        # The other fields are the draft's: the form declares them.
        readonly = self.get_readonly_fields(request, obj)
        kwargs["fields"] = [name for name in self.columns if name not in readonly]
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Publishable | None = None):
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": [*self.columns, "draft_to_read"]})]
        return super().get_fieldsets(request, obj)

    @admin.display(description="draft")
    def draft_to_read(self, obj: Publishable) -> str:
        return format_html('<pre class="content-text">{}</pre>', to_yaml(obj.draft))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        form = context["adminform"].form
        context["conflict"] = getattr(form, "conflict", None)
        if obj:
            context |= self.about(request, obj)
        response = super().render_change_form(request, context, **kwargs)
        if context["conflict"] is not None:
            response.status_code = 409
        return response

    def about(self, request: HttpRequest, obj: Publishable) -> dict[str, Any]:
        """What the page says of the row around its form."""
        return {
            "preview_url": self.preview_address(obj),
            "changes": obj.draft_changes() if obj.published else [],
            "last_entry": _last_entry(obj),
            "can_publish": self.has_publish_permission(request),
            "names": self.address_names,
        }

    def preview_address(self, obj: Publishable) -> str:
        return reverse(self.preview_url, args=[obj.pk]) if self.can_preview(obj) else ""

    def view_on_site(self, obj: Publishable) -> str | None:
        if not obj.is_published or not hasattr(obj, "get_absolute_url"):
            return None
        return obj.get_absolute_url()

    def response_add(
        self, request: HttpRequest, obj: Publishable, post_url_continue=None
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        self.message_user(
            request,
            f"The draft of “{obj}” is saved. Learners see it once it is published.",
            messages.SUCCESS,
        )
        if "_preview" in request.POST and self.can_preview(obj):
            return HttpResponseRedirect(self.preview_address(obj))
        if "_save" in request.POST:
            return self.response_post_save_change(request, obj)
        return HttpResponseRedirect(self.change_address(obj))

    def change_address(self, obj: Publishable) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[obj.pk])

    # Lists ------------------------------------------------------------------------

    @admin.display(description="state")
    def state(self, obj: Publishable) -> str:
        if obj.published is None:
            return "Never published"
        if obj.is_retired:
            return "Retired"
        return "Draft to publish" if obj.has_unpublished_changes else "Published"

    # Deleting ---------------------------------------------------------------------

    def has_delete_permission(
        self, request: HttpRequest, obj: Publishable | None = None
    ) -> bool:
        if obj is not None and obj.published_id:
            return False
        return super().has_delete_permission(request, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context=None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj and obj.published_id and self.has_delete_permission(request):
            self.message_user(request, REFUSED_DELETION % obj, messages.ERROR)
            return HttpResponseRedirect(self.change_address(obj))
        return super().delete_view(request, object_id, extra_context)

    @admin.action(
        permissions=["delete"], description="Delete selected %(verbose_name_plural)s"
    )
    def delete_selected(
        self, request: HttpRequest, queryset: QuerySet
    ) -> HttpResponse | None:
        for obj in queryset.filter(published__isnull=False):
            self.message_user(request, REFUSED_DELETION % obj, messages.ERROR)
        if queryset.filter(published__isnull=False).exists():
            return None
        return delete_selected(self, request, queryset)

    # Publishing, retiring, restoring --------------------------------------------------

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
            changes=obj.draft_changes(),
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
            changes=changes(before.content, revision.content) if before else [],
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
            changes=changes(obj.draft, revision.content),
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
        self, request: HttpRequest, obj: Publishable, page: str, **context: Any
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
        template = f"admin/publishing/{page}.html"
        return TemplateResponse(request, template, context, status=_status(context))


def _status(context: Mapping[str, Any]) -> int:
    """Of a confirmation that was sent and comes back: what stands in its way."""
    form = context.get("form")
    if form is None or not form.is_bound:
        return 200
    is_faulty = bool(form.errors) and not form.is_stale
    return 422 if is_faulty or context.get("faults") else 409


def _in_transaction() -> bool:
    return transaction.get_connection().in_atomic_block


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _last_entry(obj: Publishable) -> LogEntry | None:
    """What staff did last with the row."""
    kind = get_content_type_for_model(obj)
    entries = LogEntry.objects.filter(content_type=kind, object_id=obj.pk)
    return entries.select_related("user").first()

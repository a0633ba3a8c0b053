"""The admin of what has a draft and revisions.

Who may change a row edits its draft; learners notice nothing of it. What they notice
is decided on pages of its own (admin_decisions.py).
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR, get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from .admin_base import CheckedAdmin
from .admin_decisions import DecisionPages
from .admin_forms import readable
from .models import Publishable
from .writing import to_yaml

REFUSED_DELETION = (
    "“%s” has been published, and what learners did with it points at it."
    " Retire it instead: it disappears from their pages, and nothing is lost."
)


class PublishableAdmin(DecisionPages, CheckedAdmin):
    """A subclass names `columns`, `fieldsets`, a DraftForm and `preview_url`."""

    change_form_template = "admin/publishing/change_form.html"
    columns: tuple[str, ...] = ()  # edited beside the draft
    preview_url = ""  # name of the address that shows a draft
    actions = ("delete_selected",)

    # Editing the draft ------------------------------------------------------------

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
        if obj:
            context |= self.about(request, obj)
        if form.conflict is not None:
            context["conflict"] = readable(form.conflict)
        response = super().render_change_form(request, context, **kwargs)
        if form.conflict is not None:
            response.status_code = 409
        return response

    def about(self, request: HttpRequest, obj: Publishable) -> dict[str, Any]:
        """What the page says of the row around its form."""
        return {
            "preview_url": self.preview_address(obj),
            "changes": readable(obj.draft_changes()) if obj.published else [],
            "last_entry": _last_entry(obj),
            "can_publish": self.has_publish_permission(request),
            "names": self.address_names,
        }

    def preview_address(self, obj: Publishable) -> str:
        return reverse(self.preview_url, args=[obj.pk])

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
        if "_preview" in request.POST:
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


def _in_transaction() -> bool:
    return transaction.get_connection().in_atomic_block


def _last_entry(obj: Publishable) -> LogEntry | None:
    """What staff did last with the row."""
    kind = get_content_type_for_model(obj)
    entries = LogEntry.objects.filter(content_type=kind, object_id=obj.pk)
    return entries.select_related("user").first()

"""What the admin of every app builds on."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from .admin_forms import LongText


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

"""The admin as a whole: its name, and what staff did in it."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest

from sps_learn.publishing.admin_base import ReadOnlyAdmin

admin.site.site_header = admin.site.site_title = "SPS Learn: writing"
admin.site.index_title = "What would you like to work on?"


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ("action_time", "user", "what", "content_type", "object_repr")
    list_filter = ("action_time", "content_type")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message", "user__email")
    fields = readonly_fields = (
        *("action_time", "user", "content_type", "object_id"),
        *("object_repr", "what"),
    )

    @admin.display(description="what")
    def what(self, obj: LogEntry) -> str:
        return f"{obj.get_action_flag_display()}. {obj.get_change_message()}"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

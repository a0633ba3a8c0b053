"""Admin: people, their groups and passwords; and the way into the admin itself."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from sps_learn.accounts.forms import PersonChangeForm, PersonCreationForm
from sps_learn.accounts.learners import (
    erase_learner,
    follow_time_zone,
    is_the_last_administrator,
)
from sps_learn.addresses import is_local

User = get_user_model()

FOR_ADMINISTRATORS_OF_ALL = ("is_superuser", "user_permissions")


@never_cache
@login_not_required
def admin_login(
    request: HttpRequest, extra_context: dict | None = None
) -> HttpResponse:
    """Send everyone to the site's own log-in, whose tries are limited."""
    goal = request.GET.get("next")
    goal = goal if is_local(goal) else resolve_url("admin:index")
    if admin.site.has_permission(request):
        return HttpResponseRedirect(goal)
    log_in = resolve_url("account_login")
    return HttpResponseRedirect(f"{log_in}?{urlencode({'next': goal})}")


admin.site.login = admin_login


class KindFilter(admin.SimpleListFilter):
    """Members unless asked otherwise: guests come and go by the hundred."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin):
        return [(None, "Members"), ("guests", "Guests"), ("all", "Members and guests")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(is_guest=self.value() == "guests")

    def choices(self, changelist):
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value}
                ),
                "display": title,
            }


class WishFilter(admin.SimpleListFilter):
    """Who asked for more time than they have, and may be waiting for an answer."""

    title = "wish for more time"
    parameter_name = "wish"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin):
        return [("waits", "Waits for a decision")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.with_waiting_wish() if self.value() == "waits" else queryset


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    add_form_template = None
    list_display = ("__str__", "email", "role", "is_staff", "is_active", "date_joined")
    list_filter = (KindFilter, WishFilter, "role", "is_staff", "is_active", "groups")
    search_fields = ("email", "display_name")
    ordering = ("-date_joined",)
    readonly_fields = ("time_wish", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "display_name", "role", "time_zone")}),
        (
            "Accommodations",
            {
                "description": "What holds for this person in every timed quiz.",
                "fields": (("time_wish", "time_factor", "has_no_time_limit"),),
            },
        ),
        (
            "Rights",
            {
                "description": "A role is a group: author, reviewer, instructor,"
                " manager or administrator. All but the manager also need “May open"
                " the admin”.",
                "fields": (
                    "is_active",
                    "is_staff",
                    "groups",
                    "is_superuser",
                    "user_permissions",
                ),
            },
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "email",
                    "display_name",
                    "role",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        # Who may change people must not thereby be able to become anything.
        return (*fields, *FOR_ADMINISTRATORS_OF_ALL)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        if obj is not None and is_the_last_administrator(obj):
            return False
        return super().has_delete_permission(request, obj) and _may_touch(
            request, obj, guests_too=True
        )

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # An address that is no longer theirs must not reset the password.
            EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if change and "time_zone" in form.changed_data:
            follow_time_zone(obj)

    def delete_model(self, request: HttpRequest, obj) -> None:
        erase_learner(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for person in queryset:
            erase_learner(person)


def _may_touch(request: HttpRequest, person, *, guests_too: bool = False) -> bool:
    """Guests are only looked at; a superuser is another superuser's affair."""
    if person is None:
        return True
    if person.is_guest and not guests_too:
        return False
    return request.user.is_superuser or not person.is_superuser

"""Every address of the site; who may use which is in access.py."""

from django.contrib import admin
from django.urls import include, path

from . import health, views
from .accounts import views as accounts

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("lessons.urls")),
    path("", include("quizzes.urls")),
    path("progress/", views.progress, name="progress"),
    path("notices/", accounts.notices, name="notices"),
    path("about/", views.plain_page, {"page": "about"}, name="about"),
    path("help/", views.plain_page, {"page": "help"}, name="help"),
    path("privacy/", views.plain_page, {"page": "privacy"}, name="privacy"),
    path(
        "accessibility/",
        views.plain_page,
        {"page": "accessibility"},
        name="accessibility",
    ),
    path("settings/theme/", views.set_theme, name="set_theme"),
    path("settings/", include("sps_learn.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
]

handler400 = "sps_learn.errors.bad_request"
handler403 = "sps_learn.errors.permission_denied"
handler404 = "sps_learn.errors.not_found"
handler500 = "sps_learn.errors.server_error"
# allauth asks for this one.
handler429 = "sps_learn.errors.too_many"

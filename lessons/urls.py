from django.urls import path

from . import views

app_name = "lessons"

urlpatterns = [
    path("learn/", views.modules, name="modules"),
    path("learn/<slug:module>/", views.module, name="module"),
    path("learn/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
    path("learn/<slug:module>/<slug:lesson>/read/", views.mark_read, name="mark_read"),
    path(
        "learn/<slug:module>/<slug:lesson>/sections/<slug:section>/",
        views.record_section,
        name="record_section",
    ),
    path("glossary/", views.glossary, name="glossary"),
    path("sources/", views.sources, name="sources"),
    path("preview/lessons/<int:pk>/", views.preview_lesson, name="preview_lesson"),
]

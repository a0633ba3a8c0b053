from django.urls import path

from . import views
from .after_lesson import views as after_lesson_views
from .building import views as build_views
from .mending import views as mending_views
from .mimics import views as mimics_views
from .reviewing import views as review_views

app_name = "quizzes"

urlpatterns = [
    path("practise/", views.practise, name="practise"),
    path("practise/once/", views.answer_once, name="answer_once"),
    path("practise/build/", build_views.build, name="build"),
    # A quiz may not be called as one of those above (schemas.RESERVED_SLUGS).
    path("practise/<slug:quiz>/", views.quiz, name="quiz"),
    path(
        "practise/lesson/<slug:module>/<slug:lesson>/",
        after_lesson_views.check_lesson,
        name="check_lesson",
    ),
    path("practise/<slug:quiz>/start/", views.start_quiz, name="start_quiz"),
    path("review/", review_views.review, name="review"),
    path("review/start/", review_views.start_review, name="start_review"),
    path("mistakes/", mending_views.mistakes, name="mistakes"),
    path("mimics/", mimics_views.mimics, name="mimics"),
    path("attempts/", views.attempts, name="attempts"),
    path("attempts/<uuid:attempt>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt>/<int:n>/", views.question, name="question"),
    path("attempts/<uuid:attempt>/print/", views.print_attempt, name="print_attempt"),
    path("attempts/<uuid:attempt>/time/", views.time_left, name="time_left"),
    path("attempts/<uuid:attempt>/check/", views.check_answers, name="check_answers"),
    path(
        "attempts/<uuid:attempt>/submit/", views.submit_attempt, name="submit_attempt"
    ),
    path("preview/quizzes/<int:pk>/", views.preview_quiz, name="preview_quiz"),
    path(
        "preview/questions/<int:pk>/", views.preview_question, name="preview_question"
    ),
]

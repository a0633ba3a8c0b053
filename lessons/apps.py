from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "lessons"
    learner_data = "lessons.learner_data"

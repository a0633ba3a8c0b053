from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    learner_data = "quizzes.learner_data"

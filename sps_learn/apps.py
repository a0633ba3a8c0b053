from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project's own pages: they see every app and are imported by none."""

    name = "sps_learn"
    verbose_name = "SPS Learn"

    def ready(self) -> None:
        from lessons.hooks import hooks
        from quizzes import for_lessons
        from quizzes.rendering import render_all_questions

        hooks.render_questions = render_all_questions
        hooks.question_faults = for_lessons.question_faults
        hooks.questions_citing = for_lessons.questions_citing
        hooks.stems = for_lessons.stems

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project's own pages: they see every app and are imported by none."""

    name = "sps_learn"
    verbose_name = "SPS Learn"

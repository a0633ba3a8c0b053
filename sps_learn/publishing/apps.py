from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "sps_learn.publishing"
    label = "publishing"

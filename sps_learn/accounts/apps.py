from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sps_learn.accounts"
    label = "accounts"
    verbose_name = "People"
    learner_data = "sps_learn.accounts.learner_data"

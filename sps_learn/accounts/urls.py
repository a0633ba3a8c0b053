from django.urls import path

from sps_learn.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("reading/", views.reading, name="reading"),
    path("data/", views.export_data, name="export_data"),
    path("erase/", views.erase, name="erase"),
    path("finish/", views.finish, name="finish"),
    path("join/", views.join_guest, name="join_guest"),
]

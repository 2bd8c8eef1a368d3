"""The addresses of pages that are no content of editors'."""

from django.urls import path

from pages.offline import views

urlpatterns = [
    path("app.webmanifest", views.web_manifest, name="web_manifest"),
    path("offline/", views.offline, name="offline"),
]

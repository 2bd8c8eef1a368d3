"""The addresses of pages that are no content of editors'."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from pages.offline import views

urlpatterns = [
    path("app.webmanifest", views.web_manifest, name="web_manifest"),
    path(_("offline/"), views.offline, name="offline"),
]

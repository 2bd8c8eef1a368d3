"""The addresses of pages: Wagtail's, with a quicker way to find a page."""

from django.urls import re_path
from wagtail import urls as wagtail_urls

from pages.serving import serve

SERVE = "wagtail_serve"

urlpatterns = [
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != SERVE),
    re_path(wagtail_urls.serve_pattern, serve, name=SERVE),
]

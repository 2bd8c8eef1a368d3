from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicemapConfig(AppConfig):
    """The map's domain: listings, places and their owners."""

    name = "servicemap"
    verbose_name = _("Service map")

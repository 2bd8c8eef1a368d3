from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The pages that editors publish."""

    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Register the checks, follow what is published, give municipalities' pages to editors."""
        from pages import checks  # noqa: F401
        from pages.evenings import following  # noqa: F401

        from .models import MunicipalityPage
        from .roles import municipality_page_saved

        post_save.connect(municipality_page_saved, sender=MunicipalityPage)

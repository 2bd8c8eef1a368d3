from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The pages that editors publish."""

    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Register the checks, and follow what is published."""
        from pages import checks  # noqa: F401
        from pages.evenings import following  # noqa: F401

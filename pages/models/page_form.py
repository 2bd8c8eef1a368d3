"""The form of every page in the admin."""

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class PortalPageForm(WagtailAdminPageForm):
    """Lets a title come again: news and evenings of every spring have the same one."""

    def clean_slug(self) -> str:
        """Number the address of a new page where it was made of a title that is taken."""
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk or slug != slugify(self.cleaned_data.get("title", "")):
            return slug
        free, number = slug, 1
        while not Page._slug_is_available(free, self.parent_page, self.instance):
            number += 1
            free = f"{slug}-{number}"
        return free

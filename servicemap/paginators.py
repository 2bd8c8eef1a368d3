"""How lists say how many there are: Finnish has another case beside a number."""

from django.utils.translation import gettext, ngettext
from wagtail.admin.paginator import WagtailPaginator


class EntryPaginator(WagtailPaginator):
    """Counts entries without naming them."""

    @property
    def items_count_label(self) -> str:
        """How many there are in all."""
        return gettext("%(count)s in all") % {"count": self.count}


class ListingPaginator(WagtailPaginator):
    """Counts listings of any kind."""

    @property
    def items_count_label(self) -> str:
        """How many there are."""
        return ngettext("%(counter)s listing", "%(counter)s listings", self.count) % {
            "counter": self.count
        }

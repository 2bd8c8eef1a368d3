"""The public pages of listings."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from .detail import detail_context, shown_schedules
from .models import Listing
from .public_address import public_address
from .qr_code import qr_svg
from .structured_data import structured_data


class ListingView(DetailView[Listing]):
    """The page of one published association, facility or activity."""

    template_name = "servicemap/listing_detail.html"

    def get_queryset(self) -> QuerySet[Listing]:
        """Drafts have no page of their own."""
        listings: QuerySet[Listing] = self.model._default_manager.published().for_detail()
        return listings

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What previews show, and what only a page with an address of its own has."""
        page_url = self.request.build_absolute_uri(self.object.get_absolute_url())
        return (
            super().get_context_data(**kwargs)
            | detail_context(self.object)
            | {
                "page_url": page_url,
                "list_key": f"{self.object.kind}-{self.object.pk}",
                "qr_code": qr_svg(page_url),
                "structured_data": structured_data(
                    self.object, shown_schedules(self.object), public_address
                ),
            }
        )

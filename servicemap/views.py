"""The public pages of listings."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from .detail import detail_context
from .models import Listing


class ListingView(DetailView[Listing]):
    """The page of one published association, facility or activity."""

    template_name = "servicemap/listing_detail.html"

    def get_queryset(self) -> QuerySet[Listing]:
        """Drafts have no page of their own."""
        listings: QuerySet[Listing] = self.model._default_manager.published().for_detail()
        return listings

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What previews show, too."""
        return super().get_context_data(**kwargs) | detail_context(self.object)

"""Places where people meet, play and work."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from servicemap.querysets import OrganisedQuerySet

from .associations import Association
from .listings import Listing, ListingKind, listing_constraints


class Facility(Listing):
    """A facility: a room, a hall, a field, a trail."""

    kind: ClassVar[ListingKind] = ListingKind.FACILITY

    organiser = models.ForeignKey(
        Association,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilities",
        verbose_name=_("association in charge"),
    )
    operator = models.CharField(
        _("run by"), max_length=200, blank=True, help_text=_("If not an association on the map.")
    )
    capacity = models.PositiveIntegerField(_("room for (persons)"), null=True, blank=True)
    area_m2 = models.PositiveIntegerField(_("area (m²)"), null=True, blank=True)
    equipment = models.TextField(_("equipment"), blank=True)
    for_associations = models.BooleanField(
        _("can be used by associations"),
        default=False,
        help_text=_("Associations may book or borrow it."),
    )
    booking_url = models.URLField(_("booking page"), max_length=500, blank=True)
    booking_info = models.TextField(_("how to book"), blank=True)
    geometry = models.JSONField(_("shape (GeoJSON)"), null=True, blank=True, editable=False)

    objects = OrganisedQuerySet.as_manager()

    class Meta(Listing.Meta):
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        constraints = listing_constraints("facility")

    @property
    def responsible_municipality_id(self) -> int | None:
        """Its own, else that of the association in charge."""
        if self.municipality_id is None and self.organiser is not None:
            return self.organiser.municipality_id
        return self.municipality_id

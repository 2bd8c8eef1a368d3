"""What people can take part in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from servicemap.querysets import ActivityQuerySet

from .associations import Association
from .facilities import Facility
from .listings import Listing, ListingKind, Location, listing_constraints


class Activity(Listing):
    """An activity: a weekly group, a course, an evening."""

    kind: ClassVar[ListingKind] = ListingKind.ACTIVITY

    organiser = models.ForeignKey(
        Association,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("organising association"),
    )
    organiser_name = models.CharField(
        _("organiser"),
        max_length=200,
        blank=True,
        help_text=_("If the organiser is not an association on the map."),
    )
    facility = models.ForeignKey(
        Facility,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("facility"),
        help_text=_("The place on the map comes from the facility unless you give another."),
    )
    registration_required = models.BooleanField(_("registration needed"), default=False)
    registration_url = models.URLField(_("registration page"), max_length=500, blank=True)
    age_min = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta(Listing.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            *listing_constraints("activity"),
            models.CheckConstraint(
                condition=models.Q(age_min__isnull=True)
                | models.Q(age_max__isnull=True)
                | models.Q(age_max__gte=models.F("age_min")),
                name="activity_ages_in_order",
                violation_error_message=_("The oldest age cannot be below the youngest age."),
            ),
        ]

    @property
    def location(self) -> Location:
        """The activity's own place, else that of its facility."""
        own, facility = super().location, self.facility
        return own if facility is None else own.or_at(facility.location, facility.display_name)

    @property
    def responsible_municipality_id(self) -> int | None:
        """Its own, else that of its facility, else that of its organiser."""
        places = (self, self.facility, self.organiser)
        return next((one.municipality_id for one in places if one and one.municipality_id), None)

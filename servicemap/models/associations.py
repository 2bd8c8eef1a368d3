"""Registered associations and other groups that act in the region."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from servicemap.querysets import ListingQuerySet

from .listings import Listing, ListingKind, listing_constraints
from .places import Municipality


def this_year() -> int:
    """The year it is."""
    return timezone.localdate().year


class Association(Listing):
    """An association: who they are, what they do and how to join."""

    kind: ClassVar[ListingKind] = ListingKind.ASSOCIATION

    registration_number = models.CharField(
        _("registration number"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9.\-]+$", _("Use digits, dots and hyphens."))],
        help_text=_("The number in the register of associations."),
    )
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1700),
            MaxValueValidator(this_year),
        ],
    )
    service_area = ParentalManyToManyField(
        Municipality,
        blank=True,
        related_name="+",
        verbose_name=_("operates in these municipalities"),
        help_text=_("Leave empty if the association acts in its home municipality only."),
    )
    joining = models.TextField(_("how to join"), blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta(Listing.Meta):
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        constraints = [
            *listing_constraints("association"),
            models.UniqueConstraint(
                fields=["registration_number"],
                condition=models.Q(live=True) & ~models.Q(registration_number=""),
                name="association_live_registration_number_unique",
                violation_error_message=_(
                    "Another published association has this registration number."
                ),
            ),
        ]

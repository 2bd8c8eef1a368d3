"""Whom to turn to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class ContactPoint(models.Model):
    """A role to turn to: a name, a phone, an e-mail address (HSDS contact)."""

    association = ParentalKey(
        "Association",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="contact_points",
    )
    facility = ParentalKey(
        "Facility", on_delete=models.CASCADE, null=True, blank=True, related_name="contact_points"
    )
    activity = ParentalKey(
        "Activity", on_delete=models.CASCADE, null=True, blank=True, related_name="contact_points"
    )
    title = models.CharField(
        _("role"), max_length=120, help_text=_("For example: chair, bookings, membership.")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    description = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(association__isnull=False, facility__isnull=True, activity__isnull=True)
                | Q(association__isnull=True, facility__isnull=False, activity__isnull=True)
                | Q(association__isnull=True, facility__isnull=True, activity__isnull=False),
                name="contact_point_of_one_listing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A contact point nobody can reach is no contact point."""
        super().clean()
        if not (self.email or self.phone or self.name):
            raise ValidationError(_("Give a name, an e-mail address or a phone number."))

"""Where things are: the region's municipalities and the gazetteer."""

from typing import Any

from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .taxonomy import Register
from .translation import Translated

LATITUDE_REFUSED = _("The latitude must be between -90 and 90 degrees.")
LONGITUDE_REFUSED = _("The longitude must be between -180 and 180 degrees.")
HALF_A_POINT = _("Give both the latitude and the longitude, or neither.")


def _within(limit: float, message: Any) -> list[BaseValidator]:
    """Validators beside the database's constraint, so that a form marks the field."""
    return [MinValueValidator(-limit, message), MaxValueValidator(limit, message)]


def latitude_field(**kwargs: object) -> "models.FloatField[float | None, float | None]":
    """A latitude in degrees, WGS84."""
    return models.FloatField(_("latitude"), validators=_within(90, LATITUDE_REFUSED), **kwargs)  # type: ignore[arg-type]


def longitude_field(**kwargs: object) -> "models.FloatField[float | None, float | None]":
    """A longitude in degrees, WGS84."""
    return models.FloatField(_("longitude"), validators=_within(180, LONGITUDE_REFUSED), **kwargs)  # type: ignore[arg-type]


def coordinate_constraints(name: str) -> list[models.BaseConstraint]:
    """Constraints that keep a point on the globe and whole: both coordinates or neither."""
    return [
        models.CheckConstraint(
            condition=models.Q(latitude__isnull=True)
            | models.Q(latitude__gte=-90, latitude__lte=90),
            name=f"{name}_latitude_in_range",
            violation_error_message=LATITUDE_REFUSED,
        ),
        models.CheckConstraint(
            condition=models.Q(longitude__isnull=True)
            | models.Q(longitude__gte=-180, longitude__lte=180),
            name=f"{name}_longitude_in_range",
            violation_error_message=LONGITUDE_REFUSED,
        ),
        models.CheckConstraint(
            condition=models.Q(latitude__isnull=True, longitude__isnull=True)
            | models.Q(latitude__isnull=False, longitude__isnull=False),
            name=f"{name}_point_is_whole",
            violation_error_message=HALF_A_POINT,
        ),
    ]


class Municipality(Register):
    """A municipality of the region."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    latitude = latitude_field()
    longitude = longitude_field()
    outline = models.JSONField(_("outline (GeoJSON)"), default=dict, editable=False)

    class Meta(Register.Meta):
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = coordinate_constraints("municipality")


class Place(models.Model):
    """A named point that people search near: a postcode, a village, a district, a lake."""

    class Kind(models.TextChoices):
        POSTCODE = "postcode", _("Postcode")
        VILLAGE = "village", _("Village")
        DISTRICT = "district", _("District")
        LAKE = "lake", _("Lake")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    name_sv = models.CharField(_("name in Swedish"), max_length=120, blank=True)
    code = models.CharField(_("postcode"), max_length=5, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("municipality"),
    )
    latitude = latitude_field()
    longitude = longitude_field()
    radius_m = models.PositiveIntegerField(
        _("radius in metres"),
        null=True,
        blank=True,
        validators=[MinValueValidator(100), MaxValueValidator(100_000)],
        help_text=_("How far the place reaches from its point. Empty: as is usual for its kind."),
    )

    display_name = Translated("name")

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "code"]
        constraints = coordinate_constraints("place")

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}".strip()

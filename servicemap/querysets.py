"""What one asks of listings, in the domain's words."""

import datetime
import math
from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import ACos, Cast, Coalesce, Cos, Greatest, Least, Radians, Sin
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth in metres (IUGG)."""

FRESH_FOR = datetime.timedelta(days=365)
"""How long a confirmation holds."""


class ListingQuerySet(models.QuerySet[Any]):
    """Listings of one kind."""

    owner_path = "memberships"
    """The lookup from the listing to the memberships that may edit it."""

    def published(self) -> Self:
        """Only what residents may see."""
        return self.filter(live=True)

    def in_bbox(self, west: float, south: float, east: float, north: float) -> Self:
        """Only what has its own point inside the box, degrees WGS84, edges included."""
        return self.filter(
            longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north
        )

    def with_distance(self, latitude: float, longitude: float) -> Self:
        """Annotate ``distance_m``: metres along the great circle; null without a point.

        Spherical law of cosines; within 0.5 % of the ellipsoid in Finland.
        """
        cosine = math.sin(math.radians(latitude)) * Sin(Radians(F("latitude"))) + math.cos(
            math.radians(latitude)
        ) * Cos(Radians(F("latitude"))) * Cos(Radians(F("longitude") - longitude))
        # Rounding may carry the cosine past 1 for the very same point.
        bounded = Least(1.0, Greatest(-1.0, cosine), output_field=models.FloatField())
        # PostgreSQL's GREATEST and LEAST pass over what is null.
        located = When(latitude__isnull=False, longitude__isnull=False, then=ACos(bounded))
        return self.annotate(distance_m=EARTH_RADIUS_M * Case(located))

    def near(self, latitude: float, longitude: float, radius: float) -> Self:
        """Only what lies within ``radius`` metres, nearest first, with ``distance_m``."""
        reach = math.degrees(radius / EARTH_RADIUS_M) * 1.01
        stretch = reach / max(math.cos(math.radians(latitude)), 0.01)
        return (
            self.in_bbox(
                longitude - stretch, latitude - reach, longitude + stretch, latitude + reach
            )
            .with_distance(latitude, longitude)
            .filter(distance_m__lte=radius)
            .order_by("distance_m")
        )

    def similar_to(self, categories: Sequence[int], municipality: int | None) -> Self:
        """Only what is in one of the categories; those of the municipality and closest first."""
        listed = self.filter(categories__in=categories).annotate(
            shared=Count("categories"),
            is_elsewhere=Case(
                When(municipality_id=municipality, then=0), default=1, output_field=IntegerField()
            ),
        )
        return listed.order_by("is_elsewhere", "-shared", "name", "pk")

    def with_theme(self, slug: str) -> Self:
        """Only what is tagged with a wellbeing theme; all without a slug."""
        return self.filter(themes__slug=slug) if slug else self

    def stale(self, today: datetime.date | None = None) -> Self:
        """Only what nobody has confirmed within a year."""
        limit = (today or timezone.localdate()) - FRESH_FOR
        return self.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=limit))

    def editable_by(self, user: Any) -> Self:
        """Only what the user may edit through a membership in force."""
        return self.filter(
            **{f"{self.owner_path}__user": user, f"{self.owner_path}__state": "active"}
        ).distinct()

    def with_place(self) -> Self:
        """Annotate ``place``, the key of the municipality that ``Listing.location`` says."""
        return self.annotate(place=F("municipality_id"))

    def without_point(self) -> Self:
        """Only what is not on the map: without a point of its own or of its facility."""
        return self.filter(latitude__isnull=True)

    def with_new_feedback(self) -> Self:
        """Only what a resident has said is wrong, and nobody has handled it."""
        return self.filter(feedback__state="new").distinct()

    def with_keepers(self) -> Self:
        """Annotate ``keepers``: how many users may keep the listing through a membership."""
        keepers = (
            self.model._default_manager.filter(
                pk=OuterRef("pk"), **{f"{self.owner_path}__state": "active"}
            )
            .order_by()
            .values("pk")
            .annotate(number=Count(self.owner_path))
            .values("number")
        )
        return self.annotate(keepers=Coalesce(keepers, 0))

    responsible_paths: tuple[str, ...] = ("municipality",)
    """Where the municipality is found whose editors look after the listing, first come first."""

    def in_charge_of(self, municipalities: Iterable[int]) -> Self:
        """Only what the editors of the municipalities look after."""
        return self.annotate(
            responsible=Coalesce(*(F(path) for path in self.responsible_paths), None)
        ).filter(responsible__in=list(municipalities))

    def with_state(self) -> Self:
        """Annotate ``is_scheduled`` and ``is_in_moderation``, which lists of drafts show."""
        content_type = ContentType.objects.get_for_model(self.model)
        of_listing = {
            "base_content_type": content_type,
            "object_id": Cast(OuterRef("pk"), models.CharField()),
        }
        return self.annotate(
            is_scheduled=Exists(
                Revision.objects.filter(**of_listing, approved_go_live_at__isnull=False)
            ),
            is_in_moderation=Exists(
                WorkflowState.objects.filter(**of_listing, status=WorkflowState.STATUS_IN_PROGRESS)
            ),
        )

    def for_detail(self) -> Self:
        """With everything a listing's own page shows."""
        return self.select_related("municipality").prefetch_related(
            "categories", "target_groups", "themes", "accessibility", "contact_points"
        )


class OrganisedQuerySet(ListingQuerySet):
    """Listings that an association answers for."""

    owner_path = "organiser__memberships"
    responsible_paths: tuple[str, ...] = ("municipality", "organiser__municipality")

    def for_detail(self) -> Self:
        """With the times and the association, too."""
        return super().for_detail().select_related("organiser").prefetch_related("schedules")


class ActivityQuerySet(OrganisedQuerySet):
    """Activities, which take place in facilities."""

    responsible_paths = (
        "municipality",
        "facility__municipality",
        "organiser__municipality",
    )

    def in_municipality(self, code: str) -> Self:
        """Only what takes place there, by itself or by its facility; all without a code."""
        if not code:
            return self
        by_facility = Q(municipality=None, facility__municipality__code=code)
        return self.filter(Q(municipality__code=code) | by_facility)

    def with_place(self) -> Self:
        """As for any listing; one without a point and an address is where its facility is."""
        own, facility = F("municipality_id"), F("facility__municipality_id")
        is_placed = Q(latitude__isnull=False) | ~Q(street_address="")
        place = Case(When(is_placed, then=Coalesce(own, facility)), default=Coalesce(facility, own))
        return self.annotate(place=place)

    def without_point(self) -> Self:
        """As for any listing; an address of its own keeps an activity from its facility's point."""
        nowhere = Q(facility=None) | Q(facility__latitude=None) | ~Q(street_address="")
        return self.filter(nowhere, latitude__isnull=True)

    def for_detail(self) -> Self:
        """With the facility, too."""
        return super().for_detail().select_related("facility__municipality")

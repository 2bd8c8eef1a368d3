"""What associations, facilities and activities have in common."""

import datetime
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail.signals import published

from servicemap.previews import for_frame
from servicemap.querysets import FRESH_FOR

from .changes import announce
from .fields import ChoiceListField
from .former_addresses import KeepsAddresses
from .places import (
    HALF_A_POINT,
    Municipality,
    coordinate_constraints,
    latitude_field,
    longitude_field,
)
from .slugs import free_slug
from .taxonomy import AccessibilityFeature, Category, TargetGroup, Theme
from .translation import Translated, active_language, field_in

BOOKKEEPING = frozenset(
    {
        "latest_revision",
        "has_unpublished_changes",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "go_live_at",
        "expire_at",
        "expired",
    }
)
"""Fields of Wagtail's own whose change alone leaves what residents see as it is."""

SERVICE_LANGUAGES = [
    ("fi", _("Finnish")),
    ("sv", _("Swedish")),
    ("en", _("English")),
    ("ru", _("Russian")),
    ("uk", _("Ukrainian")),
    ("et", _("Estonian")),
    ("ar", _("Arabic")),
    ("so", _("Somali")),
    ("fa", _("Persian")),
    ("ku", _("Kurdish")),
    ("fse", _("Finnish Sign Language")),
]


class ListingKind(models.TextChoices):
    """The three kinds of listing."""

    ASSOCIATION = "association", _("Association")
    FACILITY = "facility", _("Facility")
    ACTIVITY = "activity", _("Activity")


class Price(models.TextChoices):
    """What taking part or using a facility costs."""

    FREE = "free", _("Free of charge")
    LOW = "low", _("Low price")
    FEE = "fee", _("Subject to a fee")


@dataclass(frozen=True)
class Location:
    """Where a listing is; coordinates in degrees WGS84 or None."""

    latitude: float | None
    longitude: float | None
    municipality: Municipality | None
    street_address: str
    postal_code: str
    place_name: str = ""

    @property
    def is_on_map(self) -> bool:
        """Whether there is a point."""
        return self.latitude is not None and self.longitude is not None

    def or_at(self, facility: "Location", name: str = "") -> "Location":
        """Return this place, or that of the facility if this has neither point nor address."""
        own, other = self.municipality, facility.municipality
        if self.is_on_map or self.street_address:
            return replace(self, municipality=own or other, place_name=name)
        return replace(facility, municipality=other or own, place_name=name)


class Listing(
    KeepsAddresses,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Something residents can find on the map."""

    kind: ClassVar[ListingKind]

    name = models.CharField(_("name"), max_length=200)
    name_sv = models.CharField(_("name in Swedish"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    slug = models.SlugField(
        _("address on the site"),
        max_length=100,
        blank=True,
        help_text=_("The last part of the page's address. Made from the name when left empty."),
    )
    summary = models.CharField(
        _("in one sentence"),
        max_length=200,
        blank=True,
        help_text=_("What it is and for whom, plainly. Shown in search results."),
    )
    summary_sv = models.CharField(_("in one sentence, in Swedish"), max_length=200, blank=True)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=200, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("Leave an empty line between paragraphs.")
    )
    description_sv = models.TextField(_("description in Swedish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    easy_language = models.TextField(
        _("in easy language"),
        blank=True,
        help_text=_(
            "The most important things for those who find reading hard: short sentences, "
            "one thing in each, everyday words."
        ),
    )
    easy_language_sv = models.TextField(_("in easy language, in Swedish"), blank=True)
    easy_language_en = models.TextField(_("in easy language, in English"), blank=True)
    keywords = models.CharField(
        _("search words"),
        max_length=500,
        blank=True,
        help_text=_("Other words people may search by, separated by commas."),
    )
    categories = ParentalManyToManyField(Category, blank=True, verbose_name=_("categories"))
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, verbose_name=_("target groups")
    )
    themes = ParentalManyToManyField(Theme, blank=True, verbose_name=_("wellbeing themes"))
    accessibility = ParentalManyToManyField(
        AccessibilityFeature, blank=True, verbose_name=_("accessibility")
    )
    languages = ChoiceListField(_("languages of service"), code_choices=SERVICE_LANGUAGES)

    website = models.URLField(_("website"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=5, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    latitude = latitude_field(null=True, blank=True)
    longitude = longitude_field(null=True, blank=True)

    price = models.CharField(_("price"), max_length=10, choices=Price.choices, blank=True)
    price_info = models.CharField(_("price in words"), max_length=200, blank=True)

    confirmed_on = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("The day when somebody last made sure that all this holds."),
    )
    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    source_id = models.CharField(_("id in the source"), max_length=100, blank=True, editable=False)
    source_values = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("keywords"),
        index.AutocompleteField("keywords"),
        index.SearchField("summary"),
        index.FilterField("live"),
        index.FilterField("municipality_id"),
    ]

    display_name = Translated("name")
    display_summary = Translated("summary")
    display_description = Translated("description")

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        """Make the slug if it is missing; refuse one that another listing has.

        One that was merely made of the name gets a number instead.
        """
        super().clean()
        self._clean_point()
        if not self.slug:
            self.slug = self.free_slug()
        elif self._others().filter(slug=self.slug).exists():
            if self.slug == slugify(self.name):
                self.slug = self.free_slug()
                return
            raise ValidationError({"slug": _("Another listing has this address already.")})

    def _clean_point(self) -> None:
        """Mark the half of a point that is missing, even where the other half is wrong."""
        for given, missing in (("latitude", "longitude"), ("longitude", "latitude")):
            if getattr(self, given) is not None and getattr(self, missing) is None:
                raise ValidationError({missing: HALF_A_POINT})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; the slug is made first, so that publishing a draft needs no form."""
        if not self.slug:
            self.slug = self.free_slug()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with all children, then tell those who follow listings."""
        if not self.slug:
            self.slug = self.free_slug()
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if fields is None or not BOOKKEEPING.issuperset(fields):
            announce(self)

    def save_as_published(self) -> None:
        """Save a new listing live from the start, with the first revision of its history.

        What ``save_revision().publish()`` does, without saving and following it twice.
        """
        self.first_published_at = self.last_published_at = timezone.now()
        # Relations are in memory until they are saved; afterwards each would be a query.
        content = self.serializable_data()
        self.save()
        content |= get_serializable_data_for_fields(self)
        revision = Revision.objects.create(
            content_object=self,
            base_content_type=self.get_base_content_type(),
            content=content,
            object_str=str(self),
        )
        self.latest_revision = self.live_revision = revision
        type(self)._default_manager.filter(pk=self.pk).update(
            latest_revision=revision, live_revision=revision
        )
        published.send(sender=type(self), instance=self, revision=revision)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """As Wagtail's; an old revision never brings back what a source said then."""
        listing = super().with_content_json(content)
        listing.source, listing.source_id = self.source, self.source_id
        listing.source_values = self.source_values
        return listing

    def _others(self) -> models.QuerySet[Any]:
        return type(self)._default_manager.exclude(pk=self.pk)

    def free_slug(self) -> str:
        """Return a slug made of the name that no other listing of the kind has."""
        return free_slug(self.name, str(self.kind), self._others())

    def get_absolute_url(self) -> str:
        """The listing's page in the active language."""
        return reverse(str(self.kind), kwargs={"slug": self.slug})

    def get_feedback_url(self) -> str:
        """The page on which residents say what is wrong, in the active language."""
        return reverse(f"{self.kind}-feedback", kwargs={"slug": self.slug})

    def public_paths(self) -> list[str]:
        """The page, and the one on which residents say what is wrong."""
        return [self.get_absolute_url(), self.get_feedback_url()]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """One for each language of the site, the main one first."""
        return list(settings.LANGUAGES)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page in the language that the mode names."""
        language = mode_name if mode_name in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response: TemplateResponse = super().serve_preview(request, mode_name)
            return for_frame(response.render())

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Previews show the public page."""
        return "servicemap/listing_detail.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Previews get what the public page gets."""
        from servicemap.detail import detail_context

        return {**super().get_preview_context(request, mode_name), **detail_context(self)}

    @property
    def easy_text(self) -> str:
        """The text in easy language, in the active one only: no other would be easy to read."""
        return str(getattr(self, field_in("easy_language", active_language())))

    @property
    def location(self) -> Location:
        """Where the listing is."""
        return Location(
            self.latitude,
            self.longitude,
            self.municipality,
            self.street_address,
            self.postal_code,
        )

    @property
    def responsible_municipality_id(self) -> int | None:
        """The municipality whose editors look after the listing."""
        return self.municipality_id

    @property
    def approved_schedule(self) -> bool:
        """Whether a time of publishing is set. Makes a query unless ``with_state()`` did."""
        known = self.__dict__.get("is_scheduled")
        return bool(super().approved_schedule if known is None else known)

    @property
    def workflow_in_progress(self) -> bool:
        """Whether a change waits for approval. Makes a query unless ``with_state()`` did."""
        known = self.__dict__.get("is_in_moderation")
        return bool(super().workflow_in_progress if known is None else known)

    @property
    def keyword_list(self) -> list[str]:
        """The search words one by one."""
        return [word.strip() for word in self.keywords.split(",") if word.strip()]

    def is_stale(self, today: datetime.date | None = None) -> bool:
        """Whether nobody has confirmed the listing within a year."""
        limit = (today or timezone.localdate()) - FRESH_FOR
        return self.confirmed_on is None or self.confirmed_on < limit

    def confirm(self, today: datetime.date | None = None) -> None:
        """Record that everything holds as of today.

        It is no edit and makes no revision. The latest one takes the day, lest publishing it
        later bring the earlier day back.
        """
        self.confirmed_on = today or timezone.localdate()
        self.save(update_fields=["confirmed_on", "updated_at"])
        if self.latest_revision is not None:
            self.latest_revision.content["confirmed_on"] = self.confirmed_on.isoformat()
            self.latest_revision.save(update_fields=["content"])


def listing_constraints(name: str) -> list[models.BaseConstraint]:
    """What the database itself guards for each kind of listing."""
    return [
        *coordinate_constraints(name),
        models.UniqueConstraint(
            fields=["slug"],
            condition=Q(live=True),
            name=f"{name}_live_slug_unique",
            violation_error_message=_("Another listing has this address already."),
        ),
        models.UniqueConstraint(
            fields=["source", "source_id"],
            condition=~Q(source=""),
            name=f"{name}_once_per_source",
        ),
        models.CheckConstraint(
            condition=Q(price__in=["", *Price.values]), name=f"{name}_price_known"
        ),
    ]

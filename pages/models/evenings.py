"""Association evenings: what they are about, who is invited, and what came of them."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from pages.blocks.evenings import DecisionsBlock, NextStepsBlock, ProgrammeBlock
from pages.blocks.text import PLAIN_FEATURES
from pages.evenings.panels import EVENING_FORM
from pages.evenings.querysets import EveningQuerySet
from pages.evenings.registration_form import RegistrationForm
from pages.evenings.when import span_text
from servicemap.models import (
    Evening,
    EveningRegistration,
    Facility,
    Headcount,
    Location,
    Municipality,
    Theme,
)
from servicemap.models.places import coordinate_constraints, latitude_field, longitude_field
from servicemap.qr_code import qr_svg
from servicemap.search_texts import SearchTexts

from .base import PortalPage
from .body import BodyPage
from .page_form import PortalPageForm

PAST_PER_PAGE = 20

SHARED_FIELDS = (
    "start",
    "end",
    "is_cancelled",
    "facility",
    "street_address",
    "postal_code",
    "place_municipality",
    "latitude",
    "longitude",
    "online_url",
    "takes_registrations",
    "capacity",
    "asks_catering",
    "registration_opens",
    "registration_closes",
    "contact_email",
)
"""What an evening is in all languages alike: kept on the original, copied to its translations."""

SHARED_RELATIONS = ("municipalities", "themes")

TOLD = ("notice", "invited", "place_name", "programme", "summary", "decisions", "next_steps")
"""What is written of it beside lead and body."""


class EveningPageForm(PortalPageForm):
    """A translation shows the shared facts but leaves them to the original."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        original = EveningPage.objects.original(self.instance.translation_key)
        if original is None or original.pk == self.instance.pk:
            return
        for name in (*SHARED_FIELDS, *SHARED_RELATIONS):
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Changed on the page in the original language.")


class EveningIndexPage(PortalPage):
    """Association evenings: those to come, and what came of the others."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.EveningPage"]

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of association evenings")
        verbose_name_plural = _("lists of association evenings")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``upcoming`` and ``past`` [{page, status}]; see the template."""
        evenings = EveningPage.objects.child_of(self).published().with_place()
        now = timezone.now()
        past = Paginator(evenings.past(now), PAST_PER_PAGE).get_page(request.GET.get("page"))
        upcoming = list(evenings.upcoming(now)) if past.number == 1 else []
        rows = EveningPage.with_status([*upcoming, *past.object_list])
        return {
            **super().get_context(request, *args, **kwargs),
            "upcoming": rows[: len(upcoming)],
            "past": rows[len(upcoming) :],
            "page_obj": past,
        }


class EveningPage(BodyPage):
    """An evening: beforehand programme and registration, afterwards what came of it."""

    parent_page_types = ["pages.EveningIndexPage"]
    subpage_types: list[str] = []
    base_form_class = EveningPageForm
    SAME_IN_ALL_LANGUAGES = frozenset(SHARED_FIELDS)

    start = models.DateTimeField(_("begins"))
    end = models.DateTimeField(_("ends"))
    is_cancelled = models.BooleanField(
        _("the evening is cancelled"),
        default=False,
        help_text=_("The page stays and says so. Then tell those who have registered."),
    )
    notice = models.CharField(
        _("notice"),
        max_length=250,
        blank=True,
        help_text=_("What has changed, such as the place or the day. Shown above everything else."),
    )
    invited = models.CharField(
        _("who is invited"),
        max_length=250,
        blank=True,
        help_text=_("For example: all associations of Heinola, and everybody who plans one."),
    )
    programme = StreamField(ProgrammeBlock(), verbose_name=_("programme"), blank=True)

    facility = models.ForeignKey(
        Facility,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("facility on the map"),
        help_text=_("Choose this, or write the place and its address below."),
    )
    place_name = models.CharField(_("name of the place"), max_length=200, blank=True)
    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=5, blank=True)
    place_municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    latitude = latitude_field(null=True, blank=True)
    longitude = longitude_field(null=True, blank=True)
    online_url = models.URLField(
        _("address of the meeting online"),
        max_length=500,
        blank=True,
        help_text=_(
            "Where one has to register, only those who have a place get it, by e-mail. Otherwise "
            "it is shown on the page."
        ),
    )

    municipalities = ParentalManyToManyField(
        Municipality,
        blank=True,
        related_name="+",
        verbose_name=_("municipalities"),
        help_text=_("Leave empty if it concerns the whole region."),
    )
    themes = ParentalManyToManyField(
        Theme, blank=True, related_name="+", verbose_name=_("wellbeing themes")
    )

    takes_registrations = models.BooleanField(_("one has to register"), default=True)
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Leave empty if there is room for everybody. If you add places later, those who wait "
            "get them at once, in order."
        ),
    )
    asks_catering = models.BooleanField(
        _("ask who eats, and of special diets"),
        default=False,
        help_text=_("Tick this only where something is served."),
    )
    registration_opens = models.DateTimeField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as the page is published."),
    )
    registration_closes = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("Empty: when the evening begins."),
    )
    contact_name = models.CharField(
        _("organiser"),
        max_length=200,
        blank=True,
        help_text=_("By role, for example: City of Lahti, contact person for associations."),
    )
    contact_email = models.EmailField(
        _("e-mail address of the organiser"),
        blank=True,
        help_text=_("Shown on the page. Answers to the messages about the evening go there."),
    )

    summary = RichTextField(
        _("summary"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("How many came, what was talked about, what stayed open."),
    )
    decisions = StreamField(DecisionsBlock(), verbose_name=_("decisions"), blank=True)
    next_steps = StreamField(NextStepsBlock(), verbose_name=_("next steps"), blank=True)
    next_evening = models.ForeignKey(
        "pages.EveningPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("next evening"),
        help_text=_("Its date is shown at the end of this page."),
    )

    objects = PageManager.from_queryset(EveningQuerySet)()

    search_fields = [
        *BodyPage.search_fields,
        *(index.SearchField(name) for name in TOLD),
        index.RelatedFields("facility", [index.SearchField("display_name")]),
        index.RelatedFields("municipalities", [index.SearchField("display_name")]),
        index.RelatedFields("themes", [index.SearchField("display_name")]),
        index.FilterField("start"),
    ]

    edit_handler = EVENING_FORM

    class Meta:
        verbose_name = _("association evening")
        verbose_name_plural = _("association evenings")
        constraints = coordinate_constraints("evening_page")

    def clean(self) -> None:
        """Refuse times that contradict each other."""
        super().clean()
        wrong = {}
        opens, closes = self.registration_opens, self.registration_closes
        if self.start and self.end and self.end <= self.start:
            wrong["end"] = _("The evening has to end after it begins.")
        if self.end and closes and closes > self.end:
            wrong["registration_closes"] = _("Registration has to close before the evening ends.")
        if opens and closes and opens >= closes:
            wrong["registration_closes"] = _("Registration has to close after it opens.")
        if wrong:
            raise ValidationError(wrong)

    @classmethod
    def with_status(cls, pages: "Iterable[EveningPage]") -> list[dict[str, Any]]:
        """Return pages each with the status of its evening. Makes two queries."""
        shown = list(pages)
        keys = [page.translation_key for page in shown]
        evenings = {evening.key: evening for evening in Evening.objects.filter(key__in=keys)}
        known = [evening.pk for evening in evenings.values() if evening.purged_at is None]
        counts = EveningRegistration.objects.filter(evening__in=known).headcounts()
        rows = []
        for page in shown:
            evening = evenings.get(page.translation_key) or page.as_evening()
            is_purged = evening.purged_at is not None
            count = None if is_purged else counts.get(evening.pk, Headcount())
            rows.append({"page": page, "status": evening.status(count=count)})
        return rows

    @property
    def location(self) -> Location:
        """Where it is: the facility's place, or what is written here."""
        if self.facility is not None:
            name = self.facility.display_name
            return Location(None, None, None, "", "").or_at(self.facility.location, name)
        return Location(
            self.latitude,
            self.longitude,
            self.place_municipality,
            self.street_address,
            self.postal_code,
            self.place_name,
        )

    @property
    def place_text(self) -> str:
        """The place in one line, in the active language; empty where only online or not known."""
        place = self.location
        town = place.municipality.display_name if place.municipality else ""
        parts = (place.place_name, place.street_address, f"{place.postal_code} {town}".strip())
        return ", ".join(part for part in parts if part)

    @property
    def has_place(self) -> bool:
        """Whether there is somewhere to go."""
        return bool(self.place_text) or self.location.is_on_map

    @property
    def shows_online_url(self) -> bool:
        """Whether everybody sees the address of the meeting."""
        return bool(self.online_url) and not self.takes_registrations

    @property
    def when_text(self) -> str:
        """When it is, in words: “tiistai 3.2.2026 klo 17.00–19.30”."""
        return span_text(self.start, self.end)

    def search_texts(self) -> SearchTexts:
        """With what it is and when: hardly any title says so."""
        said, kind = super().search_texts(), capfirst(gettext("association evening"))
        return replace(said, headings=(*said.headings, f"{kind}: {self.when_text}"))

    @property
    def municipality_codes(self) -> frozenset[str]:
        """Of the municipalities whose associations are invited; none where all are."""
        return frozenset(town.code for town in self.municipalities.all())

    @property
    def day(self) -> datetime.date:
        """The day of the evening."""
        return timezone.localdate(self.start)

    @property
    def past_from(self) -> datetime.date:
        """The day after the evening."""
        return timezone.localdate(self.end) + datetime.timedelta(days=1)

    @property
    def has_outcome(self) -> bool:
        """Whether anything is written of what came of it."""
        return bool(self.summary or self.decisions or self.next_steps)

    def as_evening(self) -> Evening:
        """Return what this page says as an evening that is not saved."""
        return Evening(key=self.translation_key, **self.evening_values())

    def evening_values(self) -> dict[str, Any]:
        """Return what the evening takes from this page."""
        return {
            "title": self.title,
            "starts_at": self.start,
            "ends_at": self.end,
            "where": self.place_text[:500],
            "online_url": self.online_url,
            "is_cancelled": self.is_cancelled,
            "takes_registrations": self.takes_registrations,
            "capacity": self.capacity,
            "opens_at": self.registration_opens,
            "closes_at": self.registration_closes,
            "asks_catering": self.asks_catering,
        }

    @cached_property
    def evening(self) -> Evening:
        """What those who come have been promised; of a page never published, as it would be."""
        found = Evening.objects.filter(key=self.translation_key).first()
        return found or self.as_evening()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page shows beside its own texts; see the template."""
        from pages.evenings.structured_data import structured_data

        if self.facility_id is not None:
            # In one query with where it is.
            self.facility = Facility.objects.select_related("municipality").get(pk=self.facility_id)
        count = self.evening.headcount() if self.evening.pk else Headcount()
        status = self.evening.status(count=count)
        calendar_url = request.build_absolute_uri(
            reverse("evening-calendar", args=[self.translation_key])
        )
        page_url = request.build_absolute_uri(self.get_url(request) or "")
        following = self.next_evening
        return {
            **super().get_context(request, *args, **kwargs),
            "status": status,
            "headcount": count,
            "location": self.location,
            # What the part of a listing's page that tells where it is wants to know.
            "place": {
                "kind": "facility",
                "facility": self.facility,
                "display_name": self.location.place_name or self.title,
            },
            "area": list(self.municipalities.all()),
            "wellbeing": list(self.themes.all()),
            "next_evening": following if following is not None and following.live else None,
            "form": RegistrationForm(self.evening),
            "keep_days": settings.EVENING_REGISTRATIONS_KEEP_DAYS,
            "calendar_url": calendar_url,
            "page_url": page_url,
            "qr_code": qr_svg(page_url),
            "structured_data": structured_data(self, status, request),
        }

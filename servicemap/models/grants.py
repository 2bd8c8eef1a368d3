"""Grants that associations and residents can apply for, and when."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField

from .fields import check_phone
from .former_addresses import KeepsAddresses
from .places import Municipality
from .slugs import free_slug
from .taxonomy import TargetGroup, Theme
from .translation import Translated

TEXT_FEATURES = ["bold", "ol", "ul", "link"]
RICH_TEXTS = [
    f"{field}{suffix}" for field in ("criteria", "guidance") for suffix in ("", "_sv", "_en")
]


def site_today() -> datetime.date:
    """Return the day it is in the site's time zone, whatever zone an editor works in."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class GrantState(models.TextChoices):
    """Whether one can apply, in the order in which readers want to know."""

    OPEN = "open", pgettext_lazy("grants", "Open now")
    UPCOMING = "upcoming", pgettext_lazy("grants", "Opening later")
    CONTINUOUS = "continuous", pgettext_lazy("grants", "Open all the time")
    CLOSED = "closed", pgettext_lazy("grants", "Closed")


@dataclass(frozen=True)
class GrantStatus:
    """Whether one can apply on a day, and the period that says so.

    The period is the one that is open, else the next, else the last one; None for a continuous
    grant and where no period was ever announced.
    """

    state: GrantState
    period: "GrantPeriod | None"
    today: datetime.date

    @property
    def days_left(self) -> int | None:
        """Days until the last day of an open period: 0 on that day."""
        if self.state != GrantState.OPEN or self.period is None:
            return None
        return (self.period.closes_on - self.today).days

    @property
    def days_until(self) -> int | None:
        """Days until an announced period opens: 1 on the day before."""
        if self.state != GrantState.UPCOMING or self.period is None:
            return None
        return (self.period.opens_on - self.today).days

    @property
    def next_date(self) -> datetime.date | None:
        """The day on which something changes: it opens, or it is the last day."""
        if self.period is None or self.state == GrantState.CLOSED:
            return None
        return self.period.closes_on if self.days_left is not None else self.period.opens_on


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants."""

    def published(self) -> Self:
        """Only what everyone may read."""
        return self.filter(live=True)

    def in_state(self, state: str, today: datetime.date | None = None) -> Self:
        """Only what is open, upcoming, continuous or closed on a day."""
        today = today or site_today()
        periods = GrantPeriod.objects.filter(grant=OuterRef("pk"))
        is_open = Exists(periods.between(today, today))
        is_upcoming = Exists(periods.filter(opens_on__gt=today))
        match state:
            case GrantState.CONTINUOUS:
                return self.filter(is_continuous=True)
            case GrantState.OPEN:
                return self.filter(is_open, is_continuous=False)
            case GrantState.UPCOMING:
                return self.filter(~is_open, is_upcoming, is_continuous=False)
            case GrantState.CLOSED:
                return self.filter(~is_open, ~is_upcoming, is_continuous=False)
        raise ValueError(f"This is no state of a grant: {state!r}")

    def covering(self, municipality: Municipality) -> Self:
        """Only what can be applied for in a municipality: its own and the whole region's."""
        own = Grant.municipalities.through.objects.filter(grant=OuterRef("pk"))
        return self.filter(~Exists(own) | Exists(own.filter(municipality=municipality)))

    def with_dates(self) -> Self:
        """With what a list shows of each. Makes three queries in all."""
        towns = Municipality.objects.defer("outline")
        return self.select_related("funder_municipality").prefetch_related(
            "periods", models.Prefetch("municipalities", queryset=towns)
        )


class Grant(KeepsAddresses, ClusterableModel):
    """Money, or the use of a room, that a board gives to those who apply."""

    class Kind(models.TextChoices):
        OPERATING = "operating", _("Operating grant")
        PROJECT = "project", _("Project grant")
        EVENT = "event", _("Event grant")
        FACILITY = "facility", _("Grant for facilities")
        TRAVEL = "travel", _("Travel grant")
        SMALL = "small", _("Small and fast grant")
        OTHER = "other", _("Other grant")

    name = models.CharField(
        _("name"),
        max_length=160,
        help_text=_("As people call it, without the year: the periods say when."),
    )
    name_sv = models.CharField(_("name in Swedish"), max_length=160, blank=True)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    slug = models.SlugField(
        _("identifier in addresses"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("Made of the name if left empty. After a change the old address leads on."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    funder = models.CharField(
        _("funder"), max_length=160, help_text=_("The board or foundation that decides.")
    )
    funder_sv = models.CharField(_("funder in Swedish"), max_length=160, blank=True)
    funder_en = models.CharField(_("funder in English"), max_length=160, blank=True)
    funder_municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality of the funder"),
        help_text=_("Leave empty if the funder is not a municipality."),
    )
    municipalities = models.ManyToManyField(
        Municipality,
        blank=True,
        related_name="grants",
        verbose_name=_("municipalities"),
        help_text=_("Where one can apply. Leave empty for the whole region."),
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="+", verbose_name=_("target groups")
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="+", verbose_name=_("wellbeing themes")
    )

    for_associations = models.BooleanField(_("registered associations"), default=True)
    for_groups = models.BooleanField(_("groups that are not registered"), default=False)
    for_residents = models.BooleanField(_("private persons"), default=False)
    for_whom = models.CharField(
        _("for whom"),
        max_length=300,
        blank=True,
        help_text=_("One sentence. For example: associations with their home in Heinola."),
    )
    for_whom_sv = models.CharField(_("for whom in Swedish"), max_length=300, blank=True)
    for_whom_en = models.CharField(_("for whom in English"), max_length=300, blank=True)

    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_("What the money is for, in one or two sentences."),
    )
    summary_sv = models.TextField(_("summary in Swedish"), max_length=300, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=300, blank=True)
    amount = models.CharField(
        _("amount"), max_length=160, blank=True, help_text=_("For example: 200–2,000 euros.")
    )
    amount_sv = models.CharField(_("amount in Swedish"), max_length=160, blank=True)
    amount_en = models.CharField(_("amount in English"), max_length=160, blank=True)
    criteria = RichTextField(
        _("criteria"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("What decides who gets it. A list reads best."),
    )
    criteria_sv = RichTextField(_("criteria in Swedish"), features=TEXT_FEATURES, blank=True)
    criteria_en = RichTextField(_("criteria in English"), features=TEXT_FEATURES, blank=True)
    guidance = RichTextField(
        _("how to apply"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Step by step: what to attach, what to write, whom to ask."),
    )
    guidance_sv = RichTextField(_("how to apply, in Swedish"), features=TEXT_FEATURES, blank=True)
    guidance_en = RichTextField(_("how to apply, in English"), features=TEXT_FEATURES, blank=True)
    application_url = models.URLField(_("where to apply"), blank=True)

    contact = models.CharField(
        _("whom to ask"),
        max_length=160,
        blank=True,
        help_text=_("A role rather than a name: people change."),
    )
    contact_sv = models.CharField(_("whom to ask, in Swedish"), max_length=160, blank=True)
    contact_en = models.CharField(_("whom to ask, in English"), max_length=160, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)

    is_continuous = models.BooleanField(
        _("open all the time"),
        default=False,
        help_text=_("One can apply on any day. Periods are then not shown."),
    )
    live = models.BooleanField(
        _("published"), default=True, help_text=_("Take the mark away to hide it from residents.")
    )
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    display_name = Translated("name")
    display_funder = Translated("funder")
    display_for_whom = Translated("for_whom")
    display_summary = Translated("summary")
    display_amount = Translated("amount")
    display_criteria = Translated("criteria")
    display_guidance = Translated("guidance")
    display_contact = Translated("contact")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(for_associations=True) | Q(for_groups=True) | Q(for_residents=True),
                name="grant_for_somebody",
                violation_error_message=_("Choose who can apply."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.display_name)

    def clean(self) -> None:
        """Make the slug; an editor that was left empty still writes a paragraph."""
        super().clean()
        for field in RICH_TEXTS:
            if not strip_tags(getattr(self, field)).strip():
                setattr(self, field, "")
        self.slug = self.slug or self._free_slug()
        check_phone("contact_phone", self.contact_phone)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, under a slug of its own."""
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        return free_slug(self.name, "avustus", Grant.objects.exclude(pk=self.pk))

    def get_absolute_url(self) -> str:
        """The grant's page in the active language."""
        return reverse("grant", kwargs={"slug": self.slug})

    def get_calendar_url(self) -> str:
        """The calendar of the grant's days, in the active language."""
        return reverse("grant-calendar", kwargs={"slug": self.slug})

    def public_paths(self) -> list[str]:
        """The page, and the calendar to which people have subscribed."""
        return [self.get_absolute_url(), self.get_calendar_url()]

    def status(self, today: datetime.date | None = None) -> GrantStatus:
        """Whether one can apply. Makes a query unless the periods are prefetched."""
        today = today or site_today()
        if self.is_continuous:
            return GrantStatus(GrantState.CONTINUOUS, None, today)
        periods: Iterable[GrantPeriod] = self.periods.all()
        is_open = [one for one in periods if one.opens_on <= today <= one.closes_on]
        if is_open:
            last = max(is_open, key=lambda one: one.closes_on)
            return GrantStatus(GrantState.OPEN, last, today)
        upcoming = [one for one in periods if one.opens_on > today]
        if upcoming:
            first = min(upcoming, key=lambda one: one.opens_on)
            return GrantStatus(GrantState.UPCOMING, first, today)
        last_one = max(periods, key=lambda one: one.closes_on, default=None)
        return GrantStatus(GrantState.CLOSED, last_one, today)

    @property
    def applicants(self) -> list[str]:
        """Who can apply, in words."""
        chosen = [
            field
            for field in ("for_associations", "for_groups", "for_residents")
            if getattr(self, field)
        ]
        return [str(self._meta.get_field(field).verbose_name) for field in chosen]


class GrantPeriodQuerySet(models.QuerySet["GrantPeriod"]):
    """Periods in which one can apply."""

    def published(self) -> Self:
        """Only of what everyone may read, and what is not open all the time anyway."""
        return self.filter(grant__live=True, grant__is_continuous=False)

    def between(self, first: datetime.date, last: datetime.date) -> Self:
        """Only those with a day from ``first`` to ``last``, both included."""
        return self.filter(opens_on__lte=last, closes_on__gte=first)


class GrantPeriod(models.Model):
    """The days on which one can apply: from the first to the last, both included."""

    grant = ParentalKey(Grant, on_delete=models.CASCADE, related_name="periods")
    label = models.CharField(
        _("name of the period"),
        max_length=80,
        blank=True,
        help_text=_("For example: 2027, or spring 2027."),
    )
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    decision = models.CharField(
        _("when it is decided"),
        max_length=200,
        blank=True,
        help_text=_("For example: in May 2027. The first payments in June."),
    )
    decision_sv = models.CharField(_("decision in Swedish"), max_length=200, blank=True)
    decision_en = models.CharField(_("decision in English"), max_length=200, blank=True)

    display_decision = Translated("decision")

    objects = GrantPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("application period")
        verbose_name_plural = _("application periods")
        ordering = ["-opens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="grant_period_in_order",
                violation_error_message=_("The last day is before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.opens_on:%d.%m.%Y}–{self.closes_on:%d.%m.%Y}"

    def clean(self) -> None:
        """Mark the field that is wrong."""
        super().clean()
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": _("The last day is before the first one.")})

    def a_year_later(self) -> "GrantPeriod":
        """Return a new period on the same days of the next year, not saved."""
        label = str(int(self.label) + 1) if self.label.isdecimal() else ""
        return GrantPeriod(
            grant=self.grant,
            label=label,
            opens_on=_a_year_later(self.opens_on),
            closes_on=_a_year_later(self.closes_on),
        )


def _a_year_later(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        # 29 February
        return day.replace(year=day.year + 1, day=28)

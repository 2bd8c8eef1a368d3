"""Whom associations and residents turn to in their municipality."""

import re
from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .fields import check_phone
from .listings import Listing
from .places import Municipality
from .taxonomy import Category, TargetGroup
from .translation import Translated

UNREACHABLE = _("Give an e-mail address or a phone number: somebody must be able to reach them.")
BRANCH_DEPTH = 3
"""How many levels above a listing's own category a contact person's topic may be."""


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    """Contact persons of municipalities."""

    def published(self) -> Self:
        """Only whom everyone may see, the municipality's first one before the others."""
        return self.filter(live=True).order_by("-is_first", "order", "unit", "title", "pk")

    def best_for(self, listing: Listing) -> "ContactPerson | None":
        """Return the one to turn to about a listing, if its municipality has any. One query.

        Whoever looks after the listing's topics comes before whoever looks after its target
        groups, and they before the municipality's first contact. Makes no query where the
        listing has no municipality, and more of them unless its classes are fetched already.
        """
        if listing.municipality_id is None:
            return None
        topics = _any_of("category", listing.categories.all(), "children", BRANCH_DEPTH)
        groups = _any_of("targetgroup", listing.target_groups.all())
        found = self.published().filter(municipality_id=listing.municipality_id)
        return (
            found.annotate(
                has_topic=Exists(self._through("categories").filter(topics)),
                has_group=Exists(self._through("target_groups").filter(groups)),
            )
            .order_by("-has_topic", "-has_group", *found.query.order_by)
            .first()
        )

    def _through(self, relation: str) -> models.QuerySet[Any]:
        rows = getattr(self.model, relation).through._default_manager
        found: models.QuerySet[Any] = rows.filter(contactperson=OuterRef("pk"))
        return found


def _any_of(relation: str, entries: Iterable[models.Model], below: str = "", depth: int = 0) -> Q:
    """Whether the relation is one of the entries, or up to ``depth`` levels above one."""
    keys = [entry.pk for entry in entries]
    return Q(
        *((f"{relation}{f'__{below}' * level}__in", keys) for level in range(depth + 1)),
        _connector=Q.OR,
    )


class ContactPerson(models.Model):
    """Somebody in a municipality, or in one of its units, whom associations may ask."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="contact_persons",
        verbose_name=_("municipality"),
    )
    unit = models.CharField(
        _("unit or service area"),
        max_length=120,
        blank=True,
        help_text=_("For example: sports services. Leave empty if it is the whole municipality."),
    )
    unit_sv = models.CharField(_("unit in Swedish"), max_length=120, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=120, blank=True)
    title = models.CharField(
        _("job title or role"),
        max_length=120,
        help_text=_("As people know it. For example: contact person for associations."),
    )
    title_sv = models.CharField(_("job title in Swedish"), max_length=120, blank=True)
    title_en = models.CharField(_("job title in English"), max_length=120, blank=True)
    name = models.CharField(
        _("name of the person"),
        max_length=120,
        blank=True,
        help_text=_("Public. May be left empty: the role is enough, and outlives its holder."),
    )
    email = models.EmailField(
        _("e-mail"),
        blank=True,
        help_text=_("Rather the role's own address than a person's, so that it stays."),
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    tasks = models.TextField(
        _("what one may ask"),
        max_length=400,
        blank=True,
        help_text=_(
            "One or two plain sentences. For example: Advice on grants and on booking facilities."
        ),
    )
    tasks_sv = models.TextField(_("what one may ask in Swedish"), max_length=400, blank=True)
    tasks_en = models.TextField(_("what one may ask in English"), max_length=400, blank=True)
    categories = models.ManyToManyField(
        Category,
        blank=True,
        related_name="+",
        verbose_name=_("topics"),
        limit_choices_to={"parent": None},
        help_text=_("Shown on the pages of associations and facilities of these topics."),
    )
    target_groups = models.ManyToManyField(
        TargetGroup,
        blank=True,
        related_name="+",
        verbose_name=_("target groups"),
        help_text=_("Shown on the pages of associations and facilities for these people."),
    )
    is_first = models.BooleanField(
        _("first contact of the municipality"),
        default=False,
        help_text=_("Whom to turn to if one does not know whom to ask. One for a municipality."),
    )
    order = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("The smallest number comes first.")
    )
    live = models.BooleanField(
        _("published"), default=True, help_text=_("Only those that are published are shown.")
    )

    display_unit = Translated("unit")
    display_title = Translated("title")
    display_tasks = Translated("tasks")

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["municipality", "-is_first", "order", "unit", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="", phone=""),
                name="contact_person_can_be_reached",
                violation_error_message=UNREACHABLE,
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(is_first=True),
                name="contact_person_first_once",
                violation_error_message=_(
                    "The municipality has a first contact already. Take the mark from that one "
                    "before you give it to another."
                ),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.display_title, self.display_unit]))

    def clean(self) -> None:
        """Say it beside the field when nobody could reach them."""
        super().clean()
        if not (self.email or self.phone):
            raise ValidationError({"email": UNREACHABLE})
        check_phone("phone", self.phone)

    @property
    def phone_number(self) -> str:
        """The phone number as machines dial it: digits, with a plus before them if there is one."""
        return re.sub(r"(?!^\+)\D", "", self.phone.strip())

"""What one asks of the pages of evenings."""

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.query import PageQuerySet

from pages.public_pages import only_public
from servicemap.models import Evening, Municipality

if TYPE_CHECKING:
    from pages.models import EveningPage


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day begins, in the site's time zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class EveningQuerySet(PageQuerySet):
    """Pages of association evenings."""

    def published(self) -> "EveningQuerySet":
        """Only what everyone may read."""
        return only_public(self.live())

    def between(self, first: datetime.date, last: datetime.date) -> "EveningQuerySet":
        """Only evenings on these days, both included, the first one first."""
        until = midnight(last + datetime.timedelta(days=1))
        return self.filter(start__lt=until, end__gte=midnight(first)).order_by("start", "pk")

    def upcoming(self, now: datetime.datetime | None = None) -> "EveningQuerySet":
        """Only what is not over yet, the next one first."""
        return self.filter(end__gt=now or timezone.now()).order_by("start", "pk")

    def past(self, now: datetime.datetime | None = None) -> "EveningQuerySet":
        """Only what is over, the last one first."""
        return self.filter(end__lte=now or timezone.now()).order_by("-start", "-pk")

    def covering(self, municipality: Municipality) -> "EveningQuerySet":
        """Only what concerns a municipality: its own and the whole region's."""
        through = self.model.municipalities.through._default_manager
        own = through.filter(eveningpage=models.OuterRef("pk"))
        invited = models.Exists(own.filter(municipality=municipality))
        return self.filter(~models.Exists(own) | invited)

    def of(self, evening: Evening) -> "EveningQuerySet":
        """Only the pages of an evening: one in each language."""
        return self.filter(translation_key=evening.key)

    def with_place(self) -> "EveningQuerySet":
        """With what tells where they are, and their languages."""
        return self.select_related(
            "locale", "alias_of__locale", "facility__municipality", "place_municipality"
        )

    def original(self, key: Any) -> "EveningPage | None":
        """Return the page whose time, place and number of places hold for all languages.

        The published one in the site's own language, else the published one that is oldest.
        Makes a query.
        """
        own_first = models.Case(
            models.When(locale__language_code=settings.LANGUAGE_CODE, then=0), default=1
        )
        family = self.filter(translation_key=key, alias_of=None)
        found: EveningPage | None = family.order_by("-live", own_first, "pk").first()
        return found

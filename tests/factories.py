"""Builders of test data: each makes a valid row with as little as possible in it.

Children and many-to-many relations are given as lists::

    ActivityFactory(categories=[category], schedules=[ScheduleFactory.build()])
"""

import datetime
import json
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from servicemap import models
from servicemap.places import REGISTER

PASSWORD = "kuusi-metsaa-ja-jarvi"


class UserFactory(DjangoModelFactory):
    """Someone who can sign in with ``PASSWORD``."""

    class Meta:
        model = models.User

    email = factory.Sequence(lambda number: f"user{number}@example.org")
    first_name = "Testi"
    last_name = factory.Sequence(lambda number: f"Henkilö {number}")

    @classmethod
    def _create(cls, model_class: type[models.User], *args: Any, **kwargs: Any) -> models.User:
        password = kwargs.pop("password", PASSWORD)
        create = "create_superuser" if kwargs.get("is_superuser") else "create_user"
        user: models.User = getattr(model_class.objects, create)(password=password, **kwargs)
        return user


class RegisterFactory(DjangoModelFactory):
    """An entry of a register; the same slug gives the same row."""

    class Meta:
        abstract = True
        django_get_or_create = ("slug",)

    name = factory.LazyAttribute(lambda entry: entry.slug.capitalize())


REGION = {row["code"] for row in json.loads(REGISTER.read_text(encoding="utf-8"))}
FREE_CODES = [code for code in map("{:03}".format, range(1000)) if code not in REGION]
"""Codes that no municipality of the region has, whatever a test loads beside its own."""


class MunicipalityFactory(RegisterFactory):
    """A municipality with a centre in the region."""

    class Meta:
        model = models.Municipality

    slug = factory.Sequence(lambda number: f"kunta-{number}")
    code = factory.Sequence(lambda number: FREE_CODES[number % len(FREE_CODES)])
    latitude = 60.98
    longitude = 25.66


class PlaceFactory(DjangoModelFactory):
    """A village somewhere in the region."""

    class Meta:
        model = models.Place

    kind = models.Place.Kind.VILLAGE
    name = factory.Sequence(lambda number: f"Kylä {number}")
    latitude = 61.0
    longitude = 25.6


class SynonymFactory(DjangoModelFactory):
    """Two words that mean the same."""

    class Meta:
        model = models.Synonym

    words = factory.Sequence(lambda number: f"sana{number}")
    means = factory.Sequence(lambda number: f"merkitys{number}")


class CategoryFactory(RegisterFactory):
    """A category at the root of the tree."""

    class Meta:
        model = models.Category

    slug = factory.Sequence(lambda number: f"luokka-{number}")


class TargetGroupFactory(RegisterFactory):
    """A target group."""

    class Meta:
        model = models.TargetGroup

    slug = factory.Sequence(lambda number: f"kohderyhma-{number}")


class ThemeFactory(RegisterFactory):
    """A wellbeing theme."""

    class Meta:
        model = models.Theme

    slug = factory.Sequence(lambda number: f"teema-{number}")


class GrantFactory(DjangoModelFactory):
    """A published grant of the whole region; periods are given as days from today."""

    class Meta:
        model = models.Grant

    name = factory.Sequence(lambda number: f"Avustus {number}")
    kind = models.Grant.Kind.PROJECT
    funder = "Lautakunta"
    summary = "Rahaa hyvään."

    @classmethod
    def _create(cls, model_class: type[models.Grant], *args: Any, **kwargs: Any) -> models.Grant:
        days = kwargs.pop("days", [])
        towns = kwargs.pop("municipalities", [])
        grant = model_class(*args, **kwargs)
        grant.periods = [period(opens_in, closes_in) for opens_in, closes_in in days]
        grant.save()
        grant.municipalities.set(towns)
        return grant


class CycleEntryFactory(DjangoModelFactory):
    """A published entry of the annual cycle: the whole region's, every year on the 2nd of March."""

    class Meta:
        model = models.CycleEntry

    title = factory.Sequence(lambda number: f"Asia {number}")
    kind = models.CycleKind.EVENTS
    starts_on = datetime.date(2026, 3, 2)


def period(opens_in: int, closes_in: int) -> models.GrantPeriod:
    """A period, in days from today, not saved."""
    today = models.site_today()
    return models.GrantPeriod(
        opens_on=today + datetime.timedelta(days=opens_in),
        closes_on=today + datetime.timedelta(days=closes_in),
    )


class AccessibilityFeatureFactory(RegisterFactory):
    """An accessibility feature."""

    class Meta:
        model = models.AccessibilityFeature

    slug = factory.Sequence(lambda number: f"esteettomyys-{number}")


class ContactPointFactory(DjangoModelFactory):
    """A contact point; give it the listing it belongs to, or build() it for one."""

    class Meta:
        model = models.ContactPoint

    title = "Puheenjohtaja"
    email = "puheenjohtaja@example.org"


class ContactPersonFactory(DjangoModelFactory):
    """A published contact person of a municipality."""

    class Meta:
        model = models.ContactPerson
        skip_postgeneration_save = True

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence(lambda number: f"Yhdistysyhteyshenkilö {number}")
    email = "yhdistykset@kunta.example"

    @factory.post_generation
    def categories(self, create: bool, entries: Any, **kwargs: Any) -> None:
        """The topics the person looks after."""
        if create and entries:
            self.categories.set(entries)

    @factory.post_generation
    def target_groups(self, create: bool, entries: Any, **kwargs: Any) -> None:
        """The target groups the person looks after."""
        if create and entries:
            self.target_groups.set(entries)


class ScheduleFactory(DjangoModelFactory):
    """Wednesdays from ten to eleven; give it the listing it belongs to, or build() it for one."""

    class Meta:
        model = models.Schedule

    class Params:
        once = factory.Trait(freq="", byday="")

    dtstart = datetime.date(2026, 1, 7)
    freq = models.Schedule.Freq.WEEKLY
    byday = "WE"
    opens_at = datetime.time(10)
    closes_at = datetime.time(11)


class ListingFactory(DjangoModelFactory):
    """A published listing in a municipality, confirmed today; ``draft=True`` for a draft."""

    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(live=False)
        on_map = factory.Trait(latitude=60.9827, longitude=25.6612)

    summary = "Kaikille avoin."
    municipality = factory.SubFactory(MunicipalityFactory)
    confirmed_on = factory.LazyFunction(timezone.localdate)


class AssociationFactory(ListingFactory):
    """A published association."""

    class Meta:
        model = models.Association

    name = factory.Sequence(lambda number: f"Yhdistys {number} ry")


class FacilityFactory(ListingFactory):
    """A published facility with a point on the map."""

    class Meta:
        model = models.Facility

    name = factory.Sequence(lambda number: f"Tila {number}")
    latitude = 60.9827
    longitude = 25.6612


class ActivityFactory(ListingFactory):
    """A published activity of an association."""

    class Meta:
        model = models.Activity

    name = factory.Sequence(lambda number: f"Kerho {number}")
    organiser = factory.SubFactory(AssociationFactory)


class MembershipFactory(DjangoModelFactory):
    """A membership in force."""

    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    association = factory.SubFactory(AssociationFactory)
    state = models.Membership.State.ACTIVE

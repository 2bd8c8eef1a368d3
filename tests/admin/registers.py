"""Every register of the admin, found by its addresses, and rows to put into it."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import unwrap
from typing import Any

from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from pages.models import GuideTopic, HomePage, UsefulnessNote
from servicemap.models import (
    AccessibilityFeature,
    Category,
    ContactPerson,
    CycleEntry,
    Feedback,
    Grant,
    GrantSubscriber,
    Membership,
    Municipality,
    OutgoingMail,
    Place,
    Synonym,
    TargetGroup,
    Theme,
)
from servicemap.register_views import RegisterModelAdmin
from tests.factories import (
    AccessibilityFeatureFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPersonFactory,
    CycleEntryFactory,
    GrantFactory,
    MembershipFactory,
    MunicipalityFactory,
    PlaceFactory,
    SynonymFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.pages.factories import home_page, standard_page


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def registers() -> Iterator[RegisterModelAdmin]:
    """All that have addresses in the admin."""
    for pattern in _patterns(get_resolver()):
        # Wagtail wraps what only those who are signed in may see.
        register = getattr(unwrap(pattern.callback), "__self__", None)
        if isinstance(
            register, RegisterModelAdmin
        ) and pattern.name == register.url_helper.get_action_url_name("index"):
            yield register


REGISTERS = list(registers())


def name_of(register: RegisterModelAdmin) -> str:
    """The register's name in a list of tests."""
    return str(register.model._meta.model_name)


def _report(word: str) -> Feedback:
    association = AssociationFactory(name=f"{word} ry", municipality=MunicipalityFactory())
    return Feedback.objects.create(association=association, topic="times", text=word)


def _subscriber(word: str) -> GrantSubscriber:
    subscriber = GrantSubscriber.objects.create(email=f"{word.lower()}@example.org")
    subscriber.subscriptions.create(municipality=MunicipalityFactory())
    subscriber.subscriptions.create(grant=GrantFactory())
    return subscriber


def _note(word: str) -> UsefulnessNote:
    home = HomePage.objects.first() or home_page("fi")
    page = standard_page(home, word)
    return UsefulnessNote.objects.create(page=page, is_useful=False, text=word)


@dataclass(frozen=True)
class Rows:
    """How a row is made of a word that it can be found by, and the words its export then has."""

    make: Callable[[str], models.Model]
    exported: tuple[str, ...] = ()


def _named(factory: Any, **fields: Any) -> Callable[[str], models.Model]:
    return lambda word: factory(name=word, **fields)


ROWS: dict[type[models.Model], Rows] = {
    Municipality: Rows(_named(MunicipalityFactory), ("60.98", "25.66")),
    Place: Rows(
        lambda word: PlaceFactory(name=word, municipality=MunicipalityFactory(name="Oma")),
        ("Kylä", "Oma", "61.0"),
    ),
    Category: Rows(
        lambda word: CategoryFactory(
            name=word, parent=CategoryFactory(slug="top", name="Ylin"), search_terms="peli"
        ),
        ("Ylin", "Oma aihe", "peli"),
    ),
    TargetGroup: Rows(_named(TargetGroupFactory, name_sv="Unga"), ("Unga",)),
    Theme: Rows(_named(ThemeFactory, description="Arjen turva."), ("Arjen turva.",)),
    AccessibilityFeature: Rows(_named(AccessibilityFeatureFactory, name_en="Ramp"), ("Ramp",)),
    GuideTopic: Rows(
        lambda word: GuideTopic.objects.create(slug=word.lower(), name=word, order=7), ("7",)
    ),
    Synonym: Rows(
        lambda word: SynonymFactory(words=word), ("Suomi", "Molempiin suuntiin", "Kyllä")
    ),
    Membership: Rows(
        lambda word: MembershipFactory(association=AssociationFactory(name=word)),
        ("Vastuuhenkilö", "Voimassa", "@example.org"),
    ),
    ContactPerson: Rows(
        lambda word: ContactPersonFactory(title=word, is_first=True), ("Kyllä", "kunta.example")
    ),
    Grant: Rows(
        lambda word: GrantFactory(name=word, days=[(-5, 5)]),
        ("Kohdeavustus", "Lautakunta", "Koko alue", "Auki nyt"),
    ),
    GrantSubscriber: Rows(_subscriber),
    CycleEntry: Rows(
        lambda word: CycleEntryFactory(title=word, ends_on=datetime.date(2026, 3, 5)),
        ("2026-03-05", "FREQ=YEARLY", "Koko alue"),
    ),
    Feedback: Rows(_report, ("Ajat ovat väärin", "Yhdistys", "Uusi")),
    UsefulnessNote: Rows(_note, ("Ei ollut hyötyä",)),
    OutgoingMail: Rows(
        lambda word: OutgoingMail.objects.create(to="a@example.org", subject=word, body="B"),
        ("Odottaa", "0"),
    ),
}

"""A portal with one of everything that is managed in the admin, and somebody in each role."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, Site, Task, UploadedFile, Workflow

from pages.models import GuideTopic, HomePage, SurveyIndexPage, SurveyPage, UsefulnessNote
from servicemap.models import (
    LISTING_MODELS,
    Association,
    Feedback,
    GrantSubscriber,
    Municipality,
    OutgoingMail,
    Role,
    User,
)
from servicemap.moderation import ensure_listing_workflow
from servicemap.roles import ensure_municipal_editors, role_group
from tests.factories import (
    AccessibilityFeatureFactory,
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPersonFactory,
    CycleEntryFactory,
    FacilityFactory,
    GrantFactory,
    MembershipFactory,
    MunicipalityFactory,
    PlaceFactory,
    SynonymFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)
from tests.pages.factories import (
    evening_index,
    evening_page,
    home_page,
    municipality_index,
    municipality_page,
    publish,
    standard_page,
)

ANONYMOUS, NOBODY = "anonymous", "nobody"
CONTRIBUTOR, ELSEWHERE, MUNICIPAL = "contributor", "elsewhere", "municipal"
PUBLISHER, ADMINISTRATOR = "publisher", "administrator"
ROLES = [ANONYMOUS, NOBODY, CONTRIBUTOR, ELSEWHERE, MUNICIPAL, PUBLISHER, ADMINISTRATOR]
"""Elsewhere is an editor of another municipality than the one of which everything is here."""

LISTINGS = {"association": AssociationFactory, "facility": FacilityFactory}


@dataclass
class Portal:
    """The municipality, its people and what there is."""

    municipality: Municipality
    other: Municipality
    users: dict[str, User]
    things: dict[str, Any] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser in which somebody in the role has signed in."""
        client = Client()
        if role != ANONYMOUS:
            client.force_login(self.users[role])
        return client


def _people(municipality: Municipality, other: Municipality) -> dict[str, User]:
    def member(group: Group) -> User:
        user: User = UserFactory()
        user.groups.add(group)
        return user

    return {
        NOBODY: UserFactory(),
        CONTRIBUTOR: member(role_group(Role.CONTRIBUTOR)),
        ELSEWHERE: member(ensure_municipal_editors(other)),
        MUNICIPAL: member(ensure_municipal_editors(municipality)),
        PUBLISHER: member(role_group(Role.PUBLISHER)),
        ADMINISTRATOR: member(role_group(Role.ADMINISTRATOR)),
    }


@pytest.fixture
def portal(db: None) -> Portal:
    """A municipality with a listing of each kind, and somebody in each role."""
    ensure_listing_workflow()
    own, other = MunicipalityFactory(name="Oma"), MunicipalityFactory(name="Muu")
    portal = Portal(own, other, _people(own, other))
    association = AssociationFactory(name="Oma yhdistys", municipality=own)
    portal.things = {
        "association": association,
        "facility": FacilityFactory(name="Oma tila", municipality=own),
        "activity": ActivityFactory(name="Oma toiminta", municipality=own, organiser=association),
    }
    for listing in [portal.things[model._meta.model_name] for model in LISTING_MODELS]:
        listing.save_revision().publish()
    return portal


@pytest.fixture
def full_portal(portal: Portal, tmp_path: Any, settings: Any) -> Portal:
    """One of everything that has an address in the admin; changes wait for approval."""
    settings.MEDIA_ROOT = tmp_path
    things, contributor = portal.things, portal.users[CONTRIBUTOR]
    for model in LISTING_MODELS:
        listing = things[str(model._meta.model_name)]
        listing.summary = "Muutettu."
        listing.save_revision(user=contributor)
        listing.get_workflow().start(listing, contributor)
    things |= {
        "membership": MembershipFactory(association=things["association"]),
        "municipality": portal.municipality,
        "place": PlaceFactory(),
        "category": CategoryFactory(),
        "targetgroup": TargetGroupFactory(),
        "theme": ThemeFactory(),
        "accessibilityfeature": AccessibilityFeatureFactory(),
        "synonym": SynonymFactory(),
        "contactperson": ContactPersonFactory(municipality=portal.municipality),
        "grant": GrantFactory(funder_municipality=portal.municipality, days=[(-5, 5)]),
        "cycleentry": CycleEntryFactory(municipality=portal.municipality),
        "guidetopic": GuideTopic.objects.create(slug="arki", name="Arki"),
        "grantsubscriber": GrantSubscriber.objects.create(email="tilaaja@example.org"),
        "feedback": Feedback.objects.create(
            association=things["association"], topic="times", text="Ovi on kiinni."
        ),
        "outgoingmail": OutgoingMail.objects.create(to="a@example.org", subject="A", body="B"),
    }
    _make_pages(portal)
    _make_media(portal)
    return portal


def _make_pages(portal: Portal) -> None:
    things, contributor = portal.things, portal.users[CONTRIBUTOR]
    home = home_page("fi")
    page = standard_page(home, "Tietoa")
    index = municipality_index(home)
    municipal = municipality_page(index, portal.municipality)
    municipality_page(index, portal.other)
    for one in (page, municipal):
        one.title = "Muutettu"
        one.save_revision(user=contributor)
        one.get_workflow().start(one, contributor)
    alias = page.create_alias(parent=home, update_slug="sama")
    things |= {
        "home": home,
        "page": page,
        "municipality_page": municipal,
        "alias": alias,
        "destination": standard_page(home, "Toinen"),
        "evening": evening_page(evening_index(home)),
        "survey": _survey(home),
        "usefulnessnote": UsefulnessNote.objects.create(page=page, is_useful=False, text="Miksi?"),
    }


def _survey(home: HomePage) -> SurveyPage:
    index = publish(home, SurveyIndexPage(title="Kyselyt"))
    return publish(index, SurveyPage(title="Toiveet", purpose="Kysymme toiveita."))


def _make_media(portal: Portal) -> None:
    root = Collection.get_first_root_node()
    portal.things |= {
        "image": Image.objects.create(title="Kuva", file=get_test_image_file()),
        "document": Document.objects.create(
            title="Ohje", file=ContentFile(b"Ohje.", name="ohje.txt")
        ),
        "collection": root.add_child(name="Kuvat"),
        "redirect": Redirect.objects.create(old_path="/vanha", redirect_link="/fi/"),
        "site": Site.objects.get(is_default_site=True),
        "workflow": Workflow.objects.first(),
        "task": Task.objects.first(),
        "user": UserFactory(),
        "group": Group.objects.create(name="Työryhmä"),
    }


def upload(model: type[Any], user: User | None) -> UploadedFile:
    """A file that the user has sent, and which still lacks a title."""
    kind = ContentType.objects.get_for_model(model)
    return UploadedFile.objects.create(
        for_content_type=kind, file=ContentFile(b"x", name="x.txt"), uploaded_by_user=user
    )


def editing_session(page: Page, user: User | None) -> EditingSession | None:
    """What the user has open."""
    if user is None:
        return None
    return EditingSession.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(page),
        object_id=page.pk,
        last_seen_at=timezone.now(),
    )


__all__ = ["Association", "Portal"]

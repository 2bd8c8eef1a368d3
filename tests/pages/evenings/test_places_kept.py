"""An evening follows its facility, and keeps its place when the facility is deleted."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.evenings.mails import reminder
from pages.models import EveningIndexPage, EveningPage
from servicemap.models import Evening, EveningRegistration, Facility
from tests.factories import FacilityFactory
from tests.pages.evenings.conftest import Register
from tests.pages.evenings.test_editing import edit
from tests.pages.factories import evening_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Facility:
    return FacilityFactory(name="Lukkarin talo", street_address="Talontie 2")  # type: ignore[return-value]


@pytest.fixture
def at_hall(index: EveningIndexPage, hall: Facility) -> EveningPage:
    return evening_page(index, "Talolla", facility=hall)


def untold(page: EveningPage) -> int:
    evening = Evening.objects.get(key=page.translation_key)
    return EveningRegistration.objects.untold(evening).count()


def test_place_outlives_its_facility(
    at_hall: EveningPage, hall: Facility, client: Client, register: Register
) -> None:
    register(at_hall)
    before = (at_hall.place_text, at_hall.location)
    hall.delete()
    page = EveningPage.objects.get(pk=at_hall.pk)
    assert page.facility is None
    assert (page.place_text, page.location) == before
    assert untold(page) == 0, "Nothing has changed for those who come."
    assert "Lukkarin talo" in client.get(page.url).content.decode()
    calendar = client.get(reverse("evening-calendar", args=[page.translation_key]))
    assert "LOCATION:Lukkarin talo" in calendar.content.decode()
    message = reminder(EveningRegistration.objects.get())
    assert message is not None
    assert "Talontie 2" in message.body


def test_draft_and_older_versions_keep_the_place_too(
    at_hall: EveningPage, hall: Facility, index: EveningIndexPage
) -> None:
    first = at_hall.latest_revision
    other = evening_page(index, "Muualla", place_name="Kirjasto", slug="muualla")
    other.facility = hall
    draft = other.save_revision()
    hall.delete()
    for revision in (first, draft):
        revision.refresh_from_db()
        page = revision.as_object()
        assert (page.facility, page.place_name) == (None, "Lukkarin talo")
        assert page.street_address == "Talontie 2"
    other.refresh_from_db()
    assert other.place_name == "Kirjasto", "What is published was held elsewhere."
    assert edit(at_hall, title="Taas talolla").place_text.startswith("Lukkarin talo")


def test_those_who_come_can_be_told_of_a_new_address(
    at_hall: EveningPage, hall: Facility, register: Register
) -> None:
    register(at_hall)
    hall.description = "Uusi lattia."
    hall.save()
    assert untold(at_hall) == 0
    hall.street_address = "Uusitie 5"
    hall.save()
    assert untold(at_hall) == 1
    assert "Uusitie 5" in Evening.objects.get(key=at_hall.translation_key).where


def test_what_is_over_stays_as_it_was(index: EveningIndexPage, hall: Facility) -> None:
    ended = timezone.now() - datetime.timedelta(days=3)
    page = evening_page(
        index, "Viime viikolla", facility=hall, start=ended - datetime.timedelta(hours=2), end=ended
    )
    hall.street_address = "Uusitie 5"
    hall.save()
    assert "Talontie 2" in Evening.objects.get(key=page.translation_key).where

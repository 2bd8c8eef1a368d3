"""The page's history says what an organiser has done with those who come, and nobody's name."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from pages.evenings import audit
from pages.models import EveningPage
from servicemap.models import Evening, EveningRegistration, User
from tests.committing import CommittingClient
from tests.factories import AssociationFactory, MunicipalityFactory
from tests.pages.evenings.conftest import Register
from tests.pages.evenings.test_editing import edit

pytestmark = pytest.mark.django_db

PERSONAL = ("Salainen", "salainen", "example.org", "vegaani", "Kuiskaten")


@pytest.fixture
def organiser(superuser: User) -> Client:
    """The administrator's browser, whose requests are committed."""
    client = CommittingClient()
    client.force_login(superuser)
    return client


def entries(page: EveningPage) -> list[PageLogEntry]:
    """What has been done with the evening, the first thing first."""
    return list(
        PageLogEntry.objects.filter(page=page.pk, action__startswith="evening.").order_by("pk")
    )


def said(page: EveningPage) -> list[str]:
    return [str(entry.message) for entry in entries(page)]


def address(page: EveningPage, name: str) -> str:
    return reverse(name, args=[page.pk])


def test_all_that_is_done_is_in_the_history(
    page: EveningPage, evening: Evening, register: Register, organiser: Client, superuser: User
) -> None:
    secret = {"name": "Salainen Nimi", "diet": "vegaani", "wants_catering": "on"}
    register(page, "salainen1@example.org", note="Kuiskaten", persons="2", **secret)
    register(page, "salainen2@example.org", persons="3", **secret)
    register(page, "salainen3@example.org", **secret)
    assert entries(page) == [], "What residents do is no business of the history's."
    first, _second, third = evening.registrations.order_by("pk")
    roll = address(page, "evening_roll")
    organiser.post(roll, {"action": "withdraw", "key": str(first.key)})
    organiser.post(roll, {"action": "place", "key": str(third.key)})
    organiser.post(address(page, "evening_add"), {"name": "Salainen Soittaja", "persons": "4"})
    organiser.get(address(page, "evening_export"), {"format": "xlsx"})
    organiser.get(address(page, "evening_print"))
    edit(page, place_name="Kirjasto")
    organiser.post(address(page, "evening_tell"), {"text": "Kuiskaten"})
    town = MunicipalityFactory(name="Iitti")
    AssociationFactory(email="salainen@example.org", municipality=town)
    invitation = {"text_fi": "Kuiskaten", "text_sv": "Kuiskaten", "action": "send"}
    organiser.post(address(page, "evening_invite"), {**invitation, "municipalities": [town.pk]})

    assert [(entry.action, entry.data) for entry in entries(page)] == [
        (audit.WITHDRAWN, {"persons": 2}),
        (audit.PLACED, {"persons": 1}),
        (audit.ADDED, {"persons": 4}),
        (audit.EXPORTED, {"count": 3, "format": "xlsx"}),
        (audit.PRINTED, {}),
        (audit.TOLD, {"count": 2}),
        (audit.INVITED, {"count": 1, "chosen": "Iitti"}),
    ]
    assert {entry.user for entry in entries(page)} == {superuser}
    kept = json.dumps([entry.data for entry in PageLogEntry.objects.all()], ensure_ascii=False)
    assert not [word for word in PERSONAL if word in kept]

    # What is told to the organiser at once has names in it, and is gone once it is read.
    organiser.get(roll)
    history = organiser.get(address(page, "wagtailadmin_pages:history")).content.decode()
    for words in said(page):
        assert words in history
    assert "Iitti" in history
    assert not [word for word in PERSONAL if word in history]


def test_what_was_not_done_is_not_in_the_history(
    page: EveningPage, evening: Evening, register: Register, organiser: Client
) -> None:
    register(page, "a@example.org", persons="2")
    register(page, "b@example.org")
    gone, waiting = evening.registrations.order_by("pk")
    roll = address(page, "evening_roll")
    organiser.get(roll)
    organiser.post(roll, {"action": "place", "key": str(waiting.key)})
    EveningRegistration.objects.filter(pk=gone.pk).delete()
    organiser.post(roll, {"action": "withdraw", "key": str(gone.key)})
    organiser.post(address(page, "evening_add"), {"persons": "1"})
    organiser.post(address(page, "evening_tell"), {"text": ""})
    invitation = {"text_fi": "Hei", "text_sv": "Hej"}
    organiser.post(address(page, "evening_invite"), {**invitation, "action": "preview"})
    organiser.post(address(page, "evening_invite"), {**invitation, "action": "send"})
    assert entries(page) == []


def test_whoever_may_not_see_the_list_leaves_no_trace(page: EveningPage) -> None:
    for name in ("evening_export", "evening_print"):
        assert Client().get(address(page, name)).status_code == 302
    assert entries(page) == []

"""Editors of a municipality keep its entries in the annual cycle, and no others."""

from typing import Any

import pytest
from django.urls import reverse

from servicemap.models import CycleEntry, Municipality
from servicemap.roles import ensure_municipal_editors
from tests.admin.conftest import CONTRIBUTOR, ELSEWHERE, MUNICIPAL, PUBLISHER, Portal
from tests.factories import CycleEntryFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def url(view: str, *args: Any) -> str:
    """The address of a view of the register."""
    return reverse(f"servicemap_cycleentry_modeladmin_{view}", args=args)


def sent(municipality: Municipality | None = None, **fields: str) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {
        "title": "Salivuorojen haku",
        "kind": "facilities",
        "municipality": municipality.pk if municipality else "",
        "starts_on": "1.3.2026",
        "repeats": "yearly",
        "exdates": "",
        "live": "on",
        **fields,
    }


def test_new_entry_is_the_municipalitys_own(portal: Portal) -> None:
    client = portal.client(MUNICIPAL)
    form = client.get(url("create")).context["form"]
    assert list(form.fields["municipality"].queryset) == [portal.municipality]
    # Another municipality is refused, none is filled in.
    client.post(url("create"), sent(portal.other))
    assert not CycleEntry.objects.exists()
    client.post(url("create"), sent())
    assert CycleEntry.objects.get().municipality == portal.municipality


def test_editor_of_several_municipalities_chooses_one(portal: Portal) -> None:
    portal.users[MUNICIPAL].groups.add(ensure_municipal_editors(portal.other))
    client = portal.client(MUNICIPAL)
    response = client.post(url("create"), sent())
    assert "municipality" in response.context["form"].errors
    assert not CycleEntry.objects.exists()
    client.post(url("create"), sent(portal.other))
    assert CycleEntry.objects.get().municipality == portal.other


@pytest.mark.parametrize(
    ("role", "whose", "may"),
    [
        (MUNICIPAL, "own", True),
        (MUNICIPAL, "other", False),
        (MUNICIPAL, "region", False),
        (ELSEWHERE, "own", False),
        (CONTRIBUTOR, "own", False),
        (PUBLISHER, "own", True),
        (PUBLISHER, "region", True),
    ],
)
def test_entry_is_changed_and_deleted_by_those_who_may(
    portal: Portal, role: str, whose: str, may: bool
) -> None:
    municipality = {"own": portal.municipality, "other": portal.other, "region": None}[whose]
    entry = CycleEntryFactory(title="Ennen", municipality=municipality)
    client = portal.client(role)
    client.post(url("edit", entry.pk), sent(municipality))
    entry.refresh_from_db()
    assert (entry.title != "Ennen") is may
    client.post(url("delete", entry.pk))
    assert CycleEntry.objects.exists() is not may


def test_nobody_gives_an_entry_away(portal: Portal) -> None:
    entry = CycleEntryFactory(municipality=portal.municipality)
    client = portal.client(MUNICIPAL)
    response = client.post(url("edit", entry.pk), sent(portal.other))
    assert "municipality" in response.context["form"].errors
    client.post(url("edit", entry.pk), sent())
    entry.refresh_from_db()
    assert entry.municipality == portal.municipality


def test_list_shows_all_and_leads_to_ones_own_only(portal: Portal) -> None:
    own = CycleEntryFactory(title="Oma asia", municipality=portal.municipality)
    others = [
        CycleEntryFactory(title="Muiden asia", municipality=MunicipalityFactory()),
        CycleEntryFactory(title="Koko alueen asia"),
    ]
    page = portal.client(MUNICIPAL).get(url("index")).content.decode()
    assert all(entry.title in page for entry in (own, *others))
    assert url("edit", own.pk) in page
    assert not any(url("edit", entry.pk) in page for entry in others)

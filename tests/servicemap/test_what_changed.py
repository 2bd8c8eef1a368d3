"""Whoever approves a listing sees what its draft changes, and nothing else."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from servicemap.models import Activity, Association, ContactPoint, Schedule
from servicemap.panels import ACTIVITY_FORM
from servicemap.what_changed import what_changed
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ContactPersonFactory,
    MunicipalityFactory,
    UserFactory,
)
from tests.servicemap.admin_forms import form, url

pytestmark = pytest.mark.django_db

QUERIES_OF_COMPARING = 16


def shown(client: Client, listing: Any) -> Tag | None:
    """The panel above the listing's form."""
    response = client.get(url(type(listing), "edit", listing.pk))
    assert response.status_code == 200
    found = BeautifulSoup(response.content, "html.parser").select_one(".what-changed")
    assert found is None or isinstance(found, Tag)
    return found


def fields(panel: Tag | None) -> dict[str, str]:
    """What it says of each field, with marks: ``[-was-]`` and ``{+is+}``."""
    assert panel is not None
    for gone in panel.select("del"):
        gone.replace_with(f"[-{gone.get_text()}-]")
    for new in panel.select("ins"):
        new.replace_with(f"{{+{new.get_text()}+}}")
    rows = panel.select(".what-changed__list > .what-changed__field")
    return {
        row.select("dt")[0].get_text(strip=True): " ".join(row.select("dd")[0].get_text().split())
        for row in rows
    }


def live_association(**values: Any) -> Association:
    """A published association with a history."""
    association: Association = AssociationFactory(**{"name": "Kuoro", **values})
    association.save_revision().publish()
    association.refresh_from_db()
    return association


def time_of(**values: Any) -> Schedule:
    """A weekly time."""
    return Schedule(**{"dtstart": datetime.date(2026, 1, 5), "byday": "MO", **values})


def test_each_changed_field_is_shown_with_what_was_and_what_is(admin_client: Client) -> None:
    heinola, sysma = MunicipalityFactory(name="Heinola"), MunicipalityFactory(name="Sysmä")
    song, old = CategoryFactory(name="Laulu"), CategoryFactory(name="Vanha")
    kuoro = live_association(
        summary="Laulua keskiviikkoisin", municipality=heinola, categories=[song, old]
    )
    kuoro.summary = "Laulua torstaisin"
    kuoro.municipality = sysma
    kuoro.founded_year = 1978
    kuoro.price = "free"
    kuoro.languages = ["sv", "fi"]
    kuoro.categories.set([song])
    kuoro.save_revision(user=UserFactory(first_name="Oma", last_name="Toimitus"))

    panel = shown(admin_client, kuoro)

    assert panel is not None
    assert "Oma Toimitus" in panel.get_text()
    said = fields(panel)
    assert said["Yhdellä lauseella"] == "Laulua [-keskiviikkoisin-]{+torstaisin+}"
    assert said["Kunta"] == "[-Heinola-]{+Sysmä+}"
    assert said["Perustamisvuosi"] == "{+1978+}"
    assert said["Hinta"] == "{+Maksuton+}"
    assert "ruotsi" in said["Palvelukielet"].lower()
    assert said["Aiheet"].replace(" ,", ",") in ("Laulu, [-Vanha-]", "Laulu,[-Vanha-]")
    assert "Nimi" not in said
    assert len(said) == 6


def test_markup_in_a_change_is_text(admin_client: Client) -> None:
    kuoro = live_association(summary="Laulua")
    kuoro.summary = '<span class="addition"><script>alert(1)</script></span>'
    kuoro.save_revision()
    panel = shown(admin_client, kuoro)
    assert panel is not None
    assert panel.find("script") is None
    assert "<script>" in panel.get_text()


def test_nothing_is_shown_where_nothing_waits_or_differs(admin_client: Client) -> None:
    kuoro = live_association()
    assert shown(admin_client, kuoro) is None

    kuoro.save_revision()
    kuoro.refresh_from_db()
    assert kuoro.has_unpublished_changes
    assert shown(admin_client, kuoro) is None


def test_a_listing_that_nobody_has_seen_is_called_new(admin_client: Client) -> None:
    kuoro = AssociationFactory(name="Uusi kuoro", draft=True)
    kuoro.save_revision()
    panel = shown(admin_client, kuoro)
    assert panel is not None
    assert panel.select("dl") == []
    assert panel.select("p:not(.what-changed__who)")


def test_parts_are_shown_as_added_removed_and_changed(admin_client: Client) -> None:
    activity: Activity = ActivityFactory(name="Jumppa")
    activity.schedules = [time_of(opens_at=datetime.time(10), closes_at=datetime.time(11))]
    activity.contact_points = [ContactPoint(title="Sihteeri", phone="03 123")]
    activity.save()
    activity.save_revision().publish()
    activity = Activity.objects.get(pk=activity.pk)
    first = activity.schedules.get()
    first.byday = "WE"
    activity.schedules = [first, time_of(opens_at=datetime.time(19), byday="FR")]
    activity.contact_points = []
    activity.save_revision()

    panel = shown(admin_client, activity)

    assert panel is not None
    states = [state.get_text(strip=True) for state in panel.select(".what-changed__state")]
    assert len(states) == len(set(states)) == 3
    times, contact = fields(panel).values()
    assert "[-maanantai-]{+keskiviikko+}" in times.lower()
    assert "10" not in times
    assert "perjantai" in times.lower()
    assert "19" in times
    assert "Sihteeri" in contact
    assert "None" not in times + contact


def test_a_form_that_is_refused_still_shows_what_is_saved(admin_client: Client) -> None:
    kuoro = live_association(summary="Ennen")
    kuoro.summary = "Nyt"
    kuoro.save_revision()
    data = form(Association, "publish", name="Kuoro", summary="Juuri", email="ei osoite")
    response = admin_client.post(url(Association, "edit", kuoro.pk), data)
    assert response.status_code == 200
    panel = BeautifulSoup(response.content, "html.parser").select_one(".what-changed")
    assert fields(panel) == {"Yhdellä lauseella": "[-Ennen-]{+Nyt+}"}


def test_line_ends_of_a_browser_are_no_change(admin_client: Client) -> None:
    kuoro = live_association(description="Ensin.\n\nSitten.", summary="Ennen")
    data = form(
        Association,
        name="Kuoro",
        slug=kuoro.slug,
        summary="Nyt",
        description="Ensin.\r\n\r\nSitten.",
        municipality=kuoro.municipality_id,
    )
    assert admin_client.post(url(Association, "edit", kuoro.pk), data).status_code == 302

    kuoro.refresh_from_db()
    assert kuoro.latest_revision.content["description"] == "Ensin.\n\nSitten."
    said = fields(shown(admin_client, kuoro))
    assert said["Yhdellä lauseella"] == "[-Ennen-]{+Nyt+}"
    assert "Kuvaus" not in said


def test_line_ends_that_a_draft_already_has_are_no_change(admin_client: Client) -> None:
    kuoro = live_association(description="Ensin.\n\nSitten.")
    kuoro.description = "Ensin.\r\n\r\nSitten."
    kuoro.save_revision()
    assert shown(admin_client, kuoro) is None


def test_registers_keep_plain_line_ends(admin_client: Client) -> None:
    person = ContactPersonFactory(tasks="Yksi.")
    address = reverse("servicemap_contactperson_modeladmin_edit", args=[person.pk])
    page = BeautifulSoup(admin_client.get(address).content, "html.parser")
    data = {
        str(field["name"]): str(field.get("value", ""))
        for field in page.select("form[action] input[name]")
        if field.get("type") != "checkbox" or field.has_attr("checked")
    }
    data |= {
        str(field["name"]): str((field.select_one("option[selected]") or {}).get("value", ""))
        for field in page.select("form[action] select[name]")
    }
    data |= {str(area["name"]): area.get_text() for area in page.select("form textarea[name]")}

    response = admin_client.post(address, data | {"tasks": "Yksi.\r\nKaksi."})

    assert response.status_code == 302, response.context["form"].errors
    person.refresh_from_db()
    assert person.tasks == "Yksi.\nKaksi."


def test_comparing_makes_a_bounded_number_of_queries(rf: Any) -> None:
    def queries(parts: int) -> list[str]:
        activity: Activity = ActivityFactory(name=f"Jumppa {parts}")
        activity.save_revision().publish()
        activity = Activity.objects.get(pk=activity.pk)
        activity.schedules = [time_of(opens_at=datetime.time(8 + one)) for one in range(parts)]
        activity.categories.set([CategoryFactory() for _ in range(parts)])
        activity.save_revision()
        activity = Activity.objects.get(pk=activity.pk)
        panel = ACTIVITY_FORM.bind_to_model(Activity)
        draft = activity.get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as made:
            assert what_changed(activity, draft, panel, rf.get("/"))
        return [query["sql"] for query in made.captured_queries]

    few, many = queries(1), queries(12)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= QUERIES_OF_COMPARING

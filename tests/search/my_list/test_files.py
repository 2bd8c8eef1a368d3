"""A list as files: a table for a spreadsheet, and times for a calendar."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    FacilityFactory,
    MunicipalityFactory,
    ScheduleFactory,
)
from tests.search.calendar.reading import events
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db


def fetch(client: Client, view: str, *listings: Any, language: str = "fi") -> HttpResponse:
    ids = ",".join(one if isinstance(one, str) else f"{one.kind}-{one.pk}" for one in listings)
    with translation.override(language):
        return client.get(f"{reverse(view)}?ids={ids}")


def test_table_has_a_row_for_each_entry_in_order(client: Client) -> None:
    town = MunicipalityFactory(name="Heinola")
    hall = FacilityFactory(
        name="Kylätalo; iso",
        street_address="Katu 1",
        postal_code="18100",
        municipality=town,
        phone="+358 40 123 4567",
        email="talo@example.org",
        website="https://talo.example.org/",
        price_info="5 € / h",
    )
    activity = ActivityFactory(
        name="Kerho",
        facility=hall,
        municipality=None,
        schedules=[
            ScheduleFactory.build(description="alkeet"),
            ScheduleFactory.build(byday="FR"),
        ],
    )
    head, *rows = csv_table(fetch(client, "my_list_table", activity, "facility-99999", hall))
    assert [row[0] for row in rows] == ["Kerho", "Kylätalo; iso"]
    assert {len(row) for row in (head, *rows)} == {12}
    assert rows[0][2] == "ke 10.00–11.00 – alkeet; pe 10.00–11.00"
    assert rows[0][3:7] == ["Kylätalo; iso", "Katu 1", "18100", "Heinola"]
    assert rows[1][7:11] == [
        "+358 40 123 4567",
        "talo@example.org",
        "https://talo.example.org/",
        "5 € / h",
    ]
    assert rows[1][11] == f"http://localhost:8000{hall.get_absolute_url()}"


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://evil.example")', "@SUM(1)", "-1+1", "+358 40 =1", "\t=1"]
)
def test_no_cell_is_a_formula(client: Client, name: str) -> None:
    response = fetch(client, "my_list_table", AssociationFactory(name=name, slug="x"))
    assert csv_table(response)[1][0] == f"'{name}"


def test_calendar_has_the_activities_times_alone(client: Client) -> None:
    hall = FacilityFactory(name="Kylätalo", schedules=[ScheduleFactory.build()])
    one = ActivityFactory(name="Kerho", schedules=[ScheduleFactory.build()])
    two = ActivityFactory(name="Kuoro", name_sv="Kören", schedules=[ScheduleFactory.build()])
    draft = ActivityFactory(name="Luonnos", schedules=[ScheduleFactory.build()], draft=True)
    response = fetch(client, "my_list_events", hall, two, one, draft)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    assert {str(event["SUMMARY"]) for event in events(response.content)} == {"Kerho", "Kuoro"}
    swedish = events(fetch(client, "my_list_events", two, language="sv").content)
    assert [str(event["SUMMARY"]) for event in swedish] == ["Kören"]


@pytest.mark.parametrize("view", ["my_list_table", "my_list_events"])
@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ("activity-1,roska", "roska"),
        (",".join(f"activity-{number}" for number in range(1, 102)), "100"),
        ("", ""),
    ],
)
def test_what_is_wrong_with_the_ids_is_said(client: Client, view: str, ids: str, told: str) -> None:
    response = fetch(client, view, ids)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert told in response.content.decode()
    assert response.content.strip()


@pytest.mark.parametrize("view", ["my_list_table", "my_list_events"])
def test_files_are_for_nobody_to_find(client: Client, view: str) -> None:
    response = fetch(client, view, ActivityFactory())
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies

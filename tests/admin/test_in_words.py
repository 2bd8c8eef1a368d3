"""Whether something is so is said in words wherever the admin shows or exports it."""

import io
import re

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from pages.models import UsefulnessNote
from servicemap.models import Facility, Synonym, User
from servicemap.register_admin import SynonymAdmin
from servicemap.register_views import RegisterInspectView
from tests.factories import FacilityFactory
from tests.pages.factories import home_page
from tests.servicemap.admin_forms import text, url
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db

PYTHONS = re.compile(r"\b(?:True|False|None)\b")


def shown(client: Client, listing: Facility) -> dict[str, str]:
    """What the page with all fields says, by field."""
    html = text(client.get(url(Facility, "inspect", listing.pk)))
    pairs = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", html, re.DOTALL)
    return {label.strip(): " ".join(value.split()) for label, value in pairs}


@pytest.mark.parametrize(
    ("language", "yes", "no"), [("fi", "Kyllä", "Ei"), ("sv", "Ja", "Nej"), ("en", "Yes", "No")]
)
def test_page_of_all_fields(
    admin_client: Client, superuser: User, language: str, yes: str, no: str
) -> None:
    UserProfile.objects.filter(user=superuser).update(preferred_language=language)
    open_to_all = shown(
        admin_client, FacilityFactory(for_associations=True, languages=["fi", "sv"])
    )
    closed = shown(admin_client, FacilityFactory(for_associations=False, capacity=1200))
    assert yes in open_to_all.values()
    assert no in closed.values()
    assert "–" in open_to_all.values()
    assert "1200" in closed.values()
    assert not [value for value in open_to_all.values() if "[" in value]
    for page in (open_to_all, closed):
        assert not [value for value in page.values() if PYTHONS.search(value)]


def test_names_are_escaped(admin_client: Client) -> None:
    facility = FacilityFactory(operator="<script>", organiser=None)
    facility.municipality.name = "<b>Kumpula</b>"
    facility.municipality.save()
    html = text(admin_client.get(url(Facility, "inspect", facility.pk)))
    assert "&lt;b&gt;Kumpula" in html
    assert "<b>Kumpula" not in html


def test_field_that_nobody_writes_into(admin_client: Client) -> None:
    home = home_page("fi")
    for is_useful, said in ((True, "Kyllä"), (False, "Ei")):
        note = UsefulnessNote.objects.create(page=home, is_useful=is_useful, text="Puuttuu kartta.")
        form = text(
            admin_client.get(reverse("pages_usefulnessnote_modeladmin_edit", args=[note.pk]))
        )
        found = re.findall(r'w-field__textoutput"[^>]*>\s*(.*?)\s*</div>', form, re.DOTALL)
        assert said in found
        assert not [value for value in found if PYTHONS.search(value)]


def test_exports_of_listings(admin_client: Client) -> None:
    FacilityFactory(for_associations=True)
    FacilityFactory(for_associations=False)
    address = url(Facility, "list")
    rows = csv_table(admin_client.get(address, {"export": "csv", "who": ""}))
    column = rows[0].index("Yhdistysten käytettävissä")
    assert {row[column] for row in rows[1:]} == {"Kyllä", "Ei"}
    response = admin_client.get(address, {"export": "xlsx", "who": ""})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {row[column] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"Kyllä", "Ei"}


def test_all_fields_of_a_register(admin_client: Client) -> None:
    """No register shows such a page yet; one that will says it in words, too."""
    synonym = Synonym.objects.create(words="padel", means="tennis", is_active=False)
    view = RegisterInspectView(model_admin=SynonymAdmin(), instance_pk=str(synonym.pk))
    assert view.get_field_display_value("is_active") == "Ei"
    assert view.get_field_display_value("means") == "tennis"

"""Editors at work in the Wagtail admin: lists, forms, previews and revisions."""

import datetime
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import load_workbook

from servicemap.models import Activity, Association, Facility, Listing, User
from servicemap.widgets import CategoryTree
from tests.factories import (
    AssociationFactory,
    CategoryFactory,
    MunicipalityFactory,
    ScheduleFactory,
)
from tests.servicemap.admin_forms import CONTACT_POINT, KINDS, TIME, form, text, url
from tests.spreadsheets import csv_table

pytestmark = pytest.mark.django_db

# Lists


def test_admin_is_in_finnish(admin_client: Client) -> None:
    page = text(admin_client.get(reverse("wagtailadmin_home")))
    assert '<html lang="fi"' in page


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_list_shows_listings_with_their_state(
    admin_client: Client, model: type[Listing], factory: Any
) -> None:
    lahti = MunicipalityFactory(name="Lahti")
    factory(name="Julkaistu", municipality=lahti, confirmed_on=datetime.date(2026, 11, 3))
    factory(name="Luonnos", draft=True, municipality=None)
    page = text(admin_client.get(url(model, "list")))
    for shown in ("Julkaistu", "Luonnos", "Lahti", "3.11.2026"):
        assert shown in page


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_list_takes_no_more_queries_for_more_listings(
    admin_client: Client, model: type[Listing], factory: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(2):
        factory()
    admin_client.get(url(model, "list"))
    with django_assert_max_num_queries(60) as few:
        admin_client.get(url(model, "list"))
    for _ in range(8):
        factory(municipality=MunicipalityFactory.create())
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin_client.get(url(model, "list"))


def listed(client: Client, model: type[Listing], **parameters: Any) -> set[str]:
    """The names in the list."""
    response = client.get(url(model, "list"), parameters)
    assert response.status_code == 200
    return {item.name for item in response.context["object_list"]}


def test_list_is_narrowed_by_filters(admin_client: Client) -> None:
    topic = CategoryFactory(slug="liikunta")
    swimming = CategoryFactory(slug="uinti", parent=topic)
    lahti = AssociationFactory(name="Lahti", categories=[swimming, topic])
    AssociationFactory(name="Luonnos", draft=True)
    AssociationFactory(name="Vanha", confirmed_on=datetime.date(2020, 1, 1))
    changed = AssociationFactory(name="Muuttunut")
    changed.save_revision()
    everything = {"Lahti", "Luonnos", "Vanha", "Muuttunut"}
    assert listed(admin_client, Association) == everything
    assert listed(admin_client, Association, municipality=lahti.municipality_id) == {"Lahti"}
    assert listed(admin_client, Association, state="draft") == {"Luonnos"}
    assert listed(admin_client, Association, state="live") == everything - {"Luonnos"}
    assert listed(admin_client, Association, state="changed") == {"Muuttunut"}
    assert listed(admin_client, Association, freshness="stale") == {"Vanha"}
    assert listed(admin_client, Association, freshness="fresh") == everything - {"Vanha"}
    assert listed(admin_client, Association, topic=topic.pk) == {"Lahti"}


def test_list_is_searched_by_words_and_parts_of_them(admin_client: Client) -> None:
    AssociationFactory(name="Uimaseura")
    AssociationFactory(name="Lukupiiri", keywords="kirjat, kirjasto")
    assert listed(admin_client, Association, q="uima") == {"Uimaseura"}
    assert listed(admin_client, Association, q="kirjasto") == {"Lukupiiri"}


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_list_is_exported(admin_client: Client, model: type[Listing], factory: Any) -> None:
    factory(name="Viety", municipality=MunicipalityFactory(name="Lahti"), on_map=True)
    heading, row = csv_table(admin_client.get(url(model, "list"), {"export": "csv"}))
    assert heading[:2] == ["Tunnus", "Nimi"]
    assert {"Viety", "Lahti"} <= set(row)
    response = admin_client.get(url(model, "list"), {"export": "xlsx"})
    kind = slugify(model._meta.verbose_name_plural)
    assert f'"{kind}-{timezone.localdate().isoformat()}.xlsx"' in response["Content-Disposition"]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert len(rows) == 2
    assert "Viety" in rows[1]


@pytest.mark.parametrize(("model", "factory"), KINDS)
@pytest.mark.parametrize("view", ["edit", "inspect", "history", "delete", "copy", "usage"])
def test_views_of_a_listing_open(
    admin_client: Client, model: type[Listing], factory: Any, view: str
) -> None:
    listing = factory()
    listing.save_revision(user=User.objects.get())
    assert admin_client.get(url(model, view, listing.pk)).status_code == 200


# Forms


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_listing_is_drafted_and_then_published(
    admin_client: Client, client: Client, model: type[Listing], factory: Any
) -> None:
    category = CategoryFactory()
    fields: dict[str, Any] = {
        "name": "Näkyvä",
        "categories": (category.pk,),
        "languages": ("fi", "sv"),
        "latitude": "60.9827",
        "longitude": "25.6612",
        "contact_points": [CONTACT_POINT],
    }
    response = admin_client.post(url(model, "add"), form(model, **fields))
    assert response.status_code == 302, response.context["form"].errors
    listing = model._default_manager.get()
    assert (listing.live, listing.slug) == (False, "nakyva")
    assert client.get(listing.get_absolute_url()).status_code == 404

    edit = url(model, "edit", listing.pk)
    del fields["contact_points"]
    response = admin_client.post(edit, form(model, "publish", **fields, summary="Tervetuloa"))
    assert response.status_code == 302, response.context["form"].errors
    listing = model._default_manager.get()
    assert (listing.live, listing.summary) == (True, "Tervetuloa")
    assert (listing.latitude, listing.longitude) == (60.9827, 25.6612)
    assert list(listing.categories.all()) == [category]
    assert listing.languages == ["fi", "sv"]
    assert listing.contact_points.get().title == "Sihteeri"
    assert client.get(listing.get_absolute_url()).status_code == 200

    assert admin_client.post(url(model, "unpublish", listing.pk)).status_code == 302
    assert client.get(listing.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("model", [Facility, Activity])
def test_times_are_filled_in(admin_client: Client, model: type[Listing]) -> None:
    response = admin_client.post(url(model, "add"), form(model, "publish", schedules=[TIME]))
    assert response.status_code == 302, response.context["form"].errors
    schedule = model._default_manager.get().schedules.get()
    assert (schedule.freq, schedule.byday) == ("MONTHLY", "1MO,3MO")
    assert (schedule.opens_at, schedule.closes_at) == (datetime.time(10), datetime.time(11, 30))
    assert schedule.dtstart == datetime.date(2026, 1, 7)
    assert schedule.exdates == ["2026-12-24"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"freq": ""}, "byday"),
        ({"dtstart": ""}, "dtstart"),
        ({"exdates": "huomenna"}, "exdates"),
        ({"closes_at": "9.00"}, "__all__"),
        ({"until": "6.1.2026"}, "__all__"),
    ],
)
def test_times_that_cannot_be_are_sent_back(
    admin_client: Client, change: dict[str, str], field: str
) -> None:
    response = admin_client.post(
        url(Activity, "add"), form(Activity, "publish", schedules=[{**TIME, **change}])
    )
    assert response.status_code == 200
    (errors,) = response.context["form"].formsets["schedules"].errors
    assert list(errors) == [field]
    assert not Activity.objects.exists()


def test_draft_needs_a_name(admin_client: Client) -> None:
    response = admin_client.post(url(Association, "add"), form(Association, name=""))
    assert list(response.context["form"].errors) == ["name"]
    assert not Association.objects.exists()


def test_half_a_point_is_sent_back_with_the_reason(admin_client: Client) -> None:
    response = admin_client.post(
        url(Association, "add"), form(Association, "publish", latitude="61")
    )
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"longitude"}


def test_both_halves_of_a_point_are_complained_of(admin_client: Client) -> None:
    response = admin_client.post(url(Association, "add"), form(Association, latitude="95"))
    errors = response.context["form"].errors
    assert set(errors) == {"latitude", "longitude"}
    assert "−90…90" in errors["latitude"][0]


def test_form_of_the_whole_category_tree_takes_one_query(
    registers: Any, django_assert_num_queries: Any
) -> None:
    category = CategoryFactory(slug="uinti")
    with django_assert_num_queries(1):
        html = CategoryTree().render("categories", [category.pk], {"id": "id_categories"})
    assert html.count('type="checkbox"') > 400
    assert html.count(" checked") == 1
    assert html.count("<details") == 10
    assert html.count(" open>") == 1


# Previews and revisions


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_preview_shows_what_is_not_saved(
    admin_client: Client, model: type[Listing], factory: Any
) -> None:
    fields: dict[str, Any] = {"name": "Esikatseltu", "contact_points": [CONTACT_POINT]}
    if model is not Association:
        fields["schedules"] = [TIME]
    new = url(model, "preview_on_add")
    assert admin_client.post(new, form(model, **fields)).json()["is_valid"]
    page = text(admin_client.get(new))
    assert "<h1>Esikatseltu</h1>" in page
    assert "Sihteeri" in page

    listing = factory(name="Ennallaan")
    existing = url(model, "preview_on_edit", listing.pk)
    assert admin_client.post(existing, form(model, **fields)).json()["is_valid"]
    page = text(admin_client.get(existing))
    assert "<h1>Esikatseltu</h1>" in page
    if model is not Association:
        assert "10.00–11.30" in page
    assert model._default_manager.get().name == "Ennallaan"


@pytest.mark.parametrize(("model", "factory"), KINDS)
def test_revisions_are_compared(admin_client: Client, model: type[Listing], factory: Any) -> None:
    listing = factory(name="Vanha nimi")
    listing.save_revision()
    listing.name = "Uusi nimi"
    listing.languages = ["fi"]
    listing.categories = [CategoryFactory(name="Uinti")]
    if model is not Association:
        listing.schedules = [ScheduleFactory.build(exdates=["2026-12-24"])]
    listing.save_revision()
    response = admin_client.get(url(model, "revisions_compare", listing.pk, "earliest", "latest"))
    page = text(response)
    assert '<span class="deletion">Vanha nimi</span>' in page
    assert '<span class="addition">Uusi nimi</span>' in page
    assert '<span class="addition">Uinti</span>' in page
    assert "&#x27;fi&#x27;" not in page
    if model is not Association:
        assert "24.12.2026" in page


def test_earlier_revision_is_viewed_and_brought_back(admin_client: Client) -> None:
    listing = AssociationFactory(name="Vanha nimi")
    old = listing.save_revision()
    listing.name = "Uusi nimi"
    listing.save_revision().publish()
    page = text(admin_client.get(url(Association, "revisions_view", listing.pk, old.pk)))
    assert "<h1>Vanha nimi</h1>" in page
    revert = url(Association, "revisions_revert", listing.pk, old.pk)
    assert "Vanha nimi" in text(admin_client.get(revert))


def test_listing_is_published_at_the_time_set(admin_client: Client) -> None:
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    data = form(Association, "publish", go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))
    response = admin_client.post(url(Association, "add"), data)
    assert response.status_code == 302, response.context["form"].errors
    listing = Association.objects.get()
    assert not listing.live
    assert listing.scheduled_revision is not None

    past = timezone.now() - datetime.timedelta(minutes=1)
    revision = listing.scheduled_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")
    listing.refresh_from_db()
    assert listing.live

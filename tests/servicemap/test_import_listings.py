"""``import_listings``: what it puts into the database, and what it refuses."""

import datetime
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from servicemap.models import (
    LISTING_MODELS,
    Activity,
    Association,
    Facility,
    listings_changed,
)
from tests.servicemap.importing import DATA, Run, everything, only, run, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registers")]

LARGE = settings.BASE_DIR.parent / "shared/data/lipas/lipas-v1-1000-nocontacts.json"


def test_csv_puts_in_all_three_kinds_whatever_their_order() -> None:
    result = run(DATA / "listings.csv", "csv")
    assert result.counts == "4 created, 0 updated, 0 unchanged, 0 refused."
    assert result.failure == ""

    association = Association.objects.get()
    assert association.source_id == "y-1"
    assert association.name_sv == "Mallila Motionärer rf"
    assert association.website == "https://www.mallilanliikkujat.example"
    assert association.registration_number == "000.001"
    assert association.municipality
    assert association.municipality.name == "Lahti"

    facility = only()
    assert facility.organiser == association
    assert facility.municipality == association.municipality
    assert (facility.latitude, facility.longitude) == (60.984, 25.662)
    assert (facility.price, facility.price_info) == ("low", "5 € tunti")
    assert [entry.slug for entry in facility.categories.all()] == ["kerhotila"]
    hours = facility.schedules.get()
    assert (hours.freq, hours.opens_at, hours.closes_at) == (
        "DAILY",
        datetime.time(8),
        datetime.time(20),
    )

    chairs = Activity.objects.get(source_id="t-1")
    assert chairs.live
    assert chairs.organiser == association
    assert chairs.description == "Tule sellaisena kuin olet.\n\nEi ilmoittautumista."
    assert chairs.keywords == "jumppa, tuolijumppa"
    assert chairs.languages == ["fi", "sv"]
    assert {entry.slug for entry in chairs.target_groups.all()} == {
        "seniorit",
        "toimintarajoitteiset",
    }
    assert chairs.accessibility.count() == 2
    times = chairs.schedules.get()
    assert (times.dtstart, times.until, times.byday) == (
        datetime.date(2026, 9, 2),
        datetime.date(2027, 5, 26),
        "WE",
    )


def test_csv_finds_the_municipality_of_a_point() -> None:
    run(DATA / "listings.csv", "csv")
    evening = Activity.objects.get(source_id="t-2")
    assert evening.municipality
    assert evening.municipality.code == "111"


def test_csv_keeps_an_unknown_organiser_as_text_and_says_so() -> None:
    result = run(DATA / "listings.csv", "csv")
    evening = Activity.objects.get(source_id="t-2")
    assert (evening.organiser, evening.organiser_name) == (None, "Esimerkkikuoro")
    assert "line 7 (id t-2) · organiser · " in result.out
    assert "Esimerkkikuoro" in result.out


def test_new_listings_are_live_with_one_revision_that_editors_open() -> None:
    run(DATA / "listings.csv", "csv")
    for model in LISTING_MODELS:
        for listing in model._default_manager.all():
            revision = listing.latest_revision
            assert listing.live_revision == revision
            assert listing.revisions.count() == 1
            assert listing.first_published_at
            assert listing.last_published_at
            again = revision.as_object()
            assert again.name == listing.name
            assert again.created_at is not None
            assert set(again.categories.all()) == set(listing.categories.all())
            again.full_clean()


def test_lipas_in_the_region_and_outside_it() -> None:
    assert run(DATA / "lipas-v1.json", "lipas").failure == ""
    shelter = Facility.objects.get(source="lipas", source_id="900001")
    assert shelter.municipality
    assert shelter.municipality.name == "Hollola"
    assert [category.code for category in shelter.categories.all()] == ["301"]
    assert shelter.geometry is None
    area = Facility.objects.get(source="lipas", source_id="900002")
    assert area.municipality is None
    assert area.street_address == "Mallitie 1, Jyväskylä"
    assert area.latitude is not None
    assert area.geometry["type"] == "Polygon"


def test_lipas_unknown_type_is_refused(tmp_path: Path) -> None:
    sites = json.loads((DATA / "lipas-v1.json").read_text(encoding="utf-8"))
    sites[1]["type"]["typeCode"] = 9999
    result = run(write(tmp_path, json.dumps(sites), "sites.json"), "lipas")
    assert result.places == ["record 2 (id 900002) · categories"]
    assert "lipas:9999" in result.refusals[0]
    assert Facility.objects.count() == 1


def test_geojson() -> None:
    result = run(DATA / "listings.geojson", "geojson")
    assert result.counts == "3 created, 0 updated, 0 unchanged, 2 refused."
    assert result.places == ["feature 4 (id g-4) · geometry", "feature 5 (id g-5) · geometry"]
    assert only().geometry["type"] == "Polygon"
    assert Activity.objects.get().organiser == Association.objects.get(source_id="7")


BROKEN = [
    "line 3 (id 2) · kind",
    "line 4 (id 3) · name",
    "line 7 (id 5) · latitude",
    "line 8 (id 6) · municipality",
    "line 10 (id 8) · website",
]


def test_five_broken_rows_are_told_and_the_good_ones_go_in() -> None:
    result = run(DATA / "five-broken.csv", "csv")
    assert result.places == BROKEN
    assert result.counts == "3 created, 0 updated, 0 unchanged, 5 refused."
    assert result.failure == "5 rows were refused."
    names = set(Facility.objects.values_list("name", flat=True))
    assert names == {"Kunnossa oleva halli", "Kaksirivinen nimi on sallittu"}
    assert Association.objects.get().name == "Toinen hyvä ry"


def test_strict_takes_everything_back_when_a_row_is_broken() -> None:
    before = everything()
    result = run(DATA / "five-broken.csv", "csv", strict=True)
    assert result.places == BROKEN
    assert "Nothing was saved" in result.counts
    assert result.failure
    assert everything() == before


def test_strict_puts_a_good_file_in() -> None:
    assert run(DATA / "listings.csv", "csv", strict=True).failure == ""
    assert Activity.objects.count() == 2


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    before = everything()
    result = run(DATA / "listings.csv", "csv", dry_run=True)
    assert result.counts == (
        "Dry run, nothing was saved: 4 created, 0 updated, 0 unchanged, 0 refused."
    )
    assert run(DATA / "five-broken.csv", "csv", dry_run=True).places == BROKEN
    assert everything() == before


def test_several_associations_with_the_name_are_refused(tmp_path: Path) -> None:
    for _number in range(2):
        Association.objects.create(name="Malli ry")
    path = write(tmp_path, "id,kind,name,organiser\n2,activity,Kerho,Malli ry\n")
    assert run(path, "csv").places == ["line 2 (id 2) · organiser"]


def test_what_a_refused_association_organises_is_refused_too(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "id,kind,name,organiser,price\na,activity,Kerho,y,\ny,association,Malli ry,,gratis\n",
    )
    result = run(path, "csv")
    assert result.places == ["line 2 (id a) · organiser", "line 3 (id y) · price"]
    assert not Activity.objects.exists()


@pytest.mark.parametrize("source", ["", "  ", "x" * 41])
def test_an_impossible_source_is_refused(tmp_path: Path, source: str) -> None:
    assert run(DATA / "listings.csv", "csv", source=source).failure
    assert not Facility.objects.exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("languages", "klingon"),
        ("categories", "ei-ole"),
        ("target_groups", "kaikki"),
        ("accessibility", "ei-ole"),
        ("email", "ei ole"),
        ("phone", "1" * 41),
        ("name_sv", "x" * 201),
        ("municipality", "Mallikunta"),
    ],
)
def test_values_that_do_not_fit_are_told_by_field(tmp_path: Path, column: str, value: str) -> None:
    path = write(tmp_path, f"id,kind,name,{column}\n1,facility,Malli,{value}\n2,facility,Hyvä,\n")
    assert run(path, "csv").places == [f"line 2 (id 1) · {column}"]
    assert only().name == "Hyvä"


def test_a_registration_number_in_use_is_told_by_field(tmp_path: Path) -> None:
    Association.objects.create(name="Malli ry", registration_number="1.2")
    text = "id,kind,name,registration_number\n1,association,Toinen ry,{}\n"
    result = run(write(tmp_path, text.format("1.2")), "csv")
    assert result.places == ["line 2 (id 1) · registration_number"]
    run(write(tmp_path, text.format("1.3")), "csv")
    result = run(write(tmp_path, text.format("1.2")), "csv")
    assert result.places == ["line 2 (id 1) · registration_number"]
    assert Association.objects.get(source_id="1").registration_number == "1.3"


def test_a_rule_that_ends_before_it_starts_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "id,kind,name,schedule,starts_at\n"
        "1,activity,Kerho,FREQ=DAILY;UNTIL=20260101,2026-09-01T10:00\n",
    )
    assert run(path, "csv").places == ["line 2 (id 1) · schedule"]
    assert not Activity.objects.exists()


def test_listeners_hear_once_of_each_new_listing() -> None:
    heard: list[Any] = []

    def listen(sender: Any, ids: list[int], **kwargs: Any) -> None:
        heard.extend(
            (listing.pk, list(listing.categories.all()))
            for listing in sender.objects.filter(pk__in=ids)
        )

    listings_changed.connect(listen, sender=Facility)
    try:
        run(DATA / "lipas-v1.json", "lipas")
        run(DATA / "lipas-v1.json", "lipas")
    finally:
        listings_changed.disconnect(listen, sender=Facility)
    assert len(heard) == 2
    assert all(categories for _pk, categories in heard)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", '[{"sportsPlaceId": 1,\n', "line 2, column 1"),
        ("a.csv", 'kind,name\nfacility,"Talo\n', "line 2"),
        ("a.csv", "kind,name,väri,koko\n", "väri, koko"),
        ("a.csv", "id,municipality\n", "kind, name"),
    ],
)
def test_a_broken_file_is_refused_whole(tmp_path: Path, name: str, text: str, place: str) -> None:
    format = "lipas" if name.endswith("json") else "csv"
    result = run(write(tmp_path, text, name), format)
    assert place in result.failure
    assert result.out == ""


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "nothing.csv" in run(tmp_path / "nothing.csv", "csv").failure


def test_an_unknown_format_is_told_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match=r"xml.*csv.*geojson.*lipas"):
        call_command("import_listings", "a.xml", "--format", "xml")


def test_reasons_are_in_the_sites_language_unless_english_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "id,kind,name,email\n1,facility,Malli,ei ole\n")
    assert "Enter a valid email address." in run(path, "csv").refusals[0]
    assert "sähköpostiosoite" in run(path, "csv", no_translations=False).refusals[0]


def test_what_is_told_as_saved_is_saved_when_the_database_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"{number},facility,Halli {number}\n" for number in range(1, 8))
    monkeypatch.setattr("servicemap.exchange.loader.BATCH", 2)
    clean = Facility.clean

    def fail(self: Facility) -> None:
        if self.name == "Halli 6":
            raise OperationalError("disk full")
        clean(self)

    monkeypatch.setattr(Facility, "clean", fail)
    result = run(write(tmp_path, f"id,kind,name\n{lines}"), "csv")
    assert "disk full" in result.failure
    assert result.counts == "4 created, 0 updated, 0 unchanged, 0 refused."
    assert Facility.objects.count() == 4
    assert "Nothing was saved" in run(tmp_path / "listings.csv", "csv", strict=True).counts
    assert Facility.objects.count() == 4


def test_nothing_is_said_when_asked_to_be_quiet() -> None:
    assert run(DATA / "lipas-v1.json", "lipas", verbosity=0) == Run("", [], "")


def test_queries_do_not_grow_with_what_is_in_the_database(tmp_path: Path) -> None:
    def queries(source: str, last: str) -> int:
        names = [f"Halli {source} {number}" for number in range(60)]
        lines = [f"{number},facility,{name},Lahti" for number, name in enumerate([*names, last])]
        path = write(tmp_path, "\n".join(["id,kind,name,municipality", *lines]))
        with CaptureQueriesContext(connection) as captured:
            assert not run(path, "csv", source=source).failure
        return len(captured)

    queries("warm", "Sali")
    new = queries("first", "Sali")
    # Search indexing and Wagtail's own indexes are in it.
    assert new <= 61 * 50
    assert queries("second", "Sali") <= new
    unchanged = queries("second", "Sali")
    assert unchanged <= 15
    assert queries("second", "Sali 2") - unchanged <= 100


def test_a_thousand_real_sites() -> None:
    if not LARGE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("The 1,000 LIPAS sites stand beside the project on CI machines.")
        pytest.skip("the 1,000 LIPAS sites are on development machines only")
    result = run(LARGE, "lipas")
    assert result.counts == "1000 created, 0 updated, 0 unchanged, 0 refused."
    assert Facility.objects.filter(latitude__isnull=False, categories__isnull=False).count() == 1000
    assert Facility.objects.filter(municipality__isnull=False).count() == 23
    assert Facility.objects.filter(geometry__isnull=False).count() == 20
    before = everything()
    again = run(LARGE, "lipas")
    assert again.counts == "0 created, 0 updated, 1000 unchanged, 0 refused."
    assert everything() == before

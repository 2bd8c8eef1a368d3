"""``import_listings`` run again: what the source changes goes in, what editors did stays."""

import datetime
from pathlib import Path

import pytest

from servicemap.models import Activity, Association, Category, Facility, Schedule
from tests.servicemap.importing import DATA, everything, only, run, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registers")]

HALL = """\
id,kind,name,municipality,phone,categories
1,facility,Malli{name},Lahti,{phone},{categories}
"""


def hall(folder: Path, name: str = "hallit", phone: str = "1", categories: str = "") -> Path:
    """Write a file with one facility."""
    return write(folder, HALL.format(name=name, phone=phone, categories=categories))


def publish(facility: Facility) -> None:
    """Publish a facility as an editor does."""
    facility.save_revision().publish()


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("listings.csv", "csv"),
        ("lipas-v1.json", "lipas"),
        ("lipas-v2.json", "lipas"),
        ("listings.geojson", "geojson"),
    ],
)
def test_a_second_run_changes_nothing(name: str, format: str) -> None:
    first = run(DATA / name, format)
    before = everything()
    second = run(DATA / name, format)
    assert everything() == before
    created = int(first.counts.split()[0])
    assert created
    assert second.counts.startswith(f"0 created, 0 updated, {created} unchanged")


def test_what_the_source_changes_goes_live(tmp_path: Path) -> None:
    run(hall(tmp_path, phone="1"), "csv")
    before = only()
    result = run(hall(tmp_path, phone="2"), "csv")
    assert result.counts == "0 created, 1 updated, 0 unchanged, 0 refused."
    after = only()
    assert after.phone == "2"
    assert after.slug == before.slug
    assert after.created_at == before.created_at
    assert after.latest_revision != before.latest_revision
    assert after.live_revision == after.latest_revision
    assert not after.has_unpublished_changes
    assert after.latest_revision.as_object().phone == "2"
    assert run(hall(tmp_path, phone="2"), "csv").counts.startswith("0 created, 0 updated, 1 unch")


def test_editors_corrections_survive_until_the_source_says_something_new(tmp_path: Path) -> None:
    run(hall(tmp_path, name="hlali", phone="1"), "csv")
    facility = only()
    facility.name = "Mallihalli"
    publish(facility)
    assert run(hall(tmp_path, name="hlali", phone="1"), "csv").counts.startswith("0 created, 0 u")
    assert only().name == "Mallihalli"
    run(hall(tmp_path, name="hlali", phone="2"), "csv")
    assert (only().name, only().phone) == ("Mallihalli", "2")
    run(hall(tmp_path, name="talo", phone="2"), "csv")
    assert only().name == "Mallitalo"


def test_editors_own_entries_in_lists_survive(tmp_path: Path) -> None:
    run(hall(tmp_path, categories="kerhotila;juhlatila"), "csv")
    facility = only()
    facility.categories.set(Category.objects.filter(slug__in=["kerhotila", "juhlatila", "keittio"]))
    publish(facility)
    run(hall(tmp_path, categories="kerhotila;kokoustila"), "csv")
    slugs = set(only().categories.values_list("slug", flat=True))
    assert slugs == {"kerhotila", "kokoustila", "keittio"}


def test_editors_own_schedules_survive(tmp_path: Path) -> None:
    text = "id,kind,name,starts_at\n1,facility,Malli,{}\n"
    run(write(tmp_path, text.format("2026-09-01T10:00")), "csv")
    facility = only()
    facility.schedules.add(Schedule(dtstart=datetime.date(2026, 12, 6)))
    publish(facility)
    run(write(tmp_path, text.format("2026-09-02T10:00")), "csv")
    days = list(only().schedules.values_list("dtstart", flat=True))
    assert days == [datetime.date(2026, 9, 2), datetime.date(2026, 12, 6)]


def test_a_correction_the_source_takes_over_is_no_update(tmp_path: Path) -> None:
    run(hall(tmp_path, phone="1"), "csv")
    facility = only()
    facility.phone = "2"
    publish(facility)
    before = everything()
    assert run(hall(tmp_path, phone="2"), "csv").counts.startswith("0 created, 0 updated, 1 unch")
    assert everything() == before
    run(hall(tmp_path, phone="1"), "csv")
    assert only().phone == "1"


def test_a_draft_is_not_written_over(tmp_path: Path) -> None:
    run(hall(tmp_path, phone="1"), "csv")
    facility = only()
    facility.name = "Luonnos"
    facility.save_revision()
    before = everything()
    assert run(hall(tmp_path, phone="1"), "csv").failure == ""
    result = run(hall(tmp_path, phone="2"), "csv")
    assert result.refusals == [
        "line 2 (id 1) · The listing has changes that are not published. Publish or drop them."
    ]
    assert everything() == before
    assert only().get_latest_revision_as_object().name == "Luonnos"


def test_a_locked_listing_is_not_written_over(tmp_path: Path) -> None:
    run(hall(tmp_path, phone="1"), "csv")
    Facility.objects.update(locked=True)
    assert run(hall(tmp_path, phone="2"), "csv").failure == "1 row was refused."
    assert only().phone == "1"


def test_what_an_editor_unpublished_stays_so_and_catches_up_later(tmp_path: Path) -> None:
    run(hall(tmp_path, phone="1"), "csv")
    only().unpublish()
    result = run(hall(tmp_path, phone="2"), "csv")
    assert result.counts == "0 created, 0 updated, 1 unchanged, 0 refused."
    assert (only().live, only().phone) == (False, "1")
    publish(only())
    run(hall(tmp_path, phone="2"), "csv")
    assert (only().live, only().phone) == (True, "2")


def test_columns_that_are_left_out_keep_what_was_there(tmp_path: Path) -> None:
    run(hall(tmp_path, phone="1"), "csv")
    run(write(tmp_path, "id,kind,name\n1,facility,Toinen nimi\n"), "csv")
    assert (only().name, only().phone) == ("Toinen nimi", "1")


def test_an_organiser_stays_when_editors_rename_it(tmp_path: Path) -> None:
    text = "id,kind,name,organiser,phone\n2,activity,Kerho,{},{}\n"
    association = Association.objects.create(name="Malli ry")
    run(write(tmp_path, text.format("malli RY", 1)), "csv")
    assert Activity.objects.get().organiser == association
    association.name, association.slug = "Uusi nimi ry", "uusi-nimi-ry"
    association.save()
    run(write(tmp_path, text.format("malli RY", 2)), "csv")
    assert Activity.objects.get().organiser == association


def test_an_organiser_comes_along_once_it_is_on_the_map(tmp_path: Path) -> None:
    path = write(tmp_path, "id,kind,name,organiser\n2,activity,Kerho,Malli ry\n")
    run(path, "csv")
    association = Association.objects.create(name="Malli ry")
    assert run(path, "csv").counts.startswith("0 created, 1 updated")
    activity = Activity.objects.get()
    assert (activity.organiser, activity.organiser_name) == (association, "")


def test_an_id_twice_in_a_file_is_refused_the_second_time(tmp_path: Path) -> None:
    path = write(tmp_path, "id,kind,name\n1,facility,Yksi\n1,facility,Kaksi\n1,activity,Kolme\n")
    result = run(path, "csv")
    assert result.refusals == ["line 3 (id 1) · id · The same id is on row 2 already."]
    assert only().name == "Yksi"
    assert Activity.objects.get().name == "Kolme"


def test_rows_without_an_id_are_known_by_kind_name_and_municipality(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "kind,name,municipality,phone\n"
        "facility,Kerhotalo,Lahti,1\n"
        "facility,Kerhotalo,Hollola,2\n"
        "facility,kerhotalo,398,3\n",
    )
    result = run(path, "csv")
    assert len(result.refusals) == 1
    assert result.refusals[0].startswith("line 4 ")
    assert "Row 2" in result.refusals[0]
    write(tmp_path, "kind,name,municipality,phone\nfacility,KERHOTALO,lahtis,4\n")
    assert run(path, "csv").counts.startswith("0 created, 1 updated")
    assert set(Facility.objects.values_list("phone", flat=True)) == {"4", "2"}


def test_sources_do_not_mix(tmp_path: Path) -> None:
    run(hall(tmp_path), "csv", source="yksi")
    run(hall(tmp_path), "csv", source="kaksi")
    assert set(Facility.objects.values_list("source", flat=True)) == {"yksi", "kaksi"}

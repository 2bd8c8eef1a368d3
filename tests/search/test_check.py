"""Checking the index: what differs is found, named and mended; what agrees is left alone."""

import datetime
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from search.asking import ask
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.engines.minutes import pack
from search.engines.sqlite import SQLiteTerms
from search.models import SearchChange, SearchEntry
from search.synonyms import synonym_cache
from servicemap.models import Schedule, Synonym
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    FacilityFactory,
    MunicipalityFactory,
    PlaceFactory,
    ScheduleFactory,
    SynonymFactory,
)

pytestmark = pytest.mark.django_db


def check() -> None:
    """Raise unless the index agrees with what is published."""
    call_command("rebuild_search_index", check=True, verbosity=0)


def drifted() -> str:
    """What the check says of an index that differs; it must end with 1."""
    with pytest.raises(CommandError) as raised:
        check()
    assert raised.value.returncode == 1
    return str(raised.value)


def total(text: str = "", **request: Any) -> int:
    """How many things are found."""
    return ask(SearchRequest(text=text, **request)).search().total


def rebuild() -> None:
    """Mend the index, and see that nothing is left to mend."""
    call_command("rebuild_search_index", verbosity=0)
    check()


def execute(sql: str, *params: Any) -> None:
    """Change the index behind everybody's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


IN_TEN_DAYS = timezone.now() + datetime.timedelta(days=10)
KEY = "rowid" if connection.vendor == "sqlite" else "entry_id"
TERMS = "nckeilailu" if connection.vendor == "sqlite" else "'nckeilailu'"


def hall_entry(region: SimpleNamespace) -> SearchEntry:
    """The entry of the swimming hall."""
    return SearchEntry.objects.get(kind="facility", object_id=region.hall.pk)


def spoil(**values: Any) -> Callable[[SimpleNamespace], None]:
    """Change columns of the hall's entry, and let every reader read them."""

    def change(region: SimpleNamespace) -> None:
        SearchEntry.objects.filter(pk=hall_entry(region).pk).update(**values)
        SearchChange.objects.create(token=1)
        total("uimahalli")

    return change


def lose_terms(region: SimpleNamespace) -> None:
    """Take the hall's terms out of the full-text table."""
    execute(f"DELETE FROM search_terms WHERE {KEY} = %s", hall_entry(region).pk)


def change_terms(region: SimpleNamespace) -> None:
    """Put other terms in the place of the hall's."""
    execute(f"UPDATE search_terms SET terms = %s WHERE {KEY} = %s", TERMS, hall_entry(region).pk)


def test_a_new_index_agrees(region: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_search_index", verbosity=0)
    call_command("rebuild_search_index", check=True)
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    "change",
    [
        spoil(fingerprint=1),
        spoil(facets="kind=facility\nmunicipality=999"),
        spoil(latitude=None, longitude=None),
        spoil(latitude=61.9),
        spoil(names={"fi": "Keilahalli"}),
        spoil(card={}),
        spoil(slug="muu"),
        spoil(name_key="zzz"),
        spoil(confirmed_on=None),
        spoil(occurrences=pack([(IN_TEN_DAYS, IN_TEN_DAYS)])),
        spoil(hours=pack([(IN_TEN_DAYS, IN_TEN_DAYS + datetime.timedelta(hours=1))])),
        lose_terms,
        change_terms,
    ],
)
def test_what_is_outdated_is_named_and_mended(
    region: SimpleNamespace, change: Callable[[SimpleNamespace], None]
) -> None:
    before = ask(SearchRequest(text="uimahalli lahti")).search()
    assert before.total == 1
    stamp = hall_entry(region).stamp
    change(region)
    said = drifted()
    assert f"(1): facility {region.hall.pk}" in said
    rebuild()
    assert ask(SearchRequest(text="uimahalli lahti")).search() == before
    assert total("keilailu") == 0
    assert hall_entry(region).stamp == stamp


def test_what_is_missing_or_left_over_is_named_and_mended(region: SimpleNamespace) -> None:
    get_engine().remove([("activity", region.choir.pk)])
    SearchEntry.objects.filter(kind="association").update(object_id=999_999)
    said = drifted()
    assert f"(2): association {region.society.pk}, activity {region.choir.pk}" in said
    assert "(1): association 999999" in said
    assert "rebuild_search_index" in said
    rebuild()
    assert total("kuoro") == 1


def test_terms_without_an_entry_are_taken_out(region: SimpleNamespace) -> None:
    columns = f"({KEY}, terms)"
    execute(f"INSERT INTO search_terms {columns} VALUES (%s, %s)", 999_999, TERMS)
    assert total("keilailu") == 0
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM search_terms WHERE {KEY} = 999999")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
@pytest.mark.parametrize("days", [0, 1, 30, 119, 400])
def test_the_calendar_moving_on_is_no_drift(
    region: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, hour: int, days: int
) -> None:
    zone = timezone.get_default_timezone()
    day = datetime.datetime(2026, 9, 1, hour, 30, tzinfo=zone)
    clock = [day]
    monkeypatch.setattr(timezone, "now", lambda: clock[0].astimezone(datetime.UTC))
    start = day.date() - datetime.timedelta(days=3)
    ActivityFactory(
        schedules=[
            ScheduleFactory.build(
                dtstart=start,
                freq=Schedule.Freq.DAILY,
                byday="",
                opens_at=datetime.time(at),
                closes_at=datetime.time(at, 50),
            )
            for at in (0, 1, 12, 22)
        ]
    )
    daily = {"dtstart": start, "freq": Schedule.Freq.DAILY, "byday": ""}
    until = {**daily, "opens_at": datetime.time(18), "closes_at": datetime.time(23, 59)}
    FacilityFactory(schedules=[ScheduleFactory.build(**daily, opens_at=None, closes_at=None)])
    FacilityFactory(schedules=[ScheduleFactory.build(**until)])
    call_command("rebuild_search_index", verbosity=0)
    for later_hour in (0, 2, 13, 23):
        clock[0] = (day + datetime.timedelta(days=days)).replace(hour=later_hour)
        if clock[0] >= day:
            check()


def test_a_changed_calendar_is_drift(region: SimpleNamespace) -> None:
    Schedule.objects.filter(activity=region.choir).update(opens_at=datetime.time(9))
    assert f"activity {region.choir.pk}" in drifted()
    rebuild()


def rename(name: str) -> Callable[[SimpleNamespace], None]:
    """Give an entry of a register another name."""

    def change(region: SimpleNamespace) -> None:
        entry = getattr(region, name)
        entry.name = entry.name_sv = "Aivan muu"
        entry.save()

    return change


def move_category(region: SimpleNamespace) -> None:
    """Hang a branch elsewhere in the tree."""
    region.swimming.parent = region.music
    region.swimming.save()


def another_code(region: SimpleNamespace) -> None:
    """Correct a municipality's code."""
    region.lahti.code = "999"
    region.lahti.save()


def other_slugs(region: SimpleNamespace) -> None:
    """Correct slugs, by which facets go."""
    for entry in (region.swimming, region.seniors, region.step_free):
        entry.slug += "-toinen"
        entry.save()


def other_links(region: SimpleNamespace) -> None:
    """Classify a listing otherwise, and save it as the admin does."""
    region.hall.categories.set([region.music, CategoryFactory(name="Jumppa")])
    region.hall.target_groups.set([region.seniors])
    region.hall.municipality = MunicipalityFactory(code="111", slug="heinola", name="Heinola")
    region.hall.save()


def delete_entries(region: SimpleNamespace) -> None:
    """Delete from registers what listings are classified by."""
    region.swimming.delete()
    region.seniors.delete()
    region.step_free.delete()


def delete_facility(region: SimpleNamespace) -> None:
    """Delete a facility in which something takes place."""
    ActivityFactory(name="Vesijuoksu", facility=region.hall, municipality=region.lahti)
    region.hall.delete()


def delete_owner(region: SimpleNamespace) -> None:
    """Delete the association that a facility belongs to."""
    owner = AssociationFactory(name="Uimaliitto ry")
    region.hall.organiser = owner
    region.hall.save()
    check()
    owner.delete()


def unpublish_society(region: SimpleNamespace) -> None:
    """Take an association off the site; what it organises stays."""
    region.society.unpublish()


def delete_schedules(region: SimpleNamespace) -> None:
    """Take a listing's times away, and save it as the admin does."""
    region.choir.schedules = []
    region.choir.save()


@pytest.mark.parametrize(
    "change",
    [
        *(
            rename(name)
            for name in ("lahti", "hollola", "sports", "seniors", "step_free", "society")
        ),
        *(
            move_category,
            another_code,
            other_slugs,
            other_links,
            delete_entries,
            delete_facility,
            delete_owner,
        ),
        *(unpublish_society, delete_schedules),
    ],
)
def test_the_index_follows(
    region: SimpleNamespace, change: Callable[[SimpleNamespace], None]
) -> None:
    check()
    change(region)
    check()


def test_synonyms_need_no_index(region: SimpleNamespace) -> None:
    synonym_cache.clear()
    assert total("plotsaus") == 0
    synonym = SynonymFactory(words="plotsaus", means="uimahalli")
    assert total("plotsaus") == 1
    synonym.words = "pulikointi"
    synonym.save()
    assert (total("plotsaus"), total("pulikointi")) == (0, 1)
    Synonym.objects.get().delete()
    assert total("pulikointi") == 0
    check()


def test_new_places_need_no_index(region: SimpleNamespace) -> None:
    assert not ask(SearchRequest(text="uimahalli zyxila")).understood
    PlaceFactory(name="Zyxila", latitude=region.hall.latitude, longitude=region.hall.longitude)
    [meaning] = ask(SearchRequest(text="uimahalli zyxila")).understood
    assert (meaning.type, meaning.value) == ("place", "Zyxila")


def test_reading_terms_needs_no_blank_letters() -> None:
    assert SQLiteTerms().storable(frozenset({"ncäiti", "nc\u00a0a"})) == {"ncäiti", "nc\u00a0a"}


def test_another_day_alone_changes_no_entry(
    region: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild()
    before = set(SearchEntry.objects.exclude(kind="activity").values_list("pk", "stamp"))
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    rebuild()
    assert set(SearchEntry.objects.exclude(kind="activity").values_list("pk", "stamp")) == before

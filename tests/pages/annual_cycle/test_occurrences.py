"""What is in the cycle, wherever it comes from, and what comes next."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from pages.annual_cycle.items import NowAndNext, Time, within
from pages.annual_cycle.occurrences import CycleReading, cycle
from pages.models import HomePage
from servicemap.models import CycleEntry, Grant, GrantPeriod, Municipality, site_today
from tests.factories import CycleEntryFactory, GrantFactory, MunicipalityFactory
from tests.pages.factories import evening_index, evening_page, home_page, standard_page

pytestmark = pytest.mark.django_db

DAY = datetime.date
YEAR = (DAY(2027, 1, 1), DAY(2027, 12, 31))
MARCH_EVENING = {
    name: datetime.datetime(2027, 3, 9, hour, tzinfo=ZoneInfo("Europe/Helsinki"))
    for name, hour in (("start", 17), ("end", 20))
}


def titles(**asked: object) -> list[str]:
    return [item.title for item in cycle(*YEAR, **asked)]  # type: ignore[arg-type]


def grant(name: str, *days: tuple[DAY, DAY], **fields: object) -> Grant:
    made: Grant = GrantFactory(name=name, **fields)
    for opens_on, closes_on in days:
        GrantPeriod.objects.create(grant=made, opens_on=opens_on, closes_on=closes_on)
    return made


def test_entries_and_grants_are_in_the_order_of_the_year() -> None:
    CycleEntryFactory(title="Toukokuussa", starts_on=DAY(2026, 5, 4))
    grant(
        "Kahdesti",
        (DAY(2027, 9, 1), DAY(2027, 9, 30)),
        (DAY(2027, 2, 1), DAY(2027, 2, 28)),
        (DAY(2028, 2, 1), DAY(2028, 2, 28)),
    )
    grant("Muulloin", (DAY(2026, 2, 1), DAY(2026, 2, 28)))
    grant("Piilossa", (DAY(2027, 2, 1), DAY(2027, 2, 28)), live=False)
    grant("Aina auki", (DAY(2027, 2, 1), DAY(2027, 2, 28)), is_continuous=True)
    CycleEntryFactory(title="Luonnos", live=False)
    found = cycle(*YEAR)
    assert [item.title for item in found] == ["Kahdesti", "Toukokuussa"]
    assert found[0].times == (
        Time(DAY(2027, 2, 1), DAY(2027, 2, 28)),
        Time(DAY(2027, 9, 1), DAY(2027, 9, 30)),
    )
    assert found[0].url == Grant.objects.get(name="Kahdesti").get_absolute_url()
    assert found[1].times == (Time(DAY(2027, 5, 4), DAY(2027, 5, 4)),)


def test_a_municipality_has_its_own_and_what_is_the_whole_regions() -> None:
    lahti, sysma = MunicipalityFactory(name="Lahti"), MunicipalityFactory(name="Sysmä")
    CycleEntryFactory(title="Seudun")
    CycleEntryFactory(title="Lahden", municipality=lahti)
    CycleEntryFactory(title="Sysmän", municipality=sysma, kind="networks")
    days = (DAY(2027, 4, 1), DAY(2027, 4, 30))
    grant("Lahden avustus", days, municipalities=[lahti])
    assert titles(municipality=lahti) == ["Lahden", "Seudun", "Lahden avustus"]
    assert titles(municipality=sysma) == ["Seudun", "Sysmän"]
    assert titles(kind="networks") == ["Sysmän"]
    assert titles(kind="grants", municipality=lahti) == ["Lahden avustus"]


def test_readers_are_led_to_the_page_in_their_language(home: HomePage) -> None:
    english = home_page("en", translation_of=home)
    page = standard_page(home, "Strategia")
    translated = standard_page(english, "Strategy", translation_of=page)
    entry = CycleEntryFactory(page=page, url="https://muualla.example/", title_en="In English")
    assert cycle(*YEAR)[0].url == page.get_url()
    with translation.override("en"):
        (item,) = cycle(*YEAR)
        assert (item.title, item.url) == ("In English", translated.get_url())
    with translation.override("sv"):
        assert cycle(*YEAR)[0].url == page.get_url()
    for one in (page, translated):
        PageViewRestriction.objects.create(page=one, restriction_type="login")
    assert cycle(*YEAR)[0].url == entry.url


def test_each_source_makes_one_query(
    home: HomePage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = standard_page(home, "Strategia")
    towns = [MunicipalityFactory(), MunicipalityFactory()]
    index = evening_index(home)
    for number in range(15):
        CycleEntryFactory(page=page, municipality=towns[0])
        grant(f"Avustus {number}", (DAY(2027, 4, 1), DAY(2027, 4, 30)), municipalities=towns)
        evening_page(index, slug=f"ilta-{number}", municipalities=towns, **MARCH_EVENING)
    cycle(*YEAR)
    with django_assert_num_queries(3):
        found = cycle(*YEAR)
        assert len(found) == 45
        assert {len(item.municipalities) for item in found} == {1, 2}


def test_things_of_several_municipalities_are_there_once_with_all_of_them(home: HomePage) -> None:
    second, first = MunicipalityFactory(order=2), MunicipalityFactory(order=1)
    spring, autumn = (DAY(2027, 2, 1), DAY(2027, 2, 28)), (DAY(2027, 9, 1), DAY(2027, 9, 30))
    grant("Kahden kunnan", autumn, spring, municipalities=[second, first])
    grant("Koko seudun", spring, (DAY(2027, 2, 1), DAY(2027, 2, 5)))
    evening_page(evening_index(home), "Ilta", municipalities=[second, first], **MARCH_EVENING)
    found = {item.title: item for item in cycle(*YEAR)}
    assert set(found) == {"Kahden kunnan", "Koko seudun", "Ilta"}
    for title in ("Kahden kunnan", "Ilta"):
        assert found[title].municipalities == (first, second)
        shown = [(town.display_name, town.code) for town in found[title].municipalities]
        assert shown == [(first.name, first.code), (second.name, second.code)]
    assert found["Koko seudun"].municipalities == ()
    times = {title: [time.starts for time in item.times] for title, item in found.items()}
    assert times["Kahden kunnan"] == [spring[0], autumn[0]]
    assert len(times["Koko seudun"]) == 2
    assert titles(municipality=first) == ["Kahden kunnan", "Koko seudun", "Ilta"]


def test_evenings_are_in_the_cycle_once_in_the_readers_language(home: HomePage) -> None:
    lahti = MunicipalityFactory()
    index = evening_index(home)
    page = evening_page(index, title="Tilailta", municipalities=[lahti], **MARCH_EVENING)
    evening_page(index, title="Peruttu ilta", slug="peruttu", is_cancelled=True, **MARCH_EVENING)
    swedish = home_page("sv", translation_of=home)
    page.get_parent().copy_for_translation(swedish.locale).save_revision().publish()
    translated = page.copy_for_translation(swedish.locale)
    translated.title = "Lokalkväll"
    translated.save_revision().publish()
    (item,) = cycle(*YEAR)
    assert (item.title, item.kind, item.municipalities) == ("Tilailta", "evenings", (lahti,))
    assert item.url == page.get_url()
    assert item.times[0].text() == "9.3.2027 17.00"
    with translation.override("sv"):
        (item,) = cycle(*YEAR)
    assert item.title == "Lokalkväll"


def shown(found: NowAndNext) -> tuple[list[str], list[str]]:
    return [one.item.title for one in found.now], [one.item.title for one in found.next]


def test_what_is_on_comes_by_its_end_and_what_comes_by_its_beginning() -> None:
    for title, starts, ends in (
        ("Jo ohi", DAY(2026, 6, 1), DAY(2026, 6, 9)),
        ("Kesken pitkään", DAY(2026, 1, 1), DAY(2026, 8, 31)),
        ("Kohta päättyy", DAY(2026, 6, 1), DAY(2026, 6, 12)),
        ("Viikon päästä", DAY(2026, 6, 17), None),
    ):
        CycleEntryFactory(title=title, starts_on=starts, ends_on=ends)
    lahti = MunicipalityFactory()
    CycleEntryFactory(title="Muualla", starts_on=DAY(2026, 6, 11), municipality=lahti)
    reading = CycleReading(DAY(2027, 6, 10))
    found = reading.now_and_next(10, MunicipalityFactory())
    assert shown(found) == (["Kohta päättyy", "Kesken pitkään"], ["Viikon päästä", "Jo ohi"])
    assert found.next[-1].time.starts == DAY(2028, 6, 1)
    assert shown(reading.now_and_next(2)) == (["Kohta päättyy"], ["Muualla"])


@pytest.mark.parametrize(
    ("on", "later", "limit", "expected"),
    [(5, 5, 6, (3, 3)), (5, 5, 3, (2, 1)), (5, 1, 6, (5, 1)), (1, 9, 6, (1, 5)), (0, 0, 6, (0, 0))],
)
def test_neither_what_is_on_nor_what_comes_pushes_the_other_out(
    on: int, later: int, limit: int, expected: tuple[int, int]
) -> None:
    today = DAY(2027, 6, 10)
    for number in range(on):
        grant(f"Auki {number}", (today, today + datetime.timedelta(days=60 + number)))
    for number in range(later):
        CycleEntryFactory(starts_on=today + datetime.timedelta(days=1 + number))
    found = CycleReading(today).now_and_next(limit)
    assert (len(found.now), len(found.next)) == expected
    assert bool(found) is bool(on or later)


def test_a_thing_that_recurs_comes_once() -> None:
    CycleEntryFactory(title="Viikoittain", starts_on=site_today(), repeats="weekly")
    assert shown(CycleReading().now_and_next(10)) == (["Viikoittain"], [])


def test_times_outside_are_left_out() -> None:
    CycleEntryFactory(starts_on=DAY(2027, 1, 5), repeats="monthly")
    found = cycle(*YEAR)
    assert [len(item.times) for item in within(found, DAY(2027, 3, 1), DAY(2027, 4, 30))] == [2]
    assert within(found, DAY(2030, 1, 1), DAY(2030, 12, 31)) == []


def test_rhythm_is_said_of_what_recurs_only() -> None:
    CycleEntryFactory(starts_on=DAY(2027, 1, 5), repeats="once")
    assert cycle(*YEAR)[0].rhythm == ""
    CycleEntry.objects.update(repeats="yearly")
    assert cycle(*YEAR)[0].rhythm == CycleEntry.objects.get().rhythm != ""


def test_municipalities_come_without_their_outlines() -> None:
    CycleEntryFactory(municipality=MunicipalityFactory())
    (town,) = cycle(*YEAR)[0].municipalities
    assert isinstance(town, Municipality)
    assert "outline" in town.get_deferred_fields()

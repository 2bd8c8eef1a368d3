"""Pages and grants of the days that somebody names."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.models import HomePage
from search.plain_reading import Days
from search.reading import spelt
from tests.factories import ActivityFactory, FacilityFactory, GrantFactory, ScheduleFactory
from tests.pages.factories import evening_index, evening_page, grants_page, standard_page
from tests.search.site_pages.shown import found, html_of

pytestmark = pytest.mark.django_db

IN_DAYS = 40
NO_DAY = "ei ole tätä ajankohtaa: <strong>"


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def evenings(home: HomePage) -> HomePage:
    """Two evenings of which no title says so, one later than the other, and their list."""
    index = evening_index(home, title="Yhdistysillat")
    evening_page(index, "Tilat yhteiseen käyttöön", days=IN_DAYS)
    evening_page(index, "Sovitaan tapahtumista", days=IN_DAYS + 70)
    return home


def test_evenings_are_found_by_what_they_are(client: Client, evenings: HomePage) -> None:
    assert set(found(client, "yhdistysilta")) == {
        "Yhdistysillat",
        "Tilat yhteiseen käyttöön",
        "Sovitaan tapahtumista",
    }


def test_evenings_of_the_days_that_are_named_are_found_alone(
    client: Client, evenings: HomePage
) -> None:
    ActivityFactory(name="Perusta yhdistysilta")
    day = in_days(IN_DAYS)
    months = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu"
    for words in (
        f"{day.day}.{day.month}.",
        f"{day.day}.{day.month}",
        f"{months.split()[day.month - 1]}kuu",
    ):
        html = html_of(client, f"yhdistysilta {words}")
        assert found(client, f"yhdistysilta {words}") == ["Tilat yhteiseen käyttöön"], words
        assert NO_DAY not in html


def test_what_speaks_of_a_month_comes_after_what_is_in_it(
    client: Client, evenings: HomePage
) -> None:
    day = in_days(IN_DAYS).isoformat()
    standard_page(evenings, f"Yhdistysilta on {day}")
    assert found(client, f"yhdistysilta {day}")[0] == "Tilat yhteiseen käyttöön"


def test_days_without_anything_are_said(client: Client, evenings: HomePage) -> None:
    day = in_days(IN_DAYS + 5)
    for path in ("/fi/haku/", reverse("search_pages")):
        html = html_of(client, f"yhdistysilta {day.isoformat()}", path=path)
        assert f"{NO_DAY}{day.day}.{day.month}.{day.year}" in html
        assert "Yhdistysillat" in html


def test_weekday_is_asked_of_what_has_a_day(client: Client, evenings: HomePage) -> None:
    names = "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina"
    weekday = names.split()[in_days(IN_DAYS).weekday()]
    assert "Tilat yhteiseen käyttöön" in found(client, f"yhdistysilta {weekday}")
    assert "Yhdistysillat" not in found(client, f"yhdistysilta {weekday}")


def test_grants_that_are_open_then_are_found(client: Client, home: HomePage) -> None:
    grants_page(home)
    GrantFactory(name="Avoin tuki", days=[(30, 50)])
    GrantFactory(name="Myöhempi tuki", days=[(90, 95)])
    assert found(client, f"tuki {in_days(IN_DAYS).isoformat()}") == ["Avoin tuki"]


def test_listings_do_not_answer_by_the_time_alone_where_pages_hold_the_words(
    client: Client, evenings: HomePage
) -> None:
    day = in_days(IN_DAYS)
    ActivityFactory(name="Kuoro", schedules=[ScheduleFactory.build(once=True, dtstart=day)])
    html = html_of(client, f"yhdistysilta {day.isoformat()}")
    assert 'id="result-' not in html
    assert 'id="result-' in html_of(client, f"seiväshyppy {day.isoformat()}")


def test_words_are_shown_as_they_were_typed(client: Client, home: HomePage) -> None:
    FacilityFactory(name="Kuoron talo")
    standard_page(home, "Vuosikello")
    assert "<strong>XYZ-Palvelu</strong>" in html_of(client, "kuoron talo XYZ-Palvelu")
    assert "<strong>XYZ-Palvelu</strong>" in html_of(
        client, "vuosikello XYZ-Palvelu", path=reverse("search_pages")
    )
    assert spelt("Jooga 15.30 Xyz", ("15:30", "xyz", "muu")) == ("15.30", "Xyz", "muu")


def test_what_comes_every_year_may_have_been_a_year_before() -> None:
    day = datetime.date
    october = Days(day(2027, 10, 1), day(2027, 10, 31), every_year=True)
    assert october.year_before == Days(day(2026, 10, 1), day(2026, 10, 31))
    february = Days(day(2028, 2, 29), day(2028, 2, 29), every_year=True)
    assert february.year_before is not None
    assert Days(day(2027, 10, 1), day(2027, 10, 31)).year_before is None

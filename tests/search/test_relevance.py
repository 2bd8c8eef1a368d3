"""What residents type must find what they mean: a small part of the evaluation in ``bench``.

``python -m bench.relevance`` measures it all, and says by how much.
"""

import datetime

import pytest

from search.answers import search_answer
from search.engines.base import SearchRequest
from servicemap.models import Municipality, TargetGroup
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    FacilityFactory,
    ScheduleFactory,
)

pytestmark = pytest.mark.django_db

INFLECTED = {
    "jäähallissa": "Tiilikankaan jäähalli",
    "kylätalojen": "Vääksyn kylätalo",
    "jalkapalloon": "Launeen Potku ry",
    "tuolijumpassa": "Tuolijumppa",
    "koirien": "Koirakerho Häntä Pystyyn ry",
}
NAMES = {
    "vesijärven uimareiden": "Vesijärven Uimarit ry",
    "launeen potkussa": "Launeen Potku ry",
    "hanta pystyyn": "Koirakerho Häntä Pystyyn ry",
    "siirtonappula lahti": "Lahden Siirtonappula ry",
    "vaaksyn kylatalo": "Vääksyn kylätalo",
    "jyrängön uimahalliin": "Jyrängön uimahalli",
}
DERIVED = {
    "meloa": "Ankkurin Melojat ry",
    "neuloa": "Neulekahvila",
    "luistella": "Tiilikankaan jäähalli",
}
TYPOS = {
    "uimahali heinola": "Jyrängön uimahalli",
    "jalkapalo": "Launeen Potku ry",
    "tuolijuppa": "Tuolijumppa",
    "shakikerho": "Lasten shakkikerho",
    "melomta": "Ankkurin Melojat ry",
    "neulekahvlia": "Neulekahvila",
    "launeen potgu": "Launeen Potku ry",
    "jäählli": "Tiilikankaan jäähalli",
}
UNDERSTOOD = {
    "jumppaa senioreille Hollolassa keskiviikkona ilmaiseksi": {
        ("target", "seniorit"),
        ("municipality", "098"),
        ("weekday", "WE"),
        ("price", "free"),
    },
    "uimahalli Lahti": {("municipality", "398")},
    "heinolan uimahallit": {("municipality", "111")},
    "maksuton shakkikerho lauantaina": {("price", "free"), ("weekday", "SA")},
    "lapsille kerhoja": {("target", "lapset")},
    "yhdistykset Orimattilassa": {("kind", "association"), ("municipality", "560")},
    "jäähalli": set(),
}


@pytest.fixture
def _listings(registers: object) -> None:
    """Some of the demo's listings, as far as the queries need them."""
    town = {row.slug: row for row in Municipality.objects.all()}
    group = {row.slug: row for row in TargetGroup.objects.all()}
    FacilityFactory(name="Salpausselän uimahalli", municipality=town["lahti"])
    FacilityFactory(name="Jyrängön uimahalli", municipality=town["heinola"])
    FacilityFactory(
        name="Tiilikankaan jäähalli", municipality=town["hollola"], keywords="luistelu, jääkiekko"
    )
    FacilityFactory(name="Vääksyn kylätalo", municipality=town["asikkala"], keywords="kokoushuone")
    swimmers = AssociationFactory(
        name="Vesijärven Uimarit ry", municipality=town["lahti"], keywords="vesijumppa, uimakoulu"
    )
    AssociationFactory(
        name="Launeen Potku ry", municipality=town["lahti"], keywords="jalkapallo, futsal"
    )
    AssociationFactory(
        name="Koirakerho Häntä Pystyyn ry", municipality=town["orimattila"], keywords="agility"
    )
    AssociationFactory(name="Ankkurin Melojat ry", municipality=town["lahti"], keywords="melonta")
    # The name says Lahti, the association is in Hollola: what is understood may not hide it.
    AssociationFactory(name="Lahden Siirtonappula ry", municipality=town["hollola"])
    for name, place, weekday, target, keywords in (
        ("Tuolijumppa", "hollola", "WE", "seniorit", "jumppa, seniorijumppa"),
        ("Lasten shakkikerho", "lahti", "SA", "lapset", "shakki"),
        ("Neulekahvila", "heinola", "TH", "aikuiset", "neulonta, virkkaus"),
        ("Kuntonyrkkeily", "lahti", "MO", "aikuiset", "nyrkkeily"),
    ):
        ActivityFactory(
            name=name,
            organiser=swimmers,
            municipality=town[place],
            target_groups=[group[target]],
            keywords=keywords,
            price="free",
            schedules=[ScheduleFactory.build(byday=weekday, dtstart=datetime.date(2026, 1, 5))],
        )


def first(text: str) -> str | None:
    results = search_answer(SearchRequest(text=text), "fi")["results"]
    return results[0]["name"] if results else None


@pytest.mark.usefixtures("_listings")
@pytest.mark.parametrize("queries", [INFLECTED, NAMES, DERIVED, TYPOS])
def test_the_right_listing_comes_first(queries: dict[str, str]) -> None:
    assert {text: first(text) for text in queries} == queries


@pytest.mark.usefixtures("_listings")
def test_a_part_of_a_compound_finds_them_all() -> None:
    found = {
        result["name"] for result in search_answer(SearchRequest(text="halli"), "fi")["results"]
    }
    assert found == {"Salpausselän uimahalli", "Jyrängön uimahalli", "Tiilikankaan jäähalli"}


@pytest.mark.usefixtures("_listings")
def test_plain_words_are_understood() -> None:
    types = {"municipality", "place", "target", "kind", "weekday", "when", "price"}
    understood = {
        text: {
            (entry["type"], entry["value"])
            for entry in search_answer(SearchRequest(text=text), "fi")["query"]["understood"]
            if entry["type"] in types
        }
        for text in UNDERSTOOD
    }
    assert understood == UNDERSTOOD


@pytest.mark.usefixtures("_listings")
def test_a_correction_is_said_and_only_where_there_is_one() -> None:
    corrected = {
        text: search_answer(SearchRequest(text=text), "fi")["query"]["corrected"]
        for text in ("jalkapalo", "jalkapalloon", "jäähallissa")
    }
    assert corrected == {"jalkapalo": "jalkapallo", "jalkapalloon": None, "jäähallissa": None}


def test_a_broader_category_says_less_than_the_listing_itself_but_more_than_a_description() -> None:
    crafts = CategoryFactory(name="Käsityö")
    knitting = CategoryFactory(name="Neulonta", parent=crafts)
    ActivityFactory(name="Avoin ilta", description="Kahvia, pelejä ja käsitöitä.")
    ActivityFactory(name="Berliininmunkkeja ja puikkoja", categories=[knitting])
    ActivityFactory(name="Cafe", keywords="käsityö")
    ActivityFactory(name="Dreijaus", categories=[crafts])
    names = [
        row["name"] for row in search_answer(SearchRequest(text="käsitöistä"), "fi")["results"]
    ]
    assert names == ["Cafe", "Dreijaus", "Berliininmunkkeja ja puikkoja", "Avoin ilta"]

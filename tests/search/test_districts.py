"""Districts of the town are places, each as large as it is."""

from typing import Any

import pytest
from django.test import Client

from search.understanding import understand
from servicemap.models import Place
from servicemap.places import municipality_at
from tests.factories import ActivityFactory, AssociationFactory, MunicipalityFactory, PlaceFactory

pytestmark = pytest.mark.django_db

DISTRICTS = [
    ("jumppaa Mukkulassa", "Mukkula", "jumppaa"),
    ("ahtialassa", "Ahtiala", ""),
    ("kiveriössä", "Kiveriö", ""),
    ("kiveriöön", "Kiveriö", ""),
    ("kirjasto möysä", "Möysä", "kirjasto"),
    ("uimahalli launeella", "Laune", "uimahalli"),
    ("Launeen perhepuisto", "Laune", "perhepuisto"),
    ("metsäkankaalla", "Metsäkangas", ""),
    ("renkomäessä", "Renkomäki", ""),
    ("tonttilassa", "Tonttila", ""),
    ("paavolan koulu", "Paavola", "koulu"),
    ("jalkarannassa", "Jalkaranta", ""),
    ("kylätalo okeroisissa", "Okeroinen", "kylätalo"),
    ("karistossa", "Karisto", ""),
    ("liipolassa", "Liipola", ""),
    ("salpakankaalla", "Salpakangas", ""),
    ("nastolassa", "Nastola", ""),
    ("villähteellä", "Villähde", ""),
    ("kahvila Kartanossa", "Kartano", "kahvila"),
    ("laituri Ankkurissa", "Ankkuri", "laituri"),
    ("jumppaa Kärpäsessä", "Kärpänen", "jumppaa"),
    ("kartano", "", "kartano"),
    ("ankkuri", "", "ankkuri"),
]


def test_districts_are_understood(registers: Any) -> None:
    found = []
    for query, _place, _rest in DISTRICTS:
        understood = understand(query)
        places = " ".join(meaning.value for meaning in understood.meanings)
        assert {meaning.type for meaning in understood.meanings} <= {"place"}
        found.append((query, places, understood.rest))
    assert found == DISTRICTS


FORMER = {"Hämeenkoski", "Nastola"}
"""Former municipalities, which are larger than districts."""


def test_districts_lie_in_the_town_and_are_smaller_than_it(registers: Any) -> None:
    districts = Place.objects.filter(radius_m__isnull=False)
    assert len(districts) > 10
    for district in districts:
        assert district.latitude is not None
        assert district.longitude is not None
        assert district.municipality is not None
        assert municipality_at(district.latitude, district.longitude) == district.municipality.code
        assert 500 <= (district.radius_m or 0) <= (9_000 if district.name in FORMER else 2_000)


def test_a_place_reaches_as_far_as_is_said_of_it(db: None, client: Client) -> None:
    lahti = MunicipalityFactory(code="398", slug="lahti", name="Lahti")
    place = PlaceFactory(name="Mukkula", latitude=61.0, longitude=25.6)
    club = AssociationFactory(municipality=lahti)
    ActivityFactory(
        name="Kerho", municipality=lahti, organiser=club, latitude=61.0405, longitude=25.6
    )

    def total() -> int:
        answer = client.get("/api/v1/search", {"q": "kerho mukkulassa"}).json()
        return 0 if answer["relaxed"]["meanings"] else int(answer["total"])

    # Four and a half kilometres away: within a village, not around a district of one kilometre.
    assert total() == 1
    place.radius_m = 1_000
    place.save()
    assert total() == 0

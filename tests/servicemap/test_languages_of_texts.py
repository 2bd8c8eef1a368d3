"""A text in another language than its page's says so, for those who listen to it."""

import pickle
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from servicemap.models.translation import Text
from servicemap.templatetags.languages import in_a_row
from tests.factories import ActivityFactory, AssociationFactory, FacilityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> FacilityFactory:
    """A facility with a Swedish name and summary, and all else in Finnish."""
    return FacilityFactory(
        name="Rantasali",
        name_sv="Strandsalen",
        summary="Sali järven rannalla.",
        summary_sv="En sal vid sjön.",
        description="Salissa on näyttämö.",
        price_info="20 euroa tunti",
        equipment="tuolit",
        booking_info="Varaa puhelimella.",
    )


def page(client: Client, thing: object, language: str) -> str:
    with translation.override(language):
        return client.get(thing.get_absolute_url()).text  # type: ignore[attr-defined]


def test_a_page_in_the_main_language_has_nothing_to_say(client: Client, hall: object) -> None:
    html = page(client, hall, "fi")
    main = html[html.index("<article") : html.index("</article>")]
    assert " lang=" not in main


def test_what_is_not_translated_says_so(client: Client, hall: object) -> None:
    html = page(client, hall, "sv")
    assert '<p class="lead">En sal vid sjön.</p>' in html
    assert '<div class="listing__story" lang="fi"><p>Salissa on näyttämö.</p>' in html
    assert '<span lang="fi">20 euroa tunti</span>' in html
    assert '<dd class="facts__value" lang="fi"><p>tuolit</p>' in html
    assert '<div class="listing__story" lang="fi"><p>Varaa puhelimella.</p>' in html


def test_each_text_is_in_the_language_that_it_has(client: Client, hall: object) -> None:
    html = page(client, hall, "en")
    # English has nothing of its own: the main language comes before others.
    assert '<h1 lang="fi">Rantasali</h1>' in html
    assert '<p class="lead" lang="fi">Sali järven rannalla.</p>' in html


def test_results_say_so_too(client: Client) -> None:
    ActivityFactory(
        name="Kuoro",
        name_en="Choir",
        summary="Laulamme yhdessä.",
        description_en="A choir for all who sing.",
        price_info="5 euroa kerralta",
    )
    html = client.get("/en/search/?q=choir").text
    card = html[html.index('<article class="card"') : html.index("</article>")]
    assert '<span lang="fi">5 euroa kerralta</span>' in card
    # The sentence that is hit is in English, the summary is not.
    assert '<p class="card__text">A <mark>choir</mark> for all who sing.</p>' in card
    html = client.get("/en/search/").text
    assert '<p class="card__text" lang="fi">Laulamme yhdessä.</p>' in html


def test_places_owners_and_buttons_say_so_too(client: Client, hall: object) -> None:
    club = AssociationFactory(name="Rannan Kuoro ry")
    choir = ActivityFactory(
        name="Laulupiiri", name_sv="Sångcirkel", organiser=club, facility=hall, name_en="Circle"
    )
    html = page(client, choir, "en")
    assert (
        f'<a href="{club.get_absolute_url()}" lang="fi">'.replace(
            "/fi/yhdistykset", "/en/associations"
        )
        in html
    )
    assert ' lang="fi">Rantasali</a><br>' in html
    html = page(client, club, "sv")
    assert '<span lang="fi">Rannan Kuoro ry</span>' in html
    assert '<span class="visually-hidden" lang="fi">: Rannan Kuoro ry</span>' in html
    card = client.get("/en/search/?q=circle").text
    assert '<span lang="fi">Rantasali</span>' in card


def test_a_list_says_so_too(client: Client, hall: Any) -> None:
    html = client.get(f"/sv/min-lista/?ids=facility-{hall.pk}").text
    assert '<span lang="fi">20 euroa tunti</span>' in html
    assert "Strandsalen</a>" in html
    assert ' lang="sv"' not in html.partition('id="my-list-entries"')[2]
    html = client.get(f"/en/my-list/?ids=facility-{hall.pk}").text
    assert ' lang="fi">Rantasali</a>' in html
    assert '<p class="card__text" lang="fi">Sali järven rannalla.</p>' in html


def test_a_price_that_is_the_site_s_own_is_in_the_page_s_language(client: Client) -> None:
    free = FacilityFactory(name="Tupa", name_sv="Stuga", price="free", price_info="")
    html = client.get(f"/sv/min-lista/?ids=facility-{free.pk}").text
    assert "<span>Avgiftsfritt</span>" in html


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Lahti, Hollola ja Heinola"),
        ("sv", "Lahti, Hollola och Heinola"),
        ("en", "Lahti, Hollola and Heinola"),
    ],
)
def test_words_in_a_row_end_as_a_sentence_does(language: str, text: str) -> None:
    with translation.override(language):
        assert in_a_row(["Lahti", "Hollola", "Heinola"]) == text
        assert in_a_row(["Lahti"]) == "Lahti"


def test_a_text_is_copied_with_its_language() -> None:
    copy = pickle.loads(pickle.dumps(Text("Sali", "fi")))
    assert (copy, copy.language) == ("Sali", "fi")


def test_easy_language_is_shown_in_its_own_language_only(client: Client) -> None:
    club = AssociationFactory(
        name="Kerho", easy_language="Kerho auttaa sinua.\n\nSoita meille.", easy_language_sv="Ring!"
    )
    finnish, swedish, english = (page(client, club, code) for code in ("fi", "sv", "en"))
    assert "<p>Kerho auttaa sinua.</p>\n\n<p>Soita meille.</p>" in finnish
    assert "<p>Ring!</p>" in swedish
    assert "Kerho auttaa sinua" not in swedish
    assert "easy-language" not in english.partition("<article")[2]


def test_words_of_easy_language_are_found(client: Client) -> None:
    FacilityFactory(name="Halli", easy_language="Täällä voi uida.")
    assert "Halli" in client.get("/fi/haku/?q=uida").text

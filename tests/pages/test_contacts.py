"""The directory of contact persons: by municipality and unit, in one step."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from pages.models import ContactsPage, HomePage
from servicemap.models import Municipality
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    ContactPersonFactory,
    FacilityFactory,
    GrantFactory,
    MunicipalityFactory,
)
from tests.pages.factories import (
    contacts_page,
    home_page,
    municipality_index,
    municipality_page,
)


@pytest.fixture
def lahti(db: None) -> Any:
    return MunicipalityFactory(code="398", slug="lahti", name="Lahti", name_sv="Lahtis")


@pytest.fixture
def heinola(db: None) -> Any:
    return MunicipalityFactory(code="111", slug="heinola", name="Heinola")


@pytest.fixture
def directory(home: HomePage) -> ContactsPage:
    return contacts_page(home)


def shown(client: Client, path: str) -> dict[str, list[str]]:
    """Whom the page shows of which municipality, in its order."""
    response = client.get(path)
    assert response.status_code == 200
    return {
        group["municipality"].name: [person.title for person in group["persons"]]
        for group in response.context["groups"]
    }


def test_all_are_listed_by_municipality_the_first_contact_first(
    client: Client, directory: ContactsPage, lahti: Any, heinola: Any
) -> None:
    ContactPersonFactory(municipality=lahti, title="Liikunta", order=1)
    ContactPersonFactory(municipality=lahti, title="Ensimmäinen", order=2, is_first=True)
    ContactPersonFactory(municipality=lahti, title="Luonnos", live=False)
    ContactPersonFactory(municipality=heinola, title="Heinolan henkilö")
    assert shown(client, directory.url) == {
        "Heinola": ["Heinolan henkilö"],
        "Lahti": ["Ensimmäinen", "Liikunta"],
    }
    html = client.get(directory.url).content.decode()
    for place in ("lahti", "heinola"):
        assert f'href="#municipality-{place}"' in html
        assert f'id="municipality-{place}"' in html


def test_person_is_shown_with_unit_tasks_and_ways(
    client: Client, directory: ContactsPage, lahti: Any
) -> None:
    ContactPersonFactory(
        municipality=lahti,
        unit="Nuorisopalvelut",
        tasks="Neuvoo tiloista.",
        name="",
        phone="+358 10 000 11",
        email="nuoriso@lahti.example",
    )
    html = client.get(directory.url).content.decode()
    for words in (
        "Nuorisopalvelut",
        "Neuvoo tiloista.",
        'href="tel:+3581000011"',
        'href="mailto:nuoriso@lahti.example"',
    ):
        assert words in html


def test_the_first_is_marked_among_several_only(
    client: Client, directory: ContactsPage, lahti: Any
) -> None:
    ContactPersonFactory(municipality=lahti, is_first=True)
    assert "person__first" not in client.get(directory.url).content.decode()
    ContactPersonFactory(municipality=lahti)
    assert client.get(directory.url).content.decode().count("person__first") == 1


def test_one_municipality_is_chosen_without_a_script(
    client: Client, directory: ContactsPage, lahti: Any, heinola: Any
) -> None:
    for place in (lahti, heinola):
        ContactPersonFactory(municipality=place, title=place.name)
    path = f"{directory.url}?municipality=398"
    assert shown(client, path) == {"Lahti": ["Lahti"]}
    html = client.get(path).content.decode()
    assert '<option value="398" selected>Lahti</option>' in html
    assert f'<a href="{directory.url}">' in html


@pytest.mark.parametrize("code", ["999", "x", "", "\0", "398&municipality=111"])
def test_bad_municipality_shows_something(
    client: Client, directory: ContactsPage, lahti: Any, heinola: Any, code: str
) -> None:
    for place in (lahti, heinola):
        ContactPersonFactory(municipality=place, title=place.name)
    assert shown(client, f"{directory.url}?municipality={code}")


def test_who_has_nobody_is_named(
    client: Client, directory: ContactsPage, lahti: Any, heinola: Any
) -> None:
    ContactPersonFactory(municipality=lahti)
    response = client.get(directory.url)
    assert response.context["without"] == [heinola]
    assert shown(client, f"{directory.url}?municipality=111") == {}
    html = client.get(f"{directory.url}?municipality=111").content.decode()
    assert 'class="empty"' in html
    assert f'class="button" href="{directory.url}"' in html


@pytest.fixture
def three(lahti: Any, heinola: Any) -> None:
    """Two in Lahti and one in Heinola, with units and what one may ask."""
    sports, advice = "Liikuntapalvelut", "Neuvoo avustusten hakemisessa."
    ContactPersonFactory(municipality=lahti, title="Liikuntakoordinaattori", unit=sports)
    ContactPersonFactory(municipality=lahti, title="Sihteeri", unit="Kirjaamo", tasks=advice)
    ContactPersonFactory(municipality=heinola, title="Ohjaaja", unit=sports)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=avustuksista", {"Lahti": ["Sihteeri"]}),
        ("q=AVUSTUS hakea", {"Lahti": ["Sihteeri"]}),
        ("q=koordinaattori", {"Lahti": ["Liikuntakoordinaattori"]}),
        ("q=sihteerin", {"Lahti": ["Sihteeri"]}),
        ("q=liik", {"Heinola": ["Ohjaaja"], "Lahti": ["Liikuntakoordinaattori"]}),
        ("q=liikuntapalvelut ohjaaja", {"Heinola": ["Ohjaaja"]}),
        ("q=li", {}),
        ("unit=Kirjaamo", {"Lahti": ["Sihteeri"]}),
        ("unit=Liikuntapalvelut&municipality=111", {"Heinola": ["Ohjaaja"]}),
        ("unit=Liikuntapalvelut&q=avustus", {}),
        ("q=seiväshyppy", {}),
    ],
)
@pytest.mark.usefixtures("three")
def test_directory_is_narrowed_by_words_and_unit(
    client: Client, directory: ContactsPage, query: str, expected: dict[str, list[str]]
) -> None:
    assert shown(client, f"{directory.url}?{query}") == expected


@pytest.mark.parametrize("query", ["unit=Muu", "q=%00", "q=" + "x" * 300, "q=%20", "q=&unit="])
@pytest.mark.usefixtures("three")
def test_what_is_not_understood_is_not_asked(
    client: Client, directory: ContactsPage, query: str
) -> None:
    assert len(shown(client, f"{directory.url}?{query}")) == 2


@pytest.mark.usefixtures("three")
def test_narrowed_directory_says_what_is_asked_and_leads_back(
    client: Client, directory: ContactsPage
) -> None:
    html = client.get(f"{directory.url}?q=zz<b>&unit=Kirjaamo").content.decode()
    assert 'name="q" value="zz&lt;b&gt;"' in html
    assert '<option value="Kirjaamo" selected>' in html
    assert "Tällaista yhteyshenkilöä ei löytynyt" in html
    assert f'class="button" href="{directory.url}"' in html
    assert "Ei vielä yhteyshenkilöä" not in html
    canonical = html.partition('rel="canonical" href="')[2].partition('"')[0]
    assert canonical.endswith(directory.url)


def test_directory_is_narrowed_in_the_readers_language(
    client: Client, home: HomePage, directory: ContactsPage, lahti: Any
) -> None:
    ContactPersonFactory(
        municipality=lahti, title="Sihteeri", unit="Kirjaamo", unit_sv="Registratorskontoret"
    )
    swedish = contacts_page(home_page("sv", translation_of=home), translation_of=directory)
    assert shown(client, f"{swedish.url}?unit=Registratorskontoret") == {"Lahti": ["Sihteeri"]}
    assert shown(client, f"{swedish.url}?q=registratorskontor") == {"Lahti": ["Sihteeri"]}
    assert shown(client, f"{swedish.url}?q=sihteerin") == {"Lahti": ["Sihteeri"]}


def test_empty_directory_leads_on(client: Client, directory: ContactsPage) -> None:
    assert f'href="{reverse("search")}"' in client.get(directory.url).content.decode()


def test_directory_leads_to_the_municipalitys_page_in_its_own_language(
    client: Client, home: HomePage, directory: ContactsPage, lahti: Any
) -> None:
    ContactPersonFactory(municipality=lahti)
    page = municipality_page(municipality_index(home), lahti)
    swedish = contacts_page(home_page("sv", translation_of=home), translation_of=directory)
    assert client.get(directory.url).context["groups"][0]["url"] == page.url
    response = client.get(swedish.url)
    assert response.context["groups"][0]["url"] == ""
    assert "<h2" in response.content.decode()
    assert "Lahtis" in response.content.decode()


def test_number_of_queries(
    client: Client,
    home: HomePage,
    directory: ContactsPage,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    index = municipality_index(home)
    for _number in range(6):
        place = MunicipalityFactory()
        municipality_page(index, place)
        ContactPersonFactory.create_batch(3, municipality=place)
    client.get(directory.url)
    with django_assert_max_num_queries(15):
        client.get(directory.url)


# The way to a municipality for those who know its code only


def way(client: Client, code: str, language: str = "fi") -> str:
    """Where the address of a municipality leads."""
    with translation.override(language):
        address = reverse("municipality", args=[code])
    response = client.get(address)
    assert response.status_code == 302
    return str(response["Location"])


def test_municipality_leads_to_what_there_is(client: Client, home: HomePage, lahti: Any) -> None:
    swedish = home_page("sv", translation_of=home)
    assert way(client, "398") == f"{reverse('search')}?municipality=398"
    directory = contacts_page(home)
    assert way(client, "398") == f"{directory.url}?municipality=398"
    page = municipality_page(municipality_index(home), lahti)
    assert way(client, "398") == page.url
    assert way(client, "398", "sv") == page.url, "Rather in Finnish than nothing of it."
    on_swedish = contacts_page(swedish, translation_of=directory, title="Kontakter")
    assert way(client, "398", "sv") == f"{on_swedish.url}?municipality=398"
    page.unpublish()
    assert way(client, "398") == f"{directory.url}?municipality=398"


@pytest.mark.usefixtures("home")
def test_unknown_municipality_is_not_found(client: Client) -> None:
    assert not Municipality.objects.filter(code="999").exists()
    assert client.get(reverse("municipality", args=["999"])).status_code == 404


@pytest.mark.parametrize("show_in_menus", [True, False])
def test_every_listing_grant_and_municipality_leads_to_the_directory(
    client: Client, home: HomePage, lahti: Any, show_in_menus: bool
) -> None:
    directory = contacts_page(home, show_in_menus=show_in_menus)
    # In one step, be there a contact person of its own or not.
    page = municipality_page(municipality_index(home), lahti)
    own = (AssociationFactory, FacilityFactory, ActivityFactory, GrantFactory)
    addresses = [page.url, *(make().get_absolute_url() for make in own)]
    for address in addresses:
        assert f'href="{directory.url}"' in client.get(address).content.decode(), address

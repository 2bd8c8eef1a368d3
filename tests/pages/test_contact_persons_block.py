"""The block that says whom to ask: as readers see it, and as editors fill it in."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError
from wagtail.models import ReferenceIndex

from pages.blocks.body import BodyBlock
from pages.blocks.contact_persons import MOST, ContactPersonsBlock
from pages.models import ContactsPage, HomePage, StandardPage
from pages.search_texts import texts_of
from servicemap.models import ContactPerson, Municipality
from tests.factories import ContactPersonFactory, MunicipalityFactory
from tests.pages.factories import home_page, publish, standard_page

pytestmark = pytest.mark.django_db

CHOOSE = "contact_person_chooser:choose"


@pytest.fixture
def lahti() -> Municipality:
    made: Any = MunicipalityFactory(code="398", slug="lahti", name="Lahti", name_sv="Lahtis")
    return made  # type: ignore[no-any-return]


@pytest.fixture
def heinola() -> Municipality:
    made: Any = MunicipalityFactory(code="111", slug="heinola", name="Heinola")
    return made  # type: ignore[no-any-return]


@pytest.fixture
def directory(home: HomePage) -> ContactsPage:
    return publish(home, ContactsPage(title="Yhteyshenkilöt"))


def person(municipality: Municipality, title: str, **fields: Any) -> ContactPerson:
    made: Any = ContactPersonFactory(municipality=municipality, title=title, **fields)
    return made  # type: ignore[no-any-return]


def page_with(home: HomePage, *values: dict[str, Any]) -> StandardPage:
    empty = {"title": "", "municipality": "", "persons": []}
    body = [("contact_persons", {**empty, **value}) for value in values]
    return standard_page(home, f"Sivu {home.get_children().count()}", body=body)


def shown(client: Client, page: StandardPage) -> str:
    """The body of the page as a reader sees it."""
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode().partition('class="prose"')[2].partition("</main>")[0]


def titles(html: str) -> list[str]:
    return re.findall(r'<h3 class="person__title"[^>]*>([^<]+)</h3>', html)


class TestReader:
    """Whom the block shows, and where it leads."""

    def test_municipality_shows_all_of_its_own(
        self, client: Client, home: HomePage, lahti: Municipality, heinola: Municipality
    ) -> None:
        page = page_with(home, {"title": "Kysy Lahdesta", "municipality": "398"})
        person(lahti, "Liikunta", unit="Liikuntapalvelut", order=1)
        person(lahti, "Ensimmäinen", is_first=True, order=2)
        person(lahti, "Luonnos", live=False)
        person(heinola, "Heinolan henkilö")
        html = shown(client, page)
        assert titles(html) == ["Ensimmäinen", "Liikunta"]
        assert '<h2 class="block__title">Kysy Lahdesta</h2>' in html
        assert "<span>Liikuntapalvelut</span>, Lahti</p>" in html
        assert html.count("Kysy ensin täältä") == 1

    def test_chosen_are_in_the_editors_order(
        self, client: Client, home: HomePage, lahti: Municipality, heinola: Municipality
    ) -> None:
        last = person(lahti, "Viimeinen", is_first=True)
        first = person(heinola, "Ensimmäinen", phone="03 123")
        html = shown(client, page_with(home, {"persons": [first, last]}))
        assert titles(html) == ["Ensimmäinen", "Viimeinen"]
        assert 'href="tel:03123"' in html
        assert '<p class="person__unit">Heinola</p>' in html
        # One municipality's first contact is none for the others.
        assert "Kysy ensin täältä" not in html

    def test_others_of_the_municipality_come_after_the_chosen(
        self, client: Client, home: HomePage, lahti: Municipality, heinola: Municipality
    ) -> None:
        person(lahti, "Ensimmäinen", is_first=True)
        chosen = [person(heinola, "Heinolan henkilö"), person(lahti, "Liikunta")]
        html = shown(client, page_with(home, {"municipality": "398", "persons": chosen}))
        assert titles(html) == ["Heinolan henkilö", "Liikunta", "Ensimmäinen"]

    def test_unpublished_and_gone_are_left_out(
        self, client: Client, home: HomePage, lahti: Municipality
    ) -> None:
        gone = person(lahti, "Poistettu")
        chosen = [person(lahti, "Luonnos", live=False), gone, person(lahti, "Näkyvä")]
        page = page_with(home, {"persons": chosen})
        gone.delete()
        assert titles(shown(client, page)) == ["Näkyvä"]

    def test_nothing_is_shown_of_unpublished_ones_alone(
        self, client: Client, home: HomePage, lahti: Municipality, directory: ContactsPage
    ) -> None:
        chosen = [person(lahti, "Luonnos", live=False)]
        html = shown(client, page_with(home, {"title": "Kysy", "persons": chosen}))
        assert "Kysy" not in html
        assert directory.url not in html

    def test_municipality_without_anybody_says_so(
        self, client: Client, home: HomePage, lahti: Municipality, directory: ContactsPage
    ) -> None:
        html = shown(client, page_with(home, {"municipality": "398"}))
        assert "Lahti ei ole vielä nimennyt tänne yhteyshenkilöä." in html
        assert f'<a href="{directory.url}">Kaikkien kuntien yhteyshenkilöt</a>' in html

    def test_municipality_that_is_gone_leaves_nothing(self, client: Client, home: HomePage) -> None:
        html = shown(client, page_with(home, {"title": "Kysy", "municipality": "398"}))
        assert "Kysy" not in html

    def test_leads_to_the_directory_of_the_municipality_or_of_all(
        self,
        client: Client,
        home: HomePage,
        lahti: Municipality,
        heinola: Municipality,
        directory: ContactsPage,
    ) -> None:
        here, there = person(lahti, "Täällä"), person(heinola, "Siellä")
        narrowed = f'<a href="{directory.url}?municipality=398">Kaikki yhteyshenkilöt: Lahti</a>'
        assert narrowed in shown(client, page_with(home, {"persons": [here]}))
        whole = f'<a href="{directory.url}">Kaikkien kuntien yhteyshenkilöt</a>'
        assert whole in shown(client, page_with(home, {"persons": [here, there]}))
        all_of_it = shown(client, page_with(home, {"municipality": "398"}))
        assert whole in all_of_it, "The directory has nobody else there."
        assert narrowed not in all_of_it

    def test_leads_nowhere_without_a_directory(
        self, client: Client, home: HomePage, lahti: Municipality
    ) -> None:
        html = shown(client, page_with(home, {"persons": [person(lahti, "Täällä")]}))
        assert "Kaikki yhteyshenkilöt" not in html

    def test_speaks_the_readers_language(
        self, client: Client, home: HomePage, lahti: Municipality
    ) -> None:
        swedish = home_page("sv", translation_of=home)
        chosen = person(lahti, "Sihteeri", title_sv="Sekreterare", unit="Kirjaamo")
        html = shown(client, page_with(swedish, {"persons": [chosen]}))
        assert titles(html) == ["Sekreterare"]
        assert '<span lang="fi">Kirjaamo</span>, Lahtis</p>' in html

    def test_is_found_by_its_title_and_not_by_the_persons(
        self, home: HomePage, lahti: Municipality
    ) -> None:
        page = page_with(home, {"title": "Kysy tiloista", "persons": [person(lahti, "Sihteeri")]})
        texts = texts_of(page)
        assert "Kysy tiloista" in texts.headings
        assert "Sihteeri" not in repr(texts)


class TestQueries:
    """One for all such blocks of a page."""

    def count(self, client: Client, page: StandardPage) -> int:
        shown(client, page)
        with CaptureQueriesContext(connection) as captured:
            shown(client, page)
        return len(captured)

    def test_do_not_grow_with_the_persons(
        self,
        client: Client,
        home: HomePage,
        lahti: Municipality,
        heinola: Municipality,
        directory: ContactsPage,
    ) -> None:
        persons = [person(town, f"Henkilö {n}") for n in range(4) for town in (lahti, heinola)]
        without = self.count(client, standard_page(home, "Tyhjä", body=[("heading", "Otsikko")]))
        of_town = {"municipality": "398"}
        for values in (
            [{"persons": persons[:1]}],
            [{"persons": persons}, {"persons": persons[::-1]}],
            [of_town],
            [{**of_town, "persons": persons}, {"municipality": "111", "persons": persons[:2]}],
        ):
            assert self.count(client, page_with(home, *values)) == without + 1


class TestForm:
    """What the form asks for and refuses."""

    def clean(self, **fields: Any) -> Any:
        block = ContactPersonsBlock()
        empty = {"title": "", "municipality": "", "persons": []}
        value = block.normalize({**empty, **fields})
        return block.clean(value)

    def test_either_is_enough(self, lahti: Municipality) -> None:
        one = person(lahti, "Sihteeri")
        assert list(self.clean(persons=[one])["persons"]) == [one]
        assert self.clean(municipality="398")["municipality"] == "398"

    def test_neither_is_refused(self) -> None:
        with pytest.raises(StructBlockValidationError) as error:
            self.clean(title="Kysy")
        said = error.value.block_errors["municipality"].message
        assert "Valitse kunta tai lisää alle ainakin yksi yhteyshenkilö." in str(said)

    def test_too_many_are_refused(self, lahti: Municipality) -> None:
        with pytest.raises(StructBlockValidationError):
            self.clean(persons=[person(lahti, f"Henkilö {n}") for n in range(MOST + 1)])

    def test_chooser_finds_who_is_published(
        self, admin_client: Client, lahti: Municipality, heinola: Municipality
    ) -> None:
        person(lahti, "Sihteeri", unit="Kirjaamo")
        person(heinola, "Sihteeri")
        person(lahti, "Luonnos", live=False)
        found = unescape(admin_client.get(reverse(CHOOSE)).json()["html"])
        assert found.count("Sihteeri") == 2
        assert "Luonnos" not in found
        results = reverse("contact_person_chooser:choose_results")
        narrowed = unescape(admin_client.get(results, {"q": "sihteeri hein"}).content.decode())
        assert "Sihteeri, Kirjaamo" not in narrowed
        assert narrowed.count("Heinola") == 1

    def test_chosen_one_is_named_with_the_municipality(
        self, admin_client: Client, lahti: Municipality
    ) -> None:
        one, draft = person(lahti, "Sihteeri"), person(lahti, "Luonnos", live=False)
        chosen = reverse("contact_person_chooser:chosen", args=[one.pk])
        assert admin_client.get(chosen).json()["result"]["title"] == "Lahti: Sihteeri"
        secret = reverse("contact_person_chooser:chosen", args=[draft.pk])
        assert admin_client.get(secret, follow=True).status_code == 404

    def test_example_is_shown_before_the_register_has_anybody(self) -> None:
        block = BodyBlock().child_blocks["contact_persons"]
        assert titles(block.render(block.get_preview_value())) == ["Yhdistysyhteyshenkilö"]

    def test_previewed_draft_shows_what_is_in_the_form(self, lahti: Municipality) -> None:
        chosen, other = person(lahti, "Sihteeri"), person(lahti, "Ohjaaja", is_first=True)
        block = ContactPersonsBlock()
        value = block.normalize({"title": "", "municipality": "398", "persons": [chosen]})
        assert titles(block.render(value)) == [chosen.title, other.title]

    def test_preview_shows_the_first_of_the_register(self, lahti: Municipality) -> None:
        person(lahti, "Sihteeri", is_first=True)
        block = BodyBlock().child_blocks["contact_persons"]
        assert titles(block.render(block.get_preview_value())) == ["Sihteeri"]


def test_deletion_says_which_pages_show_the_person(
    admin_client: Client, home: HomePage, lahti: Municipality
) -> None:
    one = person(lahti, "Sihteeri")
    page = page_with(home, {"persons": [one]})
    uses = ReferenceIndex.get_grouped_references_to(one)
    assert [used.pk for used, _ways in uses] == [page.pk]
    delete = reverse("servicemap_contactperson_modeladmin_delete", args=[one.pk])
    html = unescape(admin_client.get(delete).content.decode())
    assert "näkyy seuraavilla sivuilla" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert admin_client.post(delete).status_code == 302
    assert not titles(shown(Client(), page))


def test_deletion_of_somebody_else_names_no_page(admin_client: Client, lahti: Municipality) -> None:
    one = person(lahti, "Sihteeri")
    delete = reverse("servicemap_contactperson_modeladmin_delete", args=[one.pk])
    assert "näkyy seuraavilla sivuilla" not in unescape(admin_client.get(delete).content.decode())

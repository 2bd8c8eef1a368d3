"""An editor is told what of a translated page nobody has translated yet."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page

from pages.models import HomePage, SurveyField, SurveyIndexPage, SurveyPage
from pages.still_same import StillSame, still_same
from tests.factories import MunicipalityFactory
from tests.pages.factories import evening_index, evening_page, home_page, standard_page

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "value": "Näin se tehdään"},
    {"type": "paragraph", "value": "<p>Täytä <b>lomake</b> ja lähetä se.</p><p>Odota hetki.</p>"},
    {
        "type": "steps",
        "value": {
            "title": "Kolme vaihetta",
            "steps": [
                {"title": "Lue ohje", "text": ""},
                {"title": "Soita kuntaan", "text": "<p>Kysy lisää.</p>"},
            ],
        },
    },
    {
        "type": "search_map",
        "value": {"title": "", "words": "liikuntasali", "show": "list", "size": "small"},
    },
]


@pytest.fixture
def original(home: HomePage) -> Page:
    """A Finnish page."""
    page = standard_page(home, "Ohjeita yhdistyksille", lead="Lue ensin nämä.")
    page.body = page.body.stream_block.to_python(BODY)
    page.save_revision().publish()
    return page


@pytest.fixture
def copied(home: HomePage, original: Page) -> Page:
    """Its Swedish page, as Wagtail makes it."""
    home_page("sv", translation_of=home)
    page = original.copy_for_translation(Locale.objects.get(language_code="sv"))
    page.save_revision().publish()
    return page


def labels(found: StillSame | None) -> list[str]:
    """What is named, with the first text of each."""
    return [f"{text.label}: {text.text}" for text in found.texts] if found else []


def test_a_copy_is_all_untranslated(copied: Page) -> None:
    found = still_same(copied)
    assert found is not None
    assert found.is_all
    assert labels(found) == [
        "Otsikko: Ohjeita yhdistyksille",
        "Ingressi: Lue ensin nämä.",
        "Väliotsikko: Näin se tehdään",
        "Teksti: Täytä lomake ja lähetä se. Odota hetki.",
        "Vaiheet: Kolme vaihetta",
    ]
    assert found.texts[-1].more == 3
    assert found.texts[-1].anchor == f"block-{copied.body[2].id}-section"


def test_what_is_translated_is_named_no_longer(copied: Page) -> None:
    copied.title, copied.lead = "Anvisningar", "Läs först det här."
    copied.body[0].value = "Så här gör man"
    copied.body[2].value["title"] = "Tre steg"
    found = still_same(copied)
    assert found is not None
    assert not found.is_all
    assert labels(found) == [
        "Teksti: Täytä lomake ja lähetä se. Odota hetki.",
        "Vaiheet: Lue ohje",
    ]
    del copied.body[1:3]
    assert still_same(copied) is None


def test_blocks_that_were_moved_are_found(copied: Page) -> None:
    copied.title, copied.lead = "Anvisningar", "Läs först det här."
    copied.body.insert(0, ("heading", "Något nytt"))
    assert labels(still_same(copied))[0] == "Väliotsikko: Näin se tehdään"


def test_original_that_has_changed_since_is_known_still(original: Page, copied: Page) -> None:
    original.lead = "Tämä on uusi ingressi."
    original.save_revision().publish()
    assert "Ingressi: Lue ensin nämä." in labels(still_same(copied))


def test_pages_without_revisions_are_compared_too(original: Page, copied: Page) -> None:
    original.revisions.all().delete()
    original.refresh_from_db()
    assert len(labels(still_same(copied))) == 5


def test_names_numbers_and_addresses_are_the_same_in_all_languages(
    original: Page, copied: Page
) -> None:
    for text in (
        "Heinolan Kisa",
        "2026–2030",
        "https://kunta.example/tilat",
        "tilat@kunta.example",
    ):
        for page in (original, copied):
            page.lead = text
        original.save_revision().publish()
        assert f"Ingressi: {text}" not in labels(still_same(copied))
    MunicipalityFactory(name="Kumpula")
    for title, is_told in (("Kumpula", False), ("Ajankohtaista", True)):
        for page in (original, copied):
            page.title = title
        original.save_revision().publish()
        assert (f"Otsikko: {title}" in labels(still_same(copied))) is is_told


def test_originals_and_stand_ins_are_left_alone(home: HomePage, original: Page) -> None:
    home_page("en", translation_of=home)
    alias = original.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    assert still_same(original) is None
    assert still_same(alias) is None


def test_what_an_evening_shares_is_not_named(home: HomePage) -> None:
    page = evening_page(
        evening_index(home), street_address="Vanha tie 1 b", invited="Kaikki kylän yhdistykset"
    )
    home_page("sv", translation_of=home)
    swedish = Locale.objects.get(language_code="sv")
    found = labels(still_same(page.copy_for_translation(swedish, copy_parents=True)))
    assert any("Kaikki kylän yhdistykset" in text for text in found)
    assert not any("Vanha tie" in text for text in found)


def test_questions_of_a_survey_are_named(home: HomePage) -> None:
    index = home.add_child(instance=SurveyIndexPage(title="Kyselyt", slug="kyselyt"))
    survey = SurveyPage(title="Mitä tarvitsette?", slug="tarpeet", purpose="Suunnittelua varten.")
    survey.form_fields = [SurveyField(label="Missä kunnassa toimitte?", field_type="singleline")]
    index.add_child(instance=survey)
    home_page("sv", translation_of=home)
    copied = survey.copy_for_translation(Locale.objects.get(language_code="sv"), copy_parents=True)
    assert any(text.endswith("Missä kunnassa toimitte?") for text in labels(still_same(copied)))


def test_form_names_it_and_leads_to_the_original(
    admin_client: Client, original: Page, copied: Page
) -> None:
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[copied.pk]))
    html = response.text
    assert 'class="still-same' in html
    assert (
        "Ohjeita yhdistyksille" in html.partition('class="still-same')[2].partition("</section")[0]
    )
    assert reverse("wagtailadmin_pages:edit", args=[original.pk]) in html
    finnish = admin_client.get(reverse("wagtailadmin_pages:edit", args=[original.pk]))
    assert 'class="still-same' not in finnish.text


def test_it_makes_few_queries(
    copied: Page, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = Page.objects.get(pk=copied.pk).specific
    assert page.locale.language_code == "sv"
    with django_assert_max_num_queries(3):
        assert still_same(page) is not None

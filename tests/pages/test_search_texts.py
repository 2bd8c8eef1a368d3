"""Every page says all of its text to those who search, from its own ``search_fields``."""

import datetime
from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models
from wagtail.search import index

from pages.blocks.links import LinksBlock
from pages.blocks.searchable import pieces
from pages.models import EveningPage, NewsPage, SurveyField, SurveyIndexPage, SurveyPage
from pages.models.base import PortalPage
from pages.search_texts import texts_of, with_relations
from servicemap.grant_texts import texts_of as texts_of_grant
from servicemap.models import Municipality
from tests.factories import FacilityFactory, GrantFactory, MunicipalityFactory, ThemeFactory
from tests.pages.bodies import every_block
from tests.pages.factories import (
    evening_index,
    evening_page,
    home_page,
    news_index,
    news_page,
    publish,
    spearhead,
    standard_page,
    strategy_page,
)

UNSAID = {
    "HomePage": {"question", "placeholder", "examples", "topics"},
    # What is said to those who answer, not of what is asked.
    "SurveyPage": {"purpose", "thanks", "notify", "confirmation"},
    # Titles of other pages and listings, which are found by themselves.
    "GuidePage": {"related_listings", "related_guides"},
    "StrategyPage": {"period"},
    "EveningPage": {"street_address", "postal_code", "contact_name"},
}
"""Texts that no page is looked for by."""


@pytest.mark.parametrize(
    "model", [model for model in get_page_models() if model is not Page], ids=lambda m: m.__name__
)
def test_every_written_text_of_a_page_is_said(model: type[PortalPage]) -> None:
    assert issubclass(model, PortalPage)
    plain = {models.CharField, models.TextField, RichTextField, StreamField}
    written = {
        field.name
        for field in model._meta.local_fields
        if type(field) in plain and field.name not in {"lead"}
    }
    said = {field.field_name for field in model.get_search_fields()}
    assert written - said == UNSAID.get(model.__name__, set())


@pytest.mark.django_db
def test_every_block_of_a_body_says_its_words() -> None:
    home = home_page("fi")
    page = standard_page(home, "Lohkot", lead="Johdanto.", body=list(every_block().items()))
    texts = texts_of(page)
    assert (texts.title, texts.lead) == ("Lohkot", "Johdanto.")
    headings = {"Väliotsikko", "Huomaa", "Kysyttyä", "Maksaako se?", "Näin varaat", "Valitse tila"}
    assert headings <= set(texts.headings)
    said = " ".join(texts.body)
    for words in (
        "Leipäteksti.",
        "Tulin katsomaan.",
        "Sali on kiinni.",
        "Ei maksa.",
        "Tervehdi tulijaa.",
        "Montako mahtuu",
        "Henkilöitä",
        "Kerhohuone",
        "Kevätjuhlasta",
        "Videolla näytetään kartta.",
        "Kaikki tilat yhdellä sivulla.",
        "Ohje",
    ):
        assert words in said, words
    # What an editor only chose is not the page's own: “Numbered rules”, “By municipality”.
    assert not {"Numeroidut säännöt", "rules", "municipality"} & {*texts.headings, *texts.body}
    assert "https://" not in said


def test_words_of_a_link_are_about_where_it_leads() -> None:
    value = LinksBlock().to_python(
        {"title": "Lue lisää", "links": [{"title": "Avustukset", "url": "https://a.example/"}]}
    )
    found = {piece.text: piece.is_heading for piece in pieces(LinksBlock(), value)}
    assert found == {"Lue lisää": True, "Avustukset": False}


@pytest.mark.django_db
def test_strategy_says_its_spearheads_and_actions() -> None:
    kind, value = spearhead("planned")
    value["actions"][0]["responsible"] = "Liitto"
    page = strategy_page(home_page("fi"), vision="Elävä seutu.", spearheads=[(kind, value)])
    texts = texts_of(page)
    assert {"Näkyvyys", "Teko 1"} <= set(texts.headings)
    assert {"Elävä seutu.", "Jokainen löytää yhdistykset.", "Liitto"} <= set(texts.body)


@pytest.mark.django_db
def test_evening_says_programme_place_and_what_came_of_it(django_assert_num_queries: Any) -> None:
    town: Municipality = MunicipalityFactory(slug="heinola", name="Heinola")
    evening = evening_page(
        evening_index(home_page("fi")),
        "Avustusilta",
        programme=[
            ("item", {"time": datetime.time(17, 30), "title": "Keittoa", "speaker": "", "text": ""})
        ],
        summary="<p>Paikalla oli kaksikymmentä.</p><p>Hyvä ilta.</p>",
        decisions=[("decision", {"text": "Perustetaan työryhmä."})],
        next_steps=[("step", {"text": "Kutsutaan koolle", "responsible": "Kunta", "timing": ""})],
        facility=FacilityFactory(name="Kylätalo Kuikka"),
    )
    evening.municipalities = [town]
    evening.save_revision().publish()
    with django_assert_num_queries(3):
        (read,) = with_relations(EveningPage.objects.all())
        texts = texts_of(read)
    assert {"Keittoa", "Kylätalo Kuikka", "Heinola"} <= set(texts.headings)
    assert "Paikalla oli kaksikymmentä. Hyvä ilta." in texts.body
    assert {"Perustetaan työryhmä.", "Kutsutaan koolle", "Kunta"} <= set(texts.body)


@pytest.mark.django_db
def test_survey_says_its_questions() -> None:
    surveys = publish(home_page("fi"), SurveyIndexPage(title="Kyselyt"))
    page = SurveyPage(title="Tilakysely", purpose="Tilojen suunnitteluun.")
    page.form_fields = [SurveyField(label="Mitä tilaa tarvitsette?", field_type="singleline")]
    publish(surveys, page)
    assert texts_of(SurveyPage.objects.get()).body == ("Mitä tilaa tarvitsette?",)


@pytest.mark.django_db
def test_relations_are_read_once_for_all_pages(django_assert_num_queries: Any) -> None:
    news = news_index(home_page("fi"))
    theme = ThemeFactory(name="Osallisuus")
    for number in range(5):
        page = news_page(news, f"Uutinen {number}")
        page.themes = [theme]
        page.save_revision().publish()
    with django_assert_num_queries(3):
        found = [texts_of(page) for page in with_relations(NewsPage.objects.all())]
    assert [texts.headings for texts in found] == [("Osallisuus",)] * 5


@pytest.mark.django_db
def test_what_grows_old_says_when() -> None:
    home = home_page("fi")
    today = timezone.localdate()
    plain = standard_page(home, "Tietoa")
    assert (plain.day, plain.past_from) == (None, None)
    news = news_page(news_index(home), "Uutinen", date=today)
    assert (news.day, news.past_from) == (today, today)
    evening = evening_page(evening_index(home), days=7)
    assert evening.past_from > evening.day > today


def test_everything_that_is_said_can_be_indexed_by_wagtail_too() -> None:
    for model in get_page_models():
        assert not [error for error in model.check() if error.id == "modelsearch.W004"]
        assert any(isinstance(field, index.SearchField) for field in model.get_search_fields())


@pytest.mark.django_db
def test_grant_says_all_that_its_page_does(django_assert_num_queries: Any) -> None:
    town = MunicipalityFactory(slug="heinola", name="Heinola")
    made = GrantFactory(
        name="Kylien avustus",
        name_sv="Byabidrag",
        summary="Kylätaloihin.",
        funder="Elinvoimalautakunta",
        for_whom="Kyläyhdistyksille.",
        criteria="<ul><li>Talkoita</li><li>Kaikille avointa</li></ul>",
        guidance="<p>Liitä talousarvio.</p>",
        amount="500 euroa",
        contact="Kyläkoordinaattori",
        municipalities=[town],
        days=[(-1, 5)],
    )
    made.periods.update(decision="Päätös toukokuussa.")
    grants = type(made).objects.with_dates().prefetch_related("target_groups", "themes")
    (grant,) = grants
    with django_assert_num_queries(0):
        texts = texts_of_grant(grant)
    assert (texts.title, texts.lead) == ("Kylien avustus", "Kylätaloihin.")
    assert {"Elinvoimalautakunta", "Kyläyhdistyksille.", "Heinola"} <= set(texts.headings)
    assert {
        "500 euroa",
        "Talkoita · Kaikille avointa",
        "Liitä talousarvio.",
        "Kyläkoordinaattori",
        "Päätös toukokuussa.",
    } <= set(texts.body)

"""Pages are found by all that they say, in any form of its words."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pages.models import HomePage
from tests.factories import (
    SynonymFactory,
)
from tests.pages.bodies import table
from tests.pages.factories import (
    evening_index,
    evening_page,
    home_page,
    news_index,
    news_page,
    standard_page,
)
from tests.search.site_pages.shown import found, found_of_all, html_of, rows_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("avustuksia", "Rahaa toimintaan"),
        ("avustuksista", "Rahaa toimintaan"),
        ("yhdistysiltaan", "Kokoonnutaan"),
        ("vuosikellon", "Mitä milloinkin"),
        ("kellot", "Mitä milloinkin"),
        ("tilikauden", "Rahaa toimintaan"),
        ("jyvitysten", "Kysyttyä"),
        ("perusomenaa", "Näin haetaan"),
        ("kamarimusiikkihuoneessa", "Huoneet"),
        ("lainopastajalta", "Huoneet"),
    ],
)
def test_inflected_words_of_any_block_find_their_page(
    client: Client, home: HomePage, query: str, title: str
) -> None:
    standard_page(
        home,
        "Rahaa toimintaan",
        lead="Kunnan avustukset yhdellä sivulla.",
        body=[("paragraph", "<p>Hakemukseen liitetään menneen tilikauden tiedot.</p>")],
    )
    standard_page(home, "Kokoonnutaan", body=[("heading", "Yhdistysilta keväällä")])
    standard_page(home, "Mitä milloinkin", body=[("paragraph", "<p>Katso vuosikello.</p>")])
    answer = "<p>Jyvitys sovitaan erikseen.</p>"
    question = {"question": "Entä palkat?", "answer": answer}
    standard_page(home, "Kysyttyä", body=[("accordion", {"title": "", "questions": [question]})])
    steps = [{"title": "Valitse perusomena", "text": ""}, {"title": "Soita", "text": ""}]
    standard_page(home, "Näin haetaan", body=[("steps", {"title": "", "steps": steps})])
    cells = table(rows=[{"values": ["Kamarimusiikkihuone", "12"]}], caption="Kysy lainopastajalta")
    standard_page(home, "Huoneet", body=[("table", cells)])
    assert title in found(client, query)
    assert found(client, "seiväshyppy") == []


def test_what_holds_every_word_is_found_alone(client: Client, home: HomePage) -> None:
    standard_page(
        home, "Kokoukset", lead="Näin kutsutaan koolle.", body=[("heading", "Pöytäkirja")]
    )
    standard_page(home, "Kokousten paikat")
    assert found(client, "kokouksen pöytäkirja") == ["Kokoukset"]
    assert found(client, "miten kutsun kokouksen koolle") == ["Kokoukset"]
    for nothing in ("", "missä on ja", "?!", '""', "-", "ei", "ei lapsille"):
        assert found(client, nothing) == [], nothing


def test_title_beats_headings_and_those_the_rest(client: Client, home: HomePage) -> None:
    standard_page(home, "A", body=[("paragraph", "<p>Hallitus ja puheenjohtaja.</p>")])
    standard_page(home, "B", body=[("heading", "Hallituksen puheenjohtaja")])
    standard_page(home, "C", lead="Puheenjohtaja johtaa hallitusta.")
    standard_page(home, "Hallituksen puheenjohtaja kertoo itsestään")
    standard_page(home, "Hallituksen puheenjohtaja")
    # One word in the title, the other in the text: as good as the worse place.
    standard_page(home, "Hallitus", body=[("paragraph", "<p>Sekä puheenjohtaja.</p>")])
    assert found_of_all(client, "hallituksen puheenjohtaja") == [
        "Hallituksen puheenjohtaja",
        "Hallituksen puheenjohtaja kertoo itsestään",
        "B",
        "C",
        "Hallitus",
        "A",
    ]


def test_words_themselves_beat_what_they_come_from(client: Client, home: HomePage) -> None:
    for title in ("Aamu", "Ilta"):
        text = "<p>Yhteyshenkilö tekee työtä ja auttaa.</p>"
        standard_page(home, title, lead="Yhteyshenkilö tekee paljon.", body=[("paragraph", text)])
    body = [("paragraph", "<p>Vastaaminen on tehtävä muiden joukossa.</p>")]
    standard_page(home, "Kuntien yhteyshenkilöt", body=body)
    assert found(client, "yhteyshenkilön tehtävät")[0] == "Kuntien yhteyshenkilöt"


def test_news_rank_below_newer_first_and_old_ones_last(client: Client, home: HomePage) -> None:
    today, news = timezone.localdate(), news_index(home)
    for days, title in (
        (3, "Talkoot alkavat"),
        (1, "Talkoot jatkuvat"),
        (800, "Talkoot päättyivät"),
    ):
        news_page(news, title, date=today - datetime.timedelta(days=days))
    news_page(news, "Syksy", date=today, body=[("paragraph", "<p>Talkoot olivat hauskat.</p>")])
    standard_page(home, "Talkoiden järjestäminen yhdessä naapurin kanssa")
    standard_page(home, "Kylä", lead="Talkoissa tavataan.")
    standard_page(home, "Järvi", body=[("paragraph", "<p>Talkoot pidetään keväisin.</p>")])
    assert found_of_all(client, "talkoot") == [
        "Talkoiden järjestäminen yhdessä naapurin kanssa",
        "Kylä",
        "Talkoot jatkuvat",
        "Talkoot alkavat",
        "Järvi",
        "Syksy",
        "Talkoot päättyivät",
    ]


def test_old_news_do_not_crowd_out_other_pages(client: Client, home: HomePage) -> None:
    news = news_index(home)
    for number in range(8):
        news_page(news, f"Hiihtokisa {number}", date=datetime.date(2020, 1, 1 + number))
    standard_page(home, "Talvi", body=[("paragraph", "<p>Hiihtokisa on helmikuussa.</p>")])
    assert found(client, "hiihtokisa") == ["Talvi", "Hiihtokisa 7", "Hiihtokisa 6"]


def test_past_evenings_come_after_those_to_come(client: Client, home: HomePage) -> None:
    index = evening_index(home, title="Illat")
    evening_page(index, "Avustusilta Sysmässä pidettiin", days=-30)
    evening_page(index, "Avustusilta Hollolassa, tervetuloa kaikki mukaan", days=10)
    assert found(client, "avustusilta") == [
        "Avustusilta Hollolassa, tervetuloa kaikki mukaan",
        "Avustusilta Sysmässä pidettiin",
    ]


def test_drafts_and_private_pages_are_never_found(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Seura", lead="Salaseura kokoontuu.")
    standard_page(home, "Luonnos", lead="Salaseura kokoontuu.", live=False)
    above = standard_page(home, "Suljettu")
    standard_page(above, "Alasivu", lead="Salaseura kokoontuu.")
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    assert found(client, "salaseura") == ["Seura"]
    page.lead = "Salaseura vaihtoi hanhimarssiin."
    page.save_revision()
    assert found(client, "hanhimarssi") == []
    page.unpublish()
    assert found(client, "salaseura") == []


def test_what_another_process_unpublishes_is_not_shown(client: Client, home: HomePage) -> None:
    page = standard_page(home, "Seura", lead="Salaseura kokoontuu.")
    assert found(client, "salaseura") == ["Seura"]
    # Without a signal: this process has not heard of it yet.
    Page.objects.filter(pk=page.pk).update(live=False)
    assert found(client, "salaseura") == []


def test_expired_pages_are_gone_at_once(client: Client, home: HomePage) -> None:
    soon = timezone.now() + datetime.timedelta(milliseconds=1)
    news = news_page(news_index(home), "Ohi on", lead="Kesäkioski sulkeutuu.", expire_at=soon)
    assert news.live
    assert found(client, "kesäkioski") == []


def test_pages_are_of_the_readers_language(client: Client, home: HomePage) -> None:
    swedish, english = (home_page(code, translation_of=home) for code in ("sv", "en"))
    page = standard_page(home, "Ohje", lead="Leipäjuustoa saa torilta.")
    standard_page(swedish, "Anvisning", lead="Föreningarna delar ut bullar.")
    standard_page(english, "Guide", lead="Associations are giving away buns.")
    alias = page.copy_for_translation(swedish.locale, alias=True)
    assert found(client, "leipäjuusto") == ["Ohje"]
    assert found(client, "bulle") == []
    # What is not translated is asked in the language that it is in, and says so.
    html = html_of(client, "leipäjuustot", path="/sv/sok/")
    assert list(rows_in(html)) == ["Ohje"]
    assert f'href="{alias.url}" lang="fi"' in html
    assert '<p class="page-row__text" lang="fi"><mark>Leipäjuustoa</mark>' in html
    html = html_of(client, "förening", path="/sv/sok/")
    assert list(rows_in(html)) == ["Anvisning"]
    assert '<p class="page-row__text"><mark>Föreningarna</mark>' in html
    assert found(client, "giving bun", path="/en/search/") == ["Guide"]


def test_synonyms_of_editors_do_for_pages_too(client: Client, home: HomePage) -> None:
    standard_page(home, "Avustukset")
    assert found(client, "määräraha") == []
    SynonymFactory(words="määräraha", means="avustus")
    assert found(client, "määrärahat") == ["Avustukset"]


def test_compound_is_found_by_its_parts_in_a_title_and_when_written_apart(
    client: Client, home: HomePage
) -> None:
    standard_page(home, "Avustukset yhdistyksille")
    standard_page(home, "Retki", lead="Uimahalli on auki.")
    assert found(client, "yhdistysavustus") == ["Avustukset yhdistyksille"]
    assert found(client, "uima halli") == ["Retki"]

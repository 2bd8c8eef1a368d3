"""What the search page says of how it read the words, without a script."""

import datetime
import re
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Site

from pages.models import PortalSettings
from servicemap.models.fields import WEEKDAY_CODES
from servicemap.schedule_text import describe
from tests.factories import ActivityFactory, MunicipalityFactory, ScheduleFactory

pytestmark = pytest.mark.django_db

PATHS = {"fi": "/fi/haku/", "sv": "/sv/sok/", "en": "/en/search/"}


class Links(HTMLParser):
    """The links within the elements of a class: their text and their address."""

    VOID = frozenset({"input", "meta", "link", "br", "use", "img"})

    def __init__(self, html: str, within: str) -> None:
        super().__init__()
        self.within, self.depth, self.found = within, 0, list[tuple[str, str]]()
        self.text, self.href = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        names = values.get("class", "").split()
        if self.depth or self.within in names:
            self.depth += tag not in self.VOID
        if self.depth and tag == "a":
            self.text, self.href = "", values.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            if tag == "a":
                self.found.append((" ".join(self.text.split()), self.href))
            self.depth -= tag not in self.VOID

    def handle_data(self, data: str) -> None:
        self.text += data


def page(client: Client, query: dict[str, str], language: str = "fi") -> str:
    response = client.get(PATHS[language], query)
    assert response.status_code == 200
    return response.content.decode()


def total(client: Client, url: str) -> int:
    found = re.search(r'id="results-count">(\d*)', client.get(url).content.decode())
    assert found
    return int(found[1] or 0)


def words(url: str) -> str:
    return parse_qs(urlsplit(url).query).get("q", [""])[0]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_each_chip_leads_to_as_many_as_it_says(
    client: Client, region: SimpleNamespace, language: str
) -> None:
    ActivityFactory(name="Mieskuoro", municipality=region.lahti, price="free")
    html = page(client, {"q": "kuoro hollolassa ilmaiseksi", "kind": "activity"}, language)
    chips = Links(html, "chips__group--understood").found
    assert len(chips) == 2
    for text, url in chips:
        counts = [int(number) for number in re.findall(r"\d+", text)]
        assert len(counts) == 2
        assert counts == [total(client, url)] * 2
        assert "kind=activity" in url
    assert [words(url) for _text, url in chips] == ["kuoro ilmaiseksi", "kuoro hollolassa"]


def test_a_chip_says_what_it_is_about(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": "kuoro hollolassa keskiviikkona"})
    texts = [text for text, _url in Links(html, "chips__group--understood").found]
    assert "Poista rajaus: Kunta Hollola" in texts[0]
    assert "Poista rajaus: Viikonpäivä Keskiviikko" in texts[1]


def test_what_was_chosen_stands_apart_from_what_was_understood(
    client: Client, region: SimpleNamespace
) -> None:
    html = page(client, {"q": "kuoro hollolassa", "price": "free"})
    [(understood, _url)] = Links(html, "chips__group--understood").found
    (chosen, url), (_clear, clear_url) = Links(html, "chips__group--chosen").found
    assert "Hollola" in understood
    assert "Maksuton" in chosen
    assert words(url) == "kuoro hollolassa"
    assert "price" not in url
    assert clear_url == "/fi/haku/?q=kuoro"


def test_chips_keep_what_is_typed_safe(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": 'kuoro & "<b>laulu</b>" hollolassa'})
    assert "<b>laulu" not in html
    [(_text, url)] = Links(html, "chips__group--understood").found
    assert words(url) == 'kuoro & "<b>laulu</b>"'


def test_a_lone_meaning_leads_to_everything(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": "hollolassa"})
    [(text, url)] = Links(html, "chips__group--understood").found
    assert url == "/fi/haku/"
    assert "3" in text
    assert total(client, url) == 3


def test_a_correction_is_named_and_can_be_refused(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": "uimmahali lahdessa"})
    assert "<strong>uimahalli lahdessa</strong>" in html
    [(text, url)] = Links(html, "results__message").found
    assert "uimmahali lahdessa" in text
    assert words(url) == '"uimmahali" lahdessa'
    refused = client.get(url).content.decode()
    assert "Launeen uimahalli" not in refused
    assert 'class="empty"' in refused


def test_a_likelier_word_is_suggested(client: Client, region: SimpleNamespace) -> None:
    ActivityFactory(name="Uimahali")
    for number in range(12):
        ActivityFactory(name=f"Uimahalli {number}")
    html = page(client, {"q": "uimahali", "kind": "activity"})
    [(text, url)] = Links(html, "results__message").found
    assert text == "uimahalli"
    assert url == "/fi/haku/?kind=activity&q=uimahalli"
    assert total(client, url) == 12


def test_what_was_given_up_is_named_and_offered(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": "kuoro lahdessa keskiviikkona"})
    assert "<strong>Lahti</strong>" in html
    offered = Links(html, "results__instead").found
    assert [words(url) for _text, url in offered] == ["lahdessa"]
    assert [int(re.findall(r"\d+", text)[0]) for text, _url in offered] == [
        total(client, url) for _text, url in offered
    ]
    assert [
        text for text, _url in Links(html, "chips__group--understood").found if "Lahti" in text
    ] == []


def test_some_of_the_words_are_better_than_none(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": "kuoro uimahalli"}, "en")
    assert "These have some of them" in html
    assert "Eläkeläisten" in html


def test_a_correction_and_a_limit_given_up_are_told_together(
    client: Client, region: SimpleNamespace
) -> None:
    html = page(client, {"q": "uimmahali hollolassa"})
    message = html.partition('class="results__message"')[2].partition('class="results__head"')[0]
    assert message.count("data-announce") == 2
    assert "<strong>uimahalli hollolassa</strong>" in message
    assert "<strong>Hollola</strong>" in message


def test_a_choice_beats_the_words_and_says_so(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": "kuoro hollolassa", "kind": "activity", "municipality": "398"})
    assert "chips__group--understood" not in html
    assert "<strong>hollolassa</strong>" in html
    same = page(client, {"q": "kuoro hollolassa", "municipality": "098"})
    assert "<strong>hollolassa</strong>" not in same
    assert "Eläkeläisten" in same


def test_filters_tell_what_the_words_say(client: Client, region: SimpleNamespace) -> None:
    def hints(query: str) -> list[str]:
        html = page(client, {"q": query}, "en")
        return re.findall(r'facet__name">([^<]*) <span class="facet__hint"', html)

    assert hints("kuoro") == []
    assert hints("kuoro hollolassa") == ["Hollola"]


def test_the_words_take_the_place_of_any_time(client: Client, region: SimpleNamespace) -> None:
    today = ScheduleFactory.build(
        once=True, dtstart=timezone.localdate(), opens_at=None, closes_at=None
    )
    ActivityFactory(name="Laulupäivä", schedules=[today])

    def when(query: str) -> str:
        html = page(client, {"q": query}, "en")
        return html.partition('data-facet="when"')[2].partition("</fieldset>")[0]

    assert "Any time" in when("laulupäivä")
    said = when("laulupäivä tänään")
    assert "Any time" not in said
    assert said.count("Today") == 1
    assert re.search(r'value="" [^>]* checked><span class="facet__name">Today', said)


def test_nothing_found_offers_only_what_helps(client: Client, region: SimpleNamespace) -> None:
    html = page(client, {"q": "kuoro", "municipality": "398", "price": "free"})
    [(text, url)] = Links(html, "inline-chips").found
    assert text.startswith("Poista rajaus: Kunta Lahti")
    assert total(client, url) == 1
    [way] = re.findall(r'class="button button--quiet" href="([^"]*)"', html)
    assert way == "/fi/haku/?q=kuoro"


def test_what_is_missing_can_be_told_where_there_is_an_address(
    client: Client, region: SimpleNamespace
) -> None:
    assert Links(page(client, {"q": "xyzzyq"}), "empty__ways").found == [
        ("Katso kaikki kartalla", "/fi/haku/")
    ]
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.update_or_create(
        site=site, defaults={"contact_email": "toimitus@example.org"}
    )
    urls = [url for _text, url in Links(page(client, {"q": "xyzzyq"}), "empty__ways").found]
    assert urls == ["mailto:toimitus@example.org", "/fi/haku/"]


def test_the_map_reads_the_words_as_the_list_does(client: Client, region: SimpleNamespace) -> None:
    for query in ({"q": "uimmahali"}, {"q": "kuoro lahdessa"}, {"q": "kuoro xyzzyq"}):
        html = page(client, query)
        url = html.partition('map-url="')[2].partition('"')[0].replace("&amp;", "&")
        found = re.search(r'id="results-count">(\d+)', html)
        assert found
        assert client.get(url).json()["total"] == int(found[1]) > 0


def test_a_view_without_results_is_empty_not_another_search(
    client: Client, region: SimpleNamespace
) -> None:
    in_lahti = "25.6,60.95,25.7,60.98"
    choir = {"q": "kuoro hollolassa", "zoom": "14"}
    ActivityFactory(name="Mieskuoro", municipality=region.lahti, latitude=60.97, longitude=25.65)
    assert client.get("/api/v1/map", choir).json()["total"] == 1
    assert client.get("/api/v1/map", {**choir, "view": in_lahti}).json()["total"] == 0
    apart = {**choir, "view": in_lahti, "bbox": "25.0,60.0,25.1,60.1"}
    assert client.get("/api/v1/map", apart).json()["points"] == []
    assert client.get("/api/v1/map", {**choir, "view": "1,2"}).status_code == 422


def test_a_card_says_only_times_that_still_apply(client: Client) -> None:
    today = timezone.localdate()
    week = datetime.timedelta(days=7)
    early = {"byday": "", "opens_at": datetime.time(6), "closes_at": datetime.time(6, 45)}
    gone = ScheduleFactory.build(
        freq="WEEKLY", dtstart=today - 9 * week, until=today - week, **early
    )
    once = ScheduleFactory.build(freq="", dtstart=today - week, **early)
    still = ScheduleFactory.build(
        freq="WEEKLY",
        byday="",
        dtstart=today - 3 * week,
        opens_at=datetime.time(17),
        closes_at=datetime.time(18, 30),
    )
    ActivityFactory(name="Tanssikerho", schedules=[gone, once, still])
    html = client.get("/fi/haku/", {"q": "tanssikerho"}).content.decode()
    with translation.override("fi"):
        said, over = describe(still), [describe(gone), describe(once)]
    assert said in html
    assert not [text for text in over if text in html]


def test_a_card_says_the_times_in_the_order_of_the_week(client: Client) -> None:
    start = datetime.date(2026, 1, 5)
    evening, morning = datetime.time(18), datetime.time(9)
    schedules = [
        ScheduleFactory.build(
            freq="WEEKLY", byday=day, dtstart=start, until=None, opens_at=opens, closes_at=None
        )
        for day, opens in (("TH", morning), ("MO", evening), ("MO", morning))
    ]
    ActivityFactory(name="Tanssikerho", schedules=schedules)
    html = client.get("/fi/haku/", {"q": "tanssikerho"}).content.decode()
    with translation.override("fi"):
        said = "; ".join(describe(schedules[number]) for number in (2, 1, 0))
    assert said in html


def card(html: str) -> str:
    """The text of the only card."""
    text = html[html.index('<article class="card"') :].split("</article>")[0]
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


def test_what_is_on_again_next_summer_says_so(client: Client) -> None:
    summer = timezone.localdate() + datetime.timedelta(days=200)
    activity = ActivityFactory(name="Puistojumppa")
    schedule = ScheduleFactory(activity=activity, dtstart=summer)
    expected = schedule.next_occurrence()
    assert expected is not None
    activity.save()
    day = f"{expected.starts.day}.{expected.starts.month}."
    assert f"ke 10.00–11.00, seuraavan kerran ke {day}" in card(page(client, {"q": "puistojumppa"}))


def test_what_is_only_once_says_its_day_once(client: Client) -> None:
    day = timezone.localdate() + datetime.timedelta(days=10)
    activity = ActivityFactory(name="Toivelauluilta")
    schedule = ScheduleFactory(activity=activity, once=True, dtstart=day)
    activity.save()
    text = card(page(client, {"q": "toivelauluilta"}))
    assert describe(schedule) in text
    assert "seuraavan kerran" not in text


def test_a_group_of_filters_hides_only_what_is_many(client: Client) -> None:
    for number in range(12):
        ActivityFactory(
            name="Kuoro",
            municipality=MunicipalityFactory(name=f"Kunta {number}", code=f"{number:03}"),
            schedules=[ScheduleFactory.build(byday=code) for code in WEEKDAY_CODES],
        )
    html = page(client, {"q": "kuoro"})
    groups = {
        name: html[html.index(f'data-facet="{name}"') :].split("</fieldset>")[0]
        for name in ("weekday", "municipality")
    }
    assert groups["weekday"].count("<input") == 7
    assert "<details" not in groups["weekday"]
    assert groups["municipality"].count("<input") == 12
    assert groups["municipality"].split("<details")[0].count("<input") == 6

"""What people do not want: left out where the register can tell, else said to be beyond search."""

import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import translation

from search.asked import Asked
from search.asking import ask
from search.engines.base import SearchRequest
from search.understanding import label, text_without, understand
from servicemap.models import Category, Municipality, TargetGroup
from tests.factories import ActivityFactory, AssociationFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 25)

DENIED = [
    ("jumppaa ei lapsille", "-target=lapset", "jumppaa"),
    ("jumppaa senioreille, ei lapsille", "target=seniorit -target=lapset", "jumppaa"),
    ("ei lapsille eikä nuorille", "-target=lapset -target=nuoret", ""),
    ("ei lapsille ja nuorille", "-target=lapset -target=nuoret", ""),
    ("ei lapsille, nuorille", "-target=lapset target=nuoret", ""),
    ("kuoro ei Lahdessa", "-municipality=398", "kuoro"),
    ("tekemistä ilman lapsia", "kind=activity -target=lapset", ""),
    ("ei ilmainen", "-price=free", ""),
    ("ei maksullinen jooga", "price=free", "jooga"),
    ("ei maksullista", "price=free", ""),
    ("paitsi lauantaisin", "weekday=MO+TU+WE+TH+FR+SU", ""),
    ("ei maanantaisin eikä tiistaisin", "weekday=WE+TH+FR+SA+SU", ""),
    ("ei iltaisin", "time=morning+afternoon", ""),
    ("inte för barn", "-target=lapset", ""),
    ("dans utan barn", "-target=lapset", "dans"),
    ("yoga not for kids", "-target=lapset", "yoga"),
    ("no men", "-target=miehet", ""),
    ("not for kids or teenagers", "-target=lapset -target=nuoret", ""),
    ("lahden ulkopuolella", "-municipality=398", ""),
    ("jumppa Lahden kaupungin ulkopuolella", "-municipality=398", "jumppa"),
    ("muualla kuin Lahdessa tai Hollolassa", "-municipality=398 -municipality=098", ""),
    ("gym utanför Lahtis", "-municipality=398", "gym"),
    ("outside of Lahti", "-municipality=398", ""),
    ("swimming outside in Lahti", "municipality=398", "swimming outside"),
    ("ei urheilua", "-category=liikunta-ja-ulkoilu", ""),
    ("no sports", "-category=liikunta-ja-ulkoilu", ""),
    ("lapsille ei jalkapalloa", "target=lapset -category=jalkapallo", ""),
    ("ei jalkapalloa eikä tennistä", "-category=jalkapallo -category=tennis", ""),
    ("muuta kuin fudista", "-category=jalkapallo", ""),
    ("tekemistä -musiikki", "kind=activity -category=musiikki", ""),
    ("jalkapalloa lapsille", "target=lapset", "jalkapalloa"),
    ("enemmän kuin jalkapalloa", "", "enemmän kuin jalkapalloa"),
    ("ei vain jalkapalloa", "", "ei vain jalkapalloa"),
    ("ei vain lapsille", "", "ei vain lapsille"),
    ("not only for kids", "", "not only for kids"),
    ("ei-kilpailullinen liikunta", "", "ei-kilpailullinen liikunta"),
    ("Ei Meille ry", "", "Ei Meille ry"),
    ("ei tänään", "", "ei tänään"),
    ("ei maanantai-iltaisin", "", "ei maanantai-iltaisin"),
    ('ei "lapsille"', "", 'ei "lapsille"'),
    ("ei viikonloppuna jumppaa", "weekday=MO+TU+WE+TH+FR", "jumppaa"),
    ("jumppaa muttei Hollolassa", "-municipality=098", "jumppaa"),
    ("lapsille muttei Lahdessa", "target=lapset -municipality=398", ""),
    ("jumppaa, mutta en halua lapsille", "-target=lapset", "jumppaa"),
    ("jumppaa muttei vesijumppaa", "-category=vesijumppa", "jumppaa"),
    ("jumppaa pl. vesijumppa", "-category=vesijumppa", "jumppaa"),
    ("jumppaa lukuun ottamatta vesijumppaa", "-category=vesijumppa", "jumppaa"),
    ("jumppaa vesijumppaa lukuun ottamatta", "-category=vesijumppa", "jumppaa"),
    ("Lahtea lukuun ottamatta", "-municipality=398", ""),
    ("dans men inte för barn", "-target=lapset", "dans"),
    ("yoga but not in Lahti", "-municipality=398", "yoga"),
    # What no register tells of limits nothing, neither way.
    ("jumppaa muttei Vääksyssä", "", "jumppaa"),
    ("jooga paitsi joulukuussa", "", "jooga"),
    ("jooga paitsi ensi viikolla lapsille", "target=lapset", "jooga"),
    ("tanssia mutta en lavatansseja", "", "tanssia"),
    ("kuoro muttei gospelia tai rokkia, lapsille", "target=lapset", "kuoro"),
    ("muttei hikeä", "", "muttei hikeä"),
]


def test_denials_are_understood(registers: Any) -> None:
    found = []
    for query, _meanings, _rest in DENIED:
        understood = understand(query, TODAY)
        meanings = [
            f"{'-' * one.denied}{one.type}={'+'.join(one.values)}" for one in understood.meanings
        ]
        found.append((query, " ".join(meanings), understood.rest))
    assert found == DENIED


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("jumppaa ei lapsille hollolassa", "jumppaa hollolassa"),
        ("yoga not for kids in Lahti", "yoga in Lahti"),
        ("lapsille ei lapsille", "lapsille"),
    ],
)
def test_a_denial_goes_as_a_whole(registers: Any, text: str, left: str) -> None:
    [denied] = [meaning for meaning in understand(text).meanings if meaning.denied]
    assert text_without(text, denied) == left


def test_what_cannot_be_left_out_is_told(registers: Any) -> None:
    assert understand("jooga ilman ilmoittautumista").unheeded == ("ilman ilmoittautumista",)
    assert understand("ei tänään").unheeded == ("ei tänään",)
    assert understand("jooga paitsi ensi viikolla").unheeded == ("paitsi ensi viikolla",)
    assert understand("kuoro muttei Vääksyssä").unheeded == ("muttei Vääksyssä",)
    [denied] = understand("tanssia mutta en lavatansseja").unheeded
    assert denied == "mutta en lavatansseja"
    for text in ("ei lapsille", "ei vain lapsille", '"ilman huolia"', "ei", "ei maksa mitään"):
        assert understand(text).unheeded == ()


def test_a_denied_weekday_in_the_middle_divides_the_week(registers: Any) -> None:
    [days] = understand("ei keskiviikkoisin", TODAY).meanings
    with translation.override("fi"):
        assert label(days) == "maanantai–tiistai, torstai–sunnuntai"


@pytest.fixture
def dances(registers: Any) -> None:
    """Dances for different people."""
    groups = {group.slug: group for group in TargetGroup.objects.all()}
    lahti = Municipality.objects.get(code="398")
    club = AssociationFactory(name="Ei Meille ry", municipality=lahti)
    for name, slugs in {
        "Lastentanssi": ["lapset"],
        "Perhetanssi": ["lapset", "aikuiset"],
        "Aikuistanssi": ["aikuiset"],
        "Tanssi": [],
    }.items():
        targets = [groups[slug] for slug in slugs]
        ActivityFactory(name=name, organiser=club, municipality=lahti, target_groups=targets)


def asked(text: str, **selected: tuple[str, ...]) -> Asked:
    return ask(SearchRequest(text=text, selected=selected))


def names(one: Asked) -> set[str]:
    return {hit.card["name"]["fi"] for hit in one.search().hits}


@pytest.mark.parametrize("text", ["tanssi ei lapsille", "tanssi inte för barn", "tanssi no kids"])
def test_what_is_for_those_is_left_out(dances: None, text: str) -> None:
    assert names(asked(text)) == {"Aikuistanssi", "Tanssi"}


def test_a_choice_of_something_else_leaves_the_denial(dances: None) -> None:
    one = asked("tanssi ei lapsille", target=("aikuiset",))
    assert names(one) == {"Aikuistanssi"}
    assert not one.reading.overruled
    one = asked("tanssi ei lapsille", target=("lapset",))
    assert names(one) == {"Lastentanssi", "Perhetanssi"}
    assert [meaning.text for meaning in one.reading.overruled] == ["ei lapsille"]


def test_a_denial_is_given_up_like_any_limit(dances: None) -> None:
    # In quotation marks: else there are dances that are not for children.
    one = asked('"lastentanssi" ei lapsille')
    assert [meaning.text for meaning in one.dropped] == ["ei lapsille"]
    assert names(one) == {"Lastentanssi"}


def test_the_page_has_a_chip_that_goes(client: Client, dances: None) -> None:
    html = client.get("/en/search/", {"q": "tanssi ei lapsille"}).content.decode()
    chips = html.split("chips__group--understood")[1].split("</ul>")[0]
    assert "Not: Children" in chips
    assert 'href="/en/search/?q=tanssi"' in chips
    assert "from your words" not in html


def test_the_api_keeps_denials_apart_from_what_is_asked(client: Client, dances: None) -> None:
    answer = client.get("/api/v1/search", {"q": "tanssi ei lapsille", "lang": "en"}).json()
    assert answer["query"]["understood"] == []
    [excluded] = answer["excluded"]
    assert (excluded["type"], excluded["value"]) == ("target", "lapset")
    assert excluded["text"] == "ei lapsille"
    assert answer["total"] == 2


def test_what_is_elsewhere_passes_by_no_name(registers: Any) -> None:
    towns = {town.code: town for town in Municipality.objects.filter(code__in=["398", "098"])}
    for name, code in (("Lahden kuoro", "398"), ("Pajulahden kuoro", "398"), ("Kuoro", "098")):
        AssociationFactory(name=name, municipality=towns[code])
    for text in ("kuoro lahden ulkopuolella", "kuoro muualla kuin Lahdessa", "kuoro ei Lahti"):
        assert names(asked(text)) == {"Kuoro"}


def test_a_topic_that_is_not_wanted_is_excluded_and_can_be_let_in(
    client: Client, registers: Any
) -> None:
    lahti = Municipality.objects.get(code="398")
    football = Category.objects.get(slug="jalkapallo")
    club = AssociationFactory(name="Seura", municipality=lahti, categories=[football])
    where = {"organiser": club, "municipality": lahti}
    ActivityFactory(name="Potkitaan", categories=[football], **where)
    ActivityFactory(name="Lauletaan", **where)
    assert names(asked("tekemistä, ei jalkapalloa")) == {"Lauletaan"}
    query = {"q": "tekemistä, ei jalkapalloa"}
    [excluded] = client.get("/api/v1/search", query).json()["excluded"]
    assert (excluded["type"], excluded["value"]) == ("category", "jalkapallo")
    html = client.get("/en/search/", query).content.decode()
    chips = html.split("chips__group--understood")[1].split("</ul>")[0]
    assert "Not: Football" in chips
    assert f'href="/en/search/?q={quote("tekemistä")}"' in chips


def test_the_page_says_what_it_cannot_leave_out(client: Client, dances: None) -> None:
    def notice(text: str) -> bool:
        html = client.get("/en/search/", {"q": text}).content.decode()
        return f"cannot leave this out: <strong>{text}</strong>" in html

    assert notice("ilman ilmoittautumista")
    assert not notice("ei meille")
    assert not notice("ei lapsille")


def test_the_page_says_that_it_does_not_know_where_the_reader_is(
    client: Client, dances: None
) -> None:
    html = client.get("/en/search/", {"q": "tanssi lähellä minua"}).content.decode()
    assert "Search does not know where you are" in html
    html = client.get(
        "/en/search/", {"q": "tanssi lähellä minua", "near": "60.98,25.66", "sort": "distance"}
    ).content.decode()
    assert "Search does not know where you are" not in html

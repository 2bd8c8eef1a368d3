"""Words that only stand around what is asked for must not outweigh a place or a group."""

from typing import Any

import pytest
from django.test import Client

from search.asked import Asked
from search.asking import ask
from search.engines.base import SearchRequest
from servicemap.models import Category, Municipality, TargetGroup
from tests.factories import ActivityFactory, AssociationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(registers: Any) -> None:
    """A few activities in three municipalities."""
    towns = {town.name: town for town in Municipality.objects.all()}
    groups = {group.slug: group for group in TargetGroup.objects.all()}
    topics = {topic.slug: topic for topic in Category.objects.filter(slug__in=["uinti", "kuoro"])}
    club = AssociationFactory(name="Seura", municipality=towns["Padasjoki"])
    for name, town, slugs, description in (
        ("Uimakoulu", "Heinola", ["lapset"], ""),
        ("Pallokerho", "Sysmä", ["lapset"], "Pojille ja tytöille. Tervetuloa löytämään iloa."),
        ("Kuoro", "Lahti", ["seniorit"], "Vilkas ja rentouttava, ohjattua laulua."),
        ("Ohjattu tanssi", "Lahti", ["seniorit"], ""),
        ("Tuolijumppa", "Sysmä", ["seniorit"], ""),
    ):
        ActivityFactory(
            name=name,
            description=description,
            municipality=towns[town],
            organiser=club,
            target_groups=[groups[slug] for slug in slugs],
            categories=[topics["uinti"]] if name == "Uimakoulu" else [],
        )


def asked(text: str) -> Asked:
    return ask(SearchRequest(text=text))


def names(one: Asked) -> list[str]:
    return [hit.card["name"]["fi"] for hit in one.search().hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("etsin harrastusta 9-vuotiaalle pojalle heinolassa", ["Uimakoulu"]),
        ("mistä löytyisi eläkeläisille tekemistä Sysmässä", ["Tuolijumppa"]),
        ("haluaisin löytää lapselle uimakoulun Heinolasta", ["Uimakoulu"]),
        ("I'm looking for a kuoro in Lahti", ["Kuoro"]),
        ("jag letar efter verksamhet för flickor i Heinola", ["Uimakoulu"]),
        ("harrastuksia tytöille sysmässä", ["Pallokerho", "Tuolijumppa"]),
    ],
)
def test_requests_are_answered_where_they_ask(region: None, text: str, found: list[str]) -> None:
    one = asked(text)
    assert sorted(names(one)) == found
    assert not one.dropped


def test_who_is_for_boys_comes_first_and_nothing_else_is_hidden(region: None) -> None:
    assert names(asked("lapsille pojille")) == ["Pallokerho", "Uimakoulu"]
    assert names(asked("pojille")) == ["Pallokerho"]


def test_who_looks_for_a_friend_is_told_of_friends(region: None) -> None:
    lahti = Municipality.objects.get(name="Lahti")
    club = AssociationFactory(name="Vieras", municipality=lahti)
    friend = ActivityFactory(name="Ystävä kylään", municipality=lahti, organiser=club)
    friend.target_groups.set(TargetGroup.objects.filter(slug="seniorit"))
    assert names(asked("ystävä vanhukselle")) == ["Ystävä kylään"]
    # For a friend is another matter.
    assert names(asked("tuolijumppa ystävälle")) == ["Tuolijumppa"]


@pytest.mark.parametrize("weak", ["rentouttavaa", "ohjattua", "vilkas"])
def test_a_word_that_is_no_subject_goes_before_a_place(
    client: Client, region: None, weak: str
) -> None:
    one = asked(f"{weak} tekemistä sysmässä")
    assert (one.weak, one.dropped) == ((weak,), ())
    assert sorted(names(one)) == ["Pallokerho", "Tuolijumppa"]
    html = client.get("/en/search/", {"q": f"{weak} tekemistä sysmässä"}).content.decode()
    assert f"This was left out: <strong>“{weak}”</strong>" in html
    assert "Nothing here holds" not in html
    answer = client.get("/api/v1/search", {"q": f"{weak} tekemistä sysmässä"}).json()
    assert answer["relaxed"]["words"] == [weak]


def test_a_subject_goes_after_a_place(region: None) -> None:
    one = asked("kuoro sysmässä")
    assert [meaning.text for meaning in one.dropped] == ["sysmässä"]
    assert names(one) == ["Kuoro"]
    one = asked("rentouttava kuoro sysmässä")
    assert (one.weak, names(one)) == (("rentouttava",), ["Kuoro"])


def test_the_only_noun_is_what_is_looked_for(region: None) -> None:
    one = asked("iloa heinolassa")
    assert [meaning.text for meaning in one.dropped] == ["heinolassa"]
    assert names(one) == ["Pallokerho"]


def test_a_quoted_word_is_never_weak(region: None) -> None:
    one = asked('"rentouttava" tekemistä sysmässä')
    assert one.weak == ()
    assert names(one) == ["Kuoro"]

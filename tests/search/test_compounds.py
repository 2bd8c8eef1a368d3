"""Compounds that nothing holds: searched for by their parts, and never silently."""

import datetime
from typing import Any

import pytest
from django.test import Client

from search.analysis.finnish import is_available
from search.asked import Asked
from search.asking import ask
from search.compounds import parts_instead
from search.engines.base import SearchRequest
from servicemap.models import Municipality, TargetGroup
from tests.factories import (
    ActivityFactory,
    AssociationFactory,
    CategoryFactory,
    ScheduleFactory,
    SynonymFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not is_available(), reason="Voikko divides the words"),
]


def asked(text: str, **selected: tuple[str, ...]) -> Asked:
    return ask(SearchRequest(text=text, selected=selected))


def found(one: Asked) -> list[str]:
    return [hit.card["name"]["fi"] for hit in one.search().hits]


def shown(one: Asked) -> list[tuple[str, str]]:
    return [(each.word, each.shown) for each in one.broader]


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("kesäteatteri", ["teatteri"]),
        ("koiratanssia", ["tanssi"]),
        ("talvipuutarhajuhla", ["puutarhajuhla", "tarhajuhla", "juhla"]),
        ("saunailta", ["sauna"]),
        ("hevoskerho", ["hevonen"]),
        ("sauna-ilta", ["sauna"]),
        ("balettikoulu", ["baletti"]),
        ("koirapuistossa", ["koira", "puisto"]),
        ("venäjänkielinen", ["venäjän"]),
        ("aamukahvihetki", ["aamulla kahvihetki", "aamukahvi", "aamulla kahvi", "kahvihetki"]),
    ],
)
def test_the_head_says_what_a_compound_is(typed: str, instead: list[str]) -> None:
    assert [each.instead for each in parts_instead(typed)] == instead


@pytest.mark.parametrize("typed", ["kuoro", "zumbaxyz", "tai", "2026", "ab-cd"])
def test_what_is_no_compound_has_no_parts(typed: str) -> None:
    assert not list(parts_instead(typed))


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("yläastelaiselle", "Yläkoulun ylä-ilta"),
        ("kolmekymppinen", "Kolme kerhoa"),
        ("huonokuuloisille", "Huono nimi"),
        ("päiväkoti", "Kotiseutukävely"),
        ("joulukirkko", "Kirkkovenesoutu"),
    ],
)
def test_no_part_is_shown_that_is_no_subject(typed: str, named: str) -> None:
    ActivityFactory(name=named, description="Ylä, kolme, huono, koti ja kirkko.")
    one = asked(typed)
    assert (found(one), one.broader) == ([], ())


def test_a_part_is_a_subject_by_a_name_a_topic_or_a_synonym() -> None:
    ActivityFactory(name="Iltamat", description="Kotona, verstaassa ja kirkossa.")
    for typed in ("vanhainkoti", "joulukirkko", "puuverstas"):
        assert asked(typed).broader == ()
    ActivityFactory(name="Avoin koti")
    CategoryFactory(slug="kirkko", name="Kirkko")
    SynonymFactory(words="verstas", means="paja", direction="one_way")
    assert shown(asked("vanhainkoti")) == [("vanhainkoti", "koti")]
    assert shown(asked("joulukirkko")) == [("joulukirkko", "kirkko")]
    assert shown(asked("puuverstas")) == [("puuverstas", "verstas")]


def test_what_nothing_holds_is_searched_for_by_its_head() -> None:
    ActivityFactory(name="Tuolijumppa")
    ActivityFactory(name="Sauna")
    one = asked("koirajumppaa")
    assert found(one) == ["Tuolijumppa"]
    assert shown(one) == [("koirajumppaa", "jumppa")]
    assert one.corrected is None
    assert one.gave_up


def test_a_word_that_voikko_does_not_know_is_divided_where_something_holds_its_end() -> None:
    ActivityFactory(name="Kirppis kylällä")
    one = asked("syyskirppis")
    assert (found(one), shown(one)) == (["Kirppis kylällä"], [("syyskirppis", "kirppis")])


def test_a_word_of_unknown_parts_is_divided_where_no_correction_is_found() -> None:
    ActivityFactory(name="Tuolijumppa")
    ActivityFactory(name="Salibandy")
    assert shown(asked("zumbajumppa")) == [("zumbajumppa", "jumppa")]
    assert (asked("sallibanty").corrected, asked("sallibanty").broader) == ("salibandy", ())


def test_what_stands_before_the_head_comes_first() -> None:
    ActivityFactory(name="Jumppa")
    ActivityFactory(name="Jumppa koirille", description="Tuo koira mukaan.")
    assert found(asked("koirajumppa"))[0] == "Jumppa koirille"


def test_a_time_of_day_before_the_head_is_meant(registers: Any) -> None:
    morning, evening = (
        ScheduleFactory.build(opens_at=datetime.time(hour), closes_at=None) for hour in (9, 18)
    )
    town = Municipality.objects.get(slug="lahti")
    where: dict[str, Any] = {
        "municipality": town,
        "organiser": AssociationFactory(name="Seura", municipality=town),
    }
    ActivityFactory(name="Tuolijumppa", schedules=[morning], **where)
    ActivityFactory(name="Tehojumppa", schedules=[evening], **where)
    one = asked("aamujumppa")
    assert found(one) == ["Tuolijumppa"]
    assert [(meaning.type, meaning.value) for meaning in one.understood] == [("time", "morning")]
    assert found(asked("iltajumppaan")) == ["Tehojumppa"]


def test_for_whom_it_is_is_meant(registers: Any) -> None:
    town = Municipality.objects.get(slug="lahti")
    children = TargetGroup.objects.get(slug="lapset")
    where: dict[str, Any] = {
        "municipality": town,
        "organiser": AssociationFactory(name="Seura", municipality=town),
    }
    ActivityFactory(name="Tehojumppa", **where)
    for name in ("Jumppakoulu", "Jumppa pienille"):
        ActivityFactory(name=name, target_groups=[children], **where)
    one = asked("taaperojumppa")
    assert set(found(one)) == {"Jumppakoulu", "Jumppa pienille"}
    assert [meaning.value for meaning in one.understood] == ["lapset"]
    assert shown(one) == [("taaperojumppa", "jumppa")]


def test_what_is_meant_is_given_up_before_the_head() -> None:
    ActivityFactory(name="Tuolijumppa")
    one = asked("aamujumppa")
    assert found(one) == ["Tuolijumppa"]
    assert shown(one) == [("aamujumppa", "jumppa")]
    assert not one.understood


def test_a_head_that_says_nothing_gives_way_to_what_stands_before_it() -> None:
    ActivityFactory(name="Avoin sauna")
    ActivityFactory(name="Ilta metsässä")
    one = asked("saunailta")
    assert (found(one), shown(one)) == (["Avoin sauna"], [("saunailta", "sauna")])


def test_other_words_still_count() -> None:
    ActivityFactory(name="Tuolijumppa", description="Lempeästi.")
    ActivityFactory(name="Tehojumppa")
    assert found(asked("lempeä koirajumppa")) == ["Tuolijumppa"]


def test_a_compound_that_something_holds_is_left_alone() -> None:
    ActivityFactory(name="Koirajumppa")
    ActivityFactory(name="Tuolijumppa")
    one = asked("koirajumppa")
    assert (found(one), one.broader, one.gave_up) == (["Koirajumppa"], (), False)


def test_a_slip_is_corrected_rather_than_divided() -> None:
    AssociationFactory(name="Uimahalli", description="Hali kuuluu kaikille.")
    one = asked("uimahali")
    assert (one.corrected, one.broader) == ("uimahalli", ())
    ActivityFactory(name="Kahvakuula")
    assert asked("kahvakuola").corrected == "kahvakuula"


def test_a_far_word_is_no_correction_of_a_compound() -> None:
    ActivityFactory(name="Lapsikuoro")
    one = asked("poikakuoro")
    assert (one.corrected, shown(one)) == (None, [("poikakuoro", "kuoro")])


def test_what_is_quoted_is_meant_to_the_letter() -> None:
    ActivityFactory(name="Tuolijumppa")
    one = asked('"koirajumppa"')
    assert (found(one), one.broader) == ([], ())


def test_the_page_says_what_is_shown_instead(client: Client) -> None:
    ActivityFactory(name="Tuolijumppa")
    html = client.get("/en/search/", {"q": "koirajumppa"}).content.decode()
    said = "Not found: <strong>koirajumppa</strong>. Showing: <strong>jumppa</strong>."
    assert said in html
    assert said not in client.get("/en/search/", {"q": "jumppa"}).content.decode()

"""Which words a query is widened by."""

from typing import Any

import pytest

from search.asking import ask
from search.engines.base import SearchRequest
from search.synonyms import MOST_ALTERNATIVES, synonyms_of
from servicemap.models import Synonym
from tests.factories import ActivityFactory, AssociationFactory, CategoryFactory, SynonymFactory

pytestmark = pytest.mark.django_db

Found = list[tuple[str, list[str]]]


def widened(query: str) -> Found:
    """Each stretch of a query that is widened, with its alternatives."""
    words = query.split()
    return [
        (
            " ".join(words[widening.start : widening.end]),
            [" ".join(alternative.words) for alternative in widening.alternatives],
        )
        for widening in synonyms_of(words)
    ]


def test_both_ways_all_terms_mean_the_same() -> None:
    SynonymFactory(words="futis, fudis", means="jalkapallo")
    assert widened("futis") == [("futis", ["fudis", "jalkapallo"])]
    assert widened("jalkapallo") == [("jalkapallo", ["futis", "fudis"])]


def test_one_way_only_the_words_are_widened() -> None:
    SynonymFactory(words="hiihto, hiihtäminen", means="latu", direction="one_way")
    assert widened("hiihto") == [("hiihto", ["latu"])]
    assert widened("hiihtäminen") == [("hiihtäminen", ["latu"])]
    assert widened("latu") == []


@pytest.mark.parametrize("query", ["lätkä", "lätkää", "lätkässä", "lätkään"])
def test_inflected_word_is_widened(query: str) -> None:
    SynonymFactory(words="lätkä", means="jääkiekko")
    assert widened(f"lasten {query} lahdessa") == [(query, ["jääkiekko"])]


def test_part_of_a_compound_is_not_widened() -> None:
    SynonymFactory(words="lätkä", means="jääkiekko")
    assert widened("lätkäjoukkue") == []


def test_phrase_is_widened_whole_and_by_phrases() -> None:
    SynonymFactory(words="ping pong", means="pöytätennis")
    SynonymFactory(words="spr", means="punainen risti")
    assert widened("lasten ping pong kerho") == [("ping pong", ["pöytätennis"])]
    assert widened("ping") == widened("pong ping") == []
    assert widened("spr") == [("spr", ["punainen risti"])]
    assert widened("punaisen ristin ryhmä") == [("punaisen ristin", ["spr"])]


def test_phrase_comes_before_its_words() -> None:
    SynonymFactory(words="disc golf", means="frisbeegolf")
    SynonymFactory(words="disc", means="kiekko")
    assert [stretch for stretch, _ in widened("disc golf")] == ["disc golf", "disc"]


def test_alternative_has_the_terms_of_its_language() -> None:
    SynonymFactory(words="soccer", means="football clubs", language="en")
    (widening,) = synonyms_of(["soccer"])
    (alternative,) = widening.alternatives
    assert alternative.words == ("football", "clubs")
    assert alternative.language == "en"
    assert alternative.terms == (frozenset({"en:footbal"}), frozenset({"en:club"}))


def test_word_is_met_in_the_entrys_language_only() -> None:
    SynonymFactory(words="förening", means="klubb", language="sv")
    assert widened("föreningar") == [("föreningar", ["klubb"])]
    SynonymFactory(words="hall", means="arena", language="en")
    assert widened("hallia") == []


def test_words_of_one_language_mean_words_of_another() -> None:
    SynonymFactory(words="simhall", means="uimahalli", language="sv", means_language="fi")
    (widening,) = synonyms_of(["simhallen"])
    (alternative,) = widening.alternatives
    assert (alternative.words, alternative.language) == (("uimahalli",), "fi")
    assert alternative.terms == (frozenset({"uimahalli"}),)
    assert widened("uimahallissa") == [("uimahallissa", ["simhall"])]
    (widening,) = synonyms_of(["uimahallissa"])
    assert widening.alternatives[0].terms == (frozenset({"sv:simhall"}),)


def test_one_way_into_another_language_does_not_lead_back() -> None:
    SynonymFactory(
        words="library", means="kirjasto", language="en", means_language="fi", direction="one_way"
    )
    assert widened("libraries") == [("libraries", ["kirjasto"])]
    assert widened("kirjasto") == []


def test_exact_term_is_met_by_that_very_form_only() -> None:
    SynonymFactory(words="=kalas", means="fest", language="sv", direction="one_way")
    assert widened("kalas") == [("kalas", ["fest"])]
    assert widened("kala") == widened("kalat") == []


def test_synonyms_of_synonyms_do_not_count() -> None:
    SynonymFactory(words="a1", means="b1")
    SynonymFactory(words="b1", means="c1")
    assert widened("a1") == [("a1", ["b1"])]


def test_entries_with_one_word_add_up_and_are_bounded() -> None:
    SynonymFactory(words="peli", means="ottelu", direction="one_way")
    SynonymFactory(words="peli", means=", ".join(f"peli{number}x" for number in range(20)))
    ((_, alternatives),) = widened("peli")
    assert len(alternatives) == MOST_ALTERNATIVES
    assert alternatives[0] == "peli0x"


def test_entry_that_is_switched_off_or_deleted_does_not_count() -> None:
    entry = SynonymFactory(words="lätkä", means="jääkiekko")
    assert widened("lätkä")
    entry.is_active = False
    entry.save()
    assert widened("lätkä") == []
    entry.is_active = True
    entry.save()
    assert widened("lätkä")
    entry.delete()
    assert widened("lätkä") == []


def test_synonym_does_not_meet_what_is_only_below_a_root() -> None:
    root = CategoryFactory(slug="liikunta", name="Liikunta ja ulkoilu")
    judo = CategoryFactory(slug="judo", name="Judo", parent=root)
    hiking = CategoryFactory(slug="ulkoilulajit", name="Ulkoilulajit", parent=root)
    organiser = AssociationFactory(name="Seura")
    ActivityFactory(name="Tatamilla", categories=[judo], organiser=organiser)
    ActivityFactory(name="Polulla", categories=[hiking], organiser=organiser)
    ActivityFactory(name="Laavulla", description="Ulkoilua yhdessä.", organiser=organiser)
    SynonymFactory(words="sauvakävely", means="ulkoilu", direction="one_way")
    SynonymFactory(words="kamppailu", means="judo", direction="one_way")

    def found(text: str) -> set[str]:
        hits = ask(SearchRequest(text=text)).search().hits
        return {hit.card["name"]["fi"] for hit in hits}

    assert found("sauvakävely") == {"Polulla", "Laavulla"}
    assert found("ulkoilu") == {"Tatamilla", "Polulla", "Laavulla"}
    assert found("kamppailu") == {"Tatamilla"}


def test_a_root_that_is_renamed_counts_by_its_new_name() -> None:
    root = CategoryFactory(slug="liikunta", name="Liikunta", name_sv="Motion och friluftsliv")
    SynonymFactory(words="sauvakävely", means="ulkoilu", direction="one_way")
    SynonymFactory(words="vandring", means="friluftsliv", language="sv", direction="one_way")

    def at_root(word: str) -> list[bool]:
        (widening,) = synonyms_of([word])
        return [alternative.at_root for alternative in widening.alternatives]

    assert (at_root("sauvakävely"), at_root("vandring")) == ([False], [True])
    root.name = "Liikunta ja ulkoilu"
    root.save()
    assert at_root("sauvakävely") == [True]


def test_partitive_of_an_everyday_word_is_no_form_of_another_word() -> None:
    organiser = AssociationFactory(name="Seura")
    ActivityFactory(name="Täysi kori", organiser=organiser)
    ActivityFactory(name="Koripallo", organiser=organiser)

    def found(text: str) -> set[str]:
        hits = ask(SearchRequest(text=text)).search().hits
        return {hit.card["name"]["fi"] for hit in hits}

    assert "Täysi kori" in found("korista")
    SynonymFactory(words="koris", means="koripallo")
    assert found("korista") == {"Koripallo"}
    assert "Täysi kori" in found('"korista"')
    assert "Täysi kori" in found("koriin")


def test_register_is_read_once(django_assert_num_queries: Any) -> None:
    SynonymFactory(words="lätkä", means="jääkiekko")
    with django_assert_num_queries(2):
        synonyms_of(["lätkä"])
    with django_assert_num_queries(0):
        synonyms_of(["lätkää", "lapsille"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lätkää", "jääkiekko"),
        ("futista", "jalkapallo"),
        ("futiksen", "jalkapallo"),
        ("sählyä", "salibandy"),
        ("korista", "koripallo"),
        ("pingistä", "pöytätennis"),
        ("punttisalilla", "kuntosali"),
        ("jalkkista", "jalkapallo"),
        ("sulkkista", "sulkapallo"),
        ("frisbaria", "frisbeegolf"),
        ("fribaradalla", "frisbeegolfrata"),
        ("punttarilla", "kuntosali"),
        ("orkku", "orkesteri"),
        ("akvarelleja", "kuvataide"),
        ("hiljentymistä", "meditaatio"),
        ("alkoholistin", "päihdetyö"),
        ("kuolema", "suru"),
        ("kuollut", "suru"),
        ("kuoli", "suru"),
        ("menetyksestä", "suru"),
        ("menettäneet", "suru"),
        ("aloittelijoille", "alkeet"),
        ("alkeita", "peruskurssi"),
        ("peruskurssi", "aloittelija"),
        ("svamputflykter", "svampexkursion"),
        ("kirppikselle", "kirpputori"),
        ("leffaan", "elokuva"),
        ("tukiryhmä", "vertaistukiryhmä"),
        ("hiihto", "latu"),
        ("mummoille", "eläkeläinen"),
        ("loppis", "loppmarknad"),
        ("soccer", "football"),
        ("nuotiopaikalla", "tulentekopaikka"),
        ("hääpaikka", "juhlatila"),
        ("säbää", "salibandy"),
        ("läksykerhoon", "läksyapu"),
        ("meditoida", "meditaatio"),
        ("rahahuolia", "talousneuvonta"),
        ("hanurin", "harmonikka"),
        ("skridskor", "skridskobana"),
        ("arbis", "medborgarinstitut"),
        ("mushroom picking", "nature outings"),
        ("simhallen", "uimahalli"),
        ("libraries", "kirjasto"),
    ],
)
def test_shipped_register_knows_everyday_words(registers: Any, query: str, expected: str) -> None:
    alternatives = [word for _, found in widened(query) for word in found]
    assert expected in alternatives


@pytest.mark.parametrize(
    ("narrow", "broad"),
    [
        ("latu", "hiihto"),
        ("baletti", "tanssi"),
        ("mölkky", "seurapelit"),
        ("kuuloyhdistys", "tinnitus"),
        ("uimaranta", "ranta"),
        ("kuntosali", "gym"),
    ],
)
def test_narrow_word_does_not_pull_in_the_broad_one(
    registers: Any, narrow: str, broad: str
) -> None:
    assert narrow in [word for _, found in widened(broad) for word in found]
    assert broad not in [word for _, found in widened(narrow) for word in found]


@pytest.mark.parametrize("query", ["kala", "kalat", "met", "data", "dem", "jag", "mål", "program"])
def test_shipped_register_takes_no_word_for_another_languages_stem(
    registers: Any, query: str
) -> None:
    alternatives = {word for _, found in widened(query) for word in found}
    assert not alternatives & {
        "festlokal",
        "fiske",
        "digitala färdigheter",
        "minnessjukdomar",
        "jakt",
        "målarkonst",
        "coding",
        "ohjelmointi",
    }


def test_shipped_entries_are_ones_an_editor_could_have_made(registers: Any) -> None:
    entries = list(Synonym.objects.all())
    assert len(entries) > 1000
    for entry in entries:
        entry.full_clean()

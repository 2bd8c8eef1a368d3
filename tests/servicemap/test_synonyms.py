"""The register of synonyms: what may be written into it, its admin, and its derivation."""

import csv
import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from servicemap.models import Synonym
from servicemap.paginators import EntryPaginator
from tests.factories import SynonymFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def url(view: str, *args: Any) -> str:
    """The address of an admin view of the register."""
    return reverse(f"servicemap_synonym_modeladmin_{view}", args=args)


def form(**fields: str) -> dict[str, str]:
    """What a browser sends when the form has been filled in."""
    return {
        "words": "lätkä",
        "means": "jääkiekko",
        "direction": "both",
        "language": "fi",
        "means_language": "",
        "is_active": "on",
        **fields,
    }


def page(client: Client, **data: str) -> str:
    """The list as text."""
    return client.get(url("index"), data).content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"words": ""}, "words", "blank"),
        ({"means": " , ,"}, "means", "blank"),
        ({"words": "futis, Futis"}, "words", "”Futis”"),
        ({"words": "futis", "means": "jalkapallo, FUTIS"}, "means", "”futis”"),
        ({"words": "!!!"}, "words", "”!!!”"),
        ({"words": "x" * 81}, "words", "80"),
        ({"words": "lätkä", "means": "jääkiekko"}, "words", "lätkä ↔ jääkiekko"),
        ({"words": "jääkiekko", "means": "Lätkä"}, "words", "lätkä ↔ jääkiekko"),
    ],
)
def test_what_says_nothing_is_refused(fields: dict[str, str], field: str, message: str) -> None:
    SynonymFactory(words="lätkä", means="jääkiekko")
    entry = SynonymFactory.build(**fields)
    with pytest.raises(ValidationError) as caught:
        entry.full_clean()
    assert set(caught.value.error_dict) == {field}
    (error,) = caught.value.error_dict[field]
    assert message == error.code or message in "".join(error.messages)


@pytest.mark.parametrize(
    ("words", "means", "wrong"),
    [
        ("ja", "on", {"words": ["ja"], "means": ["on"]}),
        ("futis", "=Joka", {"means": ["=Joka"]}),
        ("missä on, ja", "jalkapallo", {"words": ["missä on"]}),
        ("purjevene, jolla", "purjehdus", {}),
        ("tai chi", "taiji", {}),
    ],
)
def test_words_that_search_leaves_out_are_refused(
    words: str, means: str, wrong: dict[str, list[str]]
) -> None:
    entry = SynonymFactory.build(words=words, means=means)
    found: dict[str, list[str]] = {}
    try:
        entry.full_clean()
    except ValidationError as error:
        found = {
            field: [each.params["term"] for each in errors if each.params]
            for field, errors in error.error_dict.items()
        }
    assert found == wrong


def test_the_list_counts_its_entries_without_naming_them(admin_client: Client) -> None:
    SynonymFactory(words="lätkä", means="jääkiekko")
    SynonymFactory(words="futis", means="jalkapallo")
    with translation.override("en"):
        assert EntryPaginator([1, 2], 50).items_count_label == "2 in all"
    response = admin_client.get(url("index"))
    assert isinstance(response.context["paginator"], EntryPaginator)


def test_cleaning_puts_the_list_right() -> None:
    entry = SynonymFactory.build(words="  lätkä ,kiekko,, ping   pong", means="peli")
    entry.full_clean()
    assert entry.words == "lätkä, kiekko, ping pong"
    assert entry.word_terms == ["lätkä", "kiekko", "ping pong"]


def test_other_language_or_direction_is_another_entry() -> None:
    SynonymFactory(words="hall", means="sal", language="sv")
    SynonymFactory.build(words="hall", means="sal", language="en").full_clean()
    SynonymFactory.build(words="sal", means="hall", language="sv", direction="one_way").full_clean()
    SynonymFactory.build(words="hall", means="sal", language="sv", means_language="en").full_clean()


def test_entry_between_languages_may_have_one_word_on_both_sides() -> None:
    SynonymFactory.build(
        words="film", means="film", language="sv", means_language="en"
    ).full_clean()


def test_entry_between_languages_is_there_once_whichever_way_it_is_turned() -> None:
    SynonymFactory(words="simhall", means="uimahalli", language="sv", means_language="fi")
    turned = SynonymFactory.build(
        words="uimahalli", means="simhall", language="fi", means_language="sv"
    )
    with pytest.raises(ValidationError) as caught:
        turned.full_clean()
    assert set(caught.value.error_dict) == {"words"}


def test_language_of_meaning_that_is_no_other_is_left_out() -> None:
    entry = SynonymFactory.build(language="sv", means_language="sv")
    entry.full_clean()
    assert (entry.means_language, entry.language_of_meaning) == ("", "sv")


def test_entry_is_made_changed_and_deleted_in_the_admin(admin_client: Client) -> None:
    assert admin_client.get(url("create")).status_code == 200
    response = admin_client.post(url("create"), form(words="lätkä,  kiekko"))
    assert response.status_code == 302, response.context["form"].errors
    entry = Synonym.objects.get()
    assert (entry.words, entry.source) == ("lätkä, kiekko", Synonym.Source.EDITOR)

    changed = form(direction="one_way", is_active="")
    assert admin_client.post(url("edit", entry.pk), changed).status_code == 302
    entry.refresh_from_db()
    assert (entry.words, entry.direction, entry.is_active) == ("lätkä", "one_way", False)

    assert admin_client.post(url("delete", entry.pk)).status_code == 302
    assert not Synonym.objects.exists()


def test_the_form_tells_of_the_sign_for_one_form_and_has_fields_that_grow(
    admin_client: Client,
) -> None:
    form = admin_client.get(url("create")).context["form"]
    assert "=dator" in form.fields["words"].help_text
    for name in ("words", "means"):
        assert form.fields[name].widget.attrs.get("rows") == 1


def test_admin_shows_what_is_wrong_beside_the_field(admin_client: Client) -> None:
    response = admin_client.post(url("create"), form(means="lätkä"))
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"means"}
    assert not Synonym.objects.exists()


def test_list_is_searched_and_filtered(admin_client: Client) -> None:
    SynonymFactory(words="lätkä", means="jääkiekko")
    SynonymFactory(words="fotboll", means="boll", language="sv", is_active=False)
    for found in (page(admin_client, q="kiekko"), page(admin_client, language__exact="fi")):
        assert "jääkiekko" in found
        assert "fotboll" not in found
    off = page(admin_client, is_active__exact="0")
    assert "fotboll" in off
    assert "jääkiekko" not in off


class TestDerivation:
    """The shipped file and the script that makes it."""

    @pytest.fixture
    def script(self, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        monkeypatch.syspath_prepend(str(ROOT / "scripts"))
        return importlib.import_module("derive_synonyms")

    def test_everyday_line_is_read(self, script: ModuleType) -> None:
        (both, one_way) = script.everyday({"fi": ["a, b = c", "d > e"]})
        assert (both.words, both.means, both.both) == (("a", "b"), ("c",), True)
        assert (one_way.words, one_way.means, one_way.both) == (("d",), ("e",), False)

    def test_list_between_languages_and_exact_terms_are_read(self, script: ModuleType) -> None:
        (row,) = script.everyday({"sv-fi": ["film, =kalas > film"]})
        assert (row.language, row.means_language) == ("sv", "fi")
        assert (row.words, row.means) == (("film", "=kalas"), ("film",))
        assert row.code == "everyday-sv-fi-one-way-film-kalas"

    @pytest.mark.parametrize("line", ["a b", "= b", "a =", "a = a", "a = b > c", "a, a = b"])
    def test_line_that_says_nothing_is_refused(self, script: ModuleType, line: str) -> None:
        with pytest.raises(script.RuleError):
            list(script.everyday({"fi": [line]}))

    def test_tag_of_many_types_or_in_the_name_is_left_out(self, script: ModuleType) -> None:
        names = ("Padelkenttä", "Kuntorata", "Maauimala/vesipuisto", "Rata (muu)", "Areena")
        types = [{"fi": name, "tags_fi": ["padel", "piha"]} for name in names]
        rules = {"most_types": 4, "skip_tags": []}
        (row,) = script.lipas({"types": types}, rules)
        assert row.words == ("padel",)
        assert row.means == ("kuntorata", "maauimala", "vesipuisto", "areena")

    def test_what_was_said_is_not_repeated(self, script: ModuleType) -> None:
        first = script.Row("everyday", "fi", ("a", "b"), ("c",), both=True)
        second = script.Row("lipas", "fi", ("c",), ("a", "d"))
        third = script.Row("lipas", "fi", ("b",), ("a",))
        kept = script.without_repeats([first, second, third])
        assert [(row.words, row.means) for row in kept] == [(("a", "b"), ("c",)), (("c",), ("d",))]

    def test_one_word_in_two_languages_is_no_repeat(self, script: ModuleType) -> None:
        first = script.Row("everyday", "sv", ("film",), ("bio",))
        second = script.Row("everyday", "sv", ("film",), ("bio",), means_language="en")
        third = script.Row("lipas", "sv", ("film",), ("bio", "biograf"))
        kept = script.without_repeats([first, second, third])
        assert {(row.means_language, row.means) for row in kept} == {
            ("", ("bio",)),
            ("en", ("bio",)),
            ("", ("biograf",)),
        }

    def test_shipped_file_has_each_source_and_language(self) -> None:
        path = ROOT / "servicemap" / "data" / "synonyms.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["source"] for row in rows} == {"everyday", "hobby", "lipas"}
        assert {row["language"] for row in rows} == {"fi", "sv", "en"}
        assert len({row["code"] for row in rows}) == len(rows) > 300
        assert sum(row["source"] == "everyday" for row in rows) >= 1000
        assert {row["means_language"] for row in rows} == {"", "fi"}

"""Which queries are counted, and in which spelling: none that may tell of a person."""

import datetime
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.gaps.privacy import MAX_DIGITS, MAX_TEXT, MAX_WORDS, countable_text, normalised
from tests.search.counted_queries import TODAY


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Uima\thalli \n", "uima halli"),
        ("“Launeen  Uimahalli”", "launeen uimahalli"),
        ("'kuoro'", "kuoro"),
        ("vaa’an korjaus", "vaa'an korjaus"),
        ("A\u0308ITI", "äiti"),
        ("ui\u00adma\u200bhalli\x00", "uimahalli"),
        ("STRASSE straße", "strasse strasse"),
        ("avoinna 2026", "avoinna 2026"),
        ("15140 Lahti", "15140 lahti"),
        ("klo 18", "klo 18"),
        ("MLL:n kerho 24.12. ja 6.1.", "mll:n kerho 24.12. ja 6.1."),
        ("ry.n kokous", "ry.n kokous"),
    ],
)
def test_one_query_has_one_spelling(typed: str, kept: str) -> None:
    assert countable_text(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "?!",
        "“”",
        "matti.meikalainen@example.org",
        "matti meikäläinen (at) example",
        "ＭＡＴＴＩ＠example",
        "@mattimeikalainen",
        "https://example.org/jäsenet",
        "www.example",
        "example.org jumppa",
        "040 123 4567",
        "+358 (0)40-123 4567",
        "kuoro 0401234567",
        "０４０１２３４５６７",
        "131052-308T",
        "131052 308t",
        "13.10.52",
        "131052A308T",
        "FI21 1234 5600 0007 85",
        "synt. 1.12.1952",
        "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän",
        "a" * (MAX_TEXT + 1),
        "ß" * (MAX_TEXT // 2 + 1),
        "x" * 100_000,
    ],
)
def test_what_may_tell_of_a_person_is_refused(typed: str) -> None:
    assert countable_text(typed) == ""


around = st.sampled_from(["", "uinti ", "soita ", "kuoro, ", "(", "\u200b"])


digits = st.text("0123456789", min_size=MAX_DIGITS + 1, max_size=14)


separators = st.sampled_from(["", " ", "-", ".", "/", " - ", "\u2013", "_", "\u00a0", "\u200b"])


@given(around, digits, st.lists(separators, min_size=14, max_size=14))
def test_no_long_number_is_kept_however_it_is_written(
    before: str, number: str, between: list[str]
) -> None:
    written = "".join(
        digit + gap for digit, gap in zip(number, between[: len(number)], strict=True)
    )
    assert countable_text(before + written) == ""


@given(
    st.dates(datetime.date(1900, 1, 1), TODAY),
    st.sampled_from("+-YXWVUABCDEF"),
    st.integers(2, 899),
)
def test_no_personal_identity_code_is_kept(born: datetime.date, century: str, number: int) -> None:
    digits = f"{born:%d%m%y}{number:03d}"
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31]
    code = f"{born:%d%m%y}{century}{number:03d}{check}"
    assert countable_text(code) == ""
    assert countable_text(f"jäsen {code.lower()} tiedot") == ""


@given(st.emails(), around)
def test_no_address_is_kept(address: str, before: str) -> None:
    assert countable_text(before + address) == ""


@given(st.text(max_size=300))
@example("a\u200d\u0308")
@example('a"\u0308')
@example("\u0345\u0301ᾳ")
@example("`'´’")
def test_whatever_is_typed_is_kept_short_and_in_one_spelling(typed: str) -> None:
    kept = countable_text(typed)
    assert len(kept) <= MAX_TEXT
    assert len(kept.split()) <= MAX_WORDS
    assert "\x00" not in kept
    kept.encode()
    assert normalised(kept) == kept


@given(st.text("abcdefghijklmnopqrstuvwxyzåäö -", max_size=40))
def test_case_and_encoding_make_no_difference(typed: str) -> None:
    for other in (typed.upper(), unicodedata.normalize("NFD", typed), f' "{typed}" '):
        assert countable_text(other) == countable_text(typed)

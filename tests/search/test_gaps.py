"""What was searched for and not found: counted without people, shown to coordinators."""

import csv
import datetime
import io
import logging
import os
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from search import query_counts, query_recorder
from search.engines.base import BoundingBox, Point, SearchRequest, Sort
from search.query_counts import Asked, QueryCount, Tally
from search.query_privacy import MAX_DIGITS, MAX_TEXT, MAX_WORDS, countable_text, normalised
from search.query_recorder import QueryRecorder, is_new_search
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from tests.factories import UserFactory
from tests.servicemap.admin_forms import text as page_text

TODAY = datetime.date(2026, 6, 30)


def ago(days: int, today: datetime.date | None = None) -> datetime.date:
    return (today or timezone.localdate()) - datetime.timedelta(days=days)


def asked(
    text: str,
    searches: int = 3,
    missed: int = 0,
    day: datetime.date | None = None,
    lang: str = "fi",
) -> None:
    """Make it so that a query was asked on a day, today if not told."""
    key = Asked(day or timezone.localdate(), text, lang)
    QueryCount.objects.add({key: Tally(searches, missed)})


def stored() -> dict[tuple[str, str], tuple[int, int]]:
    """What is kept: searches and those without results by text and language."""
    return {
        (count.text, count.language): (count.searches, count.without_results)
        for count in QueryCount.objects.all()
    }


# What is counted


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


def test_only_asking_is_counted_not_paging_or_narrowing() -> None:
    assert is_new_search(SearchRequest(text="kuoro"))
    for other in (
        SearchRequest(text="kuoro", page=2),
        SearchRequest(text="kuoro", selected={"kind": ("activity",)}),
        SearchRequest(text="kuoro", near=Point(61, 25)),
        SearchRequest(text="kuoro", bbox=BoundingBox(25, 60, 26, 61)),
        SearchRequest(text="kuoro", sort=Sort.NAME),
    ):
        assert not is_new_search(other)


# How it is counted


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[QueryRecorder]:
    """A recorder of the test's own, which ends with it."""
    recorder = QueryRecorder()
    # Not to be run when pytest ends.
    monkeypatch.setattr(query_recorder.atexit, "register", lambda function: function)
    monkeypatch.setattr(query_recorder, "recorder", recorder)
    yield recorder
    site_settings.SEARCH_GAPS_SAVE_SECONDS = 0
    if recorder._timer is not None:
        recorder._timer.cancel()
        recorder._timer.join()


@contextmanager
def locked_counts() -> Iterator[None]:
    """Another process writes for a long time and lets nobody else write."""
    other = connection.copy()
    lock = {
        "sqlite": "BEGIN IMMEDIATE",
        "postgresql": f"BEGIN; LOCK TABLE {QueryCount._meta.db_table} IN EXCLUSIVE MODE",
    }
    try:
        with other.cursor() as cursor:
            cursor.execute(lock[connection.vendor])
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


@pytest.mark.django_db
def test_searches_are_added_up_by_query_and_language(recorder: QueryRecorder) -> None:
    for text, language, total in [
        ("Kuoro", "fi", 2),
        (" kuoro ", "fi", 0),
        ("kuoro", "sv", 0),
        ("matti@example.org", "fi", 0),
    ]:
        query_recorder.record(text, language, total)
    assert recorder.save()
    assert stored() == {("kuoro", "fi"): (2, 1), ("kuoro", "sv"): (1, 1)}
    query_recorder.record("KUORO", "fi", 0)
    recorder.save()
    assert stored()["kuoro", "fi"] == (3, 2)
    assert set(QueryCount.objects.values_list("day", flat=True)) == {timezone.localdate()}


def test_nothing_but_counts_is_kept() -> None:
    fields = {field.name for field in QueryCount._meta.get_fields()}
    assert fields == {"id", "day", "text", "language", "searches", "without_results"}


@pytest.mark.django_db
def test_recording_takes_no_query(recorder: QueryRecorder, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        for number in range(100):
            recorder.record(f"kuoro {number}", "fi", 0)


@pytest.mark.django_db(transaction=True)
def test_threads_that_record_and_save_at_once_lose_nothing(recorder: QueryRecorder) -> None:
    def work(words: list[str]) -> None:
        try:
            for number in range(40):
                recorder.record(words[number % len(words)], "fi", number % 2)
                if number % 10 == 9:
                    recorder.save()
        finally:
            connection.close()

    words = ["kuoro", "uinti", "sulkapallo"]
    threads = [
        threading.Thread(target=work, args=(words if number % 2 else words[::-1],))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert recorder.save()
    assert sum(searches for searches, _missed in stored().values()) == 240
    assert sum(missed for _searches, missed in stored().values()) == 120


@pytest.mark.django_db(transaction=True)
def test_processes_that_save_the_same_queries_add_up() -> None:
    """Two recorders stand for two processes: they share the database only."""
    recorders = [QueryRecorder() for _number in range(4)]

    def work(recorder: QueryRecorder) -> None:
        try:
            for _round in range(5):
                for word in ("kuoro", "uinti", "jumppa"):
                    recorder.record(word, "fi", 0)
                assert recorder.save()
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(recorder,)) for recorder in recorders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored() == {(word, "fi"): (20, 20) for word in ("kuoro", "uinti", "jumppa")}


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_slows_no_search_and_loses_no_count(
    recorder: QueryRecorder, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A long import holds the write lock while people search."""
    settings.SEARCH_GAPS_SAVE_SECONDS = 0.05
    with locked_counts():
        started = time.perf_counter()
        for _number in range(50):
            recorder.record("Salainen Sana", "fi", 0)
            time.sleep(0.01)
        waited = time.perf_counter() - started - 50 * 0.01
        assert recorder._saving.locked(), "the thread should be waiting for the database by now"
        assert waited < 0.5
    deadline = time.monotonic() + 10
    while stored() != {("salainen sana", "fi"): (50, 50)}:
        assert time.monotonic() < deadline, stored()
        time.sleep(0.05)
    assert "salainen" not in caplog.text.casefold()


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_saved_is_saved_the_next_time(
    recorder: QueryRecorder, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query_recorder.PATIENCE_SQL[connection.vendor].format(10))
    recorder.record("Salainen sana", "fi", 0)
    with locked_counts(), caplog.at_level(logging.DEBUG, logger="search"):
        assert not recorder.save()
    recorder.record("salainen sana", "fi", 1)
    assert recorder.save()
    assert stored() == {("salainen sana", "fi"): (2, 1)}
    assert "OperationalError" in caplog.text
    assert "salainen" not in caplog.text.casefold()
    connection.close()


COUNT_AND_END = """
import sys
from django.conf import settings
settings.DATABASES["default"].update(NAME=sys.argv[1], TEST={})
import django
django.setup()
settings.SEARCH_GAPS_SAVE_SECONDS = 300
from search.query_recorder import record
for number in range(3):
    record("viime hetken haku", "fi", 0)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [False, True])
def test_a_process_that_ends_saves_its_counts_but_does_not_wait_for_long(locked: bool) -> None:
    name = str(connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "PYTHONPATH": f"{site_settings.SITE_DIR}{os.pathsep}{site_settings.BASE_DIR}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    with locked_counts() if locked else nullcontext():
        # Shorter than the patience of SQLite's other connections.
        subprocess.run(
            [sys.executable, "-c", COUNT_AND_END, name], env=environment, check=True, timeout=25
        )
    assert stored() == ({} if locked else {("viime hetken haku", "fi"): (3, 3)})


def test_no_error_reaches_the_search(
    recorder: QueryRecorder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("salainen sana")

    monkeypatch.setattr(query_recorder.timezone, "localdate", fail)
    query_recorder.record("salainen sana", "fi", 0)
    assert "RuntimeError" in caplog.text
    assert "salainen" not in caplog.text


def test_memory_is_bounded(recorder: QueryRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_recorder, "MAX_WAITING", 3)
    for number in range(5):
        recorder.record(f"sana {number}", "fi", 0)
    recorder.record("sana 0", "fi", 0)
    assert sorted(tally.searches for tally in recorder._waiting.values()) == [1, 1, 2]


@pytest.mark.django_db
def test_the_disk_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked("kuoro")
    asked("uinti")
    monkeypatch.setattr(query_counts, "MAX_TEXTS_A_DAY", 2)
    asked("satunnainen")
    asked("kuoro", 1, 1)
    assert stored() == {("kuoro", "fi"): (4, 1), ("uinti", "fi"): (3, 0)}


def test_a_forked_process_counts_anew(recorder: QueryRecorder) -> None:
    """What the parent counted is the parent's to save."""
    recorder.record("kuoro", "fi", 0)
    os.register_at_fork(after_in_child=recorder.after_fork)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        recorder.record("uinti", "fi", 0)
        os.write(write, ",".join(key.text for key in recorder._waiting).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 100) == b"uinti"
    os.close(read)
    os.close(write)
    assert [key.text for key in recorder._waiting] == ["kuoro"]


# What is forgotten


@pytest.mark.django_db
def test_old_and_rare_queries_are_purged(settings: Any) -> None:
    settings.SEARCH_GAPS_KEEP_DAYS = 100
    asked("vanha", 9, day=ago(101, TODAY))
    asked("aina", 9, day=ago(100, TODAY))
    asked("harva", 2, day=ago(31, TODAY))
    asked("tuore", 1, day=ago(30, TODAY))
    # Three times, but never within thirty days.
    for days in (99, 84, 69):
        asked("hidas", 1, day=ago(days, TODAY))
    # Three times within thirty days, and once long before.
    for days in (90, 60, 50, 31):
        asked("kertyvä", 1, day=ago(days, TODAY))
    # In one language only often enough.
    asked("kuoro", 3, day=ago(40, TODAY))
    asked("kuoro", 2, day=ago(40, TODAY), lang="sv")
    # Waits for what the days to come bring.
    asked("odottaa", 2, day=ago(31, TODAY))
    asked("odottaa", 1, day=ago(2, TODAY))

    assert QueryCount.objects.purge(TODAY) == 1 + 1 + 3 + 1 + 1
    left = {
        (count.text, count.language, (TODAY - count.day).days) for count in QueryCount.objects.all()
    }
    assert left == {
        ("aina", "fi", 100),
        ("tuore", "fi", 30),
        ("kertyvä", "fi", 60),
        ("kertyvä", "fi", 50),
        ("kertyvä", "fi", 31),
        ("kuoro", "fi", 40),
        ("odottaa", "fi", 31),
        ("odottaa", "fi", 2),
    }
    assert QueryCount.objects.purge(TODAY) == 0


@pytest.mark.django_db
def test_the_site_purges_by_itself_once_a_day(
    recorder: QueryRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked("harva", 1, day=ago(40))
    recorder.record("kuoro", "fi", 0)
    recorder.save()
    assert stored() == {("kuoro", "fi"): (1, 1)}
    asked("toinen", 1, day=ago(40))
    recorder.save()
    assert ("toinen", "fi") in stored()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(query_recorder.timezone, "localdate", lambda: tomorrow)
    recorder.save()
    assert ("toinen", "fi") not in stored()


@pytest.mark.django_db
def test_the_command_purges_and_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    asked("harva", 1, day=ago(40))
    asked("kuoro", 3, day=ago(40))
    call_command("purge_query_counts")
    assert "1" in capsys.readouterr().out
    assert stored() == {("kuoro", "fi"): (3, 0)}


# What coordinators see


def report(client: Client, **parameters: Any) -> Any:
    response = client.get(reverse("search_query_report"), parameters)
    assert response.status_code == 200
    return response


def rows(client: Client, **parameters: Any) -> list[str]:
    return [row["text"] for row in report(client, **parameters).context["object_list"]]


def exported_csv(client: Client, **parameters: Any) -> list[list[str]]:
    answer = page_text(report(client, export="csv", **parameters))
    return list(csv.reader(io.StringIO(answer)))


@pytest.fixture
def queries(db: None) -> None:
    """A few queries, of which some find nothing and some are rare."""
    asked("koripallo", 10, 4)
    asked("avantouinti", 8, 8, lang="sv")
    asked("uimahalli", 50, 0)
    asked("matti meikäläinen", 2, 2)
    asked("koripallo", 5, 5, day=ago(10))
    asked("pesäpallo", 2, 2, day=ago(3))
    asked("pesäpallo", 2, 1, day=ago(60))
    asked("keilailu", 4, 1, day=ago(200))


@pytest.mark.django_db
def test_gaps_are_listed_worst_first(admin_client: Client, queries: None) -> None:
    response = report(admin_client)
    assert [tuple(row.values()) for row in response.context["object_list"]] == [
        ("koripallo", "fi", 15, 9, timezone.localdate(), 60),
        ("avantouinti", "sv", 8, 8, timezone.localdate(), 100),
    ]
    page = page_text(response)
    assert "60 %" in page
    assert 'href="/fi/haku/?q=koripallo"' in page
    assert 'href="/sv/sok/?q=avantouinti"' in page


@pytest.mark.django_db
def test_all_searches_are_listed_most_asked_first(admin_client: Client, queries: None) -> None:
    assert rows(admin_client, show="all") == ["uimahalli", "koripallo", "avantouinti"]
    assert rows(admin_client, show="all", ordering="text") == [
        "avantouinti",
        "koripallo",
        "uimahalli",
    ]


@pytest.mark.django_db
def test_the_span_and_the_language_are_chosen(admin_client: Client, queries: None) -> None:
    assert rows(admin_client, days="7") == ["avantouinti", "koripallo"]
    assert rows(admin_client, days="90") == ["koripallo", "avantouinti", "pesäpallo"]
    assert rows(admin_client, days="365") == ["koripallo", "avantouinti", "pesäpallo", "keilailu"]
    assert rows(admin_client, language="sv") == ["avantouinti"]
    dates = {"dates_from": f"{ago(210):%d.%m.%Y}", "dates_to": f"{ago(150):%d.%m.%Y}"}
    assert rows(admin_client, **dates) == ["keilailu"]
    assert rows(admin_client, days="7", dates_from=f"{ago(12):%d.%m.%Y}") == [
        "koripallo",
        "avantouinti",
    ]


@pytest.mark.django_db
def test_bad_filters_are_no_error(admin_client: Client, queries: None) -> None:
    for parameters in (
        {"days": "0"},
        {"show": "x"},
        {"dates_from": "eilen"},
        {"ordering": "pk;"},
        {"p": "99"},
    ):
        assert "koripallo" in rows(admin_client, **parameters)


@pytest.mark.django_db
@pytest.mark.parametrize("show", ["missed", "all"])
@pytest.mark.parametrize("days", ["7", "30", "90", "365"])
def test_rare_queries_are_nowhere(
    admin_client: Client, queries: None, show: str, days: str
) -> None:
    """Fewer than three searches in the chosen span: not on the page, not in any export."""
    choice = {"show": show, "days": days}
    rare = {"matti meikäläinen"} | ({"pesäpallo"} if days in {"7", "30"} else set())
    shown = page_text(report(admin_client, **choice))
    table = exported_csv(admin_client, **choice)
    sheet = load_workbook(io.BytesIO(b"".join(report(admin_client, export="xlsx", **choice))))
    sheet_rows = list(sheet.active.values)
    assert len(table) == len(sheet_rows) > 1
    for text in rare:
        assert text not in shown
        assert text not in str(table)
        assert text not in str(sheet_rows)
    assert all(int(row[1]) >= 3 for row in table[1:])


@pytest.mark.django_db
def test_the_export_has_what_the_list_has(admin_client: Client, queries: None) -> None:
    today = timezone.localdate()
    assert exported_csv(admin_client)[1:] == [
        ["koripallo", "15", "9", "60", today.isoformat(), "fi"],
        ["avantouinti", "8", "8", "100", today.isoformat(), "sv"],
    ]
    response = report(admin_client, export="csv")
    assert f"missed-{ago(29)}-{today}.csv" in response["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(b"".join(report(admin_client, export="xlsx"))))
    assert list(sheet.active.values)[1][:4] == ("koripallo", 15, 9, 60)


@pytest.mark.django_db
def test_no_spreadsheet_runs_what_somebody_searched_for(admin_client: Client) -> None:
    formula = countable_text('=HYPERLINK("x";"y")')
    assert formula.startswith("=")
    asked(formula, 3, 3)
    assert exported_csv(admin_client)[1][0] == f"'{formula}"
    sheet = load_workbook(io.BytesIO(b"".join(report(admin_client, export="xlsx"))))
    cell = sheet.active["A2"]
    assert (cell.value, cell.data_type) == (formula, "s")
    asked("<script>alert()</script>", 3, 3)
    assert "<script>alert" not in page_text(report(admin_client))


@pytest.mark.django_db
def test_an_empty_report_says_so(admin_client: Client) -> None:
    asked("matti meikäläinen", 2, 2)
    for show in ("missed", "all"):
        response = report(admin_client, show=show)
        assert str(response.context["view"].no_results_message) in page_text(response)
        assert 'class="listing"' not in page_text(response)
        assert "meikäläinen" not in page_text(response)


@pytest.mark.django_db
def test_filters_fetch_the_list_alone(admin_client: Client, queries: None) -> None:
    answer = page_text(admin_client.get(reverse("search_query_report_results"), {"show": "all"}))
    assert "uimahalli" in answer
    assert "<html" not in answer


@pytest.mark.django_db
def test_more_queries_in_the_report_take_no_more_of_the_database(
    admin_client: Client, queries: None, django_assert_max_num_queries: Any
) -> None:
    report(admin_client)
    with django_assert_max_num_queries(15) as few:
        report(admin_client)
    for number in range(40):
        asked(f"sana {number}", 5, 5)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(rows(admin_client)) == 42


@pytest.mark.django_db
def test_the_list_has_pages(admin_client: Client) -> None:
    for number in range(60):
        asked(f"sana {number}", 5, 5)
    first, second = rows(admin_client), rows(admin_client, p=2)
    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)
    assert len(exported_csv(admin_client)) == 61


# Who sees it


def user_in(group: str, *, may_see: bool) -> Any:
    ensure_listing_workflow()
    user: Any = UserFactory()
    members = Group.objects.get(name=group)
    if may_see:
        members.permissions.add(
            Permission.objects.get(content_type__app_label="search", codename="view_querycount")
        )
    user.groups.add(members)
    return user


@pytest.mark.django_db
@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
@pytest.mark.parametrize("may_see", [True, False])
def test_a_group_sees_the_report_when_it_has_been_given_the_right(
    client: Client, queries: None, group: str, may_see: bool
) -> None:
    client.force_login(user_in(group, may_see=may_see))
    address = reverse("search_query_report")
    assert (address in page_text(client.get(reverse("wagtailadmin_home")))) is may_see
    for path, parameters in [
        (address, {}),
        (address, {"export": "csv"}),
        (address, {"export": "xlsx"}),
        (reverse("search_query_report_results"), {}),
    ]:
        response = client.get(path, parameters)
        assert (response.status_code == 200) is may_see
        if not may_see:
            assert response.status_code == 302
            assert b"koripallo" not in response.content


@pytest.mark.django_db
def test_others_are_sent_to_sign_in(client: Client, queries: None) -> None:
    address = reverse("search_query_report")
    for _round in range(2):
        response = client.get(address, {"export": "csv"})
        assert response.status_code == 302
        assert reverse("wagtailadmin_login") in response["Location"]
        client.force_login(UserFactory())


@pytest.mark.django_db
def test_administrators_give_the_right_to_groups(admin_client: Client) -> None:
    group = Group.objects.create(name="Koordinaattorit")
    permission = Permission.objects.get(codename="view_querycount")
    page = page_text(admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk])))
    assert f'name="permissions" value="{permission.pk}"' in page.replace("\n", " ")
    assert not Permission.objects.filter(
        content_type__app_label="search", codename="change_querycount"
    ).exists()

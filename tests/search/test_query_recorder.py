"""How queries are counted and forgotten: without people, without making anyone wait."""

import datetime
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from search.analysis.finnish import is_available
from search.engines.base import BoundingBox, Point, SearchRequest, Sort
from search.gaps import counts
from search.gaps import recorder as query_recorder
from search.gaps.counts import QueryCount
from search.gaps.recorder import QueryRecorder, is_new_search
from tests.search.counted_queries import TODAY, ago, asked, stored


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
    counts = {"searches", "without_results", "corrected", "pages_only"}
    assert fields == {"id", "day", "text", "base", "language", *counts}


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
from search.gaps.recorder import record
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
    monkeypatch.setattr(counts, "MAX_TEXTS_A_DAY", 2)
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
@pytest.mark.skipif(not is_available(), reason="Voikko knows the forms")
def test_what_is_rare_in_one_form_is_kept_for_all_its_forms() -> None:
    asked("keilailu", 1, day=ago(40, TODAY))
    for days, text in enumerate(("koripallo", "koripalloa", "koripallon")):
        asked(text, 1, day=ago(40 + days, TODAY))
    assert QueryCount.objects.purge(TODAY) == 1
    assert {text for text, _language in stored()} == {"koripallo", "koripalloa", "koripallon"}


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

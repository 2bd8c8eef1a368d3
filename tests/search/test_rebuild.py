"""Rebuilding and checking the index while people search and edit, in real processes."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from search import documents, published
from search.asking import ask
from search.engines import get_engine
from search.engines.base import SearchRequest
from search.models import SearchEntry
from servicemap.models import Facility
from tests.factories import FacilityFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_S = 60
HALLS = 24

REBUILD = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from search import documents, published
published.AT_ONCE = 4
build = documents.build
def slowly(found):
    time.sleep(float(sys.argv[1]))
    made = build(found)
    print(made.object_id, flush=True)
    return made
documents.build = slowly
call_command("rebuild_search_index", verbosity=0)
"""
"""Rebuilds in many small steps, and prints the key of each listing on the way."""

COUNT = """
import sys
import django
django.setup()
from search import documents, published
from search.asking import ask
from search.engines.base import SearchRequest
for line in sys.stdin:
    print(ask(SearchRequest(text=line.strip())).search().total, flush=True)
"""
"""Prints how many results there are for each line."""


def child(code: str, *arguments: str) -> "subprocess.Popen[str]":
    """Start another process of the site, on the test's own database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def rebuilding(pause: float = 0.01) -> Iterator["subprocess.Popen[str]"]:
    """Rebuild in another process meanwhile, from its first listing on; it must end well."""
    process = child(REBUILD, str(pause))
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip()
        # The pipe must not fill up.
        reader = threading.Thread(target=process.stdout.read)
        reader.start()
        yield process
        assert process.wait(PATIENCE_S) == 0
        reader.join(PATIENCE_S)
    finally:
        process.kill()
        process.wait()


@contextmanager
def threads(*works: Callable[[], None]) -> Iterator[None]:
    """Do these meanwhile, each in a thread with a connection of its own; none may raise."""
    errors: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in running:
        thread.start()
    try:
        yield
    finally:
        for thread in running:
            thread.join(PATIENCE_S)
        assert not errors, errors
    assert not any(thread.is_alive() for thread in running)


@pytest.fixture
def halls() -> list[Facility]:
    """Swimming halls of one place."""
    place = MunicipalityFactory(code="398", slug="lahti", name="Lahti")
    return [
        FacilityFactory(name=f"Uimahalli {number:03}", municipality=place)
        for number in range(HALLS)
    ]


def total(text: str, **request: Any) -> int:
    """How many things are found."""
    return ask(SearchRequest(text=text, **request)).search().total


def make_all_outdated() -> None:
    """Let every entry be written anew by the next rebuilding."""
    SearchEntry.objects.update(fingerprint=0, stamp=0)


def check() -> None:
    """Raise unless the index agrees with what is published."""
    call_command("rebuild_search_index", check=True, verbosity=0)


def test_everything_is_found_all_the_while(halls: list[Facility]) -> None:
    make_all_outdated()
    seen: list[int] = []
    with rebuilding() as process:
        while process.poll() is None:
            response = ask(SearchRequest(text="uimahallit", size=100)).search()
            seen += [response.total, len(response.hits), response.facets["kind"]["facility"]]
    assert len(seen) > 10
    assert set(seen) == {HALLS}
    assert not SearchEntry.objects.filter(stamp=0).exists()
    check()


def test_edits_during_a_rebuild_are_not_lost(halls: list[Facility]) -> None:
    make_all_outdated()
    done = threading.Event()

    def rename(some: list[Facility]) -> Callable[[], None]:
        def work() -> None:
            number = 0
            while not done.is_set():
                hall = some[number % len(some)]
                number += 1
                hall.name = f"Kylpylä {hall.pk} {number}"
                hall.save()

        return work

    def come_and_go() -> None:
        while not done.is_set():
            made = FacilityFactory(name="Keilahalli", municipality=halls[0].municipality)
            made.unpublish()
            Facility.objects.get(pk=made.pk).delete()

    with threads(rename(halls[:10]), rename(halls[10:20]), come_and_go):
        try:
            with rebuilding() as process:
                process.wait(PATIENCE_S)
        finally:
            done.set()
    check()
    assert total("kylpylä") > 0
    assert total('"keilahalli"') == 0
    names = {entry["fi"] for entry in SearchEntry.objects.values_list("names", flat=True)}
    assert names == set(Facility.objects.values_list("name", flat=True))


def test_a_rebuild_that_is_killed_leaves_an_index_that_answers(halls: list[Facility]) -> None:
    make_all_outdated()
    get_engine().remove([("facility", halls[-1].pk)])
    with child(REBUILD, "0.02") as process:
        assert process.stdout is not None
        for _listing in range(HALLS // 2 + 1):
            assert process.stdout.readline()
        process.kill()
    written = SearchEntry.objects.exclude(stamp=0).count()
    assert 0 < written < HALLS - 1
    assert total("uimahalli") == HALLS - 1
    with pytest.raises(CommandError):
        check()
    call_command("rebuild_search_index", verbosity=0)
    assert total("uimahalli") == HALLS
    check()


def test_two_rebuilds_at_once_do_no_harm(halls: list[Facility]) -> None:
    make_all_outdated()
    get_engine().remove([("facility", halls[0].pk)])
    with rebuilding(), rebuilding():
        assert total("uimahalli") in {HALLS - 1, HALLS}
    assert total("uimahalli") == HALLS
    check()


def test_another_process_sees_changes_at_once_and_nothing_of_what_is_undone(
    halls: list[Facility],
) -> None:
    with child(COUNT) as process:

        def seen(text: str) -> int:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{text}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        assert seen("uimahalli") == HALLS
        halls[0].name = "Kylpylä"
        halls[0].save()
        assert (seen("uimahalli"), seen("kylpylä")) == (HALLS - 1, 1)
        with transaction.atomic():
            halls[1].name = "Kylpylä"
            halls[1].save()
            assert total("kylpylä") == 2
            assert seen("kylpylä") == 1
            transaction.set_rollback(True)
        assert (seen("kylpylä"), total("kylpylä"), total("uimahalli")) == (1, 1, HALLS - 1)
        halls[2].delete()
        assert seen("uimahalli") == HALLS - 2
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize("is_kept", [True, False])
def test_each_thread_sees_its_own_state(halls: list[Facility], is_kept: bool) -> None:
    written, looked = threading.Event(), threading.Event()
    inside: set[tuple[int, int, int]] = set()
    outside: set[tuple[int, int, int]] = set()

    def look(seen: set[tuple[int, int, int]]) -> None:
        response = ask(SearchRequest(text="kylpylä")).search()
        seen.add((response.total, response.unlocated, total("")))

    def edit() -> None:
        with transaction.atomic():
            hall = Facility.objects.get(pk=halls[0].pk)
            hall.name, hall.latitude, hall.longitude = "Kylpylä", None, None
            hall.save()
            FacilityFactory(name="Kylpylä Toinen", municipality=halls[0].municipality)
            look(inside)
            written.set()
            deadline = time.monotonic() + PATIENCE_S
            while not looked.is_set() and time.monotonic() < deadline:
                look(inside)
            transaction.set_rollback(not is_kept)

    with threads(edit):
        assert written.wait(PATIENCE_S)
        for _time in range(30):
            look(outside)
        looked.set()
    assert outside == {(0, 0, HALLS)}
    assert inside == {(2, 1, HALLS + 1)}
    assert total("kylpylä") == (2 if is_kept else 0)
    assert total("uimahalli") == (HALLS - 1 if is_kept else HALLS)
    check()


def test_what_comes_back_at_the_end_of_a_rebuild_stays(
    halls: list[Facility], monkeypatch: pytest.MonkeyPatch
) -> None:
    Facility.objects.filter(pk=halls[0].pk).update(live=False)
    gone = published.gone

    def gone_but_published_again(keys: Any) -> Any:
        found = gone(keys)

        def publish() -> None:
            hall = Facility.objects.get(pk=halls[0].pk)
            hall.live, hall.name = True, "Zyxhalli"
            hall.save()
            connections.close_all()

        if ("facility", halls[0].pk) in found:
            editing.append(threading.Thread(target=publish))
            editing[-1].start()
            editing[-1].join(0.5)
        return found

    editing: list[threading.Thread] = []
    monkeypatch.setattr(published, "gone", gone_but_published_again)
    call_command("rebuild_search_index", verbosity=0)
    editing[0].join(PATIENCE_S)
    monkeypatch.undo()
    check()
    assert total("uimahalli") == HALLS - 1
    assert total("zyxhalli") == 1
    assert "zyxhalli" in get_engine().vocabulary()


def test_words_of_what_is_edited_meanwhile_are_kept(
    halls: list[Facility], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = published.gone

    def gone_after_an_edit(keys: Any) -> Any:
        halls[0].name = "Zyxhalli"
        halls[0].save()
        return gone(keys)

    monkeypatch.setattr(published, "gone", gone_after_an_edit)
    call_command("rebuild_search_index", verbosity=0)
    assert "zyxhalli" in get_engine().vocabulary()


def test_an_edit_beside_the_check_is_no_drift(
    halls: list[Facility], monkeypatch: pytest.MonkeyPatch
) -> None:
    of = documents.of
    edits = iter(halls[:1])

    def edited_after_reading(keys: Any) -> Any:
        read = list(of(keys))
        if hall := next(edits, None):
            hall.name = "Kylpylä"
            hall.save()
            halls[5].delete()
        return read

    monkeypatch.setattr(documents, "of", edited_after_reading)
    check()

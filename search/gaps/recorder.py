"""Counts searches without ever making one wait."""

import atexit
import datetime
import logging
import os
import threading

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from search.engines.base import SearchRequest, Sort
from search.gaps.counts import MAX_LANGUAGE, Asked, QueryCount, Tally
from search.gaps.privacy import countable_text

MAX_WAITING = 10_000
"""Different texts that wait in memory to be saved; more are not counted."""

EXIT_PATIENCE = 2.0
"""Seconds that a process which ends gives to saving."""

PATIENCE_SQL = {
    "sqlite": "PRAGMA busy_timeout = {:.0f}",
    "postgresql": "SET lock_timeout = {:.0f}",
}
"""How long a connection waits for a lock, in milliseconds."""

logger = logging.getLogger(__name__)


class QueryRecorder:
    """Keeps counts in memory and saves them every few seconds from a thread of its own.

    On SQLite an import may hold the database's one writing place for many seconds. The search
    that is counted only adds to a dictionary; the thread waits. A process that is killed
    loses what it has not saved yet, at most ``SEARCH_GAPS_SAVE_SECONDS`` seconds of counts,
    longer only while the database is locked.
    """

    def __init__(self) -> None:
        self._start_empty()

    def _start_empty(self) -> None:
        self._lock = threading.Lock()
        self._saving = threading.Lock()
        self._waiting: dict[Asked, Tally] = {}
        self._timer: threading.Timer | None = None
        self._purged_on: datetime.date | None = None
        self._follows_exit = False

    def after_fork(self) -> None:
        """Leave to the parent process what it has counted; its thread is not in this one."""
        follows_exit = self._follows_exit
        self._start_empty()
        self._follows_exit = follows_exit

    def record(
        self,
        text: str,
        language: str,
        total: int,
        *,
        corrected: bool = False,
        pages_only: bool = False,
    ) -> None:
        """Count a search with its number of results; never raises, never touches the database.

        ``total`` is 0 also when only some of the words were found. ``corrected`` tells that what
        was found is of other words than the typed ones, ``pages_only`` that pages or grants hold
        what no listing does.
        """
        try:
            if countable := countable_text(text):
                missed = not total and not pages_only
                tally = Tally(1, int(missed), int(corrected), int(pages_only))
                self._count(countable, language, tally)
        except Exception as error:
            # The message of an error may hold the query.
            logger.error("A search could not be counted: %s", type(error).__name__)

    def _count(self, text: str, language: str, tally: Tally) -> None:
        key = Asked(timezone.localdate(), text, language[:MAX_LANGUAGE])
        with self._lock:
            self._add({key: tally})
            self._save_later()

    def _add(self, counts: dict[Asked, Tally]) -> None:
        for key, tally in counts.items():
            before = self._waiting.get(key)
            if before is not None:
                self._waiting[key] = before.plus(tally)
            elif len(self._waiting) < MAX_WAITING:
                self._waiting[key] = tally

    def _save_later(self) -> None:
        seconds = settings.SEARCH_GAPS_SAVE_SECONDS
        if not seconds or self._timer is not None:
            return
        if not self._follows_exit:
            self._follows_exit = True
            atexit.register(self._save_at_exit)
        self._timer = threading.Timer(seconds, self._save_in_thread)
        self._timer.daemon = True
        self._timer.start()

    def save(self) -> bool:
        """Save what waits and, once a day, purge; return whether nothing has to be tried again.

        Purging here keeps what readers are promised without anybody setting up a nightly job.
        """
        with self._saving:
            with self._lock:
                counts, self._waiting = self._waiting, {}
            try:
                QueryCount.objects.add(counts)
            except (OperationalError, InterfaceError) as error:
                # Locked or out of reach.
                logger.warning("Counts of searches wait: %s", type(error).__name__)
                with self._lock:
                    self._add(counts)
                return False
            except Exception as error:
                logger.error("Counts of searches were lost: %s", type(error).__name__)
            self._purge_once_a_day()
        return True

    def _purge_once_a_day(self) -> None:
        today = timezone.localdate()
        if self._purged_on == today:
            return
        try:
            QueryCount.objects.purge(today)
        except Exception as error:
            logger.warning("Old counts of searches wait: %s", type(error).__name__)
        else:
            self._purged_on = today

    def _save_in_thread(self) -> None:
        with self._lock:
            self._timer = None
        try:
            saved = self.save()
        finally:
            connection.close()
        if not saved:
            with self._lock:
                self._save_later()

    def _save_at_exit(self) -> None:
        """Save the last counts, unless that would hold up the end of the process."""
        if not self._saving.acquire(timeout=EXIT_PATIENCE):
            return
        self._saving.release()
        if not self._waiting:
            return
        try:
            with connection.cursor() as cursor:
                cursor.execute(PATIENCE_SQL[connection.vendor].format(EXIT_PATIENCE * 1000))
            self.save()
        except Exception as error:
            logger.warning("Counts of searches were lost: %s", type(error).__name__)


recorder = QueryRecorder()
os.register_at_fork(after_in_child=recorder.after_fork)


def record(
    text: str, language: str, total: int, *, corrected: bool = False, pages_only: bool = False
) -> None:
    """Count a search in this process's recorder; see ``QueryRecorder.record``."""
    recorder.record(text, language, total, corrected=corrected, pages_only=pages_only)


def is_new_search(wanted: SearchRequest) -> bool:
    """Whether a request is somebody's asking: not a further page, another order or a filter.

    The search page asks anew with the same words at each filter: counted, one reader would
    be many, and a narrow filter would make a gap of words that find plenty.
    """
    narrowed = wanted.selected or wanted.period or wanted.bbox or wanted.near
    return wanted.page == 1 and wanted.sort == Sort.RELEVANCE and not narrowed

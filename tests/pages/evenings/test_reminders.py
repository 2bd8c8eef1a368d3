"""The reminder of the day before: once each, to those who come, whatever goes wrong."""

import datetime
import threading
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from pages.evenings.reminders import send_reminders
from pages.models import EveningIndexPage, EveningPage
from servicemap.models import Evening, EveningRegistration, OutgoingMail
from tests.pages.evenings.test_editing import edit
from tests.pages.evenings.test_places import page as _page_of_real_transactions
from tests.pages.factories import evening_page

pytestmark = pytest.mark.django_db
real_page = _page_of_real_transactions

HELSINKI = timezone.get_default_timezone()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def start() -> datetime.datetime:
    """Ten days from now, at six by the clock."""
    day = timezone.localdate() + 10 * DAY
    return datetime.datetime.combine(day, datetime.time(18), tzinfo=HELSINKI)


@pytest.fixture
def page(index: EveningIndexPage, start: datetime.datetime) -> EveningPage:
    """An evening at six."""
    return evening_page(index, start=start, end=start + datetime.timedelta(hours=2))


def come(page: EveningPage, email: str, state: str = "coming", **fields: Any) -> None:
    evening = Evening.objects.get(key=page.translation_key)
    EveningRegistration.objects.create(
        evening=evening, name="X", email=email, state=state, told=evening.promises, **fields
    )


def queued() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


def test_each_who_comes_is_reminded_once(page: EveningPage, start: datetime.datetime) -> None:
    come(page, "a@example.org")
    come(page, "b@example.org")
    come(page, "jono@example.org", "waiting")
    come(page, "")
    sent = [
        send_reminders(start - hours * datetime.timedelta(hours=1)) for hours in range(80, 0, -5)
    ]
    assert sum(sent) == 2
    assert queued() == ["a@example.org", "b@example.org"]
    moment = 80 - 5 * sent.index(2)
    assert moment <= 18 + 24, "Not before the day before begins."
    (message, _other) = OutgoingMail.objects.all()
    assert page.url in message.body
    with translation.override("fi"):
        assert message.body.count("http://localhost:8000/") == 2


def test_day_on_which_nothing_ran_is_made_good(page: EveningPage, start: datetime.datetime) -> None:
    come(page, "a@example.org")
    assert send_reminders(start - datetime.timedelta(hours=1)) == 1
    come(page, "b@example.org")
    assert send_reminders(start + datetime.timedelta(minutes=1)) == 0


def test_whoever_registered_the_day_before_needs_no_reminder(
    page: EveningPage, start: datetime.datetime
) -> None:
    midnight = (start - DAY).replace(hour=0)
    come(page, "a@example.org", has_place_since=midnight - datetime.timedelta(minutes=1))
    come(page, "b@example.org", has_place_since=midnight + datetime.timedelta(minutes=1))
    assert send_reminders(start - DAY) == 1
    assert queued() == ["a@example.org"]


def test_cancelled_or_hidden_evening_reminds_nobody(
    index: EveningIndexPage, page: EveningPage, start: datetime.datetime
) -> None:
    come(page, "a@example.org")
    hidden = evening_page(index, "Piilo", start=start, end=start + DAY)
    come(hidden, "b@example.org")
    hidden.unpublish()
    edit(page, is_cancelled=True)
    assert send_reminders(start - DAY) == 0
    assert queued() == []


def test_evening_that_is_moved_reminds_anew(page: EveningPage, start: datetime.datetime) -> None:
    come(page, "a@example.org")
    assert send_reminders(start - DAY) == 1
    later = start + 7 * DAY
    edit(page, start=later, end=later + datetime.timedelta(hours=2))
    assert send_reminders(start - DAY) == 0
    assert send_reminders(later - DAY) == 1


def test_crash_leaves_neither_a_message_nor_its_record(
    page: EveningPage, start: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        come(page, f"{number}@example.org")
    original = OutgoingMail.objects.bulk_create
    calls: list[int] = []

    def die_at_second(rows: list[OutgoingMail]) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(rows)

    with monkeypatch.context() as patch:
        patch.setattr(OutgoingMail.objects, "bulk_create", die_at_second)
        with pytest.raises(KeyboardInterrupt):
            send_reminders(start - DAY)
    assert EveningRegistration.objects.exclude(reminded_at=None).count() == len(queued()) == 1
    assert send_reminders(start - DAY) == 2
    assert queued() == [f"{number}@example.org" for number in range(3)]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_nothing_twice(real_page: EveningPage) -> None:
    emails = sorted(f"{number}@example.org" for number in range(12))
    for email in emails:
        come(real_page, email)
    gate, counts = threading.Barrier(2), list[int]()

    def run() -> None:
        gate.wait()
        try:
            with translation.override("fi"):
                counts.append(send_reminders(real_page.start - DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 2, "Neither run failed."
    assert sum(counts) == len(emails)
    assert sorted(message.to[0] for message in mail.outbox) == emails


def test_commands_say_how_many_and_no_address(
    index: EveningIndexPage, caplog: pytest.LogCaptureFixture
) -> None:
    soon = evening_page(index, "Pian", start=timezone.now() + datetime.timedelta(hours=3), days=1)
    come(soon, "a@example.org", has_place_since=timezone.now() - 9 * DAY)
    old = evening_page(index, "Vanha", days=-90)
    come(old, "b@example.org")
    out = StringIO()
    call_command("send_evening_reminders", stdout=out)
    call_command("purge_evening_registrations", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == ["1", "1"]
    assert "example.org" not in out.getvalue() + caplog.text
    assert [one.email for one in EveningRegistration.objects.all()] == ["a@example.org"]

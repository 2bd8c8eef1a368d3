"""The daily reminders: before opening and before closing, each once, whatever goes wrong."""

import datetime
import threading
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from pages.grants import links
from pages.grants.reminders import due_on, forget, send_reminders
from servicemap.models import (
    Grant,
    GrantReminder,
    GrantSubscriber,
    GrantSubscription,
    Municipality,
    OutgoingMail,
    site_today,
)
from tests.factories import GrantFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


def in_days(number: int) -> datetime.date:
    return site_today() + datetime.timedelta(days=number)


def subscribe(
    *targets: Grant | Municipality,
    email: str = "hakija@example.org",
    confirmed: bool = True,
    language: str = "fi",
) -> GrantSubscriber:
    """Somebody who wants to be reminded of these."""
    subscriber = GrantSubscriber.objects.create(email=email, language=language)
    for target in targets:
        field = "grant" if isinstance(target, Grant) else "municipality"
        GrantSubscription.objects.create(
            subscriber=subscriber,
            confirmed_at=timezone.now() if confirmed else None,
            **{field: target},  # type: ignore[misc]
        )
    return subscriber


def waiting() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def test_each_is_reminded_once_before_opening_and_once_before_closing() -> None:
    grant = GrantFactory(days=[(10, 40)])
    subscribe(grant)
    sent = {number: count for number in range(-1, 50) if (count := send_reminders(in_days(number)))}
    assert sent == {3: 1, 33: 1}
    occasions = GrantReminder.objects.order_by("pk").values_list("occasion", flat=True)
    assert list(occasions) == ["opening", "closing"]
    opening, closing = waiting()
    with translation.override("fi"):
        assert grant.get_absolute_url() in opening.body
    assert opening.subject != closing.subject


@pytest.mark.parametrize("days", [1, 7, 14])
def test_how_long_before_is_a_setting(settings: Any, days: int) -> None:
    settings.GRANT_REMINDER_DAYS = days
    subscribe(GrantFactory(days=[(20, 60)]))
    sent = [number for number in range(70) if send_reminders(in_days(number))]
    assert sent == [20 - days, 60 - days]


def test_days_on_which_nothing_ran_are_made_good() -> None:
    subscribe(GrantFactory(days=[(10, 40)]))
    assert [send_reminders(in_days(number)) for number in (2, 9, 39)] == [0, 1, 1]


def test_what_was_missed_altogether_is_not_said_too_late() -> None:
    subscribe(GrantFactory(days=[(10, 40)]))
    assert send_reminders(in_days(20)) == 0
    assert send_reminders(in_days(41)) == 0


def test_short_period_is_one_message() -> None:
    subscribe(GrantFactory(name="Lyhyt", days=[(0, 2)]))
    assert send_reminders() == 1
    assert GrantReminder.objects.count() == 2
    (message,) = waiting()
    assert message.body.count("Lyhyt") == 1
    assert send_reminders(in_days(1)) == 0


def test_all_that_is_due_comes_in_one_message_and_nothing_twice() -> None:
    lahti = MunicipalityFactory()
    own = GrantFactory(name="Lahden oma", days=[(-5, 3)], municipalities=[lahti])
    GrantFactory(name="Koko seudun", days=[(4, 20)])
    GrantFactory(name="Naapurin", days=[(-5, 3)], municipalities=[MunicipalityFactory()])
    GrantFactory(name="Kaukainen", days=[(-5, 30)], municipalities=[lahti])
    GrantFactory(name="Jatkuva", days=[(-5, 3)], municipalities=[lahti], is_continuous=True)
    GrantFactory(name="Piilossa", days=[(-5, 3)], municipalities=[lahti], live=False)
    # Somebody who has subscribed to both the grant and its municipality.
    subscribe(own, lahti)
    assert send_reminders() == 1
    (message,) = waiting()
    for name, count in {
        "Lahden oma": 1,
        "Koko seudun": 1,
        "Naapurin": 0,
        "Kaukainen": 0,
        "Jatkuva": 0,
        "Piilossa": 0,
    }.items():
        assert message.body.count(f"{name}") == count, name
    assert send_reminders() == 0


def test_nobody_is_reminded_without_having_confirmed() -> None:
    subscribe(GrantFactory(days=[(-5, 3)]), confirmed=False)
    assert send_reminders() == 0
    assert waiting() == []


def test_message_can_be_ended_from_and_names_nobody_else() -> None:
    grant = GrantFactory(days=[(-5, 3)])
    first = subscribe(grant)
    subscribe(grant, email="toinen@example.org", language="sv")
    assert send_reminders() == 2
    for message in waiting():
        subscriber = GrantSubscriber.objects.get(email=message.to)
        with translation.override(subscriber.language):
            url = links.stop_url(subscriber)
            assert f"/{subscriber.language}/" in url
        assert url in message.body
        assert message.headers["List-Unsubscribe"] == f"<{url}>"
        assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert not ({first.email, "toinen@example.org"} - {message.to}) & set(message.body.split())


def test_command_says_how_many_and_no_address(caplog: pytest.LogCaptureFixture) -> None:
    subscribe(GrantFactory(days=[(-5, 3)]))
    out = StringIO()
    call_command("send_grant_reminders", stdout=out)
    assert "1" in out.getvalue()
    assert "hakija" not in out.getvalue() + caplog.text


def test_crash_leaves_neither_a_message_nor_its_record(monkeypatch: pytest.MonkeyPatch) -> None:
    grant = GrantFactory(days=[(-5, 3)])
    emails = [f"{number}@example.org" for number in range(3)]
    for email in emails:
        subscribe(grant, email=email)
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
            send_reminders()
    assert GrantReminder.objects.count() == len(waiting()) == 1
    assert send_reminders() == 2
    assert sorted(message.to for message in waiting()) == emails


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_nothing_twice() -> None:
    grant = GrantFactory(days=[(-5, 3)])
    emails = sorted(f"{number}@example.org" for number in range(15))
    for email in emails:
        subscribe(grant, email=email)
    gate = threading.Barrier(2)
    counts: list[int] = []

    def run() -> None:
        gate.wait()
        try:
            with translation.override("fi"):
                counts.append(send_reminders())
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
    assert GrantReminder.objects.count() == len(emails)


def test_what_is_due_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    for _number in range(20):
        GrantFactory(days=[(-5, 3)], municipalities=[MunicipalityFactory()])
    with django_assert_max_num_queries(3):
        assert len(due_on(site_today())) == 20


def test_who_was_reminded_is_forgotten_after_the_period() -> None:
    grant = GrantFactory(days=[(0, 5)])
    subscribe(grant)
    send_reminders()
    forget(in_days(90))
    assert GrantReminder.objects.exists()
    forget(in_days(96))
    assert not GrantReminder.objects.exists()
    assert GrantSubscriber.objects.exists(), "Whoever confirmed stays subscribed."

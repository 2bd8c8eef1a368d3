"""The mail queue: nothing is lost, nothing goes twice, nothing is said of anybody."""

import datetime
import threading
from collections.abc import Callable
from io import StringIO
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import BadHeaderError
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from servicemap.mail import Attachment, Message, deliver_now, send
from servicemap.models import OutgoingMail, User
from servicemap.models.outgoing_mail import CLAIM_LASTS, FAILED_KEPT_FOR, PAUSES
from servicemap.moderation import EDITORS, MODERATORS, ensure_listing_workflow
from servicemap.waiting import lost_mail
from tests.factories import UserFactory

MESSAGE = Message(
    to="lukija@example.org",
    subject="Terve\r\nBcc: muu@example.org",
    body="Hyvää päivää",
    reply_to="toimitus@example.org",
    headers={"List-Unsubscribe": "<https://example.org/pois>"},
    attachments=(Attachment("haku.ics", b"BEGIN:VCALENDAR", "text/calendar"),),
)


@pytest.fixture
def no_server(settings: Any) -> Callable[[], None]:
    """Take the mail server away; what is returned brings it back."""
    up = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    def back() -> None:
        settings.EMAIL_BACKEND = up

    return back


def waited(pause: datetime.timedelta) -> None:
    """Let time pass for what waits."""
    for row in OutgoingMail.objects.all():
        OutgoingMail.objects.filter(pk=row.pk).update(due_at=row.due_at - pause)


@pytest.mark.django_db(transaction=True)
def test_message_goes_out_whole_and_leaves_nothing() -> None:
    with transaction.atomic():
        assert send([MESSAGE]) == 1
        assert mail.outbox == []
    (sent,) = mail.outbox
    assert sent.to == ["lukija@example.org"]
    assert sent.subject == "Terve Bcc: muu@example.org"
    assert (sent.body, sent.reply_to) == ("Hyvää päivää", ["toimitus@example.org"])
    assert sent.extra_headers == {"List-Unsubscribe": "<https://example.org/pois>"}
    assert sent.attachments == [("haku.ics", "BEGIN:VCALENDAR", "text/calendar")]
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_sent() -> None:
    with transaction.atomic():
        send([MESSAGE])
        transaction.set_rollback(True)
    assert mail.outbox == []
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_production_leaves_mail_to_the_worker(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    send([MESSAGE] * 3)
    assert mail.outbox == []
    task = DBTaskResult.objects.get()
    assert "lukija" not in str(task.args_kwargs), "The queue of tasks names nobody."
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    assert len(mail.outbox) == 3
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_mail_whose_task_is_lost_is_sent_all_the_same() -> None:
    send([MESSAGE])
    out = StringIO()
    call_command("send_waiting_mail", stdout=out)
    assert len(mail.outbox) == 1
    assert "1" in out.getvalue()


@pytest.mark.django_db
def test_mail_of_a_worker_that_died_is_sent_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    send([MESSAGE])
    pk = OutgoingMail.objects.get().pk

    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_now([pk])
    assert deliver_now([pk]) == 0, "Until the claim is over the first one may still be at it."
    waited(CLAIM_LASTS)
    assert deliver_now([pk]) == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_message_that_kills_every_sender_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    send([MESSAGE])
    pk = OutgoingMail.objects.get().pk

    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    for _attempt in range(len(PAUSES) + 1):
        with pytest.raises(KeyboardInterrupt):
            deliver_now([pk])
        waited(CLAIM_LASTS)
    assert deliver_now([pk]) == 0
    assert OutgoingMail.objects.get().state == "failed"


@pytest.mark.django_db
def test_mail_is_tried_again_and_at_last_given_up(
    no_server: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    send([MESSAGE])
    for attempt, pause in enumerate(PAUSES, 1):
        call_command("send_waiting_mail", verbosity=0)
        row = OutgoingMail.objects.get()
        assert (row.state, row.attempts) == ("waiting", attempt)
        call_command("send_waiting_mail", verbosity=0)
        assert OutgoingMail.objects.get().attempts == attempt, "Not before the pause is over."
        waited(pause)
    call_command("send_waiting_mail", verbosity=0)
    row = OutgoingMail.objects.get()
    assert (row.state, row.last_error) == ("failed", "ConnectionRefusedError")
    said = "\n".join(record.getMessage() for record in caplog.records)
    for secret in ("lukija", "toimitus", "Terve", "Hyvää"):
        assert secret not in said

    no_server()
    waited(datetime.timedelta(days=2))
    call_command("send_waiting_mail", verbosity=0)
    assert mail.outbox == []


@pytest.mark.django_db
def test_one_bad_message_does_not_hold_up_the_next() -> None:
    bad = Message(to="ei osoite", subject="Rikki", body="x", headers={"X": "a\nb"})
    send([bad, MESSAGE])
    call_command("send_waiting_mail", verbosity=0)
    assert [message.to for message in mail.outbox] == [["lukija@example.org"]]
    assert OutgoingMail.objects.get().last_error == "BadHeaderError"


@pytest.mark.django_db
def test_what_failed_is_forgotten_in_time() -> None:
    now = timezone.now()
    for days in (1, -1):
        OutgoingMail.objects.create(
            to="a@example.org",
            subject="x",
            body="x",
            state="failed",
            queued_at=now - FAILED_KEPT_FOR + datetime.timedelta(days=days),
        )
    assert OutgoingMail.objects.purge(now) == 1
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_once() -> None:
    rows = [OutgoingMail.objects.create(to="a@example.org", subject="x", body="x")] * 1
    rows += [
        OutgoingMail.objects.create(to=f"{n}@example.org", subject="x", body="x") for n in range(9)
    ]
    pks = [row.pk for row in rows]
    gate = threading.Barrier(2)

    def run() -> None:
        gate.wait()
        try:
            deliver_now(pks)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(row.to for row in rows)
    assert not OutgoingMail.objects.exists()


def failed_message() -> OutgoingMail:
    return OutgoingMail.objects.create(
        to="a@example.org",
        subject="Ei mennyt",
        body="x",
        state="failed",
        attempts=len(PAUSES) + 1,
        due_at=timezone.now() - datetime.timedelta(days=1),
    )


def url(view: str, *args: Any) -> str:
    return reverse(f"servicemap_outgoingmail_modeladmin_{view}", args=args)


@pytest.mark.django_db
def test_editor_sees_what_failed_and_sends_it_again(admin_client: Client) -> None:
    row = failed_message()
    page = admin_client.get(url("index")).content.decode()
    assert "Ei mennyt" in page
    assert "a@example.org" not in page
    assert admin_client.get(url("edit", row.pk)).status_code == 200
    assert admin_client.post(url("edit", row.pk), {"state": "waiting"}).status_code == 302
    call_command("send_waiting_mail", verbosity=0)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SMTPRecipientsRefused({}), "The mail server does not take mail to this address."),
        (ConnectionRefusedError(), "The mail server cannot be reached."),
        (BadHeaderError(), "Sending failed (BadHeaderError)."),
    ],
)
def test_editor_reads_why_a_message_was_not_sent(
    admin_client: Client, error: Exception, said: str
) -> None:
    row = failed_message()
    row.postpone(error)
    editor = User.objects.get(is_superuser=True)
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "en"})
    with translation.override("en"):
        for address in (url("index"), url("edit", row.pk)):
            assert said in admin_client.get(address).text
        card = lost_mail(SimpleNamespace(user=editor))
    assert card is not None
    assert (card.count, [one.text for one in card.rows]) == (1, ["Ei mennyt"])
    assert "Ei mennyt" in admin_client.get(card.url).text
    OutgoingMail.objects.update(state="waiting")
    assert "Ei mennyt" not in admin_client.get(card.url).text


@pytest.mark.django_db
@pytest.mark.parametrize(("group", "sees"), [(EDITORS, False), (MODERATORS, True)])
def test_only_moderators_see_the_queue(group: str, sees: bool) -> None:
    ensure_listing_workflow()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    assert (client.get(url("index")).status_code == 200) == sees
    assert client.get(url("create")).status_code != 200

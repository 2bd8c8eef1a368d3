"""Mail goes out through a queue: kept with what causes it, sent once that is certain.

A message is written in the transaction of whoever sends it, so that neither is without the other.
After the commit a task sends it; should the task or its worker die, ``send_waiting_mail`` does.
A server that dies between sending and saying so is the one case in which a message goes twice.
"""

import logging
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_tasks import task

from .models import OutgoingMail

logger = logging.getLogger(__name__)

AT_ONCE = 100
"""Messages that one task sends over one connection."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Message:
    """A message to one recipient, so that nobody sees who else got it."""

    to: str
    subject: str
    body: str
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def send(messages: Iterable[Message]) -> int:
    """Queue the messages, to be sent when the transaction is committed; return how many."""
    rows = OutgoingMail.objects.bulk_create([queued(message) for message in messages])
    pks = [row.pk for row in rows]
    for start in range(0, len(pks), AT_ONCE):
        batch = pks[start : start + AT_ONCE]
        transaction.on_commit(lambda batch=batch: deliver.enqueue(batch))  # type: ignore[misc]
    return len(pks)


def queued(message: Message) -> OutgoingMail:
    """Return the message as it is kept in the queue; neither saved nor sent."""
    return OutgoingMail(
        to=message.to,
        # A line break in a header is an attack or a slip; either way a space will do.
        subject=" ".join(message.subject.split())[:300],
        body=message.body,
        reply_to=message.reply_to,
        headers=dict(message.headers),
        attachments=[
            {"name": file.name, "content": b64encode(file.content).decode(), "type": file.mimetype}
            for file in message.attachments
        ],
    )


@task()
def deliver(pks: list[int]) -> int:
    """Send those of the messages that nobody else is sending; return how many went out."""
    return deliver_now(pks)


def deliver_now(pks: Iterable[int]) -> int:
    """Do what ``deliver`` does, without the queue."""
    connection = get_connection()
    try:
        return sum(_deliver(pk, connection) for pk in pks)
    finally:
        connection.close()


def _deliver(pk: int, connection: BaseEmailBackend) -> bool:
    outgoing = OutgoingMail.objects.claim(pk)
    if outgoing is None:
        return False
    try:
        _email(outgoing, connection).send()
    except Exception as error:
        # Whatever is wrong with one message must not keep the next ones from going out.
        outgoing.postpone(error)
        logger.error("Mail %d failed: %s", pk, type(error).__name__)
        # A connection that broke is of no use to the next message.
        connection.close()
        return False
    outgoing.delete()
    return True


def _email(outgoing: OutgoingMail, connection: BaseEmailBackend) -> EmailMessage:
    return EmailMessage(
        subject=outgoing.subject,
        body=outgoing.body,
        to=[outgoing.to],
        reply_to=[outgoing.reply_to] if outgoing.reply_to else None,
        headers=outgoing.headers,
        attachments=[
            (file["name"], b64decode(file["content"]), file["type"])
            for file in outgoing.attachments
        ],
        connection=connection,
    )

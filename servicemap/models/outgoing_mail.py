"""Mail that has not gone out yet: what was promised is kept until a mail server has taken it."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CLAIM_LASTS = datetime.timedelta(minutes=5)
"""Who has not said within this time how sending went is taken to have died."""

PAUSES = (
    datetime.timedelta(minutes=5),
    datetime.timedelta(minutes=30),
    datetime.timedelta(hours=2),
    datetime.timedelta(hours=8),
    datetime.timedelta(hours=24),
)
"""How long to wait after each attempt that failed; after one more nobody tries any longer."""

FAILED_KEPT_FOR = datetime.timedelta(days=30)
"""How long a message that could not be sent stays for editors to see."""


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Messages in the queue."""

    def due(self, now: datetime.datetime | None = None) -> Self:
        """Only what is to be sent now, and nobody else is sending."""
        return self.filter(state=OutgoingMail.State.WAITING, due_at__lte=now or timezone.now())

    def claim(self, pk: int, now: datetime.datetime | None = None) -> "OutgoingMail | None":
        """Return the message if it is due, and keep others from sending it for a while.

        Of several that ask at once one gets it. What has killed its sender each time is given up.
        Makes up to three queries.
        """
        now = now or timezone.now()
        claimed = self.due(now).filter(pk=pk)
        if claimed.filter(attempts__gt=len(PAUSES)).update(state=OutgoingMail.State.FAILED):
            return None
        if not claimed.update(due_at=now + CLAIM_LASTS, attempts=F("attempts") + 1):
            return None
        return self.filter(pk=pk).first()

    def purge(self, now: datetime.datetime | None = None) -> int:
        """Delete what failed long ago; return how many."""
        limit = (now or timezone.now()) - FAILED_KEPT_FOR
        count, _by_model = self.filter(
            state=OutgoingMail.State.FAILED, queued_at__lt=limit
        ).delete()
        return count


class OutgoingMail(models.Model):
    """A message to one recipient. It is deleted once it is sent: nobody keeps a copy."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FAILED = "failed", _("Failed")

    to = models.EmailField(_("recipient"), editable=False)
    subject = models.CharField(_("subject"), max_length=300, editable=False)
    body = models.TextField(_("text"), editable=False)
    reply_to = models.EmailField(_("answers go to"), blank=True, editable=False)
    headers = models.JSONField(default=dict, editable=False)
    attachments = models.JSONField(default=list, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State.choices,
        default=State.WAITING,
        help_text=_("Choose “Waiting” to have it sent again."),
    )
    queued_at = models.DateTimeField(_("queued"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    last_error = models.CharField(_("last error"), max_length=80, blank=True, editable=False)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing mail")
        ordering = ["queued_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="outgoing_mail_due")]

    def __str__(self) -> str:
        return self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; what an editor lets wait again starts from the beginning."""
        if self.state == self.State.WAITING and self.attempts > len(PAUSES):
            self.attempts, self.due_at = 0, timezone.now()
        super().save(*args, **kwargs)

    def postpone(self, error: Exception) -> None:
        """Try again later, or give up after the last attempt.

        Only the kind of error is kept: its own text may hold addresses.
        """
        self.last_error = type(error).__name__[:80]
        if self.attempts > len(PAUSES):
            self.state = self.State.FAILED
        else:
            self.due_at = timezone.now() + PAUSES[self.attempts - 1]
        self.save(update_fields=["state", "due_at", "last_error"])

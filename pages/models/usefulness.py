"""“Was this of use?”: what readers answered, counted by page and month, and what they wrote."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .body import BodyPage


class AsksUsefulness(BodyPage):
    """A page at whose foot readers are asked whether it was of use."""

    asks_usefulness = models.BooleanField(
        _("ask readers “Was this of use?”"),
        default=False,
        help_text=_(
            "Two buttons at the foot of the page. The answers are in the menu under Reports, "
            "and what readers wrote under Answers from readers."
        ),
    )

    class Meta:
        abstract = True


class UsefulnessCountQuerySet(models.QuerySet["UsefulnessCount"]):
    """Counts of answers."""

    def add(self, page_pk: int, is_useful: bool, today: datetime.date | None = None) -> None:
        """Count one answer about a page. Makes up to three queries.

        The database adds, so that two who answer at once are two.
        """
        month = (today or timezone.localdate()).replace(day=1)
        row = self.filter(page_id=page_pk, month=month)
        field = "yes" if is_useful else "no"
        if not row.update(**{field: F(field) + 1}):
            self.get_or_create(page_id=page_pk, month=month)
            row.update(**{field: F(field) + 1})


class UsefulnessCount(models.Model):
    """How many readers of a page said in a month that it was of use, and how many that not."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="usefulness_counts",
        verbose_name=_("page"),
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    yes = models.PositiveIntegerField(_("of use"), default=0)
    no = models.PositiveIntegerField(_("of no use"), default=0)

    objects = UsefulnessCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of answers")
        verbose_name_plural = _("counts of answers")
        constraints = [
            models.UniqueConstraint(fields=["page", "month"], name="usefulness_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.month:%Y-%m}: {self.yes}/{self.no}"


class UsefulnessNoteQuerySet(models.QuerySet["UsefulnessNote"]):
    """What readers wrote."""

    def waiting(self) -> Self:
        """Only what nobody has handled."""
        return self.filter(state=UsefulnessNote.State.NEW)

    def purge(self, keep_for: datetime.timedelta, today: datetime.date | None = None) -> int:
        """Delete what came longer ago than ``keep_for``; return how many. The counts stay."""
        limit = (today or timezone.localdate()) - keep_for
        count, _by_model = self.filter(received_on__lt=limit).delete()
        return count


class UsefulnessNote(models.Model):
    """What a reader wrote of a page. Of the reader nothing is kept, of the time only the day."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        HANDLED = "handled", _("Handled")

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="usefulness_notes",
        verbose_name=_("page"),
        editable=False,
    )
    is_useful = models.BooleanField(_("of use"), editable=False)
    text = models.TextField(_("in the reader's words"), max_length=500, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    received_on = models.DateField(_("received"), default=timezone.localdate, editable=False)

    objects = UsefulnessNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer from a reader")
        verbose_name_plural = _("answers from readers")
        ordering = ["-received_on", "-pk"]
        indexes = [models.Index(fields=["page", "received_on"], name="usefulness_note_page_day")]

    def __str__(self) -> str:
        return self.text[:80]

    def answer_text(self) -> Any:
        """What the reader had answered, in words."""
        return _("Yes, of use") if self.is_useful else _("No, of no use")

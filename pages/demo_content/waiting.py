"""What the demo's editors find waiting: changes to approve, reports, answers, failed mail."""

import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.db.models import Subquery
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from pages.evenings.mails import confirmed
from pages.models import EveningPage, GuidePage, SurveyPage, UsefulnessCount, UsefulnessNote
from servicemap import mail
from servicemap.models import EveningRegistration, Feedback, OutgoingMail
from servicemap.models.outgoing_mail import PAUSES

from .listings import KINDS, SOURCE
from .site_pages import read
from .submitted import submit


def load_waiting(now: datetime.datetime | None = None) -> int:
    """Let things wait that are about what is there; return how many. To be called once."""
    now = now or timezone.now()
    content = read("waiting")
    makers = {
        "report": _report,
        "answer": _answer,
        "change": submit,
        "useful": _usefulness,
        "note": _note,
        "mail": _failed_mail,
    }
    return sum(make(row, now) for name, make in makers.items() for row in content[name])


def _report(row: dict[str, Any], now: datetime.datetime) -> bool:
    model = next(model for model in KINDS if model.kind in row)
    kind = str(model.kind)
    listing = model._default_manager.filter(source=SOURCE, source_id=row[kind]).first()
    if listing is None:
        return False
    report = Feedback.objects.create(topic=row["topic"], text=row["text"], **{kind: listing})
    received = now - datetime.timedelta(days=row["days_ago"])
    if "handled_after" in row:
        report.state = Feedback.State.HANDLED
        report.save()
        handled = received + datetime.timedelta(days=row["handled_after"])
        Feedback.objects.filter(pk=report.pk).update(handled_at=handled)
    Feedback.objects.filter(pk=report.pk).update(created_at=received)
    return True


def _answer(row: dict[str, Any], now: datetime.datetime) -> bool:
    page = SurveyPage.objects.filter(slug=row["survey"]).first()
    if page is None:
        return False
    names = [field.clean_name for field in page.form_fields.order_by("sort_order")]
    data = dict(zip(names, row["fields"], strict=True))
    answer = FormSubmission.objects.create(page=page, form_data=data)
    sent = now - datetime.timedelta(days=row["days_ago"])
    FormSubmission.objects.filter(pk=answer.pk).update(submit_time=sent)
    return True


def _guide(row: dict[str, Any]) -> GuidePage | None:
    return GuidePage.objects.filter(slug=row["guide"], alias_of=None).first()


def _usefulness(row: dict[str, Any], now: datetime.datetime) -> bool:
    """Count what readers pressed: this month's presses first, then the month's before."""
    guide = _guide(row)
    if guide is None:
        return False
    month = timezone.localdate(now)
    for yes, no in zip(row["yes"], row["no"], strict=True):
        for is_useful, presses in ((True, yes), (False, no)):
            for _press in range(presses):
                UsefulnessCount.objects.add(guide.pk, is_useful, month)
        month = month.replace(day=1) - datetime.timedelta(days=1)
    return True


def _note(row: dict[str, Any], now: datetime.datetime) -> bool:
    guide = _guide(row)
    if guide is None:
        return False
    states = UsefulnessNote.State
    UsefulnessNote.objects.create(
        page=guide,
        is_useful=row.get("is_useful", False),
        text=row["text"],
        state=states.HANDLED if row.get("is_handled") else states.NEW,
        received_on=timezone.localdate(now) - datetime.timedelta(days=row["days_ago"]),
    )
    return True


def _failed_mail(row: dict[str, Any], now: datetime.datetime) -> bool:
    """Keep a message that was given up: it goes out only if an editor lets it wait again."""
    key = EveningPage.objects.filter(slug=row["evening"]).values("translation_key")[:1]
    guests = EveningRegistration.objects.filter(evening__key=Subquery(key), name=row["registered"])
    registration = guests.select_related("evening").first()
    if registration is None:
        return False
    registration.email = row["to"]
    registration.save(update_fields=["email"])
    message = confirmed(registration)
    if message is None:
        return False
    outgoing = mail.queued(message)
    outgoing.queued_at = now - datetime.timedelta(days=row["days_ago"])
    outgoing.attempts = len(PAUSES) + 1
    # Saved like this it stays as it is: save() would let it begin anew.
    OutgoingMail.objects.bulk_create([outgoing])
    outgoing.postpone(SMTPRecipientsRefused({}))
    return True

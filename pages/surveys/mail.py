"""The mail of a survey: a note to who keeps it, a confirmation to who answered.

Neither holds an answer: what people wrote stays where it is deleted in time.
"""

import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from servicemap import mail
from servicemap.public_address import public_address
from servicemap.rate_limit import RateLimit

TO_ONE_ADDRESS = RateLimit("survey-confirmation", times=3, span=datetime.timedelta(days=1))
"""Anybody can write anybody's address into a form."""


def send(survey: Any, answers: dict[str, Any]) -> None:
    """Queue what the survey's editor asked for. To be called where the answer is saved."""
    with translation.override(survey.locale.language_code):
        messages = [_notice(survey, address) for address in survey.notified]
        address = survey.address_in(answers)
        is_wanted = bool(address and survey.confirmation)
        if is_wanted and TO_ONE_ADDRESS.allow_name(f"{survey.pk} {address.lower()}"):
            messages.append(_confirmation(survey, address))
    mail.send(messages)


def _notice(survey: Any, address: str) -> mail.Message:
    path = reverse("wagtailforms:list_submissions", args=[survey.pk])
    context = {"survey": survey, "admin_url": public_address(path)}
    return mail.Message(
        to=address,
        subject=_("A new answer: %(name)s") % {"name": survey.title},
        body=render_to_string("pages/surveys/notice_mail.txt", context),
    )


def _confirmation(survey: Any, address: str) -> mail.Message:
    context = {"survey": survey, "survey_url": public_address(survey.url or "")}
    return mail.Message(
        to=address,
        subject=_("We have your answer: %(name)s") % {"name": survey.title},
        body=render_to_string("pages/surveys/confirmation_mail.txt", context),
    )

"""Asking for reminders: kept once, confirmed by mail, and the same answer for everybody."""

import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pages.grants.links import confirm_url, stop_url
from pages.models import PortalSettings
from servicemap import mail
from servicemap.models import Grant, GrantSubscriber, GrantSubscription, Municipality
from servicemap.rate_limit import LimitReachedError, RateLimit

PER_RECIPIENT = RateLimit("grant-reminders-to", times=15, span=datetime.timedelta(days=1))
"""So many messages a day may strangers have sent to one address."""


def portal_name() -> str:
    """The portal's name in the active language. Makes a query."""
    settings = PortalSettings.objects.order_by("-site__is_default_site").first()
    return str((settings or PortalSettings()).display_site_name)


@transaction.atomic
def ask_to_confirm(
    email: str, grant: Grant | None, municipality: Municipality | None, language: str
) -> None:
    """Keep a subscription until it is confirmed, and send the link that confirms it.

    Who is subscribed already gets a message that says so: on the page nobody can tell. Raises
    LimitReachedError if the address has had many messages, whatever is known of it.
    """
    if not PER_RECIPIENT.allow_name(email):
        raise LimitReachedError
    subscriber, _is_new = GrantSubscriber.objects.get_or_create(
        email=email, defaults={"language": language}
    )
    target = {"grant": grant} if grant else {"municipality": municipality}
    subscription, _is_new = GrantSubscription.objects.update_or_create(
        subscriber=subscriber, **target, defaults={"asked_at": timezone.now()}
    )
    with translation.override(language):
        mail.send([_message(subscription, email)])


def _message(subscription: GrantSubscription, email: str) -> mail.Message:
    is_confirmed = subscription.confirmed_at is not None
    name = portal_name()
    body = render_to_string(
        "pages/grants/confirm_mail.txt",
        {
            "portal_name": name,
            "subscription": subscription,
            "is_confirmed": is_confirmed,
            "confirm_url": "" if is_confirmed else confirm_url(subscription),
            "stop_url": stop_url(subscription.subscriber) if is_confirmed else "",
        },
    )
    subject = _("You already get these reminders") if is_confirmed else _("Confirm your reminders")
    return mail.Message(to=email, subject=f"{subject} – {name}", body=body)


@transaction.atomic
def confirm(subscription: GrantSubscription, language: str) -> None:
    """Start the reminders, in the language in which they were confirmed."""
    GrantSubscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(
        confirmed_at=timezone.now()
    )
    GrantSubscriber.objects.filter(pk=subscription.subscriber_id).update(language=language)


@transaction.atomic
def stop(subscriber: GrantSubscriber, subscription_key: str = "") -> None:
    """End one subscription, or all; with the last one the address is forgotten."""
    subscriptions = subscriber.subscriptions.all()
    if subscription_key:
        subscriptions.filter(key=subscription_key).delete()
    if not subscription_key or not subscriptions.exists():
        subscriber.delete()

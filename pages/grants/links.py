"""The signed links in mail to subscribers: nobody else can confirm or end a subscription."""

import uuid

from django.core import signing
from django.urls import reverse

from servicemap.models import GrantSubscriber, GrantSubscription
from servicemap.models.grant_subscriptions import UNCONFIRMED_KEPT_FOR
from servicemap.public_address import public_address

_confirming = signing.TimestampSigner(salt="grant-reminders-confirm")
_stopping = signing.Signer(salt="grant-reminders-stop")


def confirm_url(subscription: GrantSubscription) -> str:
    """The whole address at which a subscription is confirmed, in the active language."""
    token = _confirming.sign(str(subscription.key))
    return _whole("grant-reminders-confirm", token)


def stop_url(subscriber: GrantSubscriber) -> str:
    """The whole address at which a subscriber ends it all, in the active language."""
    return _whole("grant-reminders-stop", _stopping.sign(str(subscriber.key)))


def _whole(name: str, token: str) -> str:
    return public_address(reverse(name, kwargs={"token": token}))


def subscription_of(token: str) -> GrantSubscription | None:
    """Return the subscription that a link is about, unless the link is old, altered or used up."""
    try:
        key = uuid.UUID(_confirming.unsign(token, max_age=UNCONFIRMED_KEPT_FOR))
    except (signing.BadSignature, ValueError):
        return None
    found = GrantSubscription.objects.select_related("grant", "municipality", "subscriber")
    return found.filter(key=key).first()


def key_of_subscriber(token: str) -> uuid.UUID | None:
    """Return the key of the subscriber that a link is of, unless the link is altered."""
    try:
        return uuid.UUID(_stopping.unsign(token))
    except (signing.BadSignature, ValueError):
        return None

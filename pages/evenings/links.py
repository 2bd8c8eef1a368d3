"""The signed links in mail about evenings: nobody else can cancel or end anything."""

import uuid

from django.core import signing
from django.urls import reverse

from servicemap.models import EveningRegistration, hash_of_address
from servicemap.public_address import public_address

_registering = signing.Signer(salt="evening-registration")
_inviting = signing.Signer(salt="evening-invitations")


def registration_url(registration: EveningRegistration) -> str:
    """The whole address at which a registration is seen and cancelled, in the active language."""
    return _whole("evening-registration", _registering.sign(str(registration.key)))


def opt_out_url(address: str) -> str:
    """The whole address at which invitations to an e-mail address end, in the active language."""
    return _whole("evening-invitations", _inviting.sign(hash_of_address(address)))


def _whole(name: str, token: str) -> str:
    return public_address(reverse(name, kwargs={"token": token}))


def key_of_registration(token: str) -> uuid.UUID | None:
    """Return the key of the registration that a link is of, unless the link is altered."""
    try:
        return uuid.UUID(_registering.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def address_hash_of(token: str) -> str | None:
    """Return the hash of the address that a link is of, unless the link is altered."""
    try:
        return _inviting.unsign(token)
    except signing.BadSignature:
        return None

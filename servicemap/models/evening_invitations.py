"""Invitations to association evenings: which association has been asked, and who wants none."""

import hashlib
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .associations import Association
from .evenings import Evening


def hash_of_address(address: str) -> str:
    """Return what stands for an e-mail address that wants no mail, however it is written.

    Without a secret: a new SECRET_KEY must not bring anybody's invitations back.
    """
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


class EveningInvitation(models.Model):
    """That an association has been invited. Written in one transaction with the message."""

    evening = models.ForeignKey(Evening, on_delete=models.CASCADE, related_name="invitations")
    association = models.ForeignKey(Association, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("invitation to an evening")
        verbose_name_plural = _("invitations to evenings")
        constraints = [
            models.UniqueConstraint(fields=["evening", "association"], name="evening_invited_once"),
        ]

    def __str__(self) -> str:
        return f"{self.association} – {self.evening}"


class InvitationOptOutQuerySet(models.QuerySet["InvitationOptOut"]):
    """Addresses that want no invitations."""

    def of(self, address: str) -> Self:
        """Only that of an address."""
        return self.filter(address_hash=hash_of_address(address))


class InvitationOptOut(models.Model):
    """An address that wants no more invitations, kept as a hash and nothing else."""

    address_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InvitationOptOutQuerySet.as_manager()

    class Meta:
        verbose_name = _("address without invitations")
        verbose_name_plural = _("addresses without invitations")

    def __str__(self) -> str:
        return self.address_hash[:12]

"""Telling those who can mend it that something in a listing is wrong."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import mail
from .models import (
    Activity,
    Association,
    Facility,
    Feedback,
    Listing,
    Membership,
    Role,
    StaffGroup,
    User,
)
from .public_address import public_address


def owner_of(listing: Listing) -> int | None:
    """Return the key of the association that answers for a listing, if one does."""
    if isinstance(listing, Association):
        return int(listing.pk)
    return listing.organiser_id if isinstance(listing, Activity | Facility) else None


def editors(listing: Listing) -> QuerySet[User]:
    """Return the editors of the listing's municipality, else publishers, else administrators."""
    municipality = listing.responsible_municipality_id
    members = StaffGroup.objects.members
    asked = [members(Role.PUBLISHER)]
    if municipality is not None:
        asked.insert(0, members(Role.MUNICIPAL, municipality))
    administrators = User.objects.filter(is_active=True, is_superuser=True)
    return next((users for users in asked if users.exists()), administrators)


def owners(listing: Listing) -> QuerySet[User]:
    """Return those who own the association that answers for a listing."""
    owner = owner_of(listing)
    if owner is None:
        return User.objects.none()
    in_force = Membership.objects.filter(
        association=owner, state=Membership.State.ACTIVE, role=Membership.Role.OWNER
    )
    return User.objects.filter(is_active=True, memberships__in=in_force)


def messages(feedback: Feedback) -> list[mail.Message]:
    """Return a message for each owner and editor: nobody sees who else got one."""
    listing = feedback.listing
    asked = editors(listing).select_related("wagtail_userprofile")
    in_charge = {user.pk: user for user in asked}
    own = owners(listing).select_related("wagtail_userprofile")
    recipients = in_charge | {user.pk: user for user in own}
    return [_message(feedback, user, user.pk in in_charge) for user in recipients.values()]


def _message(feedback: Feedback, user: User, is_editor: bool) -> mail.Message:
    profile: Any = getattr(user, "wagtail_userprofile", None)
    language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    with translation.override(language):
        listing = feedback.listing
        admin_path = reverse("servicemap_feedback_modeladmin_edit", args=[feedback.pk])
        body = render_to_string(
            "servicemap/feedback_mail.txt",
            {
                "feedback": feedback,
                "listing": listing,
                "listing_url": public_address(listing.get_absolute_url()),
                "admin_url": public_address(admin_path) if is_editor else "",
            },
        )
        subject = _("Something wrong: %(name)s") % {"name": listing.display_name}
    return mail.Message(to=user.email, subject=subject, body=body, reply_to=feedback.email)


def send(feedback: Feedback) -> None:
    """Queue the messages; the report is kept in any case."""
    mail.send(messages(feedback))

"""The map's domain models."""

from .accounts import Membership, User
from .activities import Activity
from .associations import Association
from .changes import gathered_changes, listings_changed
from .contact_persons import ContactPerson
from .contacts import ContactPoint
from .cycle import CycleEntry, CycleKind, Repeats
from .evening_invitations import EveningInvitation, InvitationOptOut, hash_of_address
from .evening_registrations import MAX_PERSONS, EveningRegistration
from .evenings import Evening, EveningState, EveningStatus, Headcount, RegistrationClosedError
from .facilities import Facility
from .feedback import Feedback
from .grant_subscriptions import GrantReminder, GrantSubscriber, GrantSubscription
from .grants import Grant, GrantPeriod, GrantState, GrantStatus, site_today
from .listings import Listing, ListingKind, Location, Price
from .outgoing_mail import OutgoingMail
from .places import Municipality, Place
from .schedules import Schedule
from .staff import MunicipalApprovalTask, Role, StaffGroup
from .synonyms import Synonym
from .taxonomy import AccessibilityFeature, Category, TargetGroup, Theme

LISTING_MODELS: tuple[type[Listing], ...] = (Association, Facility, Activity)
"""The concrete kinds of listing, in the order in which they may refer to each other."""

__all__ = [
    "LISTING_MODELS",
    "MAX_PERSONS",
    "AccessibilityFeature",
    "Activity",
    "Association",
    "Category",
    "ContactPerson",
    "ContactPoint",
    "CycleEntry",
    "CycleKind",
    "Evening",
    "EveningInvitation",
    "EveningRegistration",
    "EveningState",
    "EveningStatus",
    "Facility",
    "Feedback",
    "Grant",
    "GrantPeriod",
    "GrantReminder",
    "GrantState",
    "GrantStatus",
    "GrantSubscriber",
    "GrantSubscription",
    "Headcount",
    "InvitationOptOut",
    "Listing",
    "ListingKind",
    "Location",
    "Membership",
    "MunicipalApprovalTask",
    "Municipality",
    "OutgoingMail",
    "Place",
    "Price",
    "RegistrationClosedError",
    "Repeats",
    "Role",
    "Schedule",
    "StaffGroup",
    "Synonym",
    "TargetGroup",
    "Theme",
    "User",
    "gathered_changes",
    "hash_of_address",
    "listings_changed",
    "site_today",
]

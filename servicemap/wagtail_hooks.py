"""What the Wagtail admin manages of the map: listings, registers and residents' reports."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from . import (
    admin_looks,
    approval_messages,
    category_action,
    comparison,
    dashboard,
    in_words,
    listing_actions,
    plain_lines,
    shortcuts,
    waiting,
)
from .action_menu import arrange_listing_menu
from .contact_person_admin import ContactPersonAdmin
from .contact_person_chooser import contact_person_chooser
from .cycle_admin import CycleEntryAdmin
from .feedback_admin import FeedbackAdmin
from .grant_admin import GrantAdmin, GrantSubscriberAdmin
from .listing_admin import ListingsGroup
from .listing_guard import ListingPermissionPolicy
from .models import LISTING_MODELS
from .outgoing_mail_admin import OutgoingMailAdmin
from .register_admin import RegistersGroup
from .reports import hooks as report_hooks

__all__ = [
    "admin_looks",
    "approval_messages",
    "category_action",
    "dashboard",
    "listing_actions",
    "report_hooks",
    "shortcuts",
    "waiting",
]

comparison.register()
in_words.register()
plain_lines.register()
for listing_model in LISTING_MODELS:
    register_permission_policy(listing_model, ListingPermissionPolicy(listing_model))
hooks.register("construct_snippet_action_menu", arrange_listing_menu)
register_snippet(ListingsGroup)

hooks.register("register_admin_viewset", lambda: contact_person_chooser)

modeladmin_register(RegistersGroup)
modeladmin_register(FeedbackAdmin)
modeladmin_register(ContactPersonAdmin)
modeladmin_register(GrantAdmin)
modeladmin_register(GrantSubscriberAdmin)
modeladmin_register(CycleEntryAdmin)
modeladmin_register(OutgoingMailAdmin)

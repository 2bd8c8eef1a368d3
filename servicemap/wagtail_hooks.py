"""What the Wagtail admin manages of the map: listings, registers and residents' reports."""

from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from . import comparison, dashboard, listing_actions, waiting
from .contact_person_admin import ContactPersonAdmin
from .cycle_admin import CycleEntryAdmin
from .feedback_admin import FeedbackAdmin
from .grant_admin import GrantsGroup
from .listing_admin import ListingsGroup
from .outgoing_mail_admin import OutgoingMailAdmin
from .register_admin import RegistersGroup
from .reports import hooks as report_hooks

__all__ = ["dashboard", "listing_actions", "report_hooks", "waiting"]

comparison.register()
register_snippet(ListingsGroup)

modeladmin_register(RegistersGroup)
modeladmin_register(FeedbackAdmin)
modeladmin_register(ContactPersonAdmin)
modeladmin_register(GrantsGroup)
modeladmin_register(CycleEntryAdmin)
modeladmin_register(OutgoingMailAdmin)

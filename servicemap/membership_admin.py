"""Who answers for which association, in the Wagtail admin."""

from django.contrib.admin import display
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .models import Membership
from .register_filters import AssociationMunicipalityFilter
from .register_views import RegisterModelAdmin


class MembershipAdmin(RegisterModelAdmin):
    """Who may act for which association."""

    model = Membership
    menu_icon = "user"
    list_display = ("user", "association", "role", "state", "created_at")
    list_filter = ("state", "role", AssociationMunicipalityFilter)
    list_select_related = ("user", "association")
    search_fields = ("user__email", "user__last_name", "association__name")
    list_export = ("association", "user", "user_email", "role", "state", "created_at")
    panels = [
        FieldPanel(
            "user", help_text=_("Make sure from the association that this is somebody of theirs.")
        ),
        FieldPanel("association", help_text=_("Whose information the user then answers for.")),
        FieldRowPanel(
            [
                FieldPanel("role", help_text=_("Reports from residents are sent to owners.")),
                FieldPanel(
                    "state",
                    help_text=_(
                        "Only what is in force counts. End it rather than delete it: then it can "
                        "be seen later who answered for the association."
                    ),
                ),
            ]
        ),
    ]

    @display(description=_("e-mail address"), ordering="user__email")
    def user_email(self, membership: Membership) -> str:
        """How to reach the user."""
        return membership.user.email

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Those that wait for approval come first."""
        rows: QuerySet[Membership] = super().get_queryset(request)
        waiting = models.Case(
            models.When(state=Membership.State.PENDING, then=0),
            default=1,
            output_field=models.IntegerField(),
        )
        return rows.order_by(waiting, "-created_at")

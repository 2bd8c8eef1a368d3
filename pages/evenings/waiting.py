"""Evenings to come, as a card of the editors' first page."""

import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.permissions import page_permission_policy

from pages.models import EveningPage
from servicemap.dashboard import ROWS_SHOWN, Card, CardRow

SOON = datetime.timedelta(days=30)


def coming_evenings(request: HttpRequest) -> Card | None:
    """Evenings of the next thirty days, for those who organise any evening."""
    public = page_permission_policy.instances_user_has_permission_for(request.user, "publish")
    own = EveningPage.objects.filter(pk__in=public.values("pk"))
    if not own.exists():
        return None
    now = timezone.now()
    pages = own.live().upcoming(now).filter(start__lte=now + SOON, is_cancelled=False)
    # One page for each evening: translations share its registrations.
    found = {page.translation_key: page for page in pages.order_by("-start", "-locale_id")}
    soonest = sorted(found.values(), key=lambda page: page.start)
    return Card(
        heading=_("Association evenings within a month"),
        icon="group",
        count=len(soonest),
        url=reverse("evening_admin_index"),
        link_text=_("All evenings"),
        rows=[
            CardRow(
                page.title,
                reverse("evening_roll", args=[page.pk]),
                date_format(timezone.localtime(page.start), "SHORT_DATETIME_FORMAT"),
            )
            for page in soonest[:ROWS_SHOWN]
        ],
        order=70,
    )

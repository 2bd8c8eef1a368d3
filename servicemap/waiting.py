"""What waits on the map: changes, residents' reports, old and misplaced listings, grants."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TaskState
from wagtail.permissions import policy_registry

from .dashboard import HOOK, ROWS_SHOWN, Card, CardRow
from .editing import CHANGE, PUBLISH, allowed
from .models import LISTING_MODELS, Feedback, Grant, GrantPeriod, OutgoingMail, site_today
from .querysets import ListingQuerySet
from .reports.freshness import confirmed_text, list_url, rows_of
from .territory import bound_to, permission_name

SOON = datetime.timedelta(days=30)
"""How far ahead grants are looked at."""


def edit_url(kind: str, key: int) -> str:
    """The form of a listing."""
    return reverse(f"wagtailsnippets_servicemap_{kind}:edit", args=[key])


def short(day: datetime.date) -> str:
    """A date as it is written in lists."""
    return date_format(day, "SHORT_DATE_FORMAT")


def _may_change_some(user: Any) -> bool:
    return any(
        policy_registry.get_by_type(model).user_has_permission(user, CHANGE)
        for model in LISTING_MODELS
    )


@hooks.register(HOOK)
def moderation(request: HttpRequest) -> Card | None:
    """Changes that the user may approve; Wagtail's own list of them is further below."""
    states = TaskState.objects.reviewable_by(request.user)
    count = states.count()
    policies = (policy_registry.get_by_type(model) for model in LISTING_MODELS)
    if not count and not any(one.user_has_permission(request.user, PUBLISH) for one in policies):
        return None
    finder = AdminURLFinder(request.user)
    oldest = states.order_by("started_at").select_related("revision")[:ROWS_SHOWN] if count else []
    return Card(
        heading=_("Changes waiting for your approval"),
        icon="clipboard-list",
        count=count,
        url="#awaiting-review-section",
        link_text=_("Look at the changes"),
        rows=[
            CardRow(
                state.revision.object_str,
                finder.get_edit_url(state.revision.content_object),
                short(timezone.localtime(state.started_at).date()),
            )
            for state in oldest
        ],
        order=10,
    )


@hooks.register(HOOK)
def feedback(request: HttpRequest) -> Card | None:
    """Residents' reports about listings that the user may edit."""
    user = request.user
    if not user.has_perm("servicemap.change_feedback"):
        return None
    about = Q()
    for model in LISTING_MODELS:
        own = allowed(user, CHANGE, model).order_by().values("pk")
        about |= Q(**{f"{model.kind}__in": own})
    new = Feedback.objects.filter(about, state=Feedback.State.NEW)
    first = new.select_related("association", "facility", "activity").order_by("created_at")
    return Card(
        heading=_("New reports from residents"),
        icon="warning",
        count=new.count(),
        url=f"{reverse('servicemap_feedback_modeladmin_index')}?state__exact=new",
        link_text=_("All new reports"),
        rows=[
            CardRow(
                str(report.listing),
                reverse("servicemap_feedback_modeladmin_edit", args=[report.pk]),
                str(report.get_topic_display()),
            )
            for report in first[:ROWS_SHOWN]
        ],
        order=20,
    )


def _listings(user: Any, only: Callable[[ListingQuerySet], ListingQuerySet]) -> Any:
    """Rows of the published listings of all kinds that the user may edit, the oldest first."""
    own = (allowed(user, CHANGE, model).published() for model in LISTING_MODELS)
    return rows_of(only(listings).with_place() for listings in own).order_by("aged", "name", "key")


@hooks.register(HOOK)
def stale(request: HttpRequest) -> Card | None:
    """Listings that nobody has confirmed in a year."""
    if not _may_change_some(request.user):
        return None
    old = _listings(request.user, lambda listings: listings.stale())
    return Card(
        heading=_("Listings not confirmed in a year"),
        icon="history",
        count=old.count(),
        url=list_url(freshness="stale", who="mine"),
        link_text=_("All of them, the oldest first"),
        rows=[
            CardRow(row["name"], edit_url(row["kind"], row["key"]), confirmed_text(row))
            for row in old[:ROWS_SHOWN]
        ],
        order=30,
    )


@hooks.register(HOOK)
def without_point(request: HttpRequest) -> Card | None:
    """Listings that the map does not show; those with an address only lack the point."""
    if not _may_change_some(request.user):
        return None
    lost = _listings(request.user, lambda listings: listings.without_point())
    return Card(
        heading=_("Listings that are not on the map"),
        icon="site",
        count=lost.count(),
        url=list_url(point="missing", who="mine"),
        link_text=_("All that are not on the map"),
        rows=[CardRow(row["name"], edit_url(row["kind"], row["key"])) for row in lost[:ROWS_SHOWN]],
        order=40,
    )


@hooks.register(HOOK)
def grants(request: HttpRequest) -> Card | None:
    """Application periods that open or close within a month, of grants the user may change."""
    change = permission_name(Grant, CHANGE)
    if not request.user.has_perm(change):
        return None
    today = site_today()
    span = (today, today + SOON)
    periods = GrantPeriod.objects.published().select_related("grant")
    own = bound_to(request.user, change)
    if own is not None:
        periods = periods.filter(grant__funder_municipality__in=own)
    found = periods.filter(Q(opens_on__range=span) | Q(closes_on__range=span))
    changes = [
        (day, text % {"day": short(day)}, period)
        for period in found.order_by("opens_on", "pk")
        for day, text in (
            (period.opens_on, _("opens %(day)s")),
            (period.closes_on, _("closes %(day)s")),
        )
        if span[0] <= day <= span[1]
    ]
    changes.sort(key=lambda change: change[0])
    return Card(
        heading=_("Grants that open or close within a month"),
        icon="calendar-alt",
        count=len({period.pk for *_when, period in changes}),
        url=reverse("servicemap_grant_modeladmin_index"),
        link_text=_("All grants"),
        rows=[
            CardRow(
                str(period.grant),
                reverse("servicemap_grant_modeladmin_edit", args=[period.grant_id]),
                text,
            )
            for _day, text, period in changes[:ROWS_SHOWN]
        ],
        order=60,
    )


@hooks.register(HOOK)
def lost_mail(request: HttpRequest) -> Card | None:
    """Messages that could not be sent and that nobody tries to send any longer."""
    if not request.user.has_perm(permission_name(OutgoingMail, CHANGE)):
        return None
    failed = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED)
    return Card(
        heading=_("Messages that could not be sent"),
        icon="mail",
        count=failed.count(),
        url=f"{reverse('servicemap_outgoingmail_modeladmin_index')}?state__exact=failed",
        link_text=_("All that could not be sent"),
        rows=[
            CardRow(
                mail.subject,
                reverse("servicemap_outgoingmail_modeladmin_edit", args=[mail.pk]),
                short(timezone.localtime(mail.queued_at).date()),
            )
            for mail in failed.order_by("-queued_at")[:ROWS_SHOWN]
        ],
        order=25,
    )

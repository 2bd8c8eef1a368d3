"""Where the organiser's pages are found in the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from pages.evenings import admin_views, cancel_admin, invitation_admin
from pages.evenings import at_stake as _at_stake  # noqa: F401
from pages.evenings.waiting import coming_evenings
from pages.models import EveningPage
from servicemap.admin_menu import COOPERATION
from servicemap.dashboard import HOOK as WAITING_CARD
from servicemap.models import Evening, EveningRegistration

hooks.register(WAITING_CARD, coming_evenings)


class EveningsMenuItem(MenuItem):
    """The evenings, for those who may publish some."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may organise evenings."""
        return admin_views.may_organise_some(request.user)


@hooks.register("register_admin_urls")
def evening_urls() -> list[URLPattern]:
    """The list of evenings, and the pages about one."""
    one = {
        "": (admin_views.RollView, "evening_roll"),
        "add/": (admin_views.AddView, "evening_add"),
        "tell/": (admin_views.TellView, "evening_tell"),
        "print/": (admin_views.PrintView, "evening_print"),
        "export/": (admin_views.ExportView, "evening_export"),
        "invite/": (invitation_admin.InviteView, "evening_invite"),
        "cancel/": (cancel_admin.CancelView, "evening_cancel"),
    }
    return [
        path("evenings/", admin_views.EveningsView.as_view(), name="evening_admin_index"),
        *(
            path(f"evenings/<int:page_id>/{end}", view.as_view(), name=name)
            for end, (view, name) in one.items()
        ),
    ]


@hooks.register(COOPERATION)
def evenings_menu_item() -> MenuItem:
    """Below the grants."""
    return EveningsMenuItem(
        gettext_lazy("Association evenings"),
        reverse("evening_admin_index"),
        name="evenings",
        icon_name="group",
        order=153,
    )


def _is_organised(page: Page, user: Any) -> bool:
    """Whether the page is of an evening whose list the user may see."""
    evening_page = page.specific_deferred
    return (
        isinstance(evening_page, EveningPage)
        and admin_views.may_organise(user, evening_page)
        and Evening.objects.filter(key=page.translation_key).exists()
    )


@hooks.register("register_page_header_buttons")
def header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from the page to the list of those who come."""
    if page.pk and _is_organised(page, user):
        url = reverse("evening_roll", args=[page.pk])
        yield Button(_("Registrations"), url, icon_name="group", priority=12)


@hooks.register("after_publish_page")
def say_who_does_not_know(request: HttpRequest, page: Page) -> None:
    """Remind the organiser to tell those who have registered of what has changed."""
    if not isinstance(page, EveningPage):
        return
    evening = Evening.objects.filter(key=page.translation_key).first()
    count = EveningRegistration.objects.untold(evening).count() if evening else 0
    if not count:
        return
    said = ngettext(
        "%(count)d person who has registered does not know of the change yet.",
        "%(count)d who have registered do not know of the change yet.",
        count,
    ) % {"count": count}
    url = reverse("evening_tell", args=[page.pk])
    messages.warning(request, format_html('{} <a href="{}">{}</a>', said, url, _("Tell them")))


@hooks.register("after_publish_page")
def say_that_more_come_than_there_is_room_for(request: HttpRequest, page: Page) -> None:
    """Whoever lowers the places takes none away; somebody has to sort it out."""
    if not isinstance(page, EveningPage) or page.capacity is None:
        return
    evening = Evening.objects.filter(key=page.translation_key).first()
    if evening is None or evening.purged_at is not None:
        return
    coming = evening.headcount().coming
    if coming <= page.capacity:
        return
    said = _(
        "%(coming)d are coming and there are %(places)d places. Nobody lost a place: "
        "add places, or agree with those who come."
    ) % {"coming": coming, "places": page.capacity}
    url = reverse("evening_roll", args=[page.pk])
    messages.warning(request, format_html('{} <a href="{}">{}</a>', said, url, _("Who comes")))

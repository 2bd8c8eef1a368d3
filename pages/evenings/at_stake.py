"""Before an evening's last page is hidden or deleted: whom nobody would tell, and the right way."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from pages.models import EveningPage
from servicemap.models import Evening, EveningRegistration, Headcount
from servicemap.models.translation import active_language

DELETE, UNPUBLISH = "delete", "unpublish"

KNOWN = "evenings_known"
"""What the form sends along once the editor has read the warning."""

NOT_REPEATED = {"csrfmiddlewaretoken", KNOWN}


@dataclass(frozen=True)
class AtStake:
    """An evening to come whose last page is about to go, and how many are not told of it."""

    page: EveningPage
    evening: Evening
    count: Headcount
    untold: int

    @property
    def registrations(self) -> int:
        """How many have registered, with a place or in line."""
        return self.count.coming_registrations + self.count.waiting_registrations

    @property
    def persons(self) -> int:
        """How many persons that is."""
        return self.count.coming + self.count.waiting


class WarningView(WagtailAdminTemplateMixin, View):
    """What an editor reads before going on."""

    template_name = "pages/evenings/admin/at_stake.html"
    page_title = gettext_lazy("People have registered")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the evenings and here."""
        evenings = {"url": reverse("evening_admin_index"), "label": _("Association evenings")}
        return [*self.breadcrumbs_items, evenings, {"url": "", "label": self.page_title}]


def at_stake(pages: Iterable[Page]) -> list[AtStake]:
    """Return the evenings to come that would be left without a page and with somebody untold.

    Somebody who knows already that the evening is cancelled is at peace. Makes three queries, and
    two for each evening found.
    """
    keys = [page.pk for page in pages]
    own_last = Case(When(locale__language_code=active_language(), then=1), default=0)
    found_pages = EveningPage.objects.filter(pk__in=keys).order_by(own_last, "-pk")
    going = {page.translation_key: page for page in found_pages}
    # What only mirrors another page goes with it.
    staying = EveningPage.objects.live().filter(translation_key__in=going)
    staying = staying.exclude(pk__in=keys).exclude(alias_of__in=keys)
    left = set(staying.values_list("translation_key", flat=True))
    found = []
    coming = Evening.objects.filter(key__in=going.keys() - left, ends_at__gt=timezone.now())
    for evening in coming.order_by("starts_at", "pk"):
        untold = EveningRegistration.objects.untold(evening).count()
        one = AtStake(going[evening.key], evening, evening.headcount(), untold)
        if one.untold if evening.is_cancelled else one.registrations:
            found.append(one)
    return found


def _with_translations(page: Page, action: str) -> list[Page]:
    """Return the page and those in other languages that Wagtail takes along with a single one."""
    found = [page]
    for hook in hooks.get_hooks("construct_translated_pages_to_cascade_actions"):
        for others in (hook([page], action) or {}).values():
            found += others
    return found


def warning(
    request: HttpRequest, pages: list[Page], action: str, *, with_descendants: bool
) -> HttpResponse | None:
    """Return the page that warns; None where there is nothing to warn of, or it has been read."""
    if request.method != "POST" or KNOWN in request.POST:
        return None
    below = [one for page in pages for one in page.get_descendants()] if with_descendants else []
    evenings = at_stake([*pages, *below])
    if not evenings:
        return None
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_REPEATED
        for value in values
    ]
    view = WarningView()
    view.setup(request)
    return view.render_to_response(
        view.get_context_data(
            evenings=evenings, is_deleting=action == DELETE, sent=sent, known=KNOWN
        )
    )


@hooks.register("before_delete_page")
def before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Warn before a page is deleted, with all that is below it."""
    return warning(request, _with_translations(page, DELETE), DELETE, with_descendants=True)


@hooks.register("before_unpublish_page")
def before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Warn before a page is unpublished."""
    pages = _with_translations(page, UNPUBLISH)
    below = "include_descendants" in request.POST
    return warning(request, pages, UNPUBLISH, with_descendants=below)


@hooks.register("before_bulk_action")
def before_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Warn before the pages that have been ticked are deleted or unpublished."""
    if action_type not in {DELETE, UNPUBLISH}:
        return None
    pages = [one for one in objects if isinstance(one, Page)]
    below = action_type == DELETE or "include_descendants" in request.POST
    return warning(request, pages, action_type, with_descendants=below)

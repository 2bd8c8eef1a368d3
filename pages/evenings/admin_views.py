"""The organiser's pages in the admin: the evenings, and who comes to one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import page_permission_policy

from pages.evenings import audit, registering
from pages.evenings.export import CSV, XLSX, file_response
from pages.evenings.mails import changes
from pages.evenings.registration_form import OrganiserForm
from pages.models import EveningIndexPage, EveningPage
from servicemap.models import Evening, EveningRegistration, EveningState, RegistrationClosedError
from servicemap.models.translation import active_language

HOME_DEPTH = 2


def may_organise(user: Any, page: EveningPage) -> bool:
    """Whether somebody may see and change who comes: whoever may publish the page.

    Those who only write drafts have no need to know people's names and diets.
    """
    return bool(page.permissions_for_user(user).can_publish())


def may_organise_some(user: Any) -> bool:
    """Whether somebody may publish where evenings are: below the home page, or one of them."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return bool(
        pages.filter(depth__lte=HOME_DEPTH).exists()
        or pages.type(EveningIndexPage, EveningPage).exists()
    )


def organised_by(user: Any) -> list[EveningPage]:
    """Return the evenings that a user organises, each in one language, the latest first."""
    found: dict[Any, EveningPage] = {}
    own_language = active_language()
    pages = EveningPage.objects.filter(alias_of=None).with_place().order_by("pk")
    for page in pages:
        known = found.get(page.translation_key)
        if known is None or page.locale.language_code == own_language:
            found[page.translation_key] = page
    shown = [page for page in found.values() if may_organise(user, page)]
    return sorted(shown, key=lambda page: page.start, reverse=True)


class EveningsView(WagtailAdminTemplateMixin, TemplateView):
    """All evenings with how many come."""

    template_name = "pages/evenings/admin/evenings.html"
    page_title = gettext_lazy("Association evenings")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse those who would be told that there are no evenings."""
        if not may_organise_some(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``rows``: page, status, count and how many have to be told of a change."""
        pages = organised_by(self.request.user)
        evenings = {
            evening.key: evening
            for evening in Evening.objects.filter(key__in=[page.translation_key for page in pages])
        }
        rows = []
        for row in EveningPage.with_status(pages):
            evening = evenings.get(row["page"].translation_key)
            rows.append(
                {
                    **row,
                    "count": evening.headcount() if evening else None,
                    "untold": EveningRegistration.objects.untold(evening).count() if evening else 0,
                }
            )
        return super().get_context_data(**kwargs) | {"rows": rows}


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class OneEveningView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one evening, for those who may edit it."""

    header_icon = "group"
    page: EveningPage
    evening: Evening

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the evening; refuse whoever may not edit its page."""
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(EveningPage, pk=kwargs["page_id"])
        if not may_organise(request.user, self.page):
            raise PermissionDenied
        evening = Evening.objects.filter(key=self.page.translation_key).first()
        if evening is None:
            # Nobody registers for a page that has never been published.
            raise Http404
        self.evening = evening

    @property
    def roll_url(self) -> str:
        """The list of those who come."""
        return reverse("evening_roll", args=[self.page.pk])

    def get_page_subtitle(self) -> str:
        """Which evening."""
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the evenings, this one, and here."""
        way = [
            {"url": reverse("evening_admin_index"), "label": _("Association evenings")},
            {"url": self.roll_url, "label": self.page.title},
        ]
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *way, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page, the evening and how many come."""
        count = self.evening.headcount()
        return super().get_context_data(**kwargs) | {
            "evening_page": self.page,
            "evening": self.evening,
            "count": count,
            "status": self.evening.status(count=count),
            "roll_url": self.roll_url,
        }

    def back(self) -> HttpResponse:
        """Lead back to the list."""
        return HttpResponseRedirect(self.roll_url)


def diets(registrations: "list[EveningRegistration]") -> list[EveningRegistration]:
    """Return who eats something special, of those who come."""
    return [one for one in registrations if one.has_place and one.wants_catering and one.diet]


class RollView(OneEveningView):
    """Who comes and who waits, and what the organiser does about it."""

    template_name = "pages/evenings/admin/roll.html"
    page_title = gettext_lazy("Registrations")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Without a step of its own below the evening."""
        return super().get_breadcrumbs_items()[:-1]

    def get_header_buttons(self) -> list[HeaderButton]:
        """What can be done with the list."""

        def button(label: str, name: str, icon: str, query: str = "") -> HeaderButton:
            url = reverse(name, args=[self.page.pk]) + query
            return HeaderButton(label=label, url=url, icon_name=icon)

        return [
            button(_("Add by hand"), "evening_add", "plus"),
            button(_("Invite associations"), "evening_invite", "mail"),
            button(_("Print"), "evening_print", "doc-full"),
            button("CSV", "evening_export", "download", f"?format={CSV}"),
            button("XLSX", "evening_export", "download", f"?format={XLSX}"),
            button(_("Edit the page"), "wagtailadmin_pages:edit", "edit"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the registrations and how many do not know of a change."""
        registrations = list(self.evening.registrations.select_related("listing"))
        context = super().get_context_data(**kwargs)
        left = context["status"].left
        over = {EveningState.CANCELLED, EveningState.PAST}
        return context | {
            "coming": [one for one in registrations if one.has_place],
            "waiting": [
                {"registration": one, "fits": left is None or one.persons <= left}
                for one in registrations
                if not one.has_place
            ],
            "diets": diets(registrations),
            "untold": EveningRegistration.objects.untold(self.evening).count(),
            "invited": self.evening.invitations.count(),
            "can_cancel": self.page.live and context["status"].state not in over,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tick off, cancel or let in one registration."""
        key = request.POST.get("key", "")
        known = [str(one) for one in self.evening.registrations.values_list("key", flat=True)]
        if key not in known:
            messages.warning(request, _("This registration is gone already."))
            return self.back()
        match request.POST.get("action"):
            case "arrived":
                own = self.evening.registrations.filter(key=key)
                own.update(has_arrived=request.POST.get("value") == "1")
            case "withdraw":
                gone = registering.withdraw(self.evening, key)
                if gone is not None:
                    audit.note(request, self.page, audit.WITHDRAWN, persons=gone.persons)
                messages.success(request, _("The registration is cancelled."))
            case "place":
                placed = registering.give_place(self.evening, key)
                if placed is not None:
                    audit.note(request, self.page, audit.PLACED, persons=placed.persons)
                    messages.success(request, _("They have a place now and have been told."))
                else:
                    messages.warning(request, _("There is no room. Add places on the page first."))
        return self.back()


class AddView(OneEveningView):
    """Adds whoever has called or come by."""

    template_name = "pages/evenings/admin/add.html"
    page_title = gettext_lazy("Add by hand")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self._shown(OrganiserForm(self.evening))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add, and send a confirmation where there is an address."""
        form = OrganiserForm(self.evening, request.POST)
        if not form.is_valid():
            return self._shown(form, 400)
        registration = form.save(commit=False)
        try:
            is_added = registering.add_by_hand(self.evening, registration)
        except RegistrationClosedError:
            form.add_error(None, _("The evening is cancelled: nobody can be added."))
            return self._shown(form, 400)
        if not is_added:
            form.add_error("email", _("This address is on the list already."))
            return self._shown(form, 400)
        audit.note(request, self.page, audit.ADDED, persons=registration.persons)
        if registration.has_place:
            messages.success(request, _("Added: %(name)s") % {"name": registration})
        else:
            said = _("The evening is full. Added to the waiting list: %(name)s")
            messages.warning(request, said % {"name": registration})
        return self.back()

    def _shown(self, form: OrganiserForm, code: int = 200) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=code)


class TellView(OneEveningView):
    """Tells those who have registered what has changed: when, where, or that it is cancelled."""

    template_name = "pages/evenings/admin/tell.html"
    page_title = gettext_lazy("Tell of the change")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many do not know yet, and what the first of them would read."""
        untold = EveningRegistration.objects.untold(self.evening)
        first = untold.first()
        if first is not None:
            first.evening = self.evening
        return super().get_context_data(**kwargs) | {
            "untold": untold.count(),
            "changes": changes(first) if first else [],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Queue the messages."""
        text = request.POST.get("text", "").strip()[:2000]
        count = registering.tell_changes(self.evening, text)
        if count:
            audit.note(request, self.page, audit.TOLD, count=count)
        said = ngettext("%(count)d message queued.", "%(count)d messages queued.", count)
        messages.success(request, said % {"count": count})
        return self.back()


class PrintView(OneEveningView):
    """The list on paper, for the door."""

    template_name = "pages/evenings/admin/print.html"
    page_title = gettext_lazy("List of participants")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add those who come, in the order of the alphabet, and what they eat."""
        registrations = list(self._by_name())
        return super().get_context_data(**kwargs) | {
            "coming": [one for one in registrations if one.has_place],
            "waiting": [one for one in registrations if not one.has_place],
            "diets": diets(registrations),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; that somebody took it is written down."""
        audit.note(request, self.page, audit.PRINTED)
        return super().get(request, *args, **kwargs)

    def _by_name(self) -> QuerySet[EveningRegistration]:
        return self.evening.registrations.order_by("name", "pk")


class ExportView(OneEveningView):
    """The list as a file."""

    page_title = gettext_lazy("Export")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with CSV, or XLSX if that is asked for; that somebody took it is written down."""
        kind = XLSX if request.GET.get("format") == XLSX else CSV
        registrations = list(self.evening.registrations.select_related("listing"))
        audit.note(request, self.page, audit.EXPORTED, count=len(registrations), format=kind)
        return file_response(registrations, kind, self.page.title)

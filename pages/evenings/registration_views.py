"""The pages on which one registers for an evening, and cancels that.

None of them sets a cookie or needs one: they act for nobody who has signed in, and what they do
takes either a signed link or one's own mailbox.
"""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from pages.evenings import links, registering
from pages.evenings.calendar import evening_file
from pages.evenings.registration_form import RegistrationForm
from pages.models import EveningPage
from pages.navigation import Wayfinder
from servicemap.association_names import names_like
from servicemap.models import (
    EveningRegistration,
    EveningState,
    InvitationOptOut,
    RegistrationClosedError,
)
from servicemap.models.translation import active_language
from servicemap.rate_limit import LimitReachedError, RateLimit

PER_ADDRESS = RateLimit("evening-registrations", times=10, span=datetime.timedelta(hours=1))

MAX_AGE = 60 * 10
"""Seconds for which a calendar may keep what it got."""


def page_of(key: uuid.UUID) -> EveningPage:
    """Return the published page of an evening, in the active language if there is one.

    Makes a query. Raises Http404.
    """
    pages = EveningPage.objects.published().with_place().filter(translation_key=key)
    by_language = {page.locale.language_code: page for page in pages.order_by("-pk")}
    page = by_language.get(active_language()) or next(reversed(by_language.values()), None)
    if page is None:
        raise Http404
    return page


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class EveningView(TemplateView):
    """What these pages have in common."""

    def answer(self, code: int = 200, **context: Any) -> HttpResponse:
        """Render the page."""
        context["keep_days"] = settings.EVENING_REGISTRATIONS_KEEP_DAYS
        Wayfinder.of(self.request).belong_to(context.get("evening_page"))
        return self.render_to_response(self.get_context_data(**context), status=code)


class RegisterView(EveningView):
    """Takes a registration and says the same whatever is known of the address."""

    template_name = "pages/evenings/register.html"

    def get(self, request: HttpRequest, key: uuid.UUID, **kwargs: Any) -> HttpResponse:
        """The form by itself, or what to do next."""
        return self._shown(page_of(key), is_sent="sent" in request.GET)

    def post(self, request: HttpRequest, key: uuid.UUID, **kwargs: Any) -> HttpResponse:
        """Register and send the confirmation. A machine is told the same as anybody."""
        page = page_of(key)
        form = RegistrationForm(page.evening, request.POST)
        if form.is_from_a_machine:
            return self._sent()
        if not page.evening.status().takes_registrations:
            return self._shown(page, code=409)
        if not form.is_valid():
            return self._shown(page, code=400, form=form)
        if not PER_ADDRESS.allow(request):
            return self._shown(page, code=429, form=form, is_limited=True)
        registration = form.save(commit=False)
        registration.language = active_language()
        try:
            registering.register(page.evening, registration)
        except RegistrationClosedError:
            # It closed while the form was being sent.
            return self._shown(page, code=409)
        except LimitReachedError:
            return self._shown(page, code=429, form=form, is_address_limited=True)
        return self._sent()

    def _shown(self, page: EveningPage, code: int = 200, **context: Any) -> HttpResponse:
        shown = {"form": RegistrationForm(page.evening), **context}
        return self.answer(code, evening_page=page, status=page.evening.status(), **shown)

    def _sent(self) -> HttpResponse:
        return HttpResponseRedirect(f"{self.request.path}?sent=1")


class RegistrationView(EveningView):
    """Behind the link in the mail: one's registration, and the button that cancels it.

    Only the button does: programs that look through mail follow links.
    """

    template_name = "pages/evenings/registration.html"

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """What it is about, and the button."""
        key = links.key_of_registration(token)
        if key is None:
            return self.answer(404, is_refused=True)
        return self._shown(key)

    def post(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """Cancel. Whoever is off the list already is told that it is done."""
        key = links.key_of_registration(token)
        if key is None:
            return self.answer(404, is_refused=True)
        registration = self._found(key)
        if registration is not None and not self._is_over(registration):
            registering.withdraw(registration.evening, key)
        return self._shown(key, is_done=True)

    def _shown(self, key: uuid.UUID, **context: Any) -> HttpResponse:
        registration = self._found(key)
        if registration is None:
            return self.answer(registration=None, **context)
        pages = EveningPage.objects.of(registration.evening).live().order_by("pk")
        localized = pages.filter(locale__language_code=active_language()).first()
        return self.answer(
            registration=registration,
            line=0 if registration.has_place else registration.place_in_line(),
            evening_page=localized or pages.first(),
            is_over=self._is_over(registration),
            **context,
        )

    @staticmethod
    def _found(key: uuid.UUID) -> EveningRegistration | None:
        return EveningRegistration.objects.select_related("evening").filter(key=key).first()

    @staticmethod
    def _is_over(registration: EveningRegistration) -> bool:
        return registration.evening.status().state == EveningState.PAST


class InvitationsView(EveningView):
    """Ends invitations: with one press, or with the mail program's own button (RFC 8058)."""

    template_name = "pages/evenings/invitations.html"

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """Whether the address gets invitations, and a button to change that."""
        return self._shown(token)

    def post(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """End them, or begin again; once more does no harm."""
        address_hash = links.address_hash_of(token)
        if address_hash is None:
            return self._shown(token)
        if "again" in request.POST:
            InvitationOptOut.objects.filter(address_hash=address_hash).delete()
        else:
            InvitationOptOut.objects.get_or_create(address_hash=address_hash)
        return self._shown(token, is_done=True)

    def _shown(self, token: str, **context: Any) -> HttpResponse:
        address_hash = links.address_hash_of(token)
        if address_hash is None:
            return self.answer(404, is_refused=True)
        is_out = InvitationOptOut.objects.filter(address_hash=address_hash).exists()
        return self.answer(is_out=is_out, **context)


@require_safe
def association_names(request: HttpRequest) -> HttpResponse:
    """Answer with names of associations that may be meant by what is being typed."""
    response = JsonResponse({"names": names_like(request.GET.get("q", ""))})
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def evening_calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Answer with an evening as a calendar file."""
    page = page_of(key)
    link = page.online_url if page.shows_online_url else ""
    text = evening_file(page, page.evening, link=link)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.ics"'
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["X-Robots-Tag"] = "noindex"
    return response

"""The pages on which one asks for reminders of grants, confirms that, and ends it.

None of them sets a cookie or needs one: they act for nobody who has signed in, and what they do
takes either a signed link or one's own mailbox.
"""

import datetime
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from pages.grants import links, subscribing
from pages.grants.subscription_form import SubscriptionForm
from pages.models import GrantsPage
from pages.navigation import Wayfinder
from servicemap.models import GrantSubscriber
from servicemap.models.grant_subscriptions import UNCONFIRMED_KEPT_FOR
from servicemap.rate_limit import LimitReachedError, RateLimit

PER_ADDRESS = RateLimit("grant-reminders", times=10, span=datetime.timedelta(hours=1))


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class ReminderView(TemplateView):
    """What the three pages have in common."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the grants are."""
        ways = Wayfinder.of(self.request)
        parent = ways.destination(GrantsPage)
        ways.belong_to(parent)
        return {"parent": parent} | super().get_context_data(**kwargs)

    def answer(self, status: int = 200, **context: Any) -> HttpResponse:
        """Render the page."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    @property
    def language(self) -> str:
        """The page's language."""
        return (get_language() or "fi").split("-")[0]


class SubscribeView(ReminderView):
    """Takes an address and says the same whatever is known of it."""

    template_name = "pages/grants/subscribe.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, for a grant or a municipality, or what to do next."""
        initial = {name: request.GET.get(name, "") for name in ("grant", "municipality")}
        return self.answer(
            form=SubscriptionForm(initial=initial),
            is_sent="sent" in request.GET,
            keep_days=UNCONFIRMED_KEPT_FOR.days,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask the owner of the address to confirm. A machine is told the same as anybody."""
        form = SubscriptionForm(request.POST)
        if form.is_from_a_machine:
            return self._sent()
        if not form.is_valid():
            return self.answer(400, form=form)
        if not PER_ADDRESS.allow(request):
            return self.answer(429, form=form, is_limited=True)
        wanted = form.cleaned_data
        try:
            subscribing.ask_to_confirm(
                wanted["email"], wanted["grant"], wanted["municipality"], self.language
            )
        except LimitReachedError:
            return self.answer(429, form=form, is_address_limited=True)
        return self._sent()

    def _sent(self) -> HttpResponse:
        return HttpResponseRedirect(f"{self.request.path}?sent=1")


class ConfirmView(ReminderView):
    """The page behind the link in the mail. Only the button confirms: programs that look
    through mail follow links.
    """

    template_name = "pages/grants/confirm.html"

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """What it is about, and the button."""
        subscription = links.subscription_of(token)
        return self.answer(200 if subscription else 404, subscription=subscription)

    def post(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """Confirm; once more does no harm."""
        subscription = links.subscription_of(token)
        if subscription is None:
            return self.answer(404, subscription=None)
        subscribing.confirm(subscription, self.language)
        return self.answer(
            subscription=subscription,
            is_confirmed=True,
            stop_url=links.stop_url(subscription.subscriber),
        )


class StopView(ReminderView):
    """Ends reminders: with one press, or with the mail program's own button (RFC 8058)."""

    template_name = "pages/grants/stop.html"

    def get(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """What the subscriber is reminded of, each with a button."""
        key = links.key_of_subscriber(token)
        if key is None:
            return self.answer(404, is_refused=True)
        return self.answer(subscriptions=self._subscriptions(key))

    def post(self, request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        """End one or all. Whoever is gone already is told that it is done."""
        key = links.key_of_subscriber(token)
        if key is None:
            return self.answer(404, is_refused=True)
        subscriber = GrantSubscriber.objects.filter(key=key).first()
        if subscriber is not None:
            subscribing.stop(subscriber, self._chosen())
        return self.answer(subscriptions=self._subscriptions(key), is_done=True)

    def _chosen(self) -> str:
        """The key of the one that shall end; all of them if none is named."""
        given = self.request.POST.get("subscription", "")
        try:
            return str(uuid.UUID(given)) if given else ""
        except ValueError:
            return str(uuid.UUID(int=0))

    def _subscriptions(self, key: uuid.UUID) -> list[Any]:
        subscriber = GrantSubscriber.objects.filter(key=key).first()
        if subscriber is None:
            return []
        rows = subscriber.subscriptions.confirmed().select_related("grant", "municipality")
        return list(rows)

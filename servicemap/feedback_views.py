"""“Something wrong?”: the page on which residents say so."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import DetailView

from . import feedback_mail
from .feedback_form import FeedbackForm
from .models import Feedback, Listing
from .rate_limit import RateLimit

PER_ADDRESS = RateLimit("feedback", times=5, span=datetime.timedelta(hours=1))
PER_LISTING_A_DAY = 20
"""More reports of one listing than this in a day are somebody's mischief."""


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class FeedbackView(DetailView[Listing]):
    """Asks what is wrong with a published listing and passes it on."""

    template_name = "servicemap/feedback.html"

    def get_queryset(self) -> QuerySet[Listing]:
        """Drafts have no page of their own."""
        listings: QuerySet[Listing] = self.model._default_manager.published()
        return listings

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, or thanks."""
        context = {
            "listing": self.object,
            "form": FeedbackForm(),
            "is_sent": "sent" in self.request.GET,
            "keep_days": settings.FEEDBACK_KEEP_DAYS,
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the report and tell those who can mend it.

        A machine gets thanks like anybody else, and nothing is kept.
        """
        self.object = self.get_object()
        form = FeedbackForm(request.POST)
        if form.is_from_a_machine:
            return self._thanks()
        if not form.is_valid():
            return self._again(form, status=400)
        if not PER_ADDRESS.allow(request) or self._is_flooded():
            return self._again(form, status=429, is_limited=True)
        feedback = form.save(commit=False)
        setattr(feedback, str(self.object.kind), self.object)
        with transaction.atomic():
            feedback.save()
            feedback_mail.send(feedback)
        return self._thanks()

    def _is_flooded(self) -> bool:
        since = timezone.now() - datetime.timedelta(days=1)
        received = Feedback.objects.about(self.object).filter(created_at__gt=since)
        return received.count() >= PER_LISTING_A_DAY

    def _thanks(self) -> HttpResponse:
        return HttpResponseRedirect(f"{self.request.path}?sent=1")

    def _again(self, form: FeedbackForm, *, status: int, **context: Any) -> HttpResponse:
        shown = self.get_context_data(form=form, is_sent=False, **context)
        return self.render_to_response(shown, status=status)

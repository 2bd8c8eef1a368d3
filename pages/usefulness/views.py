"""What happens when a reader answers “Was this of use?”.

Neither the question nor what follows sets a cookie. They act for nobody who has signed in, and
browsers say themselves from which site a form was sent: what comes from another is refused.
"""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.models import Page

from pages.models.usefulness import AsksUsefulness, UsefulnessCount, UsefulnessNote
from pages.navigation import Wayfinder
from pages.public_pages import only_public
from pages.usefulness.form import NoteForm
from servicemap.rate_limit import RateLimit, client_address

ANSWERS = {"yes": True, "no": False}
PER_ADDRESS = RateLimit("usefulness", times=60, span=datetime.timedelta(hours=1))
PER_PAGE = RateLimit("usefulness-page", times=3, span=datetime.timedelta(days=1))
"""Of one page: a household or an office may be several readers behind one address."""
NOTES_PER_ADDRESS = RateLimit("usefulness-notes", times=5, span=datetime.timedelta(hours=1))
NOTES_A_DAY = 50
"""More notes of one page than this in a day are somebody's mischief."""


def is_from_another_site(request: HttpRequest) -> bool:
    """Whether the browser says that a form of another site was sent."""
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class UsefulnessView(TemplateView):
    """Counts an answer, thanks for it, and takes a few words."""

    template_name = "pages/usefulness/thanks.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page that the answer is about: one that everyone may see, and that asks."""
        super().setup(request, *args, **kwargs)
        found = only_public(Page.objects.live()).filter(pk=kwargs["pk"]).first()
        page = found.specific if found else None
        if not isinstance(page, AsksUsefulness) or not page.asks_usefulness:
            raise Http404
        self.page: Any = page

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Thanks, and the form for words; without an answer back to the page."""
        answer = request.GET.get("answer", "")
        if answer not in ANSWERS:
            return HttpResponseRedirect(self.page.get_url(request))
        is_done = "sent" in request.GET
        return self._shown(answer, form=None if is_done else NoteForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the answer, or keep the words. A machine is thanked, and nothing is kept."""
        if is_from_another_site(request):
            raise PermissionDenied
        answer = request.POST.get("answer", "")
        if answer not in ANSWERS:
            return HttpResponseRedirect(self.page.get_url(request))
        if "text" in request.POST:
            return self._take_note(request, answer)
        is_person = not request.POST.get("homepage")
        if is_person and self._is_within_limits(request):
            UsefulnessCount.objects.add(self.page.pk, ANSWERS[answer])
        return HttpResponseRedirect(f"{request.path}?answer={answer}")

    def _is_within_limits(self, request: HttpRequest) -> bool:
        name = f"{client_address(request)} {self.page.pk}"
        return PER_ADDRESS.allow(request) and PER_PAGE.allow_name(name)

    def _take_note(self, request: HttpRequest, answer: str) -> HttpResponse:
        done = HttpResponseRedirect(f"{request.path}?answer={answer}&sent=1")
        if request.POST.get("homepage"):
            return done
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._shown(answer, form=form, status=400)
        if not NOTES_PER_ADDRESS.allow(request) or self._is_flooded():
            return self._shown(answer, form=form, status=429, is_limited=True)
        UsefulnessNote.objects.create(
            page_id=self.page.pk, is_useful=ANSWERS[answer], text=form.cleaned_data["text"]
        )
        return done

    def _is_flooded(self) -> bool:
        today = UsefulnessNote.objects.filter(page=self.page, received_on=timezone.localdate())
        return today.count() >= NOTES_A_DAY

    def _shown(
        self, answer: str, form: NoteForm | None, status: int = 200, **context: Any
    ) -> HttpResponse:
        Wayfinder.of(self.request).belong_to(self.page)
        shown = {"about": self.page, "answer": answer, "form": form, **context}
        return self.render_to_response(self.get_context_data(**shown), status=status)

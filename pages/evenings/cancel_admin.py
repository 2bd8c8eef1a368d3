"""Cancelling an evening from the admin, with a message to those who have registered."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from pages.evenings import audit
from pages.evenings.admin_views import OneEveningView, may_organise
from pages.evenings.cancelling import cancel, pages_that_say_so
from pages.models import EveningPage
from servicemap.models import EveningState


class CancellationForm(forms.Form):
    """Why, and what happens next: in each language in which there is a page."""

    def __init__(self, pages: list[EveningPage], data: Any = None) -> None:
        super().__init__(data)
        names = dict(settings.LANGUAGES)
        longest = EveningPage._meta.get_field("notice").max_length
        for page in pages:
            code = page.locale.language_code
            is_first = page == pages[0]
            self.fields[f"notice_{code}"] = forms.CharField(
                label=_("Why, and what happens next (%(language)s)") % {"language": names[code]},
                required=is_first,
                max_length=longest,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_(
                    "Shown on the page and in the messages. For example: We move it to the "
                    "autumn, and invite you again in August."
                )
                if is_first
                else _("Left empty: readers in this language get the first text."),
            )

    @property
    def notices(self) -> dict[str, str]:
        """What is said by language: in the first one where nothing is written in a language."""
        written = {
            name.removeprefix("notice_"): text.strip() for name, text in self.cleaned_data.items()
        }
        first = next(iter(written.values()))
        return {code: written.get(code) or first for code, _name in settings.LANGUAGES}


class CancelView(OneEveningView):
    """What happens when the evening is cancelled, and the button that does it."""

    template_name = "pages/evenings/admin/cancel.html"
    page_title = gettext_lazy("Cancel the evening")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lead elsewhere where there is nothing to cancel; refuse whoever may not."""
        state = self.evening.status().state
        if state == EveningState.CANCELLED:
            return HttpResponseRedirect(reverse("evening_tell", args=[self.page.pk]))
        self.pages = pages_that_say_so(self.evening)
        if state == EveningState.PAST or not self.pages:
            messages.warning(request, _("An evening is cancelled while it is still to come."))
            return self.back()
        if not all(may_organise(request.user, page) for page in self.pages):
            raise PermissionDenied
        for page in self.pages:
            lock = page.get_lock()
            if lock is not None and lock.for_user(request.user):
                messages.warning(request, lock.get_message(request.user))
                return self.back()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self._shown(CancellationForm(self.pages))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel, and tell."""
        form = CancellationForm(self.pages, request.POST)
        if not form.is_valid():
            return self._shown(form, 400)
        count = cancel(self.evening, form.notices, request.user)
        audit.note(request, self.page, audit.CANCELLED, count=count)
        said = ngettext(
            "The evening is cancelled. %(count)d message queued.",
            "The evening is cancelled. %(count)d messages queued.",
            count,
        )
        messages.success(request, said % {"count": count})
        return self.back()

    def _shown(self, form: CancellationForm, code: int = 200) -> HttpResponse:
        registrations = self.evening.registrations
        context = self.get_context_data(
            form=form,
            told=registrations.reachable().count(),
            to_call=list(registrations.filter(email="")),
        )
        return self.render_to_response(context, status=code)

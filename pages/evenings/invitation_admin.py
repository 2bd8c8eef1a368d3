"""Inviting associations from the admin: choose, look at what goes to whom, send."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from pages.evenings import audit, inviting
from pages.evenings.admin_views import OneEveningView
from pages.evenings.mails import page_for
from pages.models import EveningPage
from pages.translations import source_of
from servicemap import mail
from servicemap.models import EveningState, Municipality, Theme

EXAMPLE_ADDRESS = "yhdistys@example.org"
"""Stands in the preview for whoever gets the message."""


class InvitationForm(forms.Form):
    """Whom to invite, and in which words."""

    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.defer("outline"),
        label=gettext_lazy("Municipalities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: associations of the whole region."),
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("Wellbeing themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: whatever the association does."),
    )
    text_fi = forms.CharField(
        label=gettext_lazy("Invitation in Finnish"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "A few sentences: what is in it for the association. Time, place and the way to "
            "register are added below."
        ),
    )
    text_sv = forms.CharField(
        label=gettext_lazy("Invitation in Swedish"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "For associations that serve in Swedish and not in Finnish. If you leave it empty, "
            "they get the invitation in Finnish."
        ),
    )

    @property
    def texts(self) -> dict[str, str]:
        """The texts by language."""
        data = self.cleaned_data
        return {language: data[f"text_{language}"] for language in inviting.LANGUAGES}


def suggestion(page: EveningPage | None, language: str) -> str:
    """Return a text to begin with: a greeting, who is invited, and what it is about.

    Nothing where the page is not written in the language: half of the text would be in another.
    """
    if page is None or page.locale.language_code != language or source_of(page) is not None:
        return ""
    with translation.override(language):
        parts = (_("Hello!"), _("Welcome to an evening of the associations."), page.lead)
        return "\n\n".join(str(part) for part in parts if part)


class InviteView(OneEveningView):
    """One page in two steps: what goes to how many, and then the button that sends it."""

    template_name = "pages/evenings/admin/invite.html"
    page_title = gettext_lazy("Invite associations")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, filled in with what the evening concerns."""
        initial: dict[str, Any] = {
            "municipalities": [town.pk for town in self.page.municipalities.all()],
            "themes": [theme.pk for theme in self.page.themes.all()],
        }
        for language in inviting.LANGUAGES:
            initial[f"text_{language}"] = suggestion(page_for(self.evening, language), language)
        return self._shown(InvitationForm(initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would be sent, or send it."""
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self._shown(form, 400)
        if not self.can_invite:
            messages.warning(request, _("Nobody can be invited to this evening now."))
            return self.back()
        chosen = form.cleaned_data["municipalities"], form.cleaned_data["themes"]
        if request.POST.get("action") != "send":
            found = inviting.recipients(self.evening, *chosen)
            previews = self._previews(form.texts)
            has_swedish = bool(form.texts["sv"])
            return self._shown(form, recipients=found, previews=previews, has_swedish=has_swedish)
        count = inviting.invite(self.evening, *chosen, form.texts)
        if count:
            named = ", ".join(str(one) for some in chosen for one in some)
            audit.note(request, self.page, audit.INVITED, count=count, chosen=named)
        said = ngettext("%(count)d invitation queued.", "%(count)d invitations queued.", count)
        messages.success(request, said % {"count": count})
        return self.back()

    @property
    def can_invite(self) -> bool:
        """Whether there is something to come to, and a page that says so."""
        is_over = self.evening.status().state in {EveningState.CANCELLED, EveningState.PAST}
        return not is_over and page_for(self.evening, settings.LANGUAGE_CODE) is not None

    def _previews(self, texts: dict[str, str]) -> list[tuple[str, mail.Message]]:
        pages = {language: page_for(self.evening, language) for language in inviting.LANGUAGES}
        names = dict(settings.LANGUAGES)
        found = (
            (
                str(names[language]),
                inviting.message_to(EXAMPLE_ADDRESS, self.evening, language, texts, pages),
            )
            for language in inviting.LANGUAGES
            if inviting.written_in(language, texts) == language
        )
        return [(name, message) for name, message in found if message is not None]

    def _shown(self, form: InvitationForm, code: int = 200, **context: Any) -> HttpResponse:
        shown = self.get_context_data(form=form, can_invite=self.can_invite, **context)
        return self.render_to_response(shown, status=code)

"""Surveys and sign-ups: forms that editors make."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import (
    AbstractFormField,
    FormMixin,
    FormSubmission,
    validate_to_address,
)
from wagtail.fields import RichTextField
from wagtail.search import index

from pages import advice
from pages.blocks.text import PLAIN_FEATURES
from pages.public_pages import only_public
from pages.surveys import mail
from pages.surveys.form_builder import TRAP, SurveyForm, SurveyFormBuilder
from pages.surveys.state import SurveyState, state_at
from servicemap.good_content import GoodContent
from servicemap.rate_limit import RateLimit

from .base import PortalPage
from .body import BodyPage

PER_ADDRESS = RateLimit("survey", times=10, span=datetime.timedelta(hours=1))
LONGEST_KEPT = 1_095
"""Days; whoever needs answers for longer than three years keeps a register, not a survey."""

DELETED_AT_ONCE = 500


class SurveyIndexPage(PortalPage):
    """All surveys and sign-ups: open ones first."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.SurveyPage"]

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of surveys and sign-ups")
        verbose_name_plural = _("lists of surveys and sign-ups")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``groups``: ``[{"state", "surveys"}]``; what closes first is on top."""
        shown = only_public(SurveyPage.objects.child_of(self).live())
        surveys = list(shown.select_related("alias_of__locale"))
        groups = []
        for state in SurveyState:
            rows = [survey for survey in surveys if survey.state == state]
            if rows:
                groups.append({"state": state, "surveys": sorted(rows, key=_urgency)})
        return {**super().get_context(request, *args, **kwargs), "groups": groups}


class SurveyField(AbstractFormField):
    """A question."""

    class Kind(models.TextChoices):
        SINGLELINE = "singleline", _("A line of text")
        MULTILINE = "multiline", _("Several lines of text")
        RADIO = "radio", _("One of several choices")
        DROPDOWN = "dropdown", _("One choice out of a long list")
        CHECKBOXES = "checkboxes", _("Any of several choices")
        CHECKBOX = "checkbox", _("One thing to tick")
        EMAIL = "email", _("E-mail address")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")

    WITH_CHOICES = {Kind.RADIO, Kind.DROPDOWN, Kind.CHECKBOXES}

    page = ParentalKey("pages.SurveyPage", on_delete=models.CASCADE, related_name="form_fields")
    label = models.CharField(
        _("question"),
        max_length=255,
        help_text=_("Ask for one thing, and only for what you need."),
    )
    field_type = models.CharField(_("how it is answered"), max_length=16, choices=Kind.choices)
    field_type.required_on_save = True  # type: ignore[attr-defined]
    choices = models.TextField(_("choices"), blank=True, help_text=_("Each on a line of its own."))

    panels = [
        FieldPanel("label"),
        FieldPanel("help_text"),
        FieldRowPanel(
            [
                FieldPanel(
                    "field_type",
                    classname="formbuilder-type",
                    required_on_save=True,
                    help_text=_("A number is a whole one, 0 or more: how many."),
                ),
                FieldPanel("required"),
            ]
        ),
        FieldPanel("choices", classname="formbuilder-choices"),
    ]

    class Meta(AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def clean(self) -> None:
        """A choice needs something to choose from."""
        super().clean()
        if self.field_type in self.WITH_CHOICES and not self.choices.strip():
            raise ValidationError({"choices": _("Write the choices, each on a line of its own.")})


class SurveyPage(FormMixin, BodyPage):
    """A survey or a sign-up. What people answer is deleted after as many days as they are told."""

    parent_page_types = ["pages.SurveyIndexPage"]
    subpage_types: list[str] = []
    form_builder = SurveyFormBuilder
    template = "pages/survey_page.html"
    landing_page_template = "pages/survey_page.html"

    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    purpose = models.TextField(
        _("what the answers are for"),
        max_length=600,
        help_text=_(
            "Shown above the button: who reads the answers, what they are used for, and whom one "
            "can ask. Required wherever people write about themselves."
        ),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days until an answer is deleted"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_KEPT)],
        help_text=_("Counted from the day of answering, and told to those who answer."),
    )
    thanks = RichTextField(
        _("thanks"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("Shown after answering: what happens next, and when."),
    )
    notify = models.CharField(
        _("who is told of new answers"),
        max_length=255,
        blank=True,
        validators=[validate_to_address],
        help_text=_(
            "E-mail addresses, separated by commas. The message tells that there is an answer, "
            "not what it says."
        ),
    )
    confirmation = models.TextField(
        _("confirmation by e-mail"),
        max_length=2_000,
        blank=True,
        help_text=_(
            "Sent to the address that the person writes as an answer to the first question that "
            "asks for one. Nothing is sent when left empty."
        ),
    )

    search_fields = [
        *BodyPage.search_fields,
        index.FilterField("closes_at"),
        index.RelatedFields("form_fields", [index.SearchField("label")]),
    ]

    content_panels = [
        GoodContent(advice.SURVEY),
        *BodyPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body", help_text=_("Shown above the questions.")),
        InlinePanel("form_fields", label=_("Question"), heading=_("Questions")),
        MultiFieldPanel(
            [FieldPanel("purpose"), FieldPanel("keep_days")], heading=_("Personal data")
        ),
        FieldRowPanel(
            [FieldPanel("opens_at"), FieldPanel("closes_at")], heading=_("When it is open")
        ),
        FieldPanel("thanks"),
        MultiFieldPanel([FieldPanel("notify"), FieldPanel("confirmation")], heading=_("E-mail")),
    ]

    class Meta:
        verbose_name = _("survey or sign-up")
        verbose_name_plural = _("surveys and sign-ups")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(keep_days__gte=1), name="survey_answers_deleted_some_day"
            )
        ]

    def clean(self) -> None:
        """It cannot close before it opens."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("It would close before it opens.")})

    @property
    def state(self) -> SurveyState:
        """Whether one can answer now."""
        return state_at(self.opens_at, self.closes_at)

    @property
    def past_from(self) -> datetime.date | None:
        """The day after it closes."""
        if self.closes_at is None:
            return None
        return timezone.localdate(self.closes_at) + datetime.timedelta(days=1)

    @property
    def is_open(self) -> bool:
        """Whether one can answer now."""
        return self.state == SurveyState.OPEN

    @property
    def answered_page_id(self) -> int:
        """The page whose answers these are: an alias has none of its own."""
        return int(self.alias_of_id or self.pk)

    @property
    def notified(self) -> list[str]:
        """The addresses that are told of new answers."""
        return [address.strip() for address in self.notify.split(",") if address.strip()]

    def address_in(self, answers: dict[str, Any]) -> str:
        """Return the e-mail address that somebody has answered with, if any. Makes one query."""
        fields = self.get_form_fields()
        names = (field.clean_name for field in fields if field.field_type == SurveyField.Kind.EMAIL)
        return next((str(answers[name]) for name in names if answers.get(name)), "")

    def get_submissions_list_view_class(self) -> Any:
        """Our own list of answers; its module needs all models to be there."""
        from pages.surveys.answers import AnswersView

        return AnswersView

    def get_submissions(self) -> models.QuerySet[FormSubmission]:
        """The answers, an alias's those of the page that it repeats."""
        answers: models.QuerySet[FormSubmission] = FormSubmission.objects.filter(
            page_id=self.answered_page_id
        )
        return answers

    def process_form_submission(self, form: SurveyForm) -> FormSubmission:
        """Keep the answer and queue the mail, both or neither."""
        with transaction.atomic():
            answer: FormSubmission = FormSubmission.objects.create(
                form_data=form.cleaned_data, page_id=self.answered_page_id
            )
            mail.send(self, form.cleaned_data)
        return answer

    def purge_answers(self, now: datetime.datetime | None = None) -> int:
        """Delete the answers that have been kept for long enough; return how many.

        Some at a time, each in a transaction of its own: what was interrupted goes on next time.
        """
        limit = (now or timezone.now()) - datetime.timedelta(days=self.keep_days)
        count = 0
        old = FormSubmission.objects.filter(page_id=self.pk, submit_time__lt=limit)
        while pks := list(old.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
            count += FormSubmission.objects.filter(pk__in=pks).delete()[0]
        return count

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``form``, ``is_sent``, ``index`` and ``trap``; see the template."""
        index = self.get_parent()
        return {
            **super().get_context(request, *args, **kwargs),
            "form": self.get_form(page=self) if self.is_open else None,
            "is_sent": "sent" in request.GET,
            "index": index if index.live else None,
            "trap": TRAP,
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The questions, or what becomes of an answer. No cache keeps either."""
        if request.method == "POST":
            response = self._receive(request)
        else:
            # Past the mixin, whose own serve() thanks without leading away from the form.
            response = BodyPage.serve(self, request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def _receive(self, request: HttpRequest) -> HttpResponse:
        """Keep an answer. A machine is thanked like anybody else, and nothing is kept."""
        done = HttpResponseRedirect(f"{request.path}?sent=1")
        if not self.is_open:
            return self._again(request, None, status=409)
        form: SurveyForm = self.get_form(request.POST, page=self)
        if form.is_from_a_machine:
            return done
        if not form.is_valid():
            return self._again(request, form, status=400)
        if not PER_ADDRESS.allow(request):
            return self._again(request, form, status=429, is_limited=True)
        self.process_form_submission(form)
        return done

    def _again(
        self, request: HttpRequest, form: SurveyForm | None, status: int, **context: Any
    ) -> HttpResponse:
        shown = {**self.get_context(request), "form": form, "is_sent": False, **context}
        return TemplateResponse(request, self.get_template(request), shown, status=status)

    def render_landing_page(
        self, request: HttpRequest, form_submission: Any = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The thanks, as editors preview them."""
        shown = {**self.get_context(request), "is_sent": True}
        return TemplateResponse(request, self.get_template(request), shown)


def _urgency(survey: SurveyPage) -> tuple[Any, ...]:
    """What changes next comes first; what closed last comes first of what is closed."""
    never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    if survey.state == SurveyState.CLOSED and survey.closes_at:
        return (-survey.closes_at.timestamp(), survey.title)
    moment = survey.opens_at if survey.state == SurveyState.UPCOMING else survey.closes_at
    return ((moment or never).timestamp(), survey.title)

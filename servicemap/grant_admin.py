"""Grants in the Wagtail admin: the register, its periods, and who gets reminders."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, re_path
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.log_actions import log
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.views import InstanceSpecificView

from .admin_menu import COOPERATION
from .good_content import GoodContent
from .in_words import yes_or_no
from .models import Grant, GrantPeriod, GrantState, GrantSubscriber, Municipality
from .register_filters import ConfirmedFilter, RegisterFilter, TranslationFilter
from .register_views import RegisterModelAdmin
from .territory_admin import TerritoryPermissions
from .territory_form import TerritoryForm

PERIOD_PANELS = [
    FieldRowPanel(
        [
            FieldPanel("opens_on", help_text=_("The first day on which one can apply.")),
            FieldPanel("closes_on", help_text=_("The last day: one can still apply on it.")),
        ]
    ),
    FieldPanel("label"),
    FieldPanel("decision"),
    FieldRowPanel([FieldPanel("decision_sv"), FieldPanel("decision_en")]),
]

BASICS = ObjectList(
    [
        GoodContent(
            (
                _(
                    "A good presentation tells in half a minute who can apply, for what and "
                    "how much."
                ),
                _(
                    "Write to a volunteer who applies for the first time, and leave the rest to "
                    "the instructions."
                ),
            )
        ),
        FieldPanel("name"),
        FieldPanel("kind", help_text=_("What the money may be used for. Readers choose by it.")),
        FieldRowPanel([FieldPanel("funder"), FieldPanel("funder_municipality")]),
        FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("amount"),
        MultiFieldPanel(
            [
                FieldPanel("for_associations"),
                FieldPanel("for_groups"),
                FieldPanel("for_residents"),
                FieldPanel("for_whom"),
            ],
            heading=_("Who can apply"),
        ),
        FieldPanel("criteria"),
        FieldPanel("guidance"),
        FieldPanel(
            "application_url",
            help_text=_("The form itself rather than the front page of the funder."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Whom to ask"),
        ),
        FieldRowPanel([FieldPanel("live"), FieldPanel("slug")]),
    ],
    heading=_("Basics"),
)

PERIODS = ObjectList(
    [
        FieldPanel("is_continuous"),
        InlinePanel(
            "periods",
            heading=_("Application periods"),
            label=_("Application period"),
            panels=PERIOD_PANELS,
            help_text=_(
                "Add a new period each year and leave the old ones: readers see from them when to "
                "expect the next. Whether one can apply is worked out from the days."
            ),
        ),
    ],
    heading=_("Application periods"),
)

AREA = ObjectList(
    [
        FieldPanel("municipalities", widget=forms.CheckboxSelectMultiple),
        FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
    ],
    heading=_("Area and topics"),
)


def _in_language(suffix: str, heading: Any) -> ObjectList:
    """The texts in another language."""
    fields = ("name", "funder", "summary", "amount", "for_whom", "criteria", "guidance", "contact")
    return ObjectList([FieldPanel(f"{field}_{suffix}") for field in fields], heading=heading)


class StateFilter(RegisterFilter):
    """Whether one can apply today."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """All states."""
        return [(value, str(label)) for value, label in GrantState.choices]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only what is in the chosen state."""
        return rows.in_state(value)


class AreaFilter(RegisterFilter):
    """Where one can apply."""

    title = _("municipality")
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """All municipalities."""
        return [(entry.code, str(entry)) for entry in Municipality.objects.defer("outline")]

    def narrow(self, rows: Any, value: str) -> Any:
        """The municipality's own and the whole region's."""
        return rows.covering(Municipality.objects.defer("outline").get(code=value))


class FunderFilter(RegisterFilter):
    """Who gives the money."""

    title = _("funder")
    parameter_name = "funder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """All funders that a grant has."""
        funders = Grant.objects.order_by("funder").values_list("funder", flat=True).distinct()
        return [(funder, funder) for funder in funders]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only the chosen one's."""
        return rows.filter(funder=value)


class GrantButtons(ButtonHelper):
    """One more button: the next year's period."""

    def get_buttons_for_obj(self, obj: Grant, **kwargs: Any) -> list[dict[str, Any]]:
        """The usual ones and, where there is a period to copy, the next year's."""
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, **kwargs)
        may_edit = self.permission_helper.user_can_edit_obj(self.request.user, obj)
        if may_edit and not obj.is_continuous and obj.periods.all():
            buttons.insert(
                1,
                {
                    "url": self.url_helper.get_action_url("next_year", quote(obj.pk)),
                    "label": gettext("New period"),
                    "classname": self.finalise_classname(
                        ["button-secondary", *(kwargs.get("classnames_add") or [])]
                    ),
                    "title": gettext("Copy the latest period to the next year"),
                },
            )
        return buttons


class NextYearView(InstanceSpecificView):
    """Copies the latest period to the next year and opens the form, to check the days."""

    page_title = _("Next year's period")
    instance: Grant

    def get_template_names(self) -> list[str]:
        """Our own page, which shows the days."""
        return ["servicemap/admin/next_year.html"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for those who may edit the grant."""
        if not self.permission_helper.user_can_edit_obj(request.user, self.instance):
            raise PermissionDenied
        if not self.instance.periods.exists():
            return redirect(self.edit_url)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def next_period(self) -> GrantPeriod:
        """The period as it will be. Makes a query."""
        return self.instance.periods.order_by("-opens_on").first().a_year_later()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the period, unless it is there already."""
        period = self.next_period()
        same = self.instance.periods.filter(opens_on=period.opens_on, closes_on=period.closes_on)
        if not same.exists():
            period.save()
            # The grant says when it was changed, in calendars too.
            self.instance.save(update_fields=["updated_at"])
            log(instance=self.instance, action="wagtail.edit")
        messages.success(request, gettext("The period was added. Check the days and the decision."))
        return redirect(self.edit_url)


class GrantPermissions(TerritoryPermissions):
    """A municipality's editors keep the grants that the municipality gives."""

    municipality_attribute = "funder_municipality_id"


class GrantForm(TerritoryForm):
    """A municipality's editors write of their own municipality's grants."""

    municipality_field = "funder_municipality"


class GrantAdmin(RegisterModelAdmin):
    """The register of grants."""

    model = Grant
    menu_label = _("Grants")
    menu_icon = "tag"
    menu_hook = COOPERATION
    menu_order = 10
    button_helper_class = GrantButtons
    permission_helper_class = GrantPermissions
    list_display = ("name", "funder", "kind_name", "state_name", "next_date", "is_published")
    list_filter = (StateFilter, "kind", AreaFilter, FunderFilter, "live", TranslationFilter)
    list_export = (
        *("pk", "name", "name_sv", "name_en", "slug", "kind_name", "funder", "area_names"),
        *("applicant_names", "summary", "amount", "state_name", "next_date", "period_days"),
        *("application_url", "contact", "contact_email", "contact_phone", "is_published"),
    )
    search_fields = (
        *("name", "name_sv", "name_en", "funder", "funder_sv", "funder_en", "summary", "slug"),
    )
    ordering = ("name",)

    def get_edit_handler(self) -> TabbedInterface:
        """What it is, when, where, and the texts in other languages."""
        tabs = [
            BASICS,
            PERIODS,
            AREA,
            _in_language("sv", _("In Swedish")),
            _in_language("en", _("In English")),
        ]
        return TabbedInterface(tabs, base_form_class=GrantForm).bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grant]:
        """With what the list and the export show."""
        rows: QuerySet[Grant] = super().get_queryset(request).with_dates()
        return rows

    def next_year_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Copy the latest period."""
        view: Any = NextYearView.as_view(model_admin=self, instance_pk=instance_pk)
        response: HttpResponse = view(request)
        return response

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Those of every register, and that of the copy."""
        return (
            *super().get_admin_urls_for_registration(),
            re_path(
                self.url_helper.get_action_url_pattern("next_year"),
                self.next_year_view,
                name=self.url_helper.get_action_url_name("next_year"),
            ),
        )

    @display(description=_("kind"), ordering="kind")
    def kind_name(self, grant: Grant) -> str:
        """In words."""
        return str(grant.get_kind_display())

    @display(description=_("state"))
    def state_name(self, grant: Grant) -> str:
        """In words, as of today."""
        return str(grant.status().state.label)

    @display(description=_("next date"))
    def next_date(self, grant: Grant) -> str:
        """When it closes or opens next."""
        status = grant.status()
        if status.next_date is None:
            return "–"
        day = date_format(status.next_date, "SHORT_DATE_FORMAT")
        said = (
            gettext("closes %(day)s") if status.days_left is not None else gettext("opens %(day)s")
        )
        return said % {"day": day}

    @display(description=_("published"), ordering="live")
    def is_published(self, grant: Grant) -> str:
        """In words: the icons of Django's own admin are not served."""
        return yes_or_no(grant.live)

    @display(description=_("municipalities"))
    def area_names(self, grant: Grant) -> str:
        """All of them, or the whole region."""
        names = [str(town) for town in grant.municipalities.all()]
        return ", ".join(names) or gettext("The whole region")

    @display(description=_("who can apply"))
    def applicant_names(self, grant: Grant) -> str:
        """All of them."""
        return ", ".join(grant.applicants)

    @display(description=_("application periods"))
    def period_days(self, grant: Grant) -> str:
        """All of them, as machines read days."""
        return ", ".join(f"{one.opens_on}/{one.closes_on}" for one in grant.periods.all())


class SubscriberPermissions(PermissionHelper):
    """Addresses come from their owners only, and editors may delete but not change them."""

    def user_can_create(self, user: Any) -> bool:
        """Nobody in the admin."""
        return False

    def user_can_edit_obj(self, user: Any, obj: GrantSubscriber) -> bool:
        """Nobody in the admin."""
        return False


class GrantSubscriberAdmin(RegisterModelAdmin):
    """Who gets reminders, for those who ask what is known of them or to be taken off."""

    model = GrantSubscriber
    menu_label = _("Reminders of grants")
    menu_icon = "mail"
    menu_hook = COOPERATION
    menu_order = 20
    permission_helper_class = SubscriberPermissions
    list_display = ("email", "subscription_names", "created_at")
    list_filter = (ConfirmedFilter,)
    # No export: the addresses were given for reminders and nothing else.
    search_fields = ("email",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[GrantSubscriber]:
        """With what each wants to be reminded of."""
        rows: QuerySet[GrantSubscriber] = super().get_queryset(request)
        return rows.prefetch_related("subscriptions__grant", "subscriptions__municipality")

    @display(description=_("is reminded of"))
    def subscription_names(self, subscriber: GrantSubscriber) -> str:
        """Names; what is not confirmed yet is marked."""
        waiting = gettext("not confirmed")
        return ", ".join(
            str(one) if one.confirmed_at else f"{one} ({waiting})"
            for one in subscriber.subscriptions.all()
        )

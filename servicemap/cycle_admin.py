"""The annual cycle in the Wagtail admin: the register of its entries."""

import datetime
from typing import Any

from django import forms
from django.contrib.admin import display
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from .admin_menu import COOPERATION
from .good_content import GoodContent
from .in_words import yes_or_no
from .models import CycleEntry, Municipality, Repeats, site_today
from .register_filters import RegisterFilter, TranslationFilter
from .register_views import RegisterModelAdmin
from .territory_admin import TerritoryPermissions
from .territory_form import TerritoryForm

WHOLE_REGION = "region"
"""What the filter by municipality says for entries of all of them."""


class InWordsPanel(Panel):
    """When an entry takes place in words, and its next times, as they were saved last."""

    class BoundPanel(Panel.BoundPanel):
        """Shown once there is something to show."""

        template_name = "servicemap/admin/cycle_in_words.html"

        def is_shown(self) -> bool:
            """Not for an entry that is being added."""
            return bool(self.instance.pk)


class OwnRulePanel(MultiFieldPanel):
    """The rule that few need: folded unless there is one."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """Folded or open, as the entry is."""

        def classes(self) -> list[str]:
            """As the form was sent: one that is refused may have a rule that the entry has not."""
            names: list[str] = super().classes()
            form = self.form
            is_own = form["rule"].value() or form["repeats"].value() == Repeats.RULE
            return names if is_own else [*names, "collapsed"]


BASICS = ObjectList(
    [
        GoodContent(
            (
                _(
                    "A good entry says what associations should know in time: when one can apply "
                    "or book, when one meets, when something is decided."
                ),
                _("Leave out what only one office needs."),
                _(
                    "Application periods of grants and association evenings come to the cycle by "
                    "themselves."
                ),
            )
        ),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("municipality")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel(
                    "repeats", help_text=_("How the other times follow from the first day.")
                ),
                FieldPanel("until"),
                FieldPanel("exdates"),
                InWordsPanel(heading=_("In words")),
            ],
            heading=_("When"),
        ),
        OwnRulePanel([FieldPanel("rule")], heading=_("Own rule")),
        FieldPanel("description", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("responsible"),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("url")], heading=_("Where to read more")),
        FieldPanel("live"),
    ],
    heading=_("Basics"),
)


def _in_language(suffix: str, heading: Any) -> ObjectList:
    """The texts in another language."""
    fields = ("title", "description", "responsible")
    return ObjectList([FieldPanel(f"{field}_{suffix}") for field in fields], heading=heading)


class AreaFilter(RegisterFilter):
    """Whose entries: those of a municipality, or those of the whole region."""

    title = _("municipality")
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The whole region, and all municipalities."""
        towns = [(entry.code, str(entry)) for entry in Municipality.objects.defer("outline")]
        return [(WHOLE_REGION, gettext("The whole region")), *towns]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only the chosen one's own."""
        if value == WHOLE_REGION:
            return rows.filter(municipality=None)
        return rows.filter(municipality__code=value)


class YearFilter(RegisterFilter):
    """What takes place in a year, recurring or not."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """Last year, this one and the two next."""
        this = site_today().year
        return [(str(year), str(year)) for year in range(this - 1, this + 3)]

    def narrow(self, rows: Any, value: str) -> Any:
        """Only entries with a day in the chosen year. Makes a query more."""
        year = int(value)
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        candidates: Any = CycleEntry.objects.between(first, last)
        found = [entry.pk for entry in candidates if any(entry.occurrences(first, last))]
        return rows.filter(pk__in=found)


class CycleEntryAdmin(RegisterModelAdmin):
    """The register of what editors add to the annual cycle."""

    menu_hook = COOPERATION
    permission_helper_class = TerritoryPermissions
    model = CycleEntry
    menu_label = _("Annual cycle")
    menu_icon = "calendar-alt"
    menu_order = 153
    # No more columns than the longest Finnish words leave room for.
    list_display = ("title", "kind_name", "area_name", "rhythm_text", "next_text")
    list_filter = ("kind", AreaFilter, YearFilter, "repeats", "live", TranslationFilter)
    translated_name = "title"
    list_select_related = ("municipality",)
    list_export = (
        *("pk", "title", "title_sv", "title_en", "kind_name", "area_name"),
        *("starts_on", "ends_on", "rrule", "until", "rhythm_text", "next_text"),
        *("description", "description_sv", "description_en"),
        *("responsible", "responsible_sv", "responsible_en", "url", "is_published"),
    )
    search_fields = (
        *("title", "title_sv", "title_en", "description", "responsible", "municipality__name"),
    )
    ordering = ("kind", "title")

    def get_edit_handler(self) -> TabbedInterface:
        """What it is and when, and the texts in other languages."""
        tabs = [BASICS, _in_language("sv", _("In Swedish")), _in_language("en", _("In English"))]
        return TabbedInterface(tabs, base_form_class=TerritoryForm).bind_to_model(self.model)

    @display(description=_("kind"), ordering="kind")
    def kind_name(self, entry: CycleEntry) -> str:
        """In words."""
        return str(entry.get_kind_display())

    @display(description=_("municipality"), ordering="municipality__name")
    def area_name(self, entry: CycleEntry) -> str:
        """Or the whole region."""
        return str(entry.municipality or gettext("The whole region"))

    @display(description=_("when"), ordering="starts_on")
    def rhythm_text(self, entry: CycleEntry) -> str:
        """In words, recurrence included."""
        return entry.rhythm

    @display(description=_("next"))
    def next_text(self, entry: CycleEntry) -> str:
        """The time that is on or comes next; drafts are marked."""
        days = entry.next_days.split(", ")[0] or "–"
        return days if entry.live else f"{days} ({gettext('Draft')})"

    @display(description=_("published"), ordering="live")
    def is_published(self, entry: CycleEntry) -> str:
        """In words: the icons of Django's own admin are not served."""
        return yes_or_no(entry.live)

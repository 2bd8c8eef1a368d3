"""The municipalities' contact persons in the Wagtail admin."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.models import ReferenceIndex

from .admin_menu import COOPERATION
from .good_content import GoodContent
from .models import ContactPerson
from .register_filters import MunicipalityFilter, TranslationFilter
from .register_views import RegisterDeleteView, RegisterModelAdmin, named
from .territory_admin import TerritoryPermissions
from .territory_form import TerritoryForm

IN_LANGUAGES = ("", "_sv", "_en")


class ContactPersonDeleteView(RegisterDeleteView):
    """Asks before deleting, and names the pages that show the person: these only leave them out."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``shown_on``: the name and the form of each page for which they were chosen."""
        finder = AdminURLFinder(self.request.user)
        pages = [page for page, _ways in ReferenceIndex.get_grouped_references_to(self.instance)]
        shown_on = [
            {"name": named(page), "url": finder.get_edit_url(page)}
            for page in sorted(pages, key=str)
        ]
        return super().get_context_data(shown_on=shown_on, **kwargs)


class ContactPersonAdmin(RegisterModelAdmin):
    """Whom one asks in each municipality, and about what."""

    delete_view_class = ContactPersonDeleteView
    permission_helper_class = TerritoryPermissions
    model = ContactPerson
    menu_label = _("Contact persons")
    menu_icon = "user"
    menu_hook = COOPERATION
    menu_order = 30
    list_display = ("title", "unit", "municipality", "way", "remarks")
    list_filter = (MunicipalityFilter, "is_first", "live", TranslationFilter)
    translated_name = "title"
    list_select_related = ("municipality",)
    search_fields = (
        *(
            f"{field}{language}"
            for field in ("title", "unit", "tasks")
            for language in IN_LANGUAGES
        ),
        "name",
        "email",
        "phone",
        "municipality__name",
    )
    ordering = ("municipality__order", "municipality__name", "-is_first", "order", "unit")
    list_export = (
        "municipality",
        *(f"{field}{language}" for field in ("unit", "title") for language in IN_LANGUAGES),
        "name",
        "email",
        "phone",
        *(f"tasks{language}" for language in IN_LANGUAGES),
        "is_first",
        "live",
        "order",
    )
    own_panels = [
        GoodContent(
            (
                _(
                    "Associations find this person in the list of contact persons, on the page of "
                    "the municipality and beside the associations and facilities there."
                ),
                _(
                    "Say the role as people would say it, and in one or two sentences what one may "
                    "ask."
                ),
            )
        ),
        FieldPanel("municipality", help_text=_("Where they work. They are shown on its page.")),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("title_sv"), FieldPanel("title_en")]),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("unit_sv"), FieldPanel("unit_en")]),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            ],
            heading=_("How to reach them"),
        ),
        MultiFieldPanel(
            [FieldPanel("tasks"), FieldPanel("tasks_sv"), FieldPanel("tasks_en")],
            heading=_("What one may ask"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("categories", widget=forms.CheckboxSelectMultiple),
                FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("What they look after"),
        ),
        FieldPanel("is_first"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("live")]),
    ]

    def get_edit_handler(self) -> ObjectList:
        """The panels, over the form that knows whose municipality is whose."""
        return ObjectList(self.own_panels, base_form_class=TerritoryForm).bind_to_model(self.model)

    @display(description=_("contact details"))
    def way(self, person: ContactPerson) -> str:
        """How to reach them: the e-mail address, else the phone number."""
        return person.email or person.phone

    @display(description=_("note"))
    def remarks(self, person: ContactPerson) -> str:
        """What sets them apart from the others."""
        said = [_("First contact") if person.is_first else "", "" if person.live else _("Draft")]
        return ", ".join(str(text) for text in said if text)

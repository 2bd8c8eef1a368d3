"""The list from which an editor chooses contact persons for a page."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from .contact_person_admin import ContactPersonAdmin
from .list_search import holding
from .models import ContactPerson


def name_with_place(person: ContactPerson) -> str:
    """Return what an editor tells a person by: many municipalities have the same roles."""
    return f"{person.municipality.display_name}: {person}"


def _to_choose() -> QuerySet[ContactPerson]:
    """Return who is published, in the register's order."""
    found = ContactPerson.objects.filter(live=True).select_related("municipality")
    return found.defer("municipality__outline")


class ContactPersonSearch(BaseFilterForm):
    """Each word anywhere in what the register is searched by."""

    q = forms.CharField(
        label=_("Search"),
        widget=forms.TextInput(attrs={"placeholder": _("Title, unit or municipality")}),
        required=False,
    )

    def filter(self, objects: QuerySet[ContactPerson]) -> QuerySet[ContactPerson]:
        """Return those who hold every word."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return holding(objects, self.search_query, ContactPersonAdmin.search_fields)


class ContactPersonList:
    """What both views of the list show: those who are published, by municipality."""

    filter_form_class = ContactPersonSearch

    def get_object_list(self) -> QuerySet[ContactPerson]:
        """Return those who may be chosen."""
        return _to_choose()

    @property
    def title_column(self) -> Column:
        """The role with its unit, to be chosen."""
        column: Column = super().title_column  # type: ignore[misc]
        column.label = capfirst(_("job title or role"))
        return column

    @property
    def columns(self) -> list[Column]:
        """The role with its unit, and the municipality."""
        shown: list[Column] = super().columns  # type: ignore[misc]
        return [*shown, Column("municipality", label=_("Municipality"))]


class ChooseView(ContactPersonList, chooser.ChooseView):
    """The list with its search."""


class ChooseResultsView(ContactPersonList, chooser.ChooseResultsView):
    """The rows alone, as one types."""


class ChosenPersons:
    """What a form shows of who was chosen."""

    def get_object(self, pk: str) -> ContactPerson:
        """Return one of those who may be chosen."""
        return _to_choose().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[ContactPerson]:
        """Return several of those who may be chosen."""
        return _to_choose().filter(pk__in=pks)

    def get_display_title(self, instance: ContactPerson) -> str:
        """Return the role with the municipality."""
        return name_with_place(instance)


class ChosenView(ChosenPersons, chooser.ChosenView):
    """One who was chosen."""


class ChosenMultipleView(ChosenPersons, chooser.ChosenMultipleView):
    """Several who were chosen."""


class ContactPersonButton(BaseChooser):
    """Who is chosen, and the button that opens the list."""

    def get_display_title(self, instance: ContactPerson) -> str:
        """Return the role with the municipality."""
        return name_with_place(instance)


class ContactPersonChooser(ChooserViewSet):
    """Chooses one of the register; nobody is added here."""

    model = ContactPerson
    icon = "user"
    choose_one_text = _("Choose a contact person")
    choose_another_text = _("Choose another contact person")
    edit_item_text = _("Edit this contact person")
    per_page = 20
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    base_widget_class = ContactPersonButton

    def get_urlpatterns(self) -> list[Any]:
        """Return the addresses of the list and of what is chosen from it."""
        patterns: list[Any] = super().get_urlpatterns()
        return [pattern for pattern in patterns if pattern.name != "create"]


contact_person_chooser = ContactPersonChooser("contact_person_chooser")
